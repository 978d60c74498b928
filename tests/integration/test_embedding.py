"""The installed core, linked by a C compiler and by CMake as firmware does it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from zbsec.cli import main

EMBEDDED = Path(__file__).parent.parent.parent / "examples" / "embedded"
SAID = ("face: member 999", "face: nobody who is enrolled", "registered 鲁C5D0B8, cost 2.5")


def tool(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    message = f"none of {', '.join(names)} is installed"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def told(capsys: pytest.CaptureFixture[str], *what: str) -> str:
    assert main(["config", *what]) == 0
    return capsys.readouterr().out.strip()


def check(program: Path) -> None:
    said = subprocess.run([program], check=True, capture_output=True, text=True, timeout=60).stdout
    assert all(sentence in said for sentence in SAID), said


def test_a_c_program_is_built_with_the_flags_that_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "gate"
    flags = shlex.split(told(capsys, "--cflags", "--libs"))
    strict = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic"]
    compiler = tool("cc", "gcc", "clang")
    subprocess.run([compiler, *strict, EMBEDDED / "gate.c", "-o", program, *flags], check=True, timeout=60)
    check(program)


def test_a_cmake_project_finds_the_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cmake = tool("cmake")
    package = told(capsys, "--cmakedir")
    subprocess.run([cmake, "-S", EMBEDDED, "-B", tmp_path, f"-Dzbsec_DIR={package}"], check=True, timeout=60)
    subprocess.run([cmake, "--build", tmp_path], check=True, timeout=60)
    check(tmp_path / "gate")


def test_all_is_told_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys)
    for word in ("cflags", "libs", "cmakedir"):
        assert f"\n{word} " in f"\n{said}"
    assert Path(told(capsys, "--header")).is_file()
    assert Path(told(capsys, "--library")).is_file()
