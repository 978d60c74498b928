"""Name → ``"module:attribute"``, imported on first use; people outside the tree register through entry points."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from zbsec._text import Text, two

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoints


def _others(group: str) -> Text:
    return two(f"others register in entry-point group {group}", f"其他软件包可在入口点组 {group} 中登记")


class Registry:
    """One table of the library, open to entry points of one group.

    A name of the library cannot be taken over by an entry point: what ``create("barrier")`` gives never depends on
    what else is installed.
    """

    def __init__(self, what: Text, *, group: str, table: Mapping[str, str]) -> None:
        if list(table) != sorted(table):
            raise AssertionError(f"the table of {what.en}s is not sorted")
        self._what = what
        self._group = group
        self._table = dict(table)

    @property
    def own(self) -> Mapping[str, str]:
        """The library's own rows."""
        return dict(self._table)

    def names(self) -> list[str]:
        """Every name, sorted, entry points included."""
        return sorted({*self._table, *(point.name for point in self._points())})

    def __contains__(self, name: object) -> bool:
        return name in self._table or any(point.name == name for point in self._points())

    def load(self, name: str) -> Any:
        """Import and return what ``name`` stands for.

        :raises RegistryError: no such name; the sentence lists those there are.
        """
        if name in self._table:
            module, _, attribute = self._table[name].partition(":")
            return getattr(importlib.import_module(module), attribute)
        for point in self._points(name):
            return point.load()
        from zbsec.errors import RegistryError  # noqa: PLC0415 - a tenth of what the taxonomy costs to import

        raise RegistryError(self._what, name, self.names(), hint=_others(self._group))

    def _points(self, name: str | None = None) -> EntryPoints:
        from importlib.metadata import entry_points  # noqa: PLC0415 - 30 ms that a name of our own does not cost

        points = entry_points(group=self._group)
        return points if name is None else points.select(name=name)
