"""A site file is changed in place: comments, order and spelling stay; what would be no site is not written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zbsec import sites
from zbsec.errors import SiteFileError

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str], Path]


@pytest.mark.parametrize("kind", sites.KINDS.own)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_nobody_changes_stays_to_the_letter(write: Write, kind: str, lang: sites.Lang) -> None:
    text = sites.starter(kind, lang=lang, filled=True)
    path = write(text)
    with sites.edit(path) as document:
        assert document.text() == text
    assert path.read_text(encoding="utf-8") == text


def test_one_change_changes_one_line(write: Write) -> None:
    text = sites.starter("estate_gated", lang="zh")
    path = write(text)
    path.chmod(0o640)
    with sites.edit(path) as document:
        document.tables["zones"]["east-gate"]["name"] = "东大门"
        document.tables["retention"]["alarm_events_days"] = 365
    before, after = text.splitlines(), path.read_text(encoding="utf-8").splitlines()
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        "alarm_events_days = 365",
        'name = "东大门"',
    ]
    assert sites.load(path).zone("east-gate").name == "东大门"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [found.name for found in path.parent.iterdir()] == ["site.toml"]


def test_what_would_be_no_site_is_not_written(write: Write) -> None:
    text = sites.starter("village")
    path = write(text)
    with (
        pytest.raises(SiteFileError, match=r"zones\.yard\.location: 'moon' is not known here"),
        sites.edit(path) as document,
    ):
        document.tables["zones"]["yard"]["location"] = "moon"
    assert path.read_text(encoding="utf-8") == text
    assert [found.name for found in path.parent.iterdir()] == ["site.toml"]


def test_an_error_inside_writes_nothing(write: Write) -> None:
    text = sites.starter("village")
    path = write(text)

    def spoil() -> None:
        with sites.edit(path) as document:
            document.tables["site"]["name"] = "x"
            document.tables["nowhere"]["x"] = 1

    with pytest.raises(KeyError):
        spoil()
    assert path.read_text(encoding="utf-8") == text


def test_without_the_extra_the_error_says_what_to_install(write: Write) -> None:
    code = """
import sys
sys.modules["tomlkit"] = None
from zbsec import sites
try:
    with sites.edit(sys.argv[1]): pass
except ImportError as error:
    print(error)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code, str(write(sites.starter("village")))], capture_output=True, text=True, check=True
    )
    assert 'pip install "zbsec[sites]"' in ran.stdout
