"""What is wrong in one plan file, gathered until the whole of it has been read, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from zbsec.errors import Complaint, PlanFileError
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zbsec.sites.text import Lang

WHOLE_FILE = Text(en="(the file)", zh="（整个文件）")


def two(en: str, zh: str) -> Text:
    """A sentence in both languages."""
    return Text(en=en, zh=zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the file a feature stands."""

    kind: str
    id: str
    number: int
    """Counted from 1: among all features of a GeoJSON file, among the tables of its kind in a TOML file."""
    line: int | None = None

    def key(self, key: str = "") -> Text:
        name = f'{self.kind} "{self.id}"' if self.id else self.kind
        tail = f": {key}" if key else ""
        return two(f"{name} (feature {self.number}){tail}", f"{name}（第 {self.number} 个要素）{tail}")


class Faults:
    """The complaints about one file, in its order."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[tuple[int, int | None, Text, Text, Text]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, where: Place | None, key: str, problem: Text, remedy: Text, *, line: int | None = None) -> None:
        at = line if where is None else where.line
        order = at or (where.number if where else 0)
        self._found.append((order, at, WHOLE_FILE if where is None else where.key(key), problem, remedy))

    def raise_if_any(self) -> None:
        if self._found:
            self.fail()

    def fail(self) -> NoReturn:
        raise PlanFileError(list(self._in("en")), list(self._in("zh")))

    def _in(self, lang: Lang) -> Iterable[Complaint]:
        for _, line, key, problem, remedy in sorted(self._found, key=lambda fault: fault[0]):
            said = {"key": key.of(lang), "problem": problem.of(lang), "remedy": remedy.of(lang)}
            yield Complaint(file=self._file, line=line, **said)
