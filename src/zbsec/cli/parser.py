"""Arguments of a command, refused in the reader's language. ``argparse`` itself speaks English only."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from zbsec._text import Text, two
from zbsec.cli.help_zh import spoken
from zbsec.cli.language import now_spoken
from zbsec.errors import ZbsecError

if TYPE_CHECKING:
    from collections.abc import Callable


class UsageError(ZbsecError):
    """What was typed is no command; ``usage`` says how it is typed."""

    def __init__(self, said: Text, *, prog: str, usage: str) -> None:
        super().__init__(said)
        self.prog = prog
        self.usage = usage


class Misuse(argparse.ArgumentTypeError):
    """What was written for one argument is none; says what would be right."""

    def __init__(self, said: Text) -> None:
        self.said = said
        super().__init__(said.en)


class Formatter(argparse.HelpFormatter):
    """Help in the language of this run."""

    def start_section(self, heading: str | None) -> None:
        super().start_section(_spoken(heading))

    def add_text(self, text: str | None) -> None:
        super().add_text(_spoken(text))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return _spoken(action.help)

    def _format_usage(self, *arguments: Any) -> str:
        usage = super()._format_usage(*arguments)
        return re.sub(r"^usage: ", "用法：", usage) if now_spoken() == "zh" else usage


def _spoken(text: str | None) -> str | None:
    return spoken(text) if text and now_spoken() == "zh" else text


class Parser(argparse.ArgumentParser):
    """Raises ``UsageError`` where its base prints and exits; its help is in the language of this run."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **{**settings, "formatter_class": Formatter})

    def error(self, message: str) -> NoReturn:
        raise UsageError(_said(message, sys.exc_info()[1]), prog=self.prog, usage=self.format_usage())

    def complain(self, said: Text) -> NoReturn:
        """Refuse arguments that do not go together.

        :raises UsageError: always.
        """
        raise UsageError(said, prog=self.prog, usage=self.format_usage())


def _said(message: str, error: BaseException | None) -> Text:
    """The sentence in both languages: from the reader of the argument, or from what argparse is known to say."""
    named = re.match(r"argument (.+?): ", message)
    rest = message[named.end() :] if named else message
    reader = error.__context__ if isinstance(error, argparse.ArgumentError) else None
    said = reader.said if isinstance(reader, Misuse) else two(rest, _in_chinese(rest))
    return two(f"argument {named[1]}: {said.en}", f"参数 {named[1]}：{said.zh}") if named else said


def _in_chinese(message: str) -> str:
    for pattern, say in _KNOWN:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return say(found)
    return f"用法有误（{message}）"


def _listed(names: str) -> str:
    return names.replace(", ", "、")


_KNOWN: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"the following arguments are required: (.+)", lambda found: f"缺少必需的参数：{_listed(found[1])}"),
    (r"unrecognized arguments: (.+)", lambda found: f"无法识别的参数：{found[1]}"),
    (
        r"invalid choice: (.+?) \(choose from (.+)\)",
        lambda found: f"没有 {found[1]} 这一项；可用的有：{_listed(found[2])}",
    ),
    (r"expected one argument", lambda _: "需要一个值"),
    (r"expected at most one argument", lambda _: "至多一个值"),
    (r"expected at least one argument", lambda _: "至少需要一个值"),
    (r"expected (\d+) arguments?", lambda found: f"需要 {found[1]} 个值"),
    (r"invalid (\S+) value: (.+)", lambda found: f"{found[2]} 不是有效的值（{found[1]}）"),
    (r"not allowed with argument (.+)", lambda found: f"不能与参数 {found[1]} 同时使用"),
    (r"one of the arguments (.+) is required", lambda found: f"须给出其中之一：{found[1]}"),
    (
        r"ambiguous option: (\S+) could match (.+)",
        lambda found: f"选项 {found[1]} 不明确，可能是：{_listed(found[2])}",
    ),
    (r"ignored explicit argument (.+)", lambda found: f"该选项不带值，却写了 {found[1]}"),
)
"""What argparse says, of the releases of Python that the library runs on."""
