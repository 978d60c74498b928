"""One decision for one arrival, however many frames show it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import datetime

ABSENT_FOR = timedelta(seconds=3)
"""In a video, whoever was out of sight for so long arrives anew."""


class Presence:
    """Tells the first frame of an arrival from those that follow. (Vehicles are told apart by ``zbsec.plates.Voter``.)

    Who is present is known by what may be known: a holder's reference. Everybody unknown is one
    and the same nobody, so that nothing has to be remembered to tell strangers apart (governance G31).

    :param absent_for: how long something must be out of sight before it arrives anew.
    """

    def __init__(self, absent_for: timedelta) -> None:
        self._absent_for = absent_for
        self._last_seen: dict[Hashable, datetime] = {}

    def arrives(self, who: Hashable, at: datetime) -> bool:
        """Note that ``who`` is in sight, and say whether this is an arrival."""
        last = self._last_seen.get(who)
        self._last_seen = {key: seen for key, seen in self._last_seen.items() if at - seen < self._absent_for}
        self._last_seen[who] = at
        return last is None or at - last >= self._absent_for
