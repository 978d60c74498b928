"""Plan files: both notations, both frames, and every complaint at once with feature, key and remedy."""

from __future__ import annotations

import copy
import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.sites.plan.conftest import edge, feature, loaded, square

from zbsec.errors import SiteFileError
from zbsec.sites import plan
from zbsec.sites.plan import FrameKind, PixelClass, Traffic
from zbsec.testing.plans import Estate

POINT = ("Point", [20, 20])
CAMERA = {"height_m": 3.5, "azimuth_deg": 90, "tilt_deg": 15, "hfov_deg": 70}
TOML = """
[boundary]
name = "示范小区"
frame = "metres"
target_height_m = 1.6
polygon = [[0, 0], [60, 0], [60, 40], [0, 40]]

[[building]]
id = "1"
height_m = 18
polygon = [[10, 10], [30, 10], [30, 20], [10, 20]]

[[wall]]
height_m = 2.2
line = [[0, 0], [60, 0]]

[[camera]]
id = "gate"
point = [5, 5]
height_m = 3.5
azimuth_deg = 45
tilt_deg = 15
focal_mm = 4.0
sensor_width_mm = 5.37
width_px = 2560
height_px = 1440

[[wanted]]
id = "yard"
class = "recognise"
polygon = [[32, 10], [40, 10], [40, 20], [32, 20]]
"""


def complaints(folder: Path, *features: dict[str, Any]) -> SiteFileError:
    with pytest.raises(SiteFileError) as caught:
        loaded(folder, *features)
    return caught.value


def test_toml_and_geojson_are_two_notations_of_one_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(TOML, encoding="utf-8")
    found = plan.load(path)
    assert (found.name, found.target_height_m) == ("示范小区", 1.6)
    assert found.boundary.area == 2400
    assert [one.height_m for one in found.obstacles] == [18, 2.2]
    (camera,) = found.cameras
    assert camera.lens.hfov_deg == pytest.approx(2 * math.degrees(math.atan(5.37 / 8)))
    assert camera.lens.width_px == 2560
    assert found.wanted[0].pixel_class is PixelClass.RECOGNISE
    assert found.ways is None


