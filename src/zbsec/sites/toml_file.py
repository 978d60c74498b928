"""A TOML file as text and as tables, or a complaint that says where it cannot be either."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from zbsec._failures import explain
from zbsec._syntax import position, reason
from zbsec.errors import SiteFileError
from zbsec.sites.section import Complaints
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read_text(file: Path) -> str:
    """The text of a UTF-8 file, its line ends as ``\\n``.

    :raises SiteFileError: it cannot be read, or is no UTF-8.
    """
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Text(en=f"is not UTF-8 at byte {error.start}", zh=f"第 {error.start} 字节不是 UTF-8")
        raise _unreadable(file, problem, Text(en="save it as UTF-8", zh="另存为 UTF-8"), line=line) from error
    except IsADirectoryError as error:
        remedy = Text(en="name the file in it", zh="写明其中的文件")
        raise _unreadable(file, Text(en="is a folder", zh="是文件夹"), remedy) from error
    except (OSError, ValueError) as error:
        said = explain(error)
        problem = Text(en=f"cannot be read: {said.problem}", zh=f"无法读取：{said.problem_zh}")
        raise _unreadable(file, problem, Text(en=said.remedy, zh=said.remedy_zh)) from error


def parse(file: Path, text: str, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """The tables of a text.

    :param parse_float: makes a number of a decimal as it is written.
    :raises SiteFileError: it is no TOML; the complaint names the line.
    """
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except (ValueError, RecursionError) as error:  # a plain ValueError: a whole number of thousands of digits
        line, _ = position(error) or (text.rstrip().count("\n") + 1, None)
        why = reason(error)
        problem = Text(en=f"is no TOML: {why.en}", zh=f"不是 TOML：{why.zh}")
        raise _unreadable(file, problem, _remedy(text, line), line=line) from error


_FULL_WIDTH = {"“": '"', "”": '"', "‘": "'", "’": "'", "＝": "=", "［": "[", "］": "]", "，": ",", "＃": "#", "．": "."}
"""What a Chinese keyboard or a word processor writes where TOML wants the plain character."""


def _remedy(text: str, line: int) -> Text:
    """What to do about the line: where it holds a character that looks like the right one, that."""
    there = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
    wrong = next((one for one in there.partition("#")[0] if one in _FULL_WIDTH), None)
    if wrong is None:
        return Text(en="correct this line", zh="改正这一行")
    right = _FULL_WIDTH[wrong]
    return Text(en=f"write {right} in place of {wrong}", zh=f"将 {wrong} 改为 {right}")


def _unreadable(file: Path, problem: Text, remedy: Text, *, line: int | None = None) -> SiteFileError:
    complaints = Complaints(str(file), {} if line is None else {(): line})
    complaints.add((), problem, remedy)
    return SiteFileError(complaints.found)
