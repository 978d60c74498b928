"""Time as a gallery sees it: it never goes back, whatever the clock of the machine does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from zbsec.errors import ClockError
from zbsec.faces import lawful

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.faces.vault import Vault

TOLERANCE = timedelta(minutes=5)
"""Frames come late and machines differ; less than this is no clock set back."""


class Clock:
    """The latest moment seen, here or in the key store. An earlier one counts as that one: no consent comes back."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.kept_at = vault.state().seen_at
        """The latest moment that the key store knows."""
        self._latest = self.kept_at
        self._told = self.kept_at

    def now(self, at: datetime | None) -> datetime:
        """That moment, or now; never before one that was seen."""
        self._told = lawful.moment(at)
        self._latest = max(self._latest, self._told)
        return self._latest

    def strictly_now(self, at: datetime | None) -> datetime:
        """The same, for what must not be dated wrongly.

        :raises ClockError: the clock was set back.
        """
        moment = lawful.moment(at)
        if moment < self._latest - TOLERANCE:
            raise ClockError(moment, self._latest)
        return self.now(moment)

    @property
    def behind(self) -> timedelta:
        """By how much the last moment given lies before the latest seen; more than ``TOLERANCE``: it was set back."""
        return self._latest - self._told

    def keep(self) -> None:
        """Let the key store know, so that a restart does not forget."""
        self._vault.saw(self._latest)
        self.kept_at = self._latest

    def refresh(self) -> None:
        """Take over what another process saw, or that somebody accepted an earlier time."""
        kept = self._vault.state().seen_at
        self._latest = kept if kept < self.kept_at else max(self._latest, kept)
        self.kept_at = kept
