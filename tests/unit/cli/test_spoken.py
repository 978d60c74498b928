"""Who asks for Chinese gets Chinese, also for a slip of the hand; a program that asks for JSON gets JSON."""

from __future__ import annotations

import argparse
import json
import re
from typing import TYPE_CHECKING

import pytest

from zbsec import sites
from zbsec._syntax import reason
from zbsec.cli import _parser, main
from zbsec.cli.help_zh import spoken as in_chinese

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Capture = pytest.CaptureFixture[str]

MISTAKE = 2
FILES = {
    "broken.toml": "[site\n",
    "twice.toml": '[site]\nid = "a"\n[site]\nid = "b"\n',
    "key.toml": "id\n",
    "value.toml": "id = Haus\n",
    "open.toml": 'id = "a\n',
    "dots.toml": "[a]\nb = 1\nb = 2\n",
    "many.toml": "[site]\nid = 3\nkind = 'castle'\nwhat = 1\n",
    "broken.geojson": '{"type": "FeatureCollection", "features": [}',
    "list.geojson": "[1, 2]",
    "crossed.toml": '[boundary]\nframe = "metres"\npolygon = [[0, 0], [50, 50], [50, 0], [0, 50]]\n'
    '[[camera]]\nid = "c"\nheigth_m = 3\n',
    "picture.svg": "<svg><script/></svg>",
    "picture.png": "no picture",
    "key.pem": "no key",
    "signed.sig.json": "{}",
    "receipt.json": "{}",
    "manifest.toml": '[[model]]\nname = "BIG"\nbytes = -1\n',
}
MISTAKES = [
    # what argparse says
    "",
    "chck",
    "check",
    "check a b",
    "check a --plan",
    "check a --lnag",
    "site",
    "site new",
    "site new estate_gated --lang=zh --filled",
    "plan coverage",
    "plan coverage a --png a.svg",
    "plan coverage a --propose --time-limit-s never",
    "funding a --chart a.jpg",
    "accept site.toml",
    "accept site.toml --measure --samples 0",
    "accept site.toml --measure --clock-seconds soon",
    "accept site.toml --measure --calibrated-to soon",
    "accept site.toml --measure --portrait h1",
    "accept site.toml --measure --by=",
    "accept site.toml --me --plate",
    "report sign",
    "report sign a --key b --by=",
    "gallery",
    "gallery list",
    "gallery correct folder h1 c1 channel --by me --key file:key",
    "gallery correct folder h1 c1 expires_at=soon --by me --key file:key",
    "gallery correct folder h1 c1 expires_at=2026-12-31T00:00:00 --by me --key file:key",
    "gallery refused folder h1 --key file:key --by me --again-after never",
    "gallery snapshot folder --key file:key --out f --since=-5",
    "models pull yunet --timeout never",
    "bench search --size 0",
    "bench search --dim 1000000000",
    "bench search --budget-s never",
    "bench search --peers annoy",
    "bench plates --html page.html",
    "bench plates --book 99999999",
    "bench plates --photographs",
    "plates",
    # what the library says
    "check none.toml",
    "check .",
    *(f"check {name}" for name in FILES if name.endswith(".toml") and name not in ("manifest.toml", "crossed.toml")),
    "check site.toml --plan none.png",
    "check site.toml --plan picture.svg",
    "check site.toml --plan picture.png",
    "check site.toml --html no/page.html",
    "site new castle",
    "site rules castle",
    "site gate none.toml",
    "site gate many.toml",
    "accept site.toml --measure --plate ABC",
    "accept site.toml --measure --portrait h1=none.jpg",
    "accept site.toml --measure --portrait h1=picture.png",
    "accept site.toml --measure --out no/m.toml",
    "accept none.toml --measure",
    "plan coverage none.toml",
    "plan coverage site.html",
    "plan coverage broken.geojson",
    "plan coverage list.geojson",
    "plan coverage crossed.toml",
    "plan enclose bare.toml",
    "funding none.toml",
    "funding many.toml",
    "report sign none.html --key none.pem",
    "report sign site.toml --key key.pem",
    "report sign site.toml site.toml --key key.pem --signature one.json",
    "report verify site.toml --key key.pem",
    "report verify site.toml --key mine.pem",
    "report sign site.toml --key mine.pub.pem",
    "report verify site.toml --key mine.pub.pem --signature signed.sig.json",
    "report keygen mine.pem",
    "report keygen other.pem --algorithm rsa",
    "gallery list folder --key file:none",
    "gallery list folder --key file:key",
    "gallery list folder --key env:NO_SUCH_VARIABLE",
    "gallery list folder --key keyring:service",
    "gallery list folder --key pkcs11:token=a",
    "gallery list folder --key castle",
    "gallery list / --key file:key",
    "gallery verify-receipt receipt.json",
    "models pull castle",
    "models where --models manifest.toml castle",
    "models verify --manifest manifest.toml",
    "plates read none.jpg",
    "plates read picture.png",
    "bench faces --photographs none",
    "bench plates --photographs none",
]
WORDS = re.compile(r"\b[A-Za-z][a-z]+(?:[ ,;:]+[a-z]{2,}){2,}")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\[[^\]]*\]|\{[^}]*\}|\([A-Za-z0-9_, .-]*\)")
TO_TYPE = re.compile(r"(?:zbsec|pip install|apt install|openssl|chmod|sha256sum) [^；，。）]*|--[a-z-]+")


