"""Every complaint names file, line, key, problem and remedy, and all of them come at once."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zbsec import sites
from zbsec.errors import SiteFileError
from zbsec.records import CredentialKind, Direction, Purpose

if TYPE_CHECKING:
    from collections.abc import Callable

    from zbsec.errors import Complaint

    Write = Callable[[str], Path]

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "estate" / "site.toml"
FAULTS = tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8"))["fault"]


def complaints(path: Path) -> tuple[Complaint, ...]:
    with pytest.raises(SiteFileError) as caught:
        sites.load(path)
    return caught.value.complaints


def line_of_change(text: str, old: str, new: str) -> int:
    same = next(size for size in range(len(old) + 1) if old[: size + 1] != new[: size + 1])
    return text[: text.index(old) + same].count("\n") + 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["says"][:48])
def test_one_fault_gives_one_complaint_with_its_line(write: Write, example_text: str, fault: dict[str, str]) -> None:
    old, new = fault["old"], fault["new"]
    assert old in example_text
    text = example_text.replace(old, new, 1)
    (complaint,) = complaints(path := write(text))
    line = (
        text[: text.index(fault["mark"])].count("\n") + 1 if "mark" in fault else line_of_change(example_text, old, new)
    )
    assert str(complaint).startswith(f"{path}:{line}: {fault['says']}")
    assert complaint.remedy


HEADERS = [
    line.split("]")[0] + "]" for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line.startswith("[")
]


@pytest.mark.parametrize("header", HEADERS)
def test_no_table_takes_a_key_it_does_not_know(write: Write, example_text: str, header: str) -> None:
    text = example_text.replace(header, f"{header}\nnonsense = 1\n#", 1)
    found = complaints(write(text))[0]
    assert found.key == f"{header[1:-1]}.nonsense"
    assert found.line == text[: text.index("nonsense")].count("\n") + 1


def test_a_mistyped_key_is_recognised(write: Write, example_text: str) -> None:
    missing, unknown = complaints(write(example_text.replace('name = "示范小区"', 'nmae = "示范小区"', 1)))
    assert (missing.key, missing.problem) == ("site.name", "is missing")
    assert (unknown.key, unknown.remedy) == ("site.nmae", "did you mean 'name'?")


def test_the_example_says_what_it_says(example: sites.Site) -> None:
    assert (example.id, example.name, example.kind) == ("shifan-estate", "示范小区", "estate_gated")
    assert example.regime is sites.Regime.ART9_OTHER_PUBLIC
    east = example.access_point("east-in")
    assert east.methods == (CredentialKind.FACE, CredentialKind.CARD, CredentialKind.OPERATOR)
    assert (east.direction, east.lane, east.gate, east.camera) == (Direction.IN, 1, "east-turnstile", "east-camera")
    assert east.other_way.zh == "请刷卡，或联系门旁保安。"
    assert example.device("west-kiosk").device_class == "simulated-kiosk"
    assert example.device("east-turnstile").fail == "safe"
    assert example.perimeter[0].points == ((0.05, 0.70), (0.95, 0.70))
    assert example.schedule("always").minutes() == set(range(7 * 24 * 60))
    assert example.journal == Path("data/journal.db")
    assert example.uplinks[0].basis_valid_to == date(2029, 12, 31)
    assert example.evidence.purposes[Purpose.FACE_ACCESS].basis is sites.LegalBasis.CONSENT
    assert example.folder.name == "estate"


def test_settings_of_a_device_travel_untouched(write: Write, example_text: str) -> None:
    text = example_text + "\n[devices.east-turnstile.settings]\nhold_s = 5\nports = [1, 2]\n"
    assert sites.load(write(text)).device("east-turnstile").settings == {"hold_s": 5, "ports": [1, 2]}


def test_all_complaints_come_at_once_in_the_order_of_the_file(write: Write, example_text: str) -> None:
    text = example_text
    for old, new in (("lane = 2", 'lane = "2"'), ('kind = "estate_gated"', 'kind = "town"'), ('region = "CN"', "")):
        text = text.replace(old, new, 1)
    found = complaints(write(text))
    assert [found.key for found in found] == ["site.kind", "access_points.west-in.lane", "uplinks.platform.region"]
    assert [found.line for found in found] == sorted(found.line or 0 for found in found)


def test_nobody_films_in_a_changing_room(write: Write, example_text: str) -> None:
    gate = 'location = "unattended_entrance"'
    text = example_text.replace(gate, 'location = "changing_room"', 1)
    found = complaints(write(text))
    assert {complaint.key for complaint in found} == {
        "access_points.west-in.camera",
        "devices.west-camera.zone",
        "devices.west-kiosk.zone",
    }
    assert all("VSR 8, governance G90" in complaint.problem for complaint in found)


def test_a_secret_in_the_wrong_place_is_not_repeated(write: Write, example_text: str) -> None:
    variable = 'password_env = "ZBSEC_PLATFORM_PASSWORD"'
    for old, new in ((variable, 'password = "geheim"'), (variable, 'password_env = "geheim!"')):
        found = complaints(write(example_text.replace(old, new, 1)))
        assert "password_env" in str(found[-1])
        assert "geheim" not in "".join(map(str, found))


@pytest.mark.parametrize("table", ["site", "storage", "retention", "evidence"])
def test_a_missing_table_is_named(write: Write, table: str) -> None:
    keys = {complaint.key: complaint for complaint in complaints(write(""))}
    assert keys[table].remedy == f"write a table [{table}]"
    assert keys[table].line == 1


@pytest.mark.parametrize(
    ("kind", "key", "right"),
    [
        ("estate_open_old", "closable", "true"),
        ("single_building", "use", '"office"'),
        ("other_key_sector", "sector", '"港口"'),
    ],
)
def test_a_kind_asks_its_own_questions(write: Write, example_text: str, kind: str, key: str, right: str) -> None:
    text = example_text.replace('kind = "estate_gated"', f'kind = "{kind}"', 1)
    (complaint,) = complaints(write(text))
    assert (complaint.key, complaint.problem) == (f"site.{key}", "is missing")
    answered = text.replace("[site]\n", f"[site]\n{key} = {right}\n", 1)
    assert list(sites.load(write(answered)).options) == [key]


def test_a_question_of_a_kind_has_its_own_answers(write: Write, example_text: str) -> None:
    text = example_text.replace('kind = "estate_gated"', 'kind = "single_building"\nuse = "shop"', 1)
    (complaint,) = complaints(write(text))
    assert (complaint.key, complaint.remedy) == ("site.use", "write one of apartment, office")


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (b'[site]\nname = "a\n', 2, "is no TOML"),
        (b"[site]\n[site]\n", 2, "is no TOML"),
        (b"a = [1,\n2,\n", 2, "is no TOML"),
        (b"[site]\nname = '\xb5'\n", 2, "is not UTF-8 at byte 15"),
        (b"a = " + b"[" * 5000, 1, "is no TOML"),
    ],
)
def test_what_is_no_text_or_no_toml_has_a_line(tmp_path: Path, content: bytes, line: int, problem: str) -> None:
    path = tmp_path / "site.toml"
    path.write_bytes(content)
    (complaint,) = complaints(path)
    assert complaint.line == line
    assert complaint.problem.startswith(problem)


def test_what_is_no_file_says_so(tmp_path: Path) -> None:
    assert complaints(tmp_path)[0].problem == "is a folder"
    assert complaints(tmp_path / "none.toml")[0].problem == "cannot be read: No such file or directory"
    assert complaints(Path("a\0b"))[0].problem.startswith("cannot be read")


def test_windows_line_ends_and_a_byte_order_mark_are_welcome(tmp_path: Path, example_text: str) -> None:
    path = tmp_path / "site.toml"
    path.write_bytes(b"\xef\xbb\xbf" + example_text.replace("\n", "\r\n").encode())
    assert sites.load(path).name == "示范小区"
