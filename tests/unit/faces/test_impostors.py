"""A threshold that rises with the gallery, and the point at which it cannot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec.errors import ModelError
from zbsec.faces import ImpostorCurve
from zbsec.faces.impostors import CURVES, curve_of, effective

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Enroll, Painted

    from zbsec.faces import Gallery

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
curves = pytest.mark.parametrize("curve", CURVES.values(), ids=CURVES)


@curves
def test_it_goes_through_what_was_measured(curve: ImpostorCurve) -> None:
    for score, rate in curve.points:
        assert curve.rate_at(score) == pytest.approx(rate, rel=1e-6)
        assert curve.score_at(rate) == pytest.approx(score, abs=1e-9)
    assert curve.measured_to == curve.points[-1][0]


@given(st.sampled_from(list(CURVES.values())), st.integers(1, 1_000_000), st.sampled_from([1e-3, 1e-4, 1e-6]))
def test_the_effective_rate_stays_at_the_limit(curve: ImpostorCurve, members: int, limit: float) -> None:
    score = curve.min_score(members, limit)
    assert effective(curve.rate_at(score), members) == pytest.approx(limit, rel=1e-3)
    assert curve.min_score(members + 1, limit) > score
    assert (members <= curve.most_members(limit)) == (score <= curve.ceiling)


def test_the_effective_rate_is_the_chance_of_any_of_n() -> None:
    assert effective(0.01, 3) == pytest.approx(1 - 0.99**3)
    assert effective(1e-12, 1000) == pytest.approx(1e-9)


def test_between_and_beyond_the_points_it_is_straight_in_normal_deviates() -> None:
    """Against the normal distribution itself: of two points of it, every other is found again."""
    from scipy.stats import norm

    middle, spread = 0.05, 0.11
    curve = ImpostorCurve(points=tuple((s, float(norm.sf((s - middle) / spread))) for s in (0.2, 0.4)), ceiling=0.8)
    for score in (0.1, 0.3, 0.5, 0.7):
        assert curve.rate_at(score) == pytest.approx(float(norm.sf((score - middle) / spread)), rel=1e-6)
        assert curve.score_at(curve.rate_at(score)) == pytest.approx(score, abs=1e-9)


@pytest.mark.parametrize(
    "points", [((0.2, 0.1),), ((0.3, 0.1), (0.2, 0.01)), ((0.2, 0.01), (0.3, 0.1)), ((0.2, 0.1), (0.3, 0.0)), ()]
)
def test_what_is_no_curve_is_refused(points: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValueError, match="give two or more"):
        ImpostorCurve(points=points, ceiling=0.7)


THREE_ARE_TOO_MANY = ImpostorCurve(points=((0.5, 0.1), (0.9, 0.005)), ceiling=0.9)
"""At one stranger in a hundred."""


@pytest.fixture
def measured(painted: Painted) -> Painted:
    class Measured(type(painted)):  # type: ignore[misc]
        impostors = THREE_ARE_TOO_MANY

    return Measured(min_score=0.3)


def test_the_threshold_of_a_gallery_rises_with_its_members(
    reopen: Callable[..., Gallery], enroll: Enroll, measured: Painted
) -> None:
    gallery = reopen(model=measured, false_accept_limit=0.01)
    scores, rates = [gallery.min_score], [gallery.false_accept_rate]
    for number in (1, 2):
        enroll(gallery, number)
        scores.append(gallery.min_score)
        rates.append(gallery.false_accept_rate)
    assert scores[0] == scores[1] < scores[2] <= THREE_ARE_TOO_MANY.ceiling
    assert rates[0] == 0.0
    assert rates[1:] == pytest.approx([0.01, 0.01])


def test_growth_beyond_it_stops_enrolment_and_nothing_else(
    reopen: Callable[..., Gallery], enroll: Enroll, measured: Painted
) -> None:
    gallery = reopen(model=measured, false_accept_limit=0.01)
    assert THREE_ARE_TOO_MANY.most_members(0.01) == 2
    enroll(gallery, 1)
    enroll(gallery, 2)
    with pytest.raises(ModelError, match=r"below one in 100 up to 2 members, and this would be number 3 .*G34"):
        enroll(gallery, 3)
    assert gallery.consents("h3") == []
    enroll(gallery, 2)
    gallery.withdraw("h1", at=NOON)
    enroll(gallery, 3, id="later")


def test_a_stranger_near_the_threshold_is_let_in_by_the_small_gallery_only(
    reopen: Callable[..., Gallery], enroll: Enroll, measured: Painted
) -> None:
    gallery = reopen(model=measured, false_accept_limit=0.01)
    enroll(gallery, 1)
    member = measured.vector(1)
    across = measured.vector(7) - float(measured.vector(7) @ member) * member
    across /= np.linalg.norm(across)
    score = (gallery.min_score + THREE_ARE_TOO_MANY.min_score(2, 0.01)) / 2
    stranger = np.asarray(score * member + np.sqrt(1 - score**2) * across, np.float32)
    assert gallery.identify(stranger, at=NOON) is not None
    enroll(gallery, 2)
    assert gallery.identify(stranger, at=NOON) is None


def test_a_model_that_nobody_measured_keeps_its_own_threshold(gallery: Gallery, painted: Painted) -> None:
    assert curve_of(painted) is None
    assert gallery.min_score == painted.min_score
    assert gallery.false_accept_rate is None


@pytest.mark.parametrize("limit", [0.0, 1.0, -1e-4])
def test_a_limit_is_a_share(reopen: Callable[..., Gallery], limit: float) -> None:
    with pytest.raises(ValueError, match=r"false_accept_limit .* is outside 0 to 1"):
        reopen(false_accept_limit=limit)
