"""What is wrong with the notation of a TOML or JSON file, in both languages; Python's parsers speak English only."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING

from zbsec._text import Text, two

if TYPE_CHECKING:
    from collections.abc import Callable

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

_WORDS: dict[str, str] = {"array": "数组", "inline table": "内联表"}

_UNCLOSED = two("a text in quotes does not end on its line", "引号中的文字没有在本行结束")

_KINDS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"Cannot declare (.+) twice", lambda found: f"{_dotted(found[1])} 声明了两次"),
    (r"Cannot overwrite a value", lambda _: "同一键写了两次"),
    (
        r"Cannot (?:redefine|mutate) (?:immutable )?namespace (.+)",
        lambda found: f"{_dotted(found[1])} 已定义，不可再改",
    ),
    (r"Duplicate inline table key (.+)", lambda found: f"内联表中 {found[1]} 重复"),
    (r"Escaped character is not a Unicode scalar value", lambda _: "转义字符不是 Unicode 字符"),
    (r"Expected '=' after a key in a key/value pair", lambda _: "键之后缺少“=”"),
    (r"Expected '(\]\]?)' at the end of an? \w+ declaration", lambda found: f"表头末尾缺少“{found[1]}”"),
    (r"Expected newline or end of document after a statement", lambda _: "该行结束后还有多余内容"),
    (r"Expected (.+)", lambda found: f"此处应为 {found[1]}"),
    (r"(?:Found invalid|Illegal) character (.+)", lambda found: f"不允许的字符 {found[1]}"),
    (r"Invalid date or datetime", lambda _: "没有这样的日期或时刻"),
    (r"Invalid hex value", lambda _: "转义中的十六进制数字有误"),
    (r"Invalid initial character for a key part", lambda _: "键不能以此字符开头"),
    (r"Invalid statement", lambda _: "此处应为键、表头或注释"),
    (r"Invalid value", lambda _: "值的写法有误，文字须加引号"),
    (r"Unclosed (array|inline table)", lambda found: f"{_WORDS[found[1]]}没有结束"),
    (r"Unescaped '\\' in a string", lambda _: "字符串中的反斜杠须写成两个，或用单引号"),
    (r"Unterminated string(?: starting at)?", lambda _: "字符串没有结束的引号"),
    (r"Exceeds the limit .+", lambda _: "整数位数过多"),
    (r"maximum recursion depth exceeded.*", lambda _: "嵌套过深"),
    (r"Expecting value", lambda _: "此处缺少值"),
    (r"Expecting '(.)' delimiter", lambda found: f"此处缺少“{found[1]}”"),
    (r"Expecting property name enclosed in double quotes", lambda _: "此处应为双引号中的名称"),
    (r"Extra data", lambda _: "结束后还有多余内容"),
    (r"Illegal trailing comma before end of \w+", lambda _: "末尾多一个逗号"),
    (r"Invalid control character at", lambda _: "字符串中有控制字符"),
    (r"Invalid \\+(?:uXXXX )?escape.*", lambda _: "转义有误"),
)
"""What tomllib and json say, of the releases of Python that the library runs on."""


def reason(error: ValueError | RecursionError) -> Text:
    """Why a text is no TOML, or no JSON, without the place."""
    if str(error).startswith(r"Illegal character '\n'"):
        return _UNCLOSED
    said = error.msg if isinstance(error, json.JSONDecodeError) else _POSITION.sub("", str(error))
    for pattern, say in _KINDS:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return two(said, say(found))
    return two(said or "is malformed", "写法有误")


def position(error: Exception) -> tuple[int, int] | None:
    """Line and column of what tomllib complains of, from 1; None: the end of the text, or nothing is said."""
    found = _POSITION.search(str(error))
    return (int(found[1]), int(found[2])) if found and found[1] else None


def _dotted(names: str) -> str:
    """``('a', 'b')`` as ``[a.b]``."""
    return f"[{'.'.join(ast.literal_eval(names))}]" if names.startswith("(") else names
