"""Sentences and names in the two languages of a report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Self, TypeAlias

Lang: TypeAlias = Literal["en", "zh"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same in English and in Chinese.

    :raises ValueError: one of the two is empty.
    """

    en: str
    zh: str

    def __post_init__(self) -> None:
        if not self.en.strip() or not self.zh.strip():
            raise ValueError(f"a text needs both languages: en {self.en!r}, zh {self.zh!r}")

    def of(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.zh


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
