"""Sentences and names in the two languages of a report."""

from __future__ import annotations

from typing import NamedTuple, Self

from zbsec._labelled import Labelled, Lang

__all__ = ["Labelled", "Lang", "Text"]


class _Pair(NamedTuple):
    en: str
    zh: str


class Text(_Pair):
    """The same in English and in Chinese.

    :raises ValueError: one of the two is empty.
    """

    __slots__ = ()

    def __new__(cls, *, en: str, zh: str) -> Self:
        if not en.strip() or not zh.strip():
            raise ValueError(f"a text needs both languages: en {en!r}, zh {zh!r}")
        return super().__new__(cls, en, zh)

    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, str]]:
        return (), {"en": self.en, "zh": self.zh}

    def of(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.zh
