"""Who can be recognised at a moment: the vectors in memory, and from when to when each holder's consent lives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from zbsec._core import Allowed, VectorIndex
from zbsec.records import Match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from zbsec.faces.vault import Entry
    from zbsec.records import Consent, Terms

MOST_PREPARED = 64
"""Sets of holders, one a lane, for which the choice is kept ready."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Members:
    """The native index over the templates whose consent covers the terms, and only over those."""

    def __init__(self, *, dim: int, key: bytes, terms: Terms) -> None:
        self._index = VectorIndex(dim, key=key)
        self._terms = terms
        self._consents: dict[int, Consent] = {}
        self._prepared: dict[frozenset[str] | None, tuple[NDArray[np.bool_], Allowed]]
        self._refresh()

    def __len__(self) -> int:
        return len(self._index)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in those whose consent covers the terms at some time."""
        covered = [one for one in entries if one.consent.is_living(one.consent.given_at, self._terms)]
        if not covered:
            return
        ids = np.array([one.id for one in covered], np.int64)
        self._index.add(ids, np.stack([one.template.vector for one in covered]))
        self._consents.update((one.id, one.consent) for one in covered)
        self._refresh()

    def remove(self, holder: str) -> None:
        """Forget a holder; nothing happens where there is none."""
        ids = [id for id, consent in self._consents.items() if consent.holder == holder]
        self._index.remove(np.array(ids, np.int64))
        for id in ids:
            del self._consents[id]
        self._refresh()

    def holds(self, holder: str) -> bool:
        """Whether the holder has a template here."""
        return any(consent.holder == holder for consent in self._consents.values())

    def any_ends(self, after: datetime, until: datetime) -> bool:
        """Whether a consent ends behind the one moment and not behind the other."""
        return bool(((self._ends > _microseconds(after)) & (self._ends <= _microseconds(until))).any())

    def nearest(
        self,
        vector: NDArray[np.float32],
        *,
        at: datetime,
        min_score: float,
        limit: int = 1,
        allowed: frozenset[str] | None = None,
    ) -> list[Match]:
        """The holders most alike, best first, among those whose consent lives at that moment.

        :param allowed: only these holders are looked at; None: all.
        """
        chosen = self._chosen(at, allowed)
        hits = self._index.search(vector[np.newaxis], k=limit, min_score=min_score, allowed=chosen)
        return [
            Match(holder=self._consents[id].holder, score=score)
            for id, score in zip(hits.ids[0].tolist(), hits.scores[0].tolist(), strict=True)
            if id >= 0
        ]

    def _chosen(self, at: datetime, holders: frozenset[str] | None) -> Allowed:
        """``Consent.is_living`` for everyone at once; kept until somebody's consent begins or ends."""
        moment = _microseconds(at)
        living = (self._begins <= moment) & (moment < self._ends)
        if holders not in self._prepared or not np.array_equal(living, self._prepared[holders][0]):
            if len(self._prepared) >= MOST_PREPARED:
                self._prepared.clear()
            wanted = living if holders is None else living & self._among(holders)
            self._prepared[holders] = living, Allowed(self._ids[wanted])
        return self._prepared[holders][1]

    def _among(self, holders: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([consent.holder in holders for consent in self._consents.values()], np.bool_)

    def _refresh(self) -> None:
        self._prepared = {}
        consents = self._consents.values()
        self._ids = np.array(list(self._consents), np.int64)
        self._begins = np.array([_microseconds(one.given_at) for one in consents], np.int64)
        self._ends = np.array([_microseconds(one.end(self._terms)) for one in consents], np.int64)


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
