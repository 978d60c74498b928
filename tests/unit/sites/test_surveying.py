"""A site file that names its plan: computed, judged and drawn without being asked."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

from zbsec import sites
from zbsec.cli import main
from zbsec.errors import PlanError, SiteFileError
from zbsec.sites import Effect, Status, Verdict, plan

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
GOOD = """
[boundary]
name = "示范小区"
frame = "metres"
polygon = [[0, 0], [60, 0], [60, 40], [0, 40]]

[[building]]
id = "1"
height_m = 18
polygon = [[20, 30], [40, 30], [40, 38], [20, 38]]

[[wanted]]
id = "gate"
class = "detect"
polygon = [[8, 6], [16, 6], [16, 14], [8, 14]]

[[limited]]
id = "street"
why = "public_road"
polygon = [[-10, 0], [-2, 0], [-2, 40], [-10, 40]]
"""
CAMERA = """
[[camera]]
id = "{id}"
point = [2, 10]
height_m = 3.5
azimuth_deg = {azimuth}
tilt_deg = 20
hfov_deg = 90
"""
CLOSING = """
[[passage]]
id = "north"
point = [50, 40]
width_m = 5
traffic = "both"
clear_height_m = 5

[[passage]]
id = "south"
point = [30, 0]
width_m = 5
traffic = "both"
clear_height_m = 5

[[way]]
line = [[30, 0], [30, 29]]
width_m = 5
clear_height_m = 5

[[way]]
line = [[30, 15], [50, 15], [50, 40]]
width_m = 5
clear_height_m = 5

[[entrance]]
building = "1"
households = 10
point = [30, 29]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = sites.starter("estate_open_old", filled=True)
    text = text.replace('time_zone = "Asia/Shanghai"\n', 'time_zone = "Asia/Shanghai"\nplan = "plan.toml"\n', 1)
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    return tmp_path


def planned(folder: Path, *, azimuth: int = 90, without: int = 0, more: str = "") -> sites.Report:
    """A report with a plan that has every camera of the site file but so many, all in one place."""
    cameras = sites.load(folder / "site.toml").cameras()
    drawn = "".join(CAMERA.format(id=one.id, azimuth=azimuth) for one in cameras[without:])
    (folder / "plan.toml").write_text(GOOD + drawn + more, encoding="utf-8")
    return sites.check(sites.load(folder / "site.toml"), at=AT)


def judged(report: sites.Report, rule: str) -> tuple[Status, Effect]:
    (found,) = [one for one in report.findings if one.rule == rule]
    return found.status, found.effect


def test_a_plan_that_meets_what_it_asks_for_passes_and_is_drawn(folder: Path) -> None:
    report = planned(folder)
    for rule in ("IEC 62676-4", "G32", "plan"):
        assert judged(report, rule) == (Status.SATISFIED, Effect.NONE), rule
    assert report.verdict is Verdict.PASS
    (drawn,) = report.plans(lang="zh")
    assert drawn.startswith(b"<svg")
    assert report.to_html(lang="zh").count('<figure class="plan">') == 1
    facts = json.loads(report.to_json())["plan"]["coverage"]
    assert facts["is_met"] is True
    assert "geometry" not in json.dumps(facts)


def test_what_is_not_seen_keeps_the_site_from_a_pass_and_whom_it_shows_too_well_fails_it(folder: Path) -> None:
    unseen = planned(folder, azimuth=40)
    assert judged(unseen, "IEC 62676-4") == (Status.FAILED, Effect.OPEN)
    assert unseen.verdict is Verdict.BASICALLY_PASS
    street = planned(folder, azimuth=270)
    assert judged(street, "G32") == (Status.FAILED, Effect.FAILS)
    assert street.verdict is Verdict.FAIL