def told(capture: Capture, arguments: str) -> tuple[int, str, str]:
    try:
        code = main(arguments.split())
    except SystemExit as end:
        code = int(end.code or 0)
    shown = capture.readouterr()
    return code, shown.out, shown.err


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "site.toml").write_text(sites.starter("village", filled=True), encoding="utf-8")
    (tmp_path / "bare.toml").write_text(
        '[boundary]\nframe = "metres"\npolygon = [[0, 0], [50, 0], [50, 50], [0, 50]]\n', encoding="utf-8"
    )
    (tmp_path / "key").write_text("5a" * 32, encoding="ascii")
    (tmp_path / "key").chmod(0o600)
    assert main(["report", "keygen", "mine.pem"]) == 0
    capsys.readouterr()
    return tmp_path


def sentences(shown: str) -> list[str]:
    """What was said, without how the command is typed: usage lines and what follows them indented."""
    lines = re.sub(r"^用法：.*\n(?: .*\n)*", "", shown).splitlines()
    return [line for line in lines if line.strip()]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("arguments", MISTAKES)
def test_no_bare_english_is_told_to_who_asks_for_chinese(arguments: str, capsys: Capture) -> None:
    code, _, shown = told(capsys, f"{arguments} --lang zh")
    assert code in (1, MISTAKE), shown
    said = sentences(shown)
    assert said
    for sentence in said:
        assert re.search(r"[\u4e00-\u9fff]", sentence), sentence
        left = WORDS.findall(TO_TYPE.sub("", QUOTED.sub("", sentence)))
        assert not left, (left, sentence)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "arguments",
    [
        one
        for one in MISTAKES
        if re.match(r"check|site (rules|gate)|accept|plan (c|e)|funding|report|gallery|models", one)
    ],
)
def test_a_program_gets_one_object_for_every_error(arguments: str, capsys: Capture) -> None:
    code, shown, beside = told(capsys, f"{arguments} --json")
    if code != MISTAKE:
        pytest.skip("an answer of the command, in its own shape")
    facts = json.loads(shown)
    assert beside == ""
    assert set(facts) == {"verdict", "error", "complaints", "findings"}
    assert facts["verdict"] is None
    assert facts["findings"] == []
    assert set(facts["error"]) == {"type", "en", "zh"}
    assert all(facts["error"].values())
    assert re.search(r"[\u4e00-\u9fff]", facts["error"]["zh"])
    for complaint in facts["complaints"]:
        assert set(complaint) == {"file", "line", "key", "problem", "remedy"}
        assert complaint["problem"]["zh"] in facts["error"]["zh"]


@pytest.mark.parametrize("language", [["--lang", "zh"], ["--lang=zh"]])
def test_help_has_its_headings_in_the_language_asked_for(language: list[str], capsys: Capture) -> None:
    for command in ([], ["check"], ["plan", "coverage"]):
        with pytest.raises(SystemExit, match="0"):
            main([*command, *language, "--help"] if command else ["--help", *language])
        shown = capsys.readouterr().out
        assert shown.startswith("用法：zbsec")
        assert "显示帮助并退出" in shown
        assert "usage:" not in shown


COMMANDS = [
    "bench",
    "config",
    "demo",
    "site",
    "check",
    "accept",
    "report",
    "plan",
    "funding",
    "gallery",
    "models",
    "plates",
    "info",
]
SUBJECTS = {
    "bench": ["search", "plates", "faces", "liveness"],
    "site": ["new", "schema", "gate", "rules", "kinds", "terms", "figures", "duties"],
    "report": ["keygen", "sign", "verify"],
    "plan": ["coverage", "enclose", "schema"],
    "gallery": ["list", "enroll", "correct", "refused", "renew", "snapshot", "verify"],
    "models": ["list", "pull", "verify", "where"],
    "plates": ["read"],
}


@pytest.mark.parametrize(
    "command", [[one, *subject] for one in COMMANDS for subject in ([], *([each] for each in SUBJECTS.get(one, ())))]
)
def test_help_itself_is_chinese(command: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([*command, "--help", "--lang", "zh"])
    shown = re.sub(r"^用法：.*\n(?: .*\n)*", "", capsys.readouterr().out)
    left = WORDS.findall(TO_TYPE.sub("", QUOTED.sub("", shown)))
    assert not left, (left, shown)


def told_by(parser: argparse.ArgumentParser) -> Iterator[str | None]:
    """Every description, heading and help text of a command and of its subjects."""
    yield parser.description
    for group in parser._action_groups:
        yield from (group.title, group.description)
    for action in parser._actions:
        yield action.help
        if isinstance(action, argparse._SubParsersAction):
            yield from (choice.help for choice in action._choices_actions)
            for subject in action.choices.values():
                yield from told_by(subject)


def test_no_help_text_is_without_its_chinese() -> None:
    texts = {text for text in told_by(_parser()) if text}
    assert len(texts) > 150
    assert [text for text in texts if text == in_chinese(text)] == []


def test_what_no_parser_is_known_to_say_is_told_as_it_is() -> None:
    assert reason(ValueError("a new complaint (at line 1, column 2)")) == ("a new complaint", "写法有误")
