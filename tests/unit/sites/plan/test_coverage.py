"""Coverage of whole plans: shares, gaps, maxima, and what a report gets."""

from __future__ import annotations

import itertools
import json
import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.sites.plan.conftest import building, camera, ground, loaded, wall
from tests.unit.sites.plan.raycast import blocked, shows

from zbsec.sites.plan import LimitedArea, Mask, PixelClass, Privacy, WantedArea, coverage
from zbsec.sites.plan.classes import edition
from zbsec.sites.plan.overlap import overlap
from zbsec.testing.plans import Estate

if TYPE_CHECKING:
    from pathlib import Path


def area(west: float, south: float, east: float, north: float) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([shapely.box(west, south, east, north)])


def wanted(pixel_class: PixelClass, shape: shapely.MultiPolygon, share: float = 1.0) -> WantedArea:
    return WantedArea(id="a", shape=shape, pixel_class=pixel_class, min_share=share)


def limited(shape: shapely.Geometry, most: float, heights: tuple[float, float] = (0, 2)) -> LimitedArea:
    return LimitedArea(id="road", shape=shape, max_px_per_m=most, heights_m=heights, why=Privacy.PUBLIC_ROAD)


def test_the_classes_are_those_of_the_standard() -> None:
    assert [one.px_per_m for one in edition(2014)] == [12.5, 25, 62.5, 125, 250, 1000]
    assert [one.px_per_m for one in edition(2025)] == [20, 40, 80, 125, 250, 500, 1500]


def test_classes_lie_inside_each_other_and_the_union_in_the_ground() -> None:
    plan = ground(
        cameras=(camera(id="a"), camera(10, 5, id="b", azimuth_deg=200)), obstacles=(wall((5, 5), (5, 20), height_m=3),)
    )
    found = coverage(plan)
    for view in found.views:
        shapes = list(view.areas.values())
        assert all(finer.difference(coarser).area < 1e-6 for coarser, finer in itertools.pairwise(shapes))
    shares = [found.share(one) for one in plan.classes]
    assert shares == sorted(shares, reverse=True)
    assert found.blind.area + found.union[plan.classes[0]].area == pytest.approx(found.ground_m2)
    assert found.views[0].near_m == pytest.approx(2.5 / math.tan(math.radians(20 + plan.cameras[0].lens.vfov_deg / 2)))


def test_the_union_is_that_of_the_cameras() -> None:
    eyes = (camera(id="a"), camera(10, -20, id="b", azimuth_deg=310))
    both = coverage(ground(cameras=eyes))
    alone = [coverage(ground(cameras=(eye,))).union[PixelClass.DETECT] for eye in eyes]
    assert both.union[PixelClass.DETECT].symmetric_difference(shapely.union_all(alone)).area < 1e-6


def test_an_area_counts_where_its_class_is_reached() -> None:
    """90 degrees, 1920 px: 125 px/m end at a depth of 7.68 m, whatever lies behind is missed."""
    eye = camera(height_m=1.5, tilt_deg=0)
    found = coverage(ground(cameras=(eye,), wanted=(wanted(PixelClass.RECOGNISE, area(-1, 2, 1, 12)),)))
    (result,) = found.areas
    assert result.share == pytest.approx((7.68 - 2) / 10)
    assert not result.is_met
    assert not found.is_met


def test_ground_under_buildings_is_not_wanted() -> None:
    house = building(height_m=9, west=-1, south=6, east=1, north=12)
    eye = camera(height_m=1.5, tilt_deg=0)
    found = coverage(
        ground(cameras=(eye,), obstacles=(house,), wanted=(wanted(PixelClass.DETECT, area(-1, 2, 1, 12)),))
    )
    assert found.areas[0].share == pytest.approx(1)
    assert found.areas[0].is_met


def test_an_edition_brings_its_own_classes() -> None:
    assert ground().classes == edition(2014)
    plan = ground(wanted=(wanted(PixelClass.DISCERN, area(0, 0, 1, 1)),))
    assert plan.classes == edition(2025)


