"""The tables beside the gates: facilities, ways out, measurements, mounts; and complaints in both languages."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zbsec import sites
from zbsec.errors import Complaint, SiteFileError

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str], Path]

TEXT = sites.starter("estate_open_old", filled=True)
FAULTS = tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8"))["fault"]


def complaints(text: str, path: Path | str = "site.toml") -> tuple[Complaint, ...]:
    with pytest.raises(SiteFileError) as caught:
        sites.loads(text, path=path)
    return caught.value.complaints


PANORAMA = '[devices.gardens-panorama]\nclass = "panorama-camera"'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'capability = "e_patrol"',
            'capability = "e_patrl"',
            "facilities.patrol.capability: 'e_patrl' is not known here; did",
        ),
        ('zone = "south-passage"', 'zone = "south"', "facilities.south-wall.zone: there is no 'south' in zones"),
        ('ref = "巡查点位图 2026-10"', 'ref = ""', "facilities.patrol.ref: is empty"),
        ("width_m = 1.4", "width_m = 0", "egress.north-out.width_m: 0 is out of range; write a number from 0.1 to 50"),
        ("width_m = 1.4", "width_m = nan", "egress.north-out.width_m: nan is out of range"),
        ("fire_linked = true", 'fire_linked = "yes"', "egress.north-out.fire_linked: is a text; write true or false"),
        (
            "[egress.north-out]",
            '[egress.north-out]\ndevice = "x"',
            "egress.north-out.device: there is no 'x' in devices",
        ),
        (
            "value = 0.41",
            'value = "0.41"',
            "measurements.east-in-opens.value: is a text; write the number that was read",
        ),
        ("value = 0.41", "value = inf", "measurements.east-in-opens.value: inf is no reading"),
        ("value = 0.41", "value = -1", "measurements.east-in-opens.value: -1 is no reading"),
        (
            'subject = "east-in"',
            'subject = "east"',
            "measurements.east-in-opens.subject: the site has no 'east' to measure",
        ),
        ('"read_to_actuate"', '"read"', "measurements.east-in-opens.figure: no rule set asks for 'read'; there are: "),
        ("calibrated_to = 2027-06-30\n", "", "measurements.east-in-opens.calibrated_to: is missing; write a date"),
        ('instrument = "电子秒表 SW-3"\n', "", "measurements.east-in-opens.calibrated_to: stands without instrument"),
        (
            'time_zone = "Asia/Shanghai"',
            'rule_sets = ["gb"]',
            "site.rule_sets: there is no rule set 'gb'; there are: ga-t-1742",
        ),
        (
            'time_zone = "Asia/Shanghai"',
            'measurements = "no.toml"',
            "(the file): cannot be read: No such file or directory",
        ),
        ("closable = true", 'closable = "yes"', "site.closable: is a text; write true or false"),
        (
            PANORAMA,
            f"{PANORAMA}\nmount = {{ x_m = 1, y_m = 2 }}",
            "devices.gardens-panorama.mount.height_m: is missing",
        ),
        (
            PANORAMA,
            f"{PANORAMA}\nlens = {{ horizontal_deg = 400, vertical_deg = 9, width_px = 9, height_px = 9 }}",
            "devices.gardens-panorama.lens.horizontal_deg: 400 is out of range; write a number from 1 to 360",
        ),
        ("[1.0, 0.35]", "[1.0, 1.35]", "devices.gardens-panorama.masks: a point lies outside the picture"),
        (
            "[[[0.0, 0.0], [1.0, 0.0], [1.0, 0.35], [0.0, 0.35]]]",
            "[[0, 1]]",
            "devices.gardens-panorama.masks: is no list of poly",
        ),
        (
            'location = "surplus_passage"',
            'location = "surplus_passage"\npart_code = "12"',
            "zones.south-passage.part_code: a code of a collection part has 7 digits: '12' has 2 characters",
        ),
    ],
)
def test_one_fault_gives_one_complaint_with_its_line(old: str, new: str, says: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    (complaint,) = complaints(text)
    assert str(complaint).partition(": ")[2].startswith(says), str(complaint)
    assert complaint.line is None or complaint.line <= text.count("\n") + 1
    assert spoken(complaint)


def spoken(complaint: Complaint) -> bool:
    """Whether it says the same things in Chinese."""
    return bool(complaint.problem_zh and complaint.remedy_zh) and not complaint.of("zh").isascii()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["says"][:48])
def test_every_complaint_speaks_chinese_too(example_text: str, fault: dict[str, str]) -> None:
    (complaint,) = complaints(example_text.replace(fault["old"], fault["new"], 1))
    assert spoken(complaint)
    assert complaint.of("en") == str(complaint)
    where = f"site.toml:{complaint.line}: {complaint.key}"
    assert complaint.of("zh") == f"{where}：{complaint.problem_zh}；{complaint.remedy_zh}"


def test_measurements_may_stand_in_a_file_of_their_own(write: Write, at: datetime) -> None:
    start = TEXT.index("# ---- What was measured")
    path = write(TEXT[:start].replace('id = "old-estate"', 'id = "old-estate"\nmeasurements = "measured.toml"'))
    beside = path.with_name("measured.toml")
    beside.write_text(TEXT[start:], encoding="utf-8")
    apart, together = sites.load(path), sites.loads(TEXT, path=path)
    assert apart == together
    assert sites.check(apart, at=at).to_json() == sites.check(together, at=at).to_json()

    beside.write_text(
        TEXT[start:].replace("value = 1.2", 'value = "x"').replace('"attack_refused"', '"x"'), encoding="utf-8"
    )
    found = complaints(path.read_text(encoding="utf-8"), path)
    assert {complaint.file for complaint in found} == {str(beside)}
    assert [complaint.key for complaint in found] == [
        "measurements.event-to-centre.value",
        "measurements.east-in-attacks.figure",
    ]
    lines = beside.read_text(encoding="utf-8").splitlines()
    assert [lines[(complaint.line or 0) - 1] for complaint in found] == ['value = "x"', 'figure = "x"']

    beside.write_text("[zones.a]\nname = 1\n")
    assert {complaint.key for complaint in complaints(path.read_text(encoding="utf-8"), path)} == {
        "measurements",
        "zones",
    }
    beside.write_text("measurements = [")
    (torn,) = complaints(path.read_text(encoding="utf-8"), path)
    assert (torn.file, torn.line) == (str(beside), 1)


def test_what_the_tables_say_is_what_was_written() -> None:
    text = TEXT.replace(
        PANORAMA,
        f"{PANORAMA}\nmodel = 'P1'\nmount = {{ x_m = 1, y_m = -2.5, height_m = 3 }}\n"
        "lens = { horizontal_deg = 84, vertical_deg = 47, width_px = 1920, height_px = 1080 }",
        1,
    )
    site = sites.loads(text, path="site.toml")
    camera = site.device("gardens-panorama")
    assert camera.mount == sites.Mount(x_m=1.0, y_m=-2.5, height_m=3.0)
    assert camera.lens == sites.Lens(horizontal_deg=84.0, vertical_deg=47.0, width_px=1920, height_px=1080)
    assert camera.masks == (((0.0, 0.0), (1.0, 0.0), (1.0, 0.35), (0.0, 0.35)),)
    assert [facility.capability for facility in site.facilities] == [
        sites.Capability.CLOSE_PASSAGE,
        sites.Capability.E_PATROL,
    ]
    assert site.location_of(site.facilities[0]) is sites.Location.SURPLUS_PASSAGE
    assert site.location_of(site.facilities[1]) is sites.Location.SITE
    assert site.egress[0].width_m == 1.4
    opens = next(one for one in site.measurements if one.id == "east-in-opens")
    assert (opens.value, opens.calibrated, opens.retest) == (0.41, True, False)


ANYTHING = st.recursive(
    st.sampled_from(["true", "0", "-1", "1e400", "nan", '""', '"x"', "2026-11-02", "12:00:00", "[]", "{}"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda values: f"[{', '.join(values)}]")
        | inner.map(lambda value: f"{{ a = {value} }}")
    ),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from(list(sites.KINDS.own)))
def test_whatever_stands_in_a_key_the_file_loads_or_is_refused_with_complaints(data: st.DataObject, kind: str) -> None:
    lines = sites.starter(kind, filled=True).splitlines()
    keys = [number for number, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    for number in data.draw(st.sets(st.sampled_from(keys), min_size=1, max_size=3)):
        lines[number] = f"{lines[number].partition(' = ')[0]} = {data.draw(ANYTHING)}"
    text = "\n".join(lines)
    try:
        site = sites.loads(text, path="site.toml")
    except SiteFileError as error:
        for complaint in error.complaints:
            assert complaint.line in range(1, len(lines) + 1)
            assert spoken(complaint)
    else:
        assert sites.check(site, at=datetime(2026, 11, 24, tzinfo=UTC)).to_text(lang="zh")


def test_a_gate_says_what_changed_since_it_was_last_asked() -> None:
    site = sites.loads(TEXT, path="site.toml")
    lane = site.access_point("east-in")
    first = sites.gate(site, lane, datetime(2026, 11, 24, tzinfo=UTC))
    later = sites.gate(site, lane, datetime(2026, 12, 24, tzinfo=UTC))
    assert later.changed(first) == ()
    expired = sites.gate(site, lane, datetime(2029, 10, 20, tzinfo=UTC))
    assert [step.id for step in expired.changed(first)] == ["assessment"]
    assert first.to_text(lang="zh").splitlines()[0] == "east-in: 可以启用"
    assert first.facts()["active"] is True