def test_a_vote_in_toml_has_a_date_without_quotes(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    said = """
    [vote]
    matter = 8
    owners = 30
    area_m2 = 2400.0
    owners_voting = 25
    area_voting_m2 = 2000
    owners_for = 20
    area_for_m2 = 1600
    held_on = 2026-10-18
    ref = "minutes 2026-3"
    [[way]]
    width_m = 4
    line = [[10, 10], [10, 30]]
    """
    path.write_text(TOML + said, encoding="utf-8")
    ways = plan.load(path).ways
    assert ways is not None
    assert ways.vote is not None
    assert (ways.vote.matter.value, ways.vote.held_on.isoformat()) == ("8", "2026-10-18")


def test_degrees_become_metres(tmp_path: Path) -> None:
    """At 36.8 degrees north a degree is 110.97 km northwards, 89.27 km eastwards (WGS 84)."""
    west, south = 118.05, 36.80
    ring = [[west, south], [west + 0.002, south], [west + 0.002, south + 0.001], [west, south + 0.001], [west, south]]
    found = loaded(tmp_path, feature("boundary", ("Polygon", [ring]), frame="wgs84"))
    assert found.frame.kind is FrameKind.WGS84
    min_x, min_y, max_x, max_y = found.boundary.bounds
    assert max_x - min_x == pytest.approx(178.5, abs=0.2)
    assert max_y - min_y == pytest.approx(110.97, abs=0.05)
    assert found.frame.from_metres(np.array([[min_x, min_y]])) == pytest.approx(np.array([[west, south]]), abs=1e-9)


def test_projected_metres_keep_their_numbers(tmp_path: Path) -> None:
    """Gauss-Kruger coordinates of CGCS2000, zone 39: millions of metres from their origin."""
    west, south = 39_594_000.0, 4_075_000.0
    ring = [[west, south], [west + 80, south], [west + 80, south + 40], [west, south + 40], [west, south]]
    camera = feature("camera", ("Point", [west + 10.25, south + 5]), id="c", **CAMERA)
    found = loaded(tmp_path, feature("boundary", ("Polygon", [ring]), frame="metres"), camera)
    assert found.boundary.area == pytest.approx(3200)
    facts = plan.coverage(found).to_dict()
    assert facts["cameras"][0]["at"] == [west + 10.25, south + 5]
    assert facts["blind"]["geometry"]["coordinates"][0][0][0] > west - 1
    assert found.frame.say(found.cameras[0].x, found.cameras[0].y) == "(39594010.2, 4075005.0)"


@settings(max_examples=50)
@given(st.floats(-55, 55), st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_the_plane_is_good_to_a_quarter_of_a_metre(latitude: float, east: float, north: float) -> None:
    """Against the ellipsoid's own arcs: the meridian integrated, the parallel of the point itself."""
    frame = plan.Frame(kind=FrameKind.WGS84, origin=(118.0, latitude))
    ((longitude, found),) = frame.from_metres(np.array([[east, north]]))
    a, e2 = 6378137.0, 0.00669437999014
    parallel = math.radians(found)
    truth_east = math.radians(longitude - 118.0) * a * math.cos(parallel) / math.sqrt(1 - e2 * math.sin(parallel) ** 2)
    steps = np.radians(np.linspace(latitude, found, 2001))
    arcs = a * (1 - e2) / (1 - e2 * np.sin(steps) ** 2) ** 1.5
    truth_north = float(np.sum((arcs[1:] + arcs[:-1]) / 2 * np.diff(steps)))
    assert math.hypot(truth_east - east, truth_north - north) < 0.25


def test_every_complaint_comes_at_once_in_both_languages(tmp_path: Path) -> None:
    error = complaints(
        tmp_path,
        edge(),
        feature("camera", POINT, id="c1", **(CAMERA | {"height_m": -1}), heigth_m=3),
        feature("camera", None, id="c2", **CAMERA),
        feature("building", ("Polygon", [[[0, 0], [9, 9], [9, 0], [0, 9], [0, 0]]]), id="b", height_m=3),
        feature("wanted", square(1, 1, 5), id="w", **{"class": "recognize"}),
        feature("passage", ("Point", [50, 50]), id="p", width_m=4, traffic="both"),
        feature("tower", POINT),
    )
    said = {(one.key, one.problem): one.remedy for one in error.complaints}
    assert said['camera "c1" #2: height_m', "-1 is out of range"] == "write a number from 0.2 to 200 m"
    assert said['camera "c1" #2: heigth_m', "is not known here"] == "did you mean height_m?"
    assert said['camera "c2" #3: geometry', "is missing"] == "draw a Point"
    assert said['wanted "w" #5: class', "'recognize' does not fit"] == "did you mean recognise?"
    assert any(key == 'building "b" #4: geometry' for key, _ in said)
    assert any("off the boundary" in problem for _, problem in said)
    assert any("meets no way" in problem for _, problem in said)
    assert any("'tower' is no kind of feature" in problem for _, problem in said)
    assert len(error.complaints) == len(said)
    order = [int(re.search(r"#(\d+)", one.key)[1]) for one in error.complaints]
    assert order == sorted(order)
    for one in error.complaints:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in one.problem_zh + one.remedy_zh), one


def test_a_toml_complaint_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(TOML.replace("azimuth_deg = 45", "azimuth_deg = 4500"), encoding="utf-8")
    with pytest.raises(SiteFileError) as caught:
        plan.load(path)
    (one,) = caught.value.complaints
    assert (one.line, one.key) == (
        TOML[: TOML.index("[[camera]]")].count("\n") + 1,
        'camera "gate" #1: azimuth_deg',
    )


@pytest.mark.parametrize(
    ("features", "problem"),
    [
        ([], "has no boundary"),
        ([edge(), edge(id="second")], "there is one boundary already"),
        ([edge(frame=None)], "is missing"),
        ([edge(frame="degrees")], "'degrees' does not fit"),
        ([edge(frame="wgs84")], "from the rest; check frame and numbers"),
        ([feature("boundary", square(500, 500, 9), frame="wgs84")], "is no longitude and latitude"),
        ([feature("boundary", square(0, 0, 0.001), frame="metres")], "measures 0.001 m"),
        (
            [edge(), feature("camera", POINT, id="a", **CAMERA), feature("camera", POINT, id="a", **CAMERA)],
            "there twice",
        ),
        ([edge(), feature("camera", POINT, **CAMERA, focal_mm=4)], "stands beside focal_mm"),
        (
            [edge(), feature("camera", POINT, height_m=3, azimuth_deg=0, tilt_deg=9, focal_mm=0.6, sensor_width_mm=6)],
            "gives a field of view of 157°",
        ),
        ([edge(), feature("mask", square(1, 1, 3), cameras=["nobody"])], "there is no camera 'nobody'"),
        ([edge(), feature("limited", square(1, 1, 3), why="other", heights_m=[5, 2])], "goes downwards"),
        (
            [
                edge(),
                feature("camera", POINT, id="c", **CAMERA),
                feature("building", square(10, 10, 30), id="b", height_m=9),
            ],
            "stands inside building 'b'",
        ),
        ([edge(), feature("way", ("LineString", [[10, 10], [10, 130]]), width_m=4)], "runs through the boundary at"),
        (
            [
                edge(),
                feature("way", ("LineString", [[10, 10], [10, 90]]), width_m=4),
                feature("entrance", ("Point", [10, 50]), building="9", households=3),
                feature("building", square(20, 20, 5), id="1", height_m=3),
            ],
            "there is no building '9'",
        ),
        ([edge(), feature("vote", None, matter="12")], "'12' does not fit"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, features: list[dict[str, Any]], problem: str) -> None:
    assert problem in str(complaints(tmp_path, *features))


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("plan.geojson", b"{", "is no JSON"),
        ("plan.geojson", b"[]", "is no GeoJSON FeatureCollection"),
        ("plan.geojson", b'{"type": "FeatureCollection", "features": [3]}', "is no GeoJSON Feature"),
        ("plan.geojson", b"\xff\xfe", "is not UTF-8"),
        ("plan.toml", b"[boundary", "is no TOML"),
        ("plan.toml", b"boundary = 3", "boundary is no table"),
        ("plan.dxf", b"", "is a .dxf file"),
        ("plan.geojson", b"[" * 100_000, "is no JSON"),
    ],
)
def test_a_file_that_is_no_plan(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SiteFileError, match=problem):
        plan.load(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match="cannot be read"):
        plan.load(tmp_path / "plan.geojson")


def test_the_plan_of_the_guide_loads(tmp_path: Path) -> None:
    guide = Path(__file__).resolve().parents[4] / "docs" / "plan.md"
    block = re.search(r"```json\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    path = tmp_path / "plan.geojson"
    path.write_text(block[1], encoding="utf-8")
    assert plan.coverage(plan.load(path)).views[0].seen.area > 100


def test_properties_of_other_tools_and_nulls_are_left_alone(tmp_path: Path) -> None:
    camera = feature("camera", POINT, **CAMERA, fid=7, layer="cameras", range_m=None, styleUrl="#x")
    assert loaded(tmp_path, edge(), camera).cameras[0].range_m is None


def test_a_made_estate_loads(tmp_path: Path) -> None:
    found = loaded(tmp_path, *Estate(candidates=12).geojson()["features"])
    assert len(found.cameras) == 24
    assert len(found.candidates) == 12
    assert found.ways is not None
    assert {one.traffic for one in found.ways.passages} == {Traffic.BOTH, Traffic.PEDESTRIAN}


SMALL = Estate(columns=1, rows=2, cameras=4, candidates=2).geojson()
VALUES = [
    None,
    True,
    -1,
    1e400,
    math.nan,
    "",
    "x",
    [],
    [[]],
    {},
    [None],
    10**30,
    10**400,
    1e300,
    [0, 0],
    "2026-13-01",
    [[[[0, 0]]]],
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_plan_loads_or_is_refused(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever is put anywhere, nothing else escapes than complaints."""
    document = copy.deepcopy(SMALL)
    for _ in range(data.draw(st.integers(1, 3))):
        one = data.draw(st.sampled_from(document["features"]))
        place = data.draw(st.sampled_from([one, one["properties"], one["geometry"] or one["properties"]]))
        if isinstance(place, dict) and place:
            place[data.draw(st.sampled_from(sorted(place)))] = data.draw(st.sampled_from(VALUES))
    path = tmp_path / "plan.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = attempt(path)
    if isinstance(result, SiteFileError):
        assert result.complaints
        assert all(all(one) for one in (c[2:] for c in result.complaints))
    else:
        assert result.boundary.area > 0


def attempt(path: Path) -> plan.Plan | SiteFileError:
    try:
        return plan.load(path)
    except SiteFileError as error:
        return error
