"""What is wrong in one plan file, gathered until the whole of it has been read, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from zbsec._text import Text, two
from zbsec.errors import WHOLE_FILE, Complaint, SiteFileError

__all__ = ["Faults", "Place", "two"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the file a feature stands."""

    kind: str
    id: str
    number: int
    """Counted from 1: among all features of a GeoJSON file, among the tables of its kind in a TOML file."""
    line: int | None = None

    def key(self, key: str = "") -> str:
        """Such as ``camera "gate" #3: height_m``, the same in every language."""
        name = f'{self.kind} "{self.id}"' if self.id else self.kind
        return f"{name} #{self.number}".strip() + (f": {key}" if key else "")


class Faults:
    """The complaints about one file, in its order."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[tuple[int, Complaint]] = []

    def add(self, where: Place | None, key: str, problem: Text, remedy: Text, *, line: int | None = None) -> None:
        at = line if where is None else where.line
        order = at or (where.number if where else 0)
        named = WHOLE_FILE if where is None else where.key(key)
        said = Complaint.told(self._file, at, named, problem, remedy)
        self._found.append((order, said))

    def raise_if_any(self) -> None:
        if self._found:
            self.fail()

    def fail(self) -> NoReturn:
        raise SiteFileError([said for _, said in sorted(self._found, key=lambda fault: fault[0])])
