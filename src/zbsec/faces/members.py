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
        self._lives: dict[int, tuple[int, int]] = {}
        """From when to when each consent lives, in microseconds."""
        self._by_who: dict[bytes, int | None] = {}
        """Row of everybody's template; None: the consent covers other terms."""
        self._who: dict[str, bytes] = {}
        self._prepared: dict[frozenset[str] | None, tuple[NDArray[np.bool_], Allowed]] = {}
        self._arrays: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]] | None = None

    def __len__(self) -> int:
        return len(self._index)

    @property
    def held(self) -> int:
        """Everybody who was added, those with other terms included."""
        return len(self._by_who)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in those whose consent covers the terms at some time, in place of what they had."""
        everybody = list(entries)
        self.forget(entry.who for entry in everybody)
        covered = [one for one in everybody if one.consent.is_living(one.consent.given_at, self._terms)]
        self._by_who.update((one.who, None) for one in everybody)
        self._who.update((one.consent.holder, one.who) for one in everybody)
        if covered:
            ids = np.array([one.id for one in covered], np.int64)
            self._index.add(ids, np.stack([one.template.vector for one in covered]))
        for one in covered:
            self._by_who[one.who] = one.id
            self._consents[one.id] = one.consent
            ends = one.consent.end(self._terms)
            self._lives[one.id] = _microseconds(one.consent.given_at), _microseconds(ends)
        self._changed()

    def remove(self, holder: str) -> None:
        """Forget a holder; nothing happens where there is none."""
        if holder in self._who:
            self.forget([self._who[holder]])

    def forget(self, whos: Iterable[bytes]) -> None:
        """Forget holders by what stands for them in the evidence; others than are here do no harm."""
        ids = [self._by_who.pop(who) for who in set(whos) & self._by_who.keys()]
        gone = [id for id in ids if id is not None]
        self._index.remove(np.array(gone, np.int64))
        for id in gone:
            del self._consents[id], self._lives[id]
        self._changed()

    def holds(self, holder: str) -> bool:
        """Whether the holder has a template here that can be searched."""
        return self._by_who.get(self._who.get(holder, b"")) is not None

    def any_ends(self, after: datetime, until: datetime) -> bool:
        """Whether a consent ends behind the one moment and not behind the other."""
        _, _, ends = self._times()
        return bool(((ends > _microseconds(after)) & (ends <= _microseconds(until))).any())

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
        return self.nearest_each(vector[np.newaxis], at=at, min_score=min_score, limit=limit, allowed=allowed)[0]

    def nearest_each(
        self,
        vectors: NDArray[np.float32],
        *,
        at: datetime,
        min_score: float,
        limit: int = 1,
        allowed: frozenset[str] | None = None,
    ) -> list[list[Match]]:
        """The same for several at once.

        :param vectors: float32 (n, dim), turned.
        """
        hits = self._index.search(vectors, k=limit, min_score=min_score, allowed=self._chosen(at, allowed))
        return [
            [Match(holder=self._consents[id].holder, score=score) for id, score in row if id >= 0]
            for row in (
                zip(ids, scores, strict=True)
                for ids, scores in zip(hits.ids.tolist(), hits.scores.tolist(), strict=True)
            )
        ]

    def _chosen(self, at: datetime, holders: frozenset[str] | None) -> Allowed:
        """``Consent.is_living`` for everyone at once; kept until somebody's consent begins or ends."""
        moment = _microseconds(at)
        ids, begins, ends = self._times()
        living = (begins <= moment) & (moment < ends)
        if holders not in self._prepared or not np.array_equal(living, self._prepared[holders][0]):
            if len(self._prepared) >= MOST_PREPARED:
                self._prepared.clear()
            wanted = living if holders is None else living & self._among(holders)
            self._prepared[holders] = living, Allowed(ids[wanted])
        return self._prepared[holders][1]

    def _among(self, holders: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([consent.holder in holders for consent in self._consents.values()], np.bool_)

    def _times(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Row, begin and end of everybody's consent, made anew when the first search after a change asks."""
        if self._arrays is None:
            ids = np.fromiter(self._lives, np.int64, len(self._lives))
            lives = np.array(list(self._lives.values()), np.int64).reshape(-1, 2)
            self._arrays = ids, lives[:, 0].copy(), lives[:, 1].copy()
        return self._arrays

    def _changed(self) -> None:
        self._prepared.clear()
        self._arrays = None


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
