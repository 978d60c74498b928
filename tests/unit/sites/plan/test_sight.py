"""What a camera sees: against rays cast one by one, and against what can be computed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.sites.plan.conftest import WIDE, building, camera, wall
from tests.unit.sites.plan.raycast import blocked, masked, shows

from zbsec.sites.plan import Camera, Lens, Mask, Obstacle
from zbsec.sites.plan.optics import trapezoid
from zbsec.sites.plan.scene import Scene

MONITOR = 12.5


def metres(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers as a plan file gives them: to a thousandth of a millimetre."""
    return st.floats(low, high).map(lambda number: round(number, 6))


number = metres(-40, 40)


@st.composite
def obstacles(draw: st.DrawFn) -> Obstacle:
    x, y, turn = draw(number), draw(number), draw(metres(0, 90))
    height = draw(metres(0.3, 12))
    if draw(st.booleans()):
        shape = shapely.affinity.rotate(shapely.box(x, y, x + draw(metres(1, 25)), y + draw(metres(1, 25))), turn)
        return Obstacle(id="b", shape=shapely.MultiPolygon([shape]), height_m=height, is_building=True)
    line = shapely.LineString([(x, y), (x + draw(metres(1, 30)), y + 1), (draw(number), draw(number))])
    return Obstacle(id="w", shape=shapely.MultiLineString([line]), height_m=height, is_building=False)


cameras = st.builds(
    Camera,
    id=st.just("c"),
    x=st.just(0.0),
    y=st.just(0.0),
    height_m=st.floats(0.5, 10),
    azimuth_deg=st.floats(0, 360),
    tilt_deg=st.floats(-20, 90),
    lens=st.builds(Lens, hfov_deg=st.floats(10, 130), width_px=st.just(1920), height_px=st.just(1080)),
)


@settings(max_examples=150, deadline=None)
@given(cameras, st.lists(obstacles(), max_size=6), st.floats(0, 3), st.integers(0, 2**32 - 1))
def test_polygons_agree_with_rays(eye: Camera, around: list[Obstacle], height: float, seed: int) -> None:
    here = shapely.Point(0, 0)
    scene = Scene(tuple(one for one in around if one.shape.distance(here) > 0.6))
    seen = scene.seen(eye, height, MONITOR)
    assert shapely.is_valid(seen)
    points = np.random.default_rng(seed).uniform(-90, 90, (120, 2))
    clear = shapely.distance(seen.boundary, shapely.points(points)) > 1e-6 if not seen.is_empty else np.ones(120, bool)
    for x, y in points[clear]:
        target = (float(x), float(y), height)
        expected = shows(eye, target, MONITOR) and not any(blocked(eye, target, one) for one in scene.obstacles)
        assert shapely.contains_xy(seen, x, y) == expected, target


@settings(max_examples=60, deadline=None)
@given(cameras, st.floats(3, 15), st.floats(-8, 8), st.floats(0, 2), st.floats(0.3, 3), st.integers(0, 2**32 - 1))
def test_a_mask_hides_every_ray_that_meets_it(
    eye: Camera, away: float, side: float, low: float, tall: float, seed: int
) -> None:
    shape = shapely.MultiPolygon([shapely.box(side, away, side + 4, away + 5)])
    mask = Mask(id="m", shape=shape, heights_m=(low, low + tall))
    height = 1.5
    open_view, seen = Scene(()).seen(eye, height, MONITOR), Scene((), (mask,)).seen(eye, height, MONITOR)
    points = np.random.default_rng(seed).uniform(-20, 40, (25, 2))
    for x, y in points:
        if shapely.contains_xy(open_view, x, y) and seen.boundary.distance(shapely.Point(x, y)) > 1e-6:
            assert shapely.contains_xy(seen, x, y) != masked(eye, (float(x), float(y), height), mask)


def test_only_the_named_camera_is_masked() -> None:
    shape = shapely.MultiPolygon([shapely.box(-2, 8, 2, 12)])
    scene = Scene((), (Mask(id="m", shape=shape, heights_m=(0, 2), cameras=frozenset({"c"})),))
    assert scene.seen(camera(), 1.5, MONITOR).area < scene.seen(camera(id="d"), 1.5, MONITOR).area


def test_the_near_limit_follows_from_tilt_and_vertical_field_of_view() -> None:
    eye = camera(height_m=4.0, tilt_deg=30)
    found = trapezoid(eye, 1.5, MONITOR)
    assert found is not None
    lower = math.radians(30 + WIDE.vfov_deg / 2)
    upper = math.radians(30 - WIDE.vfov_deg / 2)
    assert found.near_m == pytest.approx(2.5 / math.tan(lower))
    assert upper > 0
    assert found.far_m == pytest.approx(min(2.5 / math.tan(upper), found.far_m))


def test_a_level_camera_ends_where_its_density_does() -> None:
    eye = camera(height_m=1.5, tilt_deg=0)
    found = trapezoid(eye, 1.5, 250)
    assert found is not None
    assert found.far_m == pytest.approx(1920 / (2 * 250))  # 90 degrees: as wide as twice the distance
    assert found.half_far_m == pytest.approx(found.far_m)


def test_a_camera_that_looks_up_sees_nobody() -> None:
    assert trapezoid(camera(tilt_deg=-60), 1.5, MONITOR) is None
    assert Scene(()).seen(camera(tilt_deg=-60), 1.5, MONITOR).is_empty


