"""English or Chinese: what the caller asked for, or what the environment says."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


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


def _from_environment() -> str:
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return (Language.ZH if spoken.lower().startswith("zh") else Language.EN).value
