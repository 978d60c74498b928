"""English or Chinese: what the caller asked for, or what the environment says."""

from __future__ import annotations

import os
from enum import StrEnum
from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping


class Language(StrEnum):
    EN = "en"
    ZH = "zh"


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
