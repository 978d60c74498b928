"""Sentences and names in the two languages of the library: the noun that errors, findings and reports are made of."""

from __future__ import annotations

from typing import Literal, NamedTuple, Self, TypeAlias

Lang: TypeAlias = Literal["en", "zh"]


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


def two(en: str, zh: str) -> Text:
    """A sentence in both languages."""
    return Text(en=en, zh=zh)


def same(said: str | Text) -> Text:
    """A text that is both already, or one that is the same in either language: a name, an answer of another program."""
    return said if isinstance(said, Text) else Text(en=said or "-", zh=said or "-")
