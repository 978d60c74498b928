"""Added cameras: as few as any selection, no maximum broken, and what cannot be covered named by place."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.sites.plan.conftest import building, camera, ground

from zbsec.sites.plan import (
    Candidate,
    Lens,
    LimitedArea,
    Obstruction,
    PixelClass,
    Plan,
    Privacy,
    WantedArea,
    coverage,
    propose,
)
from zbsec.sites.plan.cells import Cell
from zbsec.sites.plan.cover import fewest

LENS = Lens(hfov_deg=80, width_px=1920, height_px=1080)


def post(name: str, x: float, y: float, *azimuths: float, places: int = 1) -> Candidate:
    facts = {"id": name, "x": x, "y": y, "height_m": 4.0, "lens": LENS, "tilts_deg": (15.0,), "places": places}
    return Candidate(azimuths_deg=azimuths or (0.0, 90.0, 180.0, 270.0), **facts)


def yard(name: str, west: float, south: float, size: float = 6) -> WantedArea:
    shape = shapely.MultiPolygon([shapely.box(west, south, west + size, south + size)])
    return WantedArea(id=name, shape=shape, pixel_class=PixelClass.DETECT)


def test_one_camera_where_one_will_do() -> None:
    plan = ground(wanted=(yard("a", -3, 8), yard("b", -3, 16)), candidates=(post("p", 0, 0), post("q", 60, 45)))
    found = propose(plan)
    assert [one.id for one in found.added] == ["p@0/15"]
    assert found.after.is_met
    assert not found.before.is_met
    assert found.proved
    assert not found.unmet


def test_what_is_met_already_needs_nothing() -> None:
    plan = ground(wanted=(yard("a", -3, 8),), candidates=(post("p", 0, 0),), cameras=(camera(),))
    found = propose(plan)
    assert not found.added
    assert found.after is found.before


def test_a_view_that_breaks_a_maximum_is_never_proposed() -> None:
    road = shapely.MultiPolygon([shapely.box(-4, 15, 4, 19)])
    limit = LimitedArea(id="road", shape=road, max_px_per_m=40, heights_m=(0, 2), why=Privacy.PUBLIC_ROAD)
    plan = ground(wanted=(yard("a", -3, 4),), candidates=(post("p", 0, 0), post("q", 0, 26, 180.0)), limited=(limit,))
    found = propose(plan)
    assert not found.after.breaches
    assert {one.why for one in found.unmet} == {Obstruction.MAXIMUM}
    assert found.unmet[0].limited == ("road",)
    assert shapely.contains_xy(plan.wanted[0].shape, *found.unmet[0].at)
    turned = replace(plan, candidates=(*plan.candidates, post("near", 0, 14.9, 180.0)))
    found = propose(turned)
    assert [one.id for one in found.added] == ["near@180/15"]
    assert not found.after.breaches


def test_places_bound_what_a_post_holds() -> None:
    areas = (yard("north", -3, 8), yard("south", -3, -14))
    crowded = propose(ground(wanted=areas, candidates=(post("p", 0, 0),)))
    assert len(crowded.added) == 1
    assert {one.why for one in crowded.unmet} == {Obstruction.NO_PLACE}
    roomy = propose(ground(wanted=areas, candidates=(post("p", 0, 0, places=2),)))
    assert len(roomy.added) == 2
    assert roomy.after.is_met


def test_out_of_sight_is_named_by_place() -> None:
    house = building(height_m=18, west=-30, south=4, east=30, north=7)
    plan = ground(wanted=(yard("a", -3, 8),), candidates=(post("p", 0, 0),), obstacles=(house,))
    (gap,) = propose(plan).unmet
    assert (gap.area, gap.why) == ("a", Obstruction.OUT_OF_SIGHT)
    assert gap.shape.area == pytest.approx(36, rel=1e-3)


def test_a_share_below_one_may_save_a_camera() -> None:
    strip = shapely.MultiPolygon([shapely.box(-2, 6, 2, 40)])
    area = WantedArea(id="strip", shape=strip, pixel_class=PixelClass.OBSERVE)
    plan = ground(wanted=(area,), candidates=(post("p", 0, 0, 0.0), post("q", 0, 45, 180.0)))
    whole, half = propose(plan), propose(replace(plan, wanted=(replace(area, min_share=0.3),)))
    assert (len(whole.added), len(half.added)) == (2, 1)
    assert half.after.is_met


def test_what_no_round_settled_is_listed() -> None:
    """With no round at all, the whole gap is unsettled, and nothing is called proved."""
    plan = ground(wanted=(yard("a", -3, 8),), candidates=(post("p", 0, 0),))
    found = propose(plan, rounds=0)
    assert not found.added
    assert not found.proved
    assert [(one.area, one.why) for one in found.unmet] == [("a", Obstruction.UNSETTLED)]
    assert found.unmet[0].shape.area == pytest.approx(36, rel=1e-3)


def smallest(plan: Plan) -> int | None:
    """By trying every set of views, smallest first, with the polygons themselves."""
    views = [view for one in plan.candidates for view in one.views()]
    for count in range(len(views) + 1):
        for chosen in itertools.combinations(views, count):
            if coverage(replace(plan, cameras=chosen)).is_met:
                return count
    return None


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=3, unique=True), st.data())
def test_no_smaller_set_exists(spots: list[tuple[int, int]], data: st.DataObject) -> None:
    areas = tuple(yard(str(number), 10.0 * x, 10.0 * y, 5) for number, (x, y) in enumerate(spots))
    places = data.draw(st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=3, unique=True))
    posts = tuple(post(str(number), 9.0 * x, 9.0 * y, 20.0, 200.0, places=2) for number, (x, y) in enumerate(places))
    plan = ground(wanted=areas, candidates=posts)
    found = propose(plan)
    best = smallest(plan)
    if best is None:
        assert found.unmet
    else:
        assert found.after.is_met
        assert len(found.added) == best


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_set_cover_is_exact(data: st.DataObject) -> None:
    """Against every subset: first the least left unseen within the places, then the fewest views."""
    views = data.draw(st.integers(1, 6))
    holders = [f"p{data.draw(st.integers(0, 2))}" for _ in range(views)]
    places = {name: data.draw(st.integers(1, 2)) for name in set(holders)}
    seen_by = data.draw(st.lists(st.sets(st.integers(0, views - 1)), min_size=1, max_size=8))
    cells = [Cell(area="a", shape=shapely.box(0, 0, 1, 1 + number), x=0, y=0) for number in range(len(seen_by))]
    choice = fewest(
        [tuple(sorted(one)) for one in seen_by],
        cells,
        holders=holders,
        places=places,
        allowance_m2={"a": 0.0},
        time_limit_s=10,
    )

    def left(chosen: tuple[int, ...]) -> float:
        return sum(cell.size_m2 for cell, by in zip(cells, seen_by, strict=True) if by.isdisjoint(chosen))

    fitting = [
        chosen
        for count in range(views + 1)
        for chosen in itertools.combinations(range(views), count)
        if all(sum(holders[one] == name for one in chosen) <= most for name, most in places.items())
    ]
    best = min((left(chosen), len(chosen)) for chosen in fitting)
    assert (left(choice.chosen), len(choice.chosen)) == best
    assert choice.unseen == {number for number, by in enumerate(seen_by) if by.isdisjoint(choice.chosen)}


def test_a_proposal_tells_itself() -> None:
    found = propose(ground(wanted=(yard("a", -3, 8),), candidates=(post("p", 0, 0),)))
    facts = json.loads(found.to_json())
    assert facts["added"][0]["id"] == "p@0/15"
    assert facts["after"]["is_met"]
    for lang in ("en", "zh"):
        assert "p@0/15" in found.to_text(lang=lang)