def test_a_maximum_names_the_camera_the_density_and_the_height() -> None:
    """A level camera shows the nearest point of the road, 10 m off, with 1920 / (2 * 10) = 96 px/m."""
    eye = camera(height_m=1.5, tilt_deg=0)
    found = coverage(ground(cameras=(eye,), limited=(limited(area(-2, 10, 2, 30), 80, (1.5, 1.5)),)))
    (one,) = found.breaches
    assert (one.camera.id, one.area.id, one.height_m) == ("c", "road", 1.5)
    assert one.px_per_m == pytest.approx(96)
    assert one.times == pytest.approx(1.2)
    assert one.shape.area == pytest.approx(4 * 2)  # from 10 m to where 80 px/m end, 12 m
    assert not found.is_met


@pytest.mark.parametrize("most", [96.1, 500])
def test_under_its_maximum_an_area_is_no_breach(most: float) -> None:
    eye = camera(height_m=1.5, tilt_deg=0)
    assert not coverage(ground(cameras=(eye,), limited=(limited(area(-2, 10, 2, 30), most, (1.5, 1.5)),))).breaches


def test_what_hides_an_area_keeps_its_maximum() -> None:
    road = limited(area(-2, 10, 2, 30), 80)
    eye = camera(height_m=3, tilt_deg=10)
    assert coverage(ground(cameras=(eye,), limited=(road,))).breaches
    fence = wall((-20, 5), (20, 5), height_m=3.5)
    assert not coverage(ground(cameras=(eye,), limited=(road,), obstacles=(fence,))).breaches
    blanked = Mask(id="m", shape=area(-3, 9, 3, 31), heights_m=(0, 2.2))
    assert not coverage(ground(cameras=(eye,), limited=(road,), masks=(blanked,))).breaches


def test_windows_are_looked_at_in_their_own_heights() -> None:
    """A row of windows on a facade: a camera that looks down on the ground does not see the upper floors."""
    house = building(height_m=18, west=-10, south=15, east=10, north=25)
    facade = shapely.MultiLineString([shapely.LineString([(-10, 15), (10, 15)])])
    down, level = camera(height_m=3.5, tilt_deg=45), camera(height_m=3.5, tilt_deg=0)
    upper = replace(limited(facade, 40, (7, 12)), why=Privacy.NEIGHBOUR_WINDOWS)
    assert not coverage(ground(cameras=(down,), obstacles=(house,), limited=(upper,))).breaches
    (seen,) = coverage(ground(cameras=(level,), obstacles=(house,), limited=(upper,))).breaches
    assert 7 <= seen.height_m <= 12
    assert seen.px_per_m == pytest.approx(1920 / (2 * 14.9))
    behind = shapely.MultiLineString([shapely.LineString([(-10, 25), (10, 25)])])
    assert not coverage(ground(cameras=(level,), obstacles=(house,), limited=(replace(upper, shape=behind),))).breaches


def test_every_floor_of_a_row_of_windows_counts() -> None:
    """A fence hides the lowest windows; those above it are looked at all the same."""
    fence = wall((-40, 5), (40, 5), height_m=3)
    eye = camera(height_m=3.5, tilt_deg=0)
    facade = shapely.MultiLineString([shapely.LineString([(-10, 15), (10, 15)])])
    hidden, shown = limited(facade, 40, (0, 0)), limited(facade, 40, (0, 4.5))
    assert not coverage(ground(cameras=(eye,), obstacles=(fence,), limited=(hidden,))).breaches
    (one,) = coverage(ground(cameras=(eye,), obstacles=(fence,), limited=(shown,))).breaches
    assert one.height_m > 0


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_features_changes_nothing(order: list[int]) -> None:
    eyes = [camera(10 * number - 20, number, id=str(number), azimuth_deg=40 * number) for number in range(5)]
    walls = [wall((7 * number - 14, 8), (7 * number - 10, 12), height_m=2 + number / 2) for number in range(5)]
    plain = coverage(ground(cameras=tuple(eyes), obstacles=tuple(walls)))
    mixed = coverage(ground(cameras=tuple(eyes[one] for one in order), obstacles=tuple(walls[one] for one in order)))
    for one in plain.plan.classes:
        assert plain.union[one].symmetric_difference(mixed.union[one]).area < 1e-6


