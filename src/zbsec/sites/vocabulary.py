"""Words of the taxonomy: an enumeration of the library's own, to which other packages add theirs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

    from zbsec.sites.text import Lang


class Named(Protocol):
    """What every word says of itself, whatever else it says."""

    @property
    def en(self) -> str: ...
    @property
    def zh(self) -> str: ...


class Vocabulary(StrEnum):
    """Members are written ``NAME = "code", facts``; the code is stable and is what files and reports hold.

    A code that is no member is looked up in the entry-point group of the vocabulary. What a package registers there
    is the facts, of the same type; the word then behaves like a member. A code of the library cannot be taken over.
    """

    facts: Any

    def __new__(cls, code: str, facts: Named | None = None) -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.facts = facts
        return word

    @property
    def en(self) -> str:
        return str(self.facts.en)

    @property
    def zh(self) -> str:
        return str(self.facts.zh)

    def of(self, lang: Lang) -> str:
        """The word's name in that language."""
        return self.en if lang == "en" else self.zh

    @classmethod
    def group(cls) -> str:
        """The entry-point group in which other packages register words."""
        raise NotImplementedError

    @classmethod
    def codes(cls) -> list[str]:
        """Every code, the library's own in their order and then those of others, sorted."""
        own = [word.value for word in cls]
        return [*own, *sorted({point.name for point in cls._points()} - set(own))]

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        for point in cls._points().select(name=str(value)):
            word = str.__new__(cls, point.name)
            word._value_ = word._name_ = point.name
            word.facts = point.load()
            cls._value2member_map_[point.name] = word  # as the standard library's Flag keeps its made-up members
            return word
        return None

    @classmethod
    def _points(cls) -> EntryPoints:
        from importlib.metadata import entry_points  # noqa: PLC0415 - the dearest import of all, and rarely needed

        return entry_points(group=cls.group())
