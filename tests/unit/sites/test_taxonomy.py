"""The taxonomy as values: complete, in both languages, with source and certainty, and light to load."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from zbsec import sites
from zbsec.sites import Certainty, Location, Regime
from zbsec.sites.regime_duties import duties_under

TABLES: list[tuple[Any, list[str]]] = [
    (sites.ACCEPTANCE_DUTIES, ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]),
    (sites.FUNDING_MODES, ["F1", "F2", "F2b", "F3", "F4", "F5", "F6"]),
    (
        sites.DEPARTMENTS,
        ["political_legal", "big_data", "police", "housing", "civil_affairs", "health", "finance", "sector"],
    ),
    (
        sites.REGIME_DUTIES,
        ["installer", "standards", "sign", "filing", "security", "access_register", "retention"],
    ),
]


@pytest.mark.parametrize(("table", "ids"), TABLES, ids=lambda one: one[0] if isinstance(one[0], str) else None)
def test_a_table_is_complete_and_speaks_both_languages(table: tuple[Any, ...], ids: list[str]) -> None:
    assert [row.id for row in table] == ids
    for row in table:
        texts = [value for value in row if isinstance(value, sites.Text)]
        assert texts
        assert all(not text.zh.isascii() for text in texts)
        assert row.certainty in Certainty


def test_every_word_has_both_names_and_a_code_of_its_own() -> None:
    for vocabulary in (sites.Location, sites.Capability):
        codes = [word.value for word in vocabulary]
        assert len(set(codes)) == len(codes)
        for word in vocabulary:
            assert word.en.isascii()
            assert not word.zh.isascii()
            assert word.of("zh") == word.zh
            assert vocabulary(word.value) is word


def test_what_a_word_says_of_others_exists() -> None:
    for location in Location:
        if location.place.within:
            assert Location(location.place.within).includes(location)
            assert not location.includes(Location(location.place.within))


def test_no_rule_rests_on_general_knowledge() -> None:
    for kind in sites.KINDS.own:
        for rule in sites.KINDS.load(kind).rules:
            assert rule.certainty is Certainty.A
            assert (rule.valid_from, rule.valid_to) == (date(2020, 8, 1), date(2025, 7, 31))


def test_a_rule_without_an_end_stays_in_force() -> None:
    rule = sites.KINDS.load("estate_gated").rules[0]._replace(valid_to=None)
    assert rule.is_in_force(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("regime", "binding"),
    [
        (Regime.ART7_GOV, 7),
        (Regime.ART7_OPERATOR, 7),
        (Regime.ART9_OTHER_PUBLIC, 2),
        (Regime.ART33_NON_PUBLIC, 0),
        (Regime.ART8_FORBIDDEN, 0),
        (Regime.UNKNOWN, 0),
    ],
)
def test_regimes_differ_in_what_binds(regime: Regime, binding: int) -> None:
    assert len(duties_under(regime)) == binding
    assert bool(regime.installers) is (regime not in (Regime.ART8_FORBIDDEN, Regime.UNKNOWN))


def test_what_binds_agrees_with_what_is_checked() -> None:
    binds = {duty.id: duty.binds for duty in sites.REGIME_DUTIES}
    assert binds["sign"] == {regime for regime in Regime if regime.public}
    assert binds["filing"] == binds["retention"] == {regime for regime in Regime if regime.article_7}


def test_nobody_may_install_in_a_private_interior() -> None:
    for location in Location:
        if location.private_interior:
            assert location.regime is Regime.ART8_FORBIDDEN


HEAVY = {
    "anyio", "asyncio", "cryptography", "cv2", "dataclasses", "httpx", "importlib.metadata", "inspect", "jinja2",
    "numpy", "onnxruntime", "sqlite3", "tomlkit", "tomllib", "zoneinfo",
}  # fmt: skip


def test_the_taxonomy_brings_nothing_heavy() -> None:
    """Besides the interpreter's own modules, it loads a handful of small ones."""
    code = """
import json, sys
before = set(sys.modules)
import zbsec.sites
rules = [rule for kind in zbsec.sites.KINDS.own for rule in zbsec.sites.KINDS.load(kind).rules]
assert len({rule.id for rule in rules}) == 41
print(json.dumps(sorted(set(sys.modules) - before)))
"""
    ran = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(ran.stdout))
    assert not HEAVY & loaded
    assert "zbsec.errors" not in loaded
    assert len([name for name in loaded if name.startswith("zbsec.sites")]) < 25
