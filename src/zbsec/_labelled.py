"""Enumerations whose members have a name, or say a sentence, in two languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from zbsec._text import Lang


class Labelled(StrEnum):
    """Base of enumerations whose members are written ``NAME = "value", "English", "中文"``."""

    en: str
    zh: str

    def __new__(cls, value: str, en: str = "", zh: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.en = en
        member.zh = zh
        return member

    def of(self, lang: Lang) -> str:
        """The member's name in that language."""
        return self.en if lang == "en" else self.zh
