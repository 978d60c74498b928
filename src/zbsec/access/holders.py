"""Who has which rights here. A right belongs to the holder, never to the face (governance G07)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.records._check import aware, filled

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody with a right to pass: an opaque reference, where, and from when to when."""

    id: str
    """Opaque, valid at this site only."""
    access_points: frozenset[str] | None = None
    """Ids of the access points; None: all of the site."""
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        filled("id", self.id)
        for name in ("valid_from", "valid_until"):
            moment = getattr(self, name)
            if moment is not None:
                aware(name, moment)

    def is_valid(self, at: datetime) -> bool:
        """Whether the right holds at that moment; ``valid_until`` itself lies outside."""
        begun = self.valid_from is None or self.valid_from <= at
        return begun and (self.valid_until is None or at < self.valid_until)

    def may_use(self, access_point: str) -> bool:
        return self.access_points is None or access_point in self.access_points


class Holders:
    """The holders of one site, by reference."""

    def __init__(self) -> None:
        self._by_id: dict[str, Holder] = {}
        self._permitted: dict[str, frozenset[str]] = {}

    def add(self, holder: Holder) -> None:
        """Register a holder, or change the rights of one."""
        self._by_id[holder.id] = holder
        self._permitted.clear()

    def remove(self, id: str) -> None:
        """:raises KeyError: no such holder."""
        del self._by_id[id]
        self._permitted.clear()

    def get(self, id: str | None) -> Holder | None:
        return None if id is None else self._by_id.get(id)

    def permitted(self, access_point: str) -> frozenset[str]:
        """Ids of those who may use an access point at some time; the same object until somebody's rights change."""
        if access_point not in self._permitted:
            here = (holder.id for holder in self._by_id.values() if holder.may_use(access_point))
            self._permitted[access_point] = frozenset(here)
        return self._permitted[access_point]

    def __len__(self) -> int:
        return len(self._by_id)
