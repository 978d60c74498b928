"""``zbsec models`` as a person types it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from zbsec.cli import main
from zbsec.cli.models.words import _VERDICTS, _WORDS, TASKS
from zbsec.models import Fault
from zbsec.models.manifest import shipped
from zbsec.testing.mirror import Mirror, MirrorFault

YUNET = "face_detection_yunet_s_dynamic.onnx"
RETAIL = "face_reidentification_retail_0095.onnx"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where models are installed in this test."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "ZBSEC_MODELS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "zbsec" / "models"


@pytest.fixture
def stick(shared: Path) -> str:
    return str(shared / "models")


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_backend_comes_from_a_stick_and_is_verified(
    stick: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "where", "yunet-retail"]) == 1
    assert "yunet: -" in capsys.readouterr().err
    assert main(["models", "pull", "yunet-retail", "--from", stick]) == 0
    assert f"yunet: installed {home / YUNET} (237823 bytes)" in capsys.readouterr().out
    assert main(["models", "where", "yunet-retail"]) == 0
    assert capsys.readouterr().out.splitlines() == [str(home / YUNET), str(home / RETAIL)]
    assert main(["models", "verify", "yunet-retail", "--lang", "zh"]) == 0
    assert f"retail-0095：正确，{home / RETAIL}" in capsys.readouterr().out
    assert main(["models", "pull", "yunet-retail", "--lang", "zh"]) == 0
    assert "yunet：已存在" in capsys.readouterr().out


def test_it_comes_from_a_mirror(stick: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Mirror({YUNET: (Path(stick) / YUNET).read_bytes()}) as mirror:
        assert main(["models", "pull", "yunet", "retail-0095", "--from", mirror.address, "--json"]) == 1
        yunet, retail = answer(capsys)["models"]
        assert yunet == {"model": "yunet", "path": str(home / YUNET), "fetched": True}
        assert (retail["fault"], "404" in retail["error"]) == ("status", True)
        mirror.fault = MirrorFault.WRONG_BYTES
        assert main(["models", "pull", "yunet", "--from", mirror.address, "--to", str(home / "2"), "--lang", "zh"]) == 2
    assert f"不是 {YUNET}（SHA-256" in capsys.readouterr().err
    assert list((home / "2").iterdir()) == []


def test_a_file_that_changed_is_found_out(stick: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "pull", "yunet", "--from", stick]) == 0
    content = bytearray((home / YUNET).read_bytes())
    content[1000] ^= 1
    (home / YUNET).write_bytes(content)
    capsys.readouterr()
    assert main(["models", "verify", "yunet", "sface", "--json"]) == 1
    yunet, sface = answer(capsys)["models"]
    assert (yunet["fault"], "is another file than" in yunet["problem"]) == ("digest", True)
    assert (sface["fault"], sface["path"]) == ("missing", None)
    assert main(["models", "verify", "yunet"]) == 1
    assert "yunet: wrong bytes: " in capsys.readouterr().out
    assert main(["models", "verify", "yunet", "--lang", "zh"]) == 1
    assert "SHA-256 不符" in capsys.readouterr().out
    assert main(["models", "pull", "yunet", "--from", stick]) == 0
    assert main(["models", "verify"]) == 0


@pytest.mark.parametrize(("language", "installed", "absent"), [("en", "ready", "lacks"), ("zh", "可用", "缺少")])
def test_the_list_shows_what_is_there(
    stick: str, language: str, installed: str, absent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "list", "--models", stick, "--lang", language]) == 0
    rows = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line}
    assert rows["yunet"].endswith(f"{stick}/{YUNET}")
    assert rows["yunet-retail"].endswith(installed)
    assert f"{absent} sface" in rows["yunet-sface"]


def test_the_list_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list", "--json"]) == 0
    listed = answer(capsys)
    assert [model["name"] for model in listed["models"]] == [model.name for model in shipped().models]
    for model in listed["models"]:
        assert {"sha256", "size", "licence", "task", "source", "input", "outputs", "accuracy"} <= model.keys()
    assert {backend["name"]: backend["installed"] for backend in listed["face_backends"]}["yunet-retail"] is False


def test_where_without_a_name_lists_the_places(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "where", "--json"]) == 0
    assert answer(capsys) == {
        "places": [f"{home} (the user's cache)", "installed packages"],
        "installs_into": str(home),
    }
    assert main(["models", "where", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == f"{home}（用户缓存）\n已安装的软件包\n"


def test_a_manifest_of_ones_own(stick: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[model]]\nname = "net"\n', encoding="utf-8")
    assert main(["models", "list", "--manifest", str(own)]) == 2
    complaints = capsys.readouterr().err
    assert f"{own}:1: model.1.sha256: is missing" in complaints
    assert "Traceback" not in complaints


def test_a_file_that_is_no_network_is_found_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "net.onnx").write_bytes(b"right bytes, no network")
    own = tmp_path / "manifest.toml"
    sha256 = hashlib.sha256(b"right bytes, no network").hexdigest()
    own.write_text(
        f'[[model]]\nname = "net"\ntask = "face-embedding"\nfile = "net.onnx"\nbytes = 23\nsha256 = "{sha256}"\n'
        'licence = "Apache-2.0"\ninput = { shape = ["n", 3, 112, 112] }\noutput = [{ shape = ["n", 128] }]\n',
        encoding="utf-8",
    )
    assert main(["models", "verify", "net", "--models", str(tmp_path)]) == 1
    assert "net: cannot be run: " in capsys.readouterr().out
    assert main(["models", "verify", "net", "--models", str(tmp_path), "--json"]) == 1
    assert answer(capsys)["models"][0]["fault"] == "contract"


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "soon"])
def test_a_timeout_is_a_time(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["models", "pull", "yunet", "--timeout", seconds])
    assert "--timeout" in capsys.readouterr().err


def test_an_unknown_name_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    for subject in ("pull", "verify", "where"):
        assert main(["models", subject, "arcface"]) == 2
        assert "no model or face backend named 'arcface'; there are: " in capsys.readouterr().err


def test_everything_is_said_in_both_languages() -> None:
    for name, texts in {**_WORDS, **_VERDICTS, **{fault.name: (fault.en, fault.zh) for fault in Fault}}.items():
        facts = [sorted(part.split("}")[0].split(":")[0] for part in text.split("{")[1:]) for text in texts]
        assert all(texts), name
        assert {fact.removesuffix("_zh") for fact in facts[1]} <= {*facts[0], "model", "path"}, name
    assert {model.task for model in shipped().models} <= TASKS.keys()
