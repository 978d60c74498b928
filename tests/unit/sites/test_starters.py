"""The starting files: complete, valid, claiming nothing; filled in, a site that passes."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zbsec import sites
from zbsec.errors import RegistryError
from zbsec.sites.outline import ANY, keys

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "sites"

every_kind = pytest.mark.parametrize("kind", sites.KINDS.own)


@every_kind
def test_the_example_beside_the_code_is_the_filled_in_starting_file(kind: str) -> None:
    assert (EXAMPLES / f"{kind}.toml").read_text(encoding="utf-8") == sites.starter(kind, filled=True)


def test_there_is_no_other_example() -> None:
    assert {path.stem for path in EXAMPLES.glob("*")} == set(sites.KINDS.own)


@every_kind
def test_a_starting_file_claims_nothing(write: Callable[[str], Path], at: datetime, kind: str) -> None:
    site = sites.load(write(sites.starter(kind)))
    assert site.evidence == sites.Evidence()
    assert not site.facilities
    assert not site.measurements
    assert not site.uplinks
    assert not any(point.uses_face for point in site.access_points)
    assert not any(way.credential_free or way.fire_linked for way in site.egress)
    assert {device.fail for device in site.devices} == {None}
    assert sites.check(site, at=at).verdict is sites.Verdict.FAIL


@every_kind
def test_the_language_of_the_comments_changes_nothing_else(kind: str) -> None:
    for filled in (False, True):
        english, chinese = (sites.starter(kind, lang=lang, filled=filled) for lang in ("en", "zh"))
        assert tomllib.loads(english) == tomllib.loads(chinese)
        assert english != chinese


def mentioned(text: str) -> set[str]:
    """Every last part of a key that stands in a file, comments included."""
    words = {line.strip("# ").partition(" = ")[0] for line in text.splitlines() if " = " in line}
    tables = {
        part for line in text.splitlines() if "[" in line for part in line.partition("]")[0].strip("# [").split(".")
    }
    inline = {piece.rpartition(" ")[2] for line in text.splitlines() for piece in line.split(" = ")}
    return words | tables | inline


RARE = {
    "face_backend",
    "face_store_opinion_ref",
    "neighbour_consent_ref",
    "cross_border_ref",
    "retest",
    "samples",
    "timer",
    "median",
    "simulated",
    "not_measured",
    "settings",
    "by",
}
"""Keys that answer a case which none of the seven kinds starts from, or that ``zbsec accept`` writes; the schema has
them."""


def test_together_the_starting_files_show_every_key() -> None:
    shown = set().union(
        *(mentioned(sites.starter(kind, filled=filled)) for kind in sites.KINDS.own for filled in (0, 1))
    )
    wanted = {key.rpartition(".")[2] for key in keys()} - {ANY} - RARE
    assert wanted <= shown


def test_an_unknown_kind_lists_those_there_are() -> None:
    with pytest.raises(RegistryError, match=r"no site kind named 'nowhere'; there are: .*estate_gated.*village"):
        sites.starter("nowhere")


def test_a_kind_without_a_starting_file_is_named_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = sites.KINDS.load("village")._replace(starter=None)
    monkeypatch.setattr("zbsec.sites.kinds.village.KIND", bare)
    with pytest.raises(RegistryError, match=r"no starting file named 'village'; there are: .*village is a site kind"):
        sites.starter("village")


def test_a_language_is_english_or_chinese() -> None:
    with pytest.raises(ValueError, match="en or zh"):
        sites.starter("village", lang="de")  # type: ignore[arg-type]


def test_every_example_passes_long_after_it_was_written(at: datetime) -> None:
    for kind in sites.KINDS.own:
        site = sites.load(EXAMPLES / f"{kind}.toml")
        for moment in (at, datetime(2028, 1, 1, tzinfo=UTC)):
            report = sites.check(site, at=moment)
            assert [f for f in report.findings if f.effect is not sites.Effect.NONE] == []
            assert report.verdict is sites.Verdict.PASS
            assert not report.block_delivery