def test_json_is_canonical_and_its_polygons_are_geojson() -> None:
    road = limited(area(-2, 10, 2, 30), 80)
    found = coverage(
        ground(cameras=(camera(),), limited=(road,), wanted=(wanted(PixelClass.DETECT, area(-2, 4, 2, 9)),))
    )
    assert found.to_json() == coverage(found.plan).to_json()
    facts = json.loads(found.to_json())
    assert facts["breaches"][0]["camera"] == "c"
    drawn = shapely.geometry.shape(facts["classes"][1]["geometry"])
    assert drawn.area == pytest.approx(found.union[PixelClass.DETECT].area, rel=1e-3)
    for lang in ("en", "zh"):
        assert "road" in found.to_text(lang=lang)


def test_200_cameras_on_20_hectares_take_under_10_s(tmp_path: Path) -> None:
    """Processor time of this thread, on a machine that others use too."""
    large = loaded(tmp_path, *Estate(columns=6, rows=9, cameras=200).geojson()["features"])
    assert large.boundary.area > 200_000
    start = time.thread_time()
    found = coverage(large)
    assert time.thread_time() - start < 10
    assert len(found.views) == 200
    assert 0.9 < found.share(large.classes[0]) < 1


def test_a_plan_without_cameras_is_blind() -> None:
    found = coverage(ground())
    assert found.blind.area == pytest.approx(10_000)
    assert found.to_json()
    assert found.to_text()


@settings(max_examples=40, deadline=None)
@given(
    st.floats(2, 8),
    st.floats(0, 45),
    st.floats(-30, 30),
    st.floats(15, 120),
    st.lists(st.tuples(st.integers(-15, 15), st.integers(3, 20), st.integers(2, 6)), max_size=3),
    st.integers(0, 2**32 - 1),
)
def test_breaches_agree_with_rays(
    height: float, tilt: float, turn: float, most: float, fences: list[tuple[int, int, int]], seed: int
) -> None:
    """A point of the area that a ray shows too well lies in the breach, and no ray shows more than its density."""
    eye = camera(height_m=round(height, 3), tilt_deg=round(tilt, 3), azimuth_deg=round(turn, 3))
    walls = tuple(wall((x, y), (x + 8, y), height_m=tall) for x, y, tall in fences)
    road = limited(area(-20, 8, 20, 30), most, (1, 1))
    found = coverage(ground(cameras=(eye,), obstacles=walls, limited=(road,))).breaches
    worst = max((one.px_per_m for one in found), default=0.0)
    broken = shapely.union_all([one.shape for one in found])
    points = np.random.default_rng(seed).uniform((-20, 8), (20, 30), (60, 2))
    for x, y in points:
        target = (float(x), float(y), 1.0)
        hidden = any(blocked(eye, target, one) for one in walls)
        if broken.is_empty:
            assert hidden or not shows(eye, target, most)
        elif broken.boundary.distance(shapely.Point(x, y)) > 1e-4:
            assert shapely.contains_xy(broken, x, y) == (shows(eye, target, most) and not hidden)
            assert hidden or not shows(eye, target, worst * (1 + 1e-9))


def test_areas_that_merely_touch_do_not_overlap() -> None:
    left, notched = shapely.box(0, 0, 10, 10), shapely.Polygon([(10, 0), (20, 0), (20, 10), (9, 10), (9, 8), (10, 8)])
    assert left.intersection(notched).geom_type == "GeometryCollection"
    assert overlap(left, notched).equals(shapely.box(9, 8, 10, 10))
    assert overlap(left, shapely.box(10, 0, 20, 10)).is_empty
