"""What a person gets for a slip of the hand: what was wrong, where, what would be right; never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zbsec import sites
from zbsec.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    Capture = pytest.CaptureFixture[str]

MISTAKE = 2


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a site file and a key."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.toml").write_text(sites.starter("village", lang="en", filled=True), encoding="utf-8")
    (tmp_path / "key").write_text("5a" * 32, encoding="ascii")
    (tmp_path / "key").chmod(0o600)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (
            "check none.toml",
            "none.toml: (the file): cannot be read: No such file",
            "none.toml: （文件）：无法读取：没有",
        ),
        ("check .", ".: (the file): is a folder; name the file in it", "（文件）：是文件夹；写明其中的文件"),
        (
            "check site.toml --html no/page.html",
            "no/page.html: No such file",
            "no/page.html：没有此文件或文件夹；请检查",
        ),
        ("check site.toml --html .", ".: Is a directory; name a file", ".：是文件夹；请写明文件"),
        ("check site.toml --plan none.png", "none.png: No such file", "none.png：没有此文件"),
        ("plan coverage .", ".: (the file): is a folder; name the file in it", "（文件）：是文件夹"),
        ("funding .", ".: (the file): is a folder; name the file in it", "（文件）：是文件夹"),
        ("report sign none.html --key none.pem", "none.pem: No such file", "none.pem：没有此文件"),
        ("gallery list . --key file:key", "there is no gallery in .", ". 中没有人脸库"),
        ("gallery list / --key file:key", "is the top of the file system", "是文件系统根目录"),
        ("accept site.toml --measure --out no/m.toml", "no: No such file", "no：没有此文件或文件夹"),
        (
            "accept site.toml --measure --plate ABC",
            "'ABC' is no plate, character 3 (C): a digit",
            "'ABC' 不是号牌，第 3 位（C）：数字",
        ),
        ("accept site.toml --measure --out .", ".: (the file): is a folder", "（文件）：是文件夹"),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_wrong_file_is_named_in_both_languages(arguments: str, en: str, zh: str, capsys: Capture) -> None:
    for lang, said in (("en", en), ("zh", zh)):
        assert main([*arguments.split(), "--lang", lang]) == MISTAKE
        shown = capsys.readouterr()
        assert shown.out == ""
        assert said in shown.err
        assert "Errno" not in shown.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("accept site.toml --measure --samples many", "'many' is not a whole number from 1 to 100"),
        ("accept site.toml --measure --samples 0", "'0' is not a whole number from 1 to 100"),
        ("accept site.toml --measure --clock-seconds soon", "write a number from 1 to 86400"),
        ("accept site.toml --measure --clock-seconds nan", "write a number from 1 to 86400"),
        ("accept site.toml --measure --calibrated-to tomorrow", "write it as 2026-12-31"),
        ("plan coverage plan.toml --propose --time-limit-s -1", "write a number above 0"),
        ("plan coverage plan.toml --svg plan.png", "name it FILE.svg"),
        ("funding funding.toml --chart chart.jpg", "name it FILE.png"),
        ("accept site.toml --measure --by=", "is empty; write who, or why"),
        ("report sign page.html --key mine.pem --by=", "is empty; write who, or why"),
        ("gallery refused folder holder-1 --key file:key --by=", "is empty; write who, or why"),
        ("gallery refused folder holder-1 --key file:key --by me --again-after nan", "a number above 0 to 36500"),
        ("gallery refused folder holder-1 --key file:key --by me --again-after 1e300", "a number above 0 to 36500"),
        ("gallery refused folder holder-1 --key file:key --by me --again-after=-1", "a number above 0 to 36500"),
        ("gallery snapshot folder --key file:key --out f --since=-5", "'-5' is not a whole number from 0"),
        ("models pull yunet --timeout inf", "write a number above 0"),
    ],
)
def test_a_wrong_value_is_refused_before_anything_is_done(arguments: str, says: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit, match=str(MISTAKE)):
        main(arguments.split())
    assert says in capsys.readouterr().err


def test_a_broken_file_of_measurements_stops_the_measuring_before_a_gate_moves(here: Path, capsys: Capture) -> None:
    (here / "m.toml").write_text("half = ", encoding="utf-8")
    assert main(["accept", "site.toml", "--measure", "--out", "m.toml"]) == MISTAKE
    assert "m.toml:1: (the file): is no TOML" in capsys.readouterr().err
    assert (here / "m.toml").read_text(encoding="utf-8") == "half = "


def test_a_user_without_a_name_is_asked_for_one(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: {}["no name"])
    assert main(["accept", str(here / "site.toml"), "--measure"]) == MISTAKE
    assert "--by" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_what_is_no_signature_is_told_without_the_machinery(capsys: Capture) -> None:
    assert main(["report", "keygen", "mine.pem"]) == 0
    capsys.readouterr()
    asked = ["report", "verify", "site.toml", "--key", "mine.pub.pem", "--signature", "mine.pem"]
    assert main(asked) == MISTAKE
    said = capsys.readouterr().err
    assert "mine.pem: is no signature of a report; make one with: zbsec report sign" in said
    assert "Error" not in said


def test_the_command_runs_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "zbsec", "--version"], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert ran.stdout.startswith("zbsec ")
