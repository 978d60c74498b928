"""The commands as a person types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zbsec.cli import COMMANDS, main
from zbsec.cli.demo.words import _WORDS, words
from zbsec.journal import Journal
from zbsec.records import EventCode
from zbsec.testing import estate

ZBSEC = [sys.executable, "-c", "from zbsec.cli import main; raise SystemExit(main())"]


@pytest.fixture
def site_file(tmp_path: Path) -> Path:
    path = tmp_path / "site.toml"
    path.write_text(estate.site_file(), encoding="utf-8")
    return path


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit, match="0"):
            main([command, "--help"])
        assert "usage: zbsec" in capsys.readouterr().out


def test_info_names_what_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["simd"] in ("avx512", "avx2", "neon", "scalar")
    assert "simulated-barrier" in facts["device classes"]
    for lang, word in (("en", "site kinds"), ("zh", "场所类别")):
        assert main(["info", "--lang", lang]) == 0
        shown = capsys.readouterr().out
        assert "gat1400" in shown
        assert word in shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_check_prints_a_verdict(site_file: Path, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    html = site_file.with_suffix(".html")
    assert main(["check", str(site_file), "--lang", language, "--html", str(html)]) == 0
    assert capsys.readouterr().out.strip()
    assert html.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_check_for_machines(site_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(site_file), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["verdict"] == "basically_pass"
    assert {"rule", "clause", "status", "message", "remedy"} <= set(report["findings"][0])


def test_a_wrong_site_file_is_complained_about_without_a_traceback(
    site_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = site_file.read_text(encoding="utf-8").replace("direction =", "directoin =")
    site_file.write_text(text, encoding="utf-8")
    assert main(["check", str(site_file)]) == 2
    complaints = capsys.readouterr().err
    assert "directoin" in complaints
    assert "site.toml:" in complaints
    assert "Traceback" not in complaints


@pytest.mark.parametrize(
    ("arguments", "words_"),
    [
        (["check", "nowhere.toml"], "nowhere.toml"),
        (["demo", "--portrait", "nobody.jpg"], "nobody.jpg: No such file"),
        (["demo", "--plate", "鲁C1234"], "is no plate"),
        (["demo", "--vehicles", "nothing.mp4"], "nothing.mp4: there is no such file"),
    ],
)
def test_a_mistake_is_named_and_ends_with_2(
    arguments: list[str],
    words_: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert words_ in capsys.readouterr().err


def test_the_demo_says_everything_in_both_languages() -> None:
    for name, texts in _WORDS.items():
        assert len(texts) == 2, name
        assert all(texts), name
        assert {part.split("}")[0] for part in texts[0].split("{")[1:]} == {
            part.split("}")[0] for part in texts[1].split("{")[1:]
        }, name
    assert words("zh").granted != words("en").granted


def test_the_demo_plays_and_nothing_is_lost(tmp_path: Path) -> None:
    command = [*ZBSEC, "demo", "--json", "--lang", "en", "--passages", "1", "--out", str(tmp_path / "demo")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["delivery"]["lost"] == facts["delivery"]["twice"] == 0
    assert facts["delivery"]["waited_during_outage"] > 0
    assert set(facts["latency"]) == {"east-in", "west-in"}
    assert any("repaired by the soft match" in row["why"] for row in facts["timeline"])
    codes = [row["code"] for row in facts["timeline"]]
    for code in ("access.granted", "access.denied", "access.taken", "kiosk.call", "perimeter.line_crossed"):
        assert code in codes
    report = (tmp_path / "demo" / "report.html").read_text(encoding="utf-8")
    assert "data:image/jpeg;base64," in report
    assert "http://" not in report.replace("http://www.w3.org", "").replace("http://127.0.0.1", "").replace(
        "http://purl.org", ""
    ).replace("http://creativecommons.org", "")


def _heeds_control_c() -> None:
    """A job in the background of a shell is started with the signal ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_control_c_leaves_gates_safe_and_the_journal_whole(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    process = subprocess.Popen(
        [*ZBSEC, "demo", "--out", str(out), "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        preexec_fn=_heeds_control_c,  # noqa: PLW1509  (no threads here yet)
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "granted" in line:
            break
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    rest, complaints = process.communicate(timeout=30)
    assert process.returncode == 130, complaints
    assert "safe state" in rest
    assert "Traceback" not in complaints
    with Journal.open(out / "data" / "journal.db") as journal:
        journal.verify()
        assert journal.read(limit=10_000)[-1].event.code is EventCode.SITE_CLOSED