def test_straight_down_it_sees_a_rectangle_around_its_foot() -> None:
    seen = Scene(()).seen(camera(height_m=6.5, tilt_deg=90), 1.5, MONITOR)
    assert seen.area == pytest.approx((2 * 5) * (2 * 5 * 1080 / 1920))
    assert seen.centroid.distance(shapely.Point(0, 0)) < 1e-9


def test_a_camera_in_a_corner_sees_a_quarter() -> None:
    """Two high walls meet at the camera; between them lies a right angle, which its lens just fills."""
    scene = Scene((wall((0, 60), (0, 0), (60, 0), height_m=9),))
    eye = camera(0.05, 0.05, azimuth_deg=45, height_m=1.5, tilt_deg=0)
    seen = scene.seen(eye, 1.5, MONITOR)
    far = 1920 / (2 * MONITOR)
    assert seen.area == pytest.approx(far**2, rel=0.01)
    assert seen.bounds[0] >= -1e-9
    assert seen.bounds[1] >= -1e-9


@pytest.mark.parametrize(("height", "tail"), [(1.0, 0.0), (2.0, 5 * 2.5 / 2 - 5), (3.0, 5 * 2.5 - 5), (4.0, math.inf)])
def test_one_wall_throws_the_shadow_of_similar_triangles(height: float, tail: float) -> None:
    """Eye at 4 m, wall 5 m off, people at 1.5 m: the line of sight over it ends 5 * 2.5 / (4 - height) m off."""
    scene = Scene((wall((-50, 5), (50, 5), height_m=height),))
    seen = scene.seen(camera(tilt_deg=20), 1.5, MONITOR)
    middle = shapely.LineString([(0, 0), (0, 60)])
    dark = middle.difference(seen)
    behind = dark.intersection(shapely.box(-1, 5, 1, 59))
    if math.isinf(tail):
        assert behind.length == pytest.approx(54, abs=0.1)
    else:
        assert behind.length == pytest.approx(tail, abs=1e-6)


@pytest.mark.parametrize(("height", "seen"), [(1.0, True), (2.0, False), (9.0, False)])
def test_nobody_is_seen_inside_a_building_and_somebody_on_its_roof_is(height: float, seen: bool) -> None:
    """At 2 m the shadow of the near wall ends inside it, at 9 m; who stands at 10 m is inside, not behind."""
    house = building(height_m=height, west=-3, south=8, east=3, north=12)
    assert Scene((house,)).seen(camera(height_m=6), 1.5, MONITOR).contains(shapely.Point(0, 10)) == seen


def test_from_below_a_wall_hides_what_lies_far_behind_it() -> None:
    """Eye at 1 m, wall of 1.2 m 5 m off, people at 1.5 m: from 0.5 / 0.2 times 5 m on they are hidden."""
    scene = Scene((wall((-50, 5), (50, 5), height_m=1.2),))
    seen = scene.seen(camera(height_m=1.0, tilt_deg=0), 1.5, MONITOR)
    assert seen.contains(shapely.Point(0, 12.4))
    assert not seen.contains(shapely.Point(0, 12.6))


def test_a_flat_mask_hides_its_whole_outline_and_no_more() -> None:
    """A mask on the ground, eye at 4 m: people at 1.5 m show over it at (4 - 1.5) / 4 of its distance."""
    outline = shapely.MultiPolygon([shapely.box(-2, 10, 2, 20)])
    scene = Scene((), (Mask(id="m", shape=outline, heights_m=(0, 0.01)),))
    free, seen = Scene(()).seen(camera(), 1.5, MONITOR), scene.seen(camera(), 1.5, MONITOR)
    assert free.difference(seen).area == pytest.approx(40 * 0.625**2, rel=0.02)
    assert not seen.contains(shapely.Point(0, 15 * 0.625))


@pytest.mark.parametrize("y", [9.7, 10.0, 10.02])
def test_a_camera_on_a_facade_sees_what_is_before_it(y: float) -> None:
    """Drawn a little inside the wall, on its line or before it: it hangs on the face all the same."""
    house = building(height_m=18, west=-20, south=0, east=20, north=10)
    seen = Scene((house,)).seen(camera(0, y, azimuth_deg=0), 1.5, MONITOR)
    free = Scene(()).seen(camera(0, 10.05, azimuth_deg=0), 1.5, MONITOR)
    assert seen.area == pytest.approx(free.area, rel=1e-6)


def test_a_camera_on_a_wall_sees_only_its_own_side() -> None:
    scene = Scene((wall((-30, 0), (30, 0), height_m=6),))
    lens = Lens(hfov_deg=120, width_px=1920, height_px=1080)
    seen = scene.seen(camera(0, 0, azimuth_deg=60, lens=lens), 1.5, MONITOR)
    assert seen.area > 100
    assert seen.bounds[1] >= -0.2  # beyond the end of the wall, 30 m off, it just looks around it


def test_a_range_ends_the_view() -> None:
    seen = Scene(()).seen(camera(range_m=20), 1.5, MONITOR)
    assert shapely.hausdorff_distance(seen, shapely.Point(0, 0)) <= 20 + 1e-9


def test_a_lens_by_focal_length_is_the_lens_by_angle() -> None:
    lens = Lens.of_focal_length(focal_mm=4.0, sensor_width_mm=5.37, width_px=1920, height_px=1080)
    assert lens.hfov_deg == pytest.approx(2 * math.degrees(math.atan(5.37 / 8)))
    assert lens.px_per_m(lens.depth_m(125)) == pytest.approx(125)
