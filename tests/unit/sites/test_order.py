"""The order in which a file says things changes nothing of its report; a wall of devices changes only the counts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from zbsec import sites

if TYPE_CHECKING:
    from random import Random

AT = datetime(2026, 11, 24, tzinfo=UTC)
EXAMPLES = {
    (kind, filled): tomlkit.parse(sites.starter(kind, filled=filled)).unwrap()
    for kind in sites.KINDS.own
    for filled in (False, True)
}


def shuffled(value: Any, random: Random) -> Any:
    """Every table with its keys in another order, plain values before tables as TOML wants them."""
    if not isinstance(value, dict):
        return value
    keys = list(value)
    random.shuffle(keys)
    keys.sort(key=lambda key: isinstance(value[key], dict))
    return {key: shuffled(value[key], random) for key in keys}


def report(document: dict[str, Any]) -> str:
    return sites.check(sites.loads(tomlkit.dumps(document), path="site.toml"), at=AT).to_json()


@settings(max_examples=25, deadline=None)
@given(which=st.sampled_from(sorted(EXAMPLES)), random=st.randoms(use_true_random=False))
def test_no_order_changes_a_report(which: tuple[str, bool], random: Random) -> None:
    assert report(shuffled(EXAMPLES[which], random)) == report(EXAMPLES[which])


@pytest.mark.parametrize("kind", sites.KINDS.own)
def test_a_report_is_made_again_to_the_letter(kind: str) -> None:
    assert report(EXAMPLES[kind, True]) == report(EXAMPLES[kind, True])