def test_a_camera_that_one_of_the_two_files_does_not_know_is_named(folder: Path) -> None:
    report = planned(folder, without=1, more=CAMERA.format(id="elsewhere", azimuth=90))
    (found,) = [one for one in report.findings if one.rule == "plan"]
    assert (found.status, found.effect) == (Status.NOT_VERIFIED, Effect.OPEN)
    assert f"not on the plan: {sites.load(folder / 'site.toml').cameras()[0].id}" in found.message.en
    assert "仅在平面图中：elsewhere" in found.message.zh


def test_passages_are_weighed_where_the_kind_closes_them_and_only_there(folder: Path) -> None:
    report = planned(folder, more=CLOSING)
    assert judged(report, "CC 278") == (Status.NOT_VERIFIED, Effect.OPEN)
    assert len(report.plans()) == 2
    text = (folder / "site.toml").read_text(encoding="utf-8")
    (folder / "site.toml").write_text(text.replace("closable = true", "closable = false"), encoding="utf-8")
    open_ = sites.check(sites.load(folder / "site.toml"), at=AT)
    assert not [one for one in open_.findings if one.rule == "CC 278"]


def test_a_plan_that_asks_for_nothing_is_not_judged(folder: Path) -> None:
    cameras = sites.load(folder / "site.toml").cameras()
    bare = GOOD.partition("[[wanted]]")[0] + "".join(CAMERA.format(id=one.id, azimuth=90) for one in cameras)
    (folder / "plan.toml").write_text(bare, encoding="utf-8")
    report = sites.check(sites.load(folder / "site.toml"), at=AT)
    for rule in ("IEC 62676-4", "G32"):
        assert judged(report, rule) == (Status.NOT_APPLICABLE, Effect.NONE)


def test_the_order_of_the_plan_changes_no_verdict(folder: Path) -> None:
    first = planned(folder, azimuth=40)
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    head, *cameras = text.split("\n[[camera]]")
    (folder / "plan.toml").write_text(head + "".join(f"\n[[camera]]{one}" for one in reversed(cameras)), "utf-8")
    again = sites.check(sites.load(folder / "site.toml"), at=AT)
    assert [(one.rule, one.status) for one in first.findings] == [(one.rule, one.status) for one in again.findings]


