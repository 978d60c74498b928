"""English or Chinese: what the caller asked for, or what the environment says."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from zbsec._text import Lang


class Language(StrEnum):
    EN = "en"
    ZH = "zh"


_SPOKEN: ContextVar[Lang] = ContextVar("language of this run", default="en")


def now_spoken() -> Lang:
    """The language of this run, before and after its arguments have been read."""
    return _SPOKEN.get()


@contextmanager
def speaking(arguments: Sequence[str]) -> Iterator[Lang]:
    """What is typed decides, also where the rest of it is wrong; else the environment does."""
    lang = _asked(arguments) or _from_environment()
    token = _SPOKEN.set("zh" if lang == Language.ZH else "en")
    try:
        yield _SPOKEN.get()
    finally:
        _SPOKEN.reset(token)


def _asked(arguments: Sequence[str]) -> str | None:
    asked = None
    for name, value in zip(arguments, [*arguments[1:], ""], strict=True):
        option, equals, given = name.partition("=")
        if option == "--lang":
            asked = given if equals else value
    return asked


def add_language(command: argparse.ArgumentParser) -> None:
    """Give a command its ``--lang``."""
    command.add_argument(
        "--lang",
        choices=[language.value for language in Language],
        default=_from_environment(),
        help="language of what is printed (default: %(default)s, from the environment)",
    )


def spoken(texts: Mapping[str, tuple[str, ...]], language: str) -> SimpleNamespace:
    """Every text in one language, as attributes.

    :param texts: by name, in the order of ``Language``.
    """
    return SimpleNamespace(**{name: of(said, language) for name, said in texts.items()})


def of(texts: tuple[str, ...], language: str) -> str:
    """One text in one language.

    :param texts: in the order of ``Language``.
    """
    return texts[list(Language).index(Language(language))]


def _from_environment() -> str:
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return (Language.ZH if spoken.lower().startswith("zh") else Language.EN).value
