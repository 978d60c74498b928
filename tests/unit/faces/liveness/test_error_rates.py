"""APCER and BPCER: counted by kind, worst kind first, with an interval that admits how little was seen."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec.faces.liveness import Share, error_rates

SCORED = [("print", 0.1), ("print", 0.9), ("screen", 0.2), ("screen", None), (None, 0.5), (None, 0.49), (None, 0.8)]


def test_the_worst_kind_of_attack_is_the_rate_and_the_threshold_itself_is_bona_fide() -> None:
    rates = error_rates(SCORED, 0.5)
    assert rates.attacks["print"] == Share(errors=1, count=2)
    assert rates.attacks["screen"] == Share(errors=0, count=1, silent=1)
    assert rates.apcer is rates.attacks["print"]
    assert rates.bpcer == Share(errors=1, count=3)


@pytest.mark.parametrize(
    ("scored", "says"),
    [
        ([(None, 0.5)], "no attack"),
        ([("print", 0.5)], "no bona fide presentation got an answer"),
        ([("print", None), (None, 0.5)], "no attack 'print' got an answer"),
        ([("print", math.nan), (None, 0.5)], "a score of print is nan"),
    ],
)
def test_a_rate_that_nobody_can_know_is_refused(scored: list[tuple[str | None, float | None]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        error_rates(scored, 0.5)


def test_the_interval_is_wilsons() -> None:
    """Figures of Brown, Cai and DasGupta's textbook case, 0 of 10, and of 81 of 263 (Newcombe 1998)."""
    assert Share(errors=0, count=10).interval == pytest.approx((0.0, 0.2775), abs=5e-5)
    assert Share(errors=81, count=263).interval == pytest.approx((0.2553, 0.3662), abs=5e-5)


@given(count=st.integers(1, 500), errors=st.integers(0, 500))
def test_the_rate_lies_in_its_interval(count: int, errors: int) -> None:
    share = Share(errors=min(errors, count), count=count)
    low, high = share.interval
    assert 0.0 <= low <= share.rate + 1e-12
    assert share.rate - 1e-12 <= high <= 1.0
    assert f"({share.errors} of {count})" in str(share)


@given(
    st.lists(st.tuples(st.sampled_from(["print", "screen", None]), st.floats(0, 1))), st.floats(0, 1), st.floats(0, 1)
)
def test_a_higher_threshold_lets_fewer_attacks_in_and_refuses_more_people(
    scored: list[tuple[str | None, float]], one: float, other: float
) -> None:
    everybody = [*scored, ("print", 0.3), ("screen", 0.3), (None, 0.7)]
    low, high = (error_rates(everybody, at) for at in sorted((one, other)))
    assert low.apcer.rate >= high.apcer.rate
    assert low.bpcer.rate <= high.bpcer.rate