def test_faults_of_the_plan_are_complaints_of_the_check_and_stop_the_measuring(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "plan.toml").write_text(GOOD.replace("height_m", "heigth_m"), encoding="utf-8")
    for command in (["check"], ["accept", "--measure", "--by", "x"]):
        assert main([*command, str(folder / "site.toml"), "--lang", "zh"]) == 2
        said = capsys.readouterr().err
        assert f"{folder / 'plan.toml'}:" in said
        assert "height_m：缺失" in said
        assert main([*command, str(folder / "site.toml"), "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["complaints"][0]["file"] == str(folder / "plan.toml")
    (folder / "plan.toml").unlink()
    with pytest.raises(SiteFileError, match=r"plan\.toml: .*cannot be read"):
        sites.check(sites.load(folder / "site.toml"), at=AT)


COMMANDS = {
    "check": ["check"],
    "accept": ["accept", "--measure", "--by", "x"],
    "gate": ["site", "gate"],
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("plan.toml", "heigth_m"),
        ("plan.svg", "(the file)"),
        ("none.geojson", "(the file)"),
    ],
)
def test_faults_of_the_site_file_and_of_its_plan_come_at_once(
    folder: Path, command: str, named: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site = folder / "site.toml"
    text = site.read_text(encoding="utf-8").replace('"plan.toml"', f'"{named}"').replace("[retention]", "[retentoin]")
    site.write_text(text, encoding="utf-8")
    (folder / "plan.toml").write_text(GOOD.replace("height_m", "heigth_m"), encoding="utf-8")
    (folder / "plan.svg").write_text("<svg><script/></svg>")
    assert main([*COMMANDS[command], str(site), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["complaints"]
    files = [one["file"] for one in told]
    assert files == sorted(files, key=lambda file: file != str(site))
    assert {one["key"] for one in told if one["file"] == str(site)} == {"retention", "retentoin"}
    assert any(says in one["key"] for one in told if one["file"] == str(folder / named))
    assert main([*COMMANDS[command], str(site), "--lang", "zh"]) == 2
    shown = capsys.readouterr().err
    assert "retention：缺失" in shown
    assert f"{folder / named}:" in shown


def test_faults_of_the_measurements_and_of_the_plan_stop_the_measuring_at_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "plan.toml").write_text(GOOD.replace("height_m", "heigth_m"), encoding="utf-8")
    (folder / "measurements.toml").write_text("[open", encoding="utf-8")
    assert main(["accept", "--measure", "--by", "x", str(folder / "site.toml"), "--json"]) == 2
    told = {one["file"] for one in json.loads(capsys.readouterr().out)["complaints"]}
    assert told == {str(folder / "plan.toml"), str(folder / "measurements.toml")}


@pytest.mark.parametrize("key", ["plan", "measurements"])
@pytest.mark.parametrize("path", ["/dev/zero.toml", "../site.toml", "a\\u0000.toml"])
def test_what_lies_outside_the_folder_is_complained_of_and_not_opened(
    folder: Path, key: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (folder / "site.toml").read_text(encoding="utf-8")
    text = text.replace('plan = "plan.toml"', f'{key} = "{path}"')

    def opened(file: Path) -> bytes:
        raise AssertionError(f"{file} was opened")

    monkeypatch.setattr(Path, "read_bytes", opened)
    with pytest.raises(SiteFileError) as caught:
        sites.loads(text, path=folder / "site.toml")
    assert [one.key for one in caught.value.complaints] == [f"site.{key}"]


def test_without_the_libraries_the_faults_of_the_site_file_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: str) -> None:
        raise PlanError("plans need shapely")

    monkeypatch.setattr(import_module("zbsec.sites.plan.load"), "need", absent)
    text = (folder / "site.toml").read_text(encoding="utf-8").replace("[retention]", "[retentoin]")
    with pytest.raises(SiteFileError) as caught:
        sites.loads(text, path=folder / "site.toml")
    assert {one.key for one in caught.value.complaints} == {"retention", "retentoin"}


def test_a_picture_is_shown_and_not_computed(folder: Path) -> None:
    text = (folder / "site.toml").read_text(encoding="utf-8").replace("plan.toml", "plan.svg")
    (folder / "site.toml").write_text(text, encoding="utf-8")
    (folder / "plan.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    report = sites.check(sites.load(folder / "site.toml"), at=AT)
    assert report.survey is None
    assert report.plans() == ((folder / "plan.svg").read_bytes(),)
    assert "data:image/svg+xml" in report.to_html()
    (folder / "plan.svg").write_text("<svg><script/></svg>")
    with pytest.raises(SiteFileError, match="script"):
        sites.check(sites.load(folder / "site.toml"), at=AT)
    (folder / "plan.svg").unlink()
    with pytest.raises(SiteFileError, match=r"plan\.svg"):
        sites.check(sites.load(folder / "site.toml"), at=AT)


def test_without_the_libraries_the_plan_is_not_verified_and_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*names: str) -> None:
        raise PlanError(f'plans need {names[0]}; install with: pip install "zbsec[plan]"')

    monkeypatch.setattr(import_module("zbsec.sites.plan.load"), "need", absent)
    report = planned(folder)
    (found,) = [one for one in report.findings if one.rule == "IEC 62676-4"]
    assert (found.status, found.effect) == (Status.NOT_VERIFIED, Effect.OPEN)
    assert "zbsec[plan]" in found.remedy.en
    assert report.plans() == ()


def test_another_picture_takes_the_place_of_the_drawing(folder: Path) -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"><title>mine</title></svg>'
    html = planned(folder).to_html(plan=picture)
    assert html.count('<figure class="plan">') == 1


def test_the_plan_is_in_the_list_of_evidence_with_its_hash(folder: Path) -> None:
    exhibits = {one.label.zh: one for one in planned(folder).exhibits}
    assert exhibits["平面图"].ref == "plan.toml"
    assert exhibits["平面图"].sha256 == sites.exhibits.sha256_of(folder / "plan.toml")
    assert all(not label.isascii() for label in exhibits)


DRAWN = Path(__file__).resolve().parents[3] / "examples" / "drawn"


def test_the_example_with_its_plan_passes_and_is_drawn_twice() -> None:
    report = sites.check(sites.load(DRAWN / "site.toml"), at=AT)
    assert report.verdict is Verdict.PASS
    for rule in ("IEC 62676-4", "G32", "plan"):
        assert judged(report, rule) == (Status.SATISFIED, Effect.NONE), rule
    assert judged(report, "CC 278") == (Status.CONDITIONAL, Effect.NONE)
    assert len(report.plans(lang="zh")) == 2


def test_the_example_has_the_same_cameras_in_both_files() -> None:
    drawn = {camera.id: camera for camera in plan.load(DRAWN / "plan.toml").cameras}
    filed = sites.load(DRAWN / "site.toml").cameras()
    assert {camera.id for camera in filed} == set(drawn)
    for one in filed:
        assert one.mount is not None
        assert one.lens is not None
        camera = drawn[one.id]
        hangs = one.mount
        assert (hangs.x_m, hangs.y_m, hangs.height_m) == (camera.x, camera.y, camera.height_m)
        assert (hangs.bearing_deg, hangs.tilt_deg) == (camera.azimuth_deg, camera.tilt_deg)
        lens = camera.lens
        assert (one.lens.horizontal_deg, one.lens.width_px, one.lens.height_px) == (
            lens.hfov_deg,
            lens.width_px,
            lens.height_px,
        )
        tall = math.tan(math.radians(lens.hfov_deg / 2)) * lens.height_px / lens.width_px
        assert one.lens.vertical_deg == pytest.approx(2 * math.degrees(math.atan(tall)), abs=0.1)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("bearing_deg = 240", "bearing_deg = 200", False),
        ("bearing_deg = 240", "bearing_deg = 240.6", True),
        ("tilt_deg = 30", "tilt_deg = 35", False),
        ("y_m = 43.5, height_m = 3.5", "y_m = 43.5, height_m = 4.5", False),
        ("horizontal_deg = 60", "horizontal_deg = 90", False),
        ("width_px = 2560", "width_px = 1920", False),
        ("bearing_deg = 240, tilt_deg = 30 }", "}", True),
    ],
)
def test_a_camera_that_hangs_or_looks_otherwise_on_the_plan_is_named(
    folder: Path, old: str, new: str, *, same: bool
) -> None:
    text = (DRAWN / "site.toml").read_text(encoding="utf-8")
    head, mark, tail = text.partition("[devices.west-camera]")
    assert old in tail
    changed = tail.replace(old, new, 1).replace(", }", " }", 1)
    (folder / "site.toml").write_text(head + mark + changed, encoding="utf-8")
    (folder / "plan.toml").write_bytes((DRAWN / "plan.toml").read_bytes())
    report = sites.check(sites.load(folder / "site.toml"), at=AT)
    (found,) = [one for one in report.findings if one.rule == "plan"]
    expected = (Status.SATISFIED, Effect.NONE) if same else (Status.NOT_VERIFIED, Effect.OPEN)
    assert (found.status, found.effect) == expected
    assert same or "mounted or equipped otherwise on the plan: west-camera" in found.message.en


def test_the_example_s_plan_carries_the_vote_of_its_site_file() -> None:
    ways = plan.load(DRAWN / "plan.toml").ways
    assert ways is not None
    assert ways.vote is not None
    (paper,) = [one for one in sites.check(sites.load(DRAWN / "site.toml"), at=AT).exhibits if one.ref == ways.vote.ref]
    assert paper.on == ways.vote.held_on
