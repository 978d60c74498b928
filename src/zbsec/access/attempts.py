"""Wrong credentials one after the other at one access point: somebody tries what is not theirs (GB 50396 5.1.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from zbsec.records import CredentialKind, Reason

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.records import Credential, Decision

MOST_ATTEMPTS = 5
"""The standard lets the alarm wait for five at most."""
WRONG = frozenset({Reason.CREDENTIAL_NOT_FOUND, Reason.NOT_LIVE})
FORGOTTEN_AFTER = timedelta(minutes=10)


class WrongAttempts:
    """Counts the wrong attempts in a row at one access point.

    A credential that nobody registered is wrong, and so is a picture of a face; one that was let in begins the count
    anew. Vehicles are told apart by their plates, so that five visitors in a queue raise no alarm and one vehicle
    that comes five times does. Of faces and cards nothing is remembered but the count (governance G31).

    :param limit: the alarm comes with this one, 1 to 5.
    :param forgotten_after: an attempt so long after the last begins anew.
    :raises ValueError: a limit above what the standard lets wait.
    """

    def __init__(self, *, limit: int = MOST_ATTEMPTS, forgotten_after: timedelta = FORGOTTEN_AFTER) -> None:
        if not 1 <= limit <= MOST_ATTEMPTS:
            raise ValueError(f"limit is 1 to {MOST_ATTEMPTS} (GB 50396-2007 5.1.5), not {limit}")
        self.limit = limit
        self._forgotten_after = forgotten_after
        self._who: object = None
        self._count = 0
        self._last: datetime | None = None

    def alarms(self, decision: Decision) -> bool:
        """Note a decision; True: the alarm is due with this one, and the count begins anew."""
        if decision.granted:
            self._count = 0
        if decision.reason not in WRONG:
            return False
        self._count = self._count + 1 if self._goes_on(decision) else 1
        self._who, self._last = _who(decision.credential), decision.decided_at
        if self._count < self.limit:
            return False
        self._count = 0
        return True

    def _goes_on(self, decision: Decision) -> bool:
        recent = self._last is not None and decision.decided_at - self._last < self._forgotten_after
        return recent and self._who == _who(decision.credential)


def _who(credential: Credential) -> object:
    return credential.kind, credential.value if credential.kind is CredentialKind.PLATE else None
