"""However a site file is damaged, it loads or is refused with complaints. Nothing else escapes."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zbsec import sites
from zbsec.errors import SiteFileError

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 24, tzinfo=UTC)
VALUES = ["true", "-1", "1e400", "nan", '""', '"x"', "[]", "[[]]", "{}", "[{}]", "2026-11-02", "12:00:00", '["*"]']


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


def survives(folder: Path, content: bytes) -> None:
    path = folder / "site.toml"
    path.write_bytes(content)
    loaded = attempt(path)
    if isinstance(loaded, sites.Site):
        assert sites.check(loaded, at=AT).to_html()
        return
    assert loaded.complaints
    for complaint in loaded.complaints:
        assert complaint.file == str(path)
        assert complaint.line in range(1, content.count(b"\n") + 2)
        assert complaint.key
        assert complaint.problem
        assert complaint.remedy


def attempt(path: Path) -> sites.Site | SiteFileError:
    try:
        return sites.load(path)
    except SiteFileError as error:
        return error


modest = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@modest
@given(data=st.data())
def test_lines_that_are_lost(data: st.DataObject, folder: Path, example_text: str) -> None:
    lines = example_text.splitlines(keepends=True)
    lost = data.draw(st.sets(st.integers(0, len(lines) - 1), min_size=1, max_size=12))
    survives(folder, "".join(line for number, line in enumerate(lines) if number not in lost).encode())


@modest
@given(data=st.data())
def test_letters_that_are_mistyped(data: st.DataObject, folder: Path, example_text: str) -> None:
    letters = list(example_text)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(letters) - 1))
        letters[place] = data.draw(st.sampled_from(string.printable + "门\0"))
    survives(folder, "".join(letters).encode())


@modest
@given(data=st.data())
def test_values_of_another_kind(data: st.DataObject, folder: Path, example_text: str) -> None:
    lines = example_text.splitlines(keepends=True)
    keys = [number for number, line in enumerate(lines) if " = " in line and not line.startswith((" ", "#"))]
    for number in data.draw(st.sets(st.sampled_from(keys), min_size=1, max_size=4)):
        lines[number] = f"{lines[number].partition(' = ')[0]} = {data.draw(st.sampled_from(VALUES))}\n"
    survives(folder, "".join(lines).encode())


@modest
@given(data=st.data())
def test_tables_of_another_kind(data: st.DataObject, folder: Path, example_text: str) -> None:
    lines = example_text.splitlines(keepends=True)
    headers = [number for number, line in enumerate(lines) if line.startswith("[")]
    number = data.draw(st.sampled_from(headers))
    name = lines[number].split("]")[0].strip("[")
    lines[number] = data.draw(st.sampled_from([f"[[{name}]]\n", f"[{name}.x]\n", "[x]\n", f"{name} = 1\n"]))
    survives(folder, "".join(lines).encode())


@modest
@given(content=st.binary(max_size=200))
def test_what_was_never_a_site_file(content: bytes, folder: Path) -> None:
    survives(folder, content)
