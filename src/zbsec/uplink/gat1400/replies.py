"""What a platform's answer means, whichever of the five known envelopes it comes in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any


class Verdict(Enum):
    """What to do after a reply."""

    DONE = auto()
    REGISTER = auto()
    """The platform does not know us (any more)."""
    LATER = auto()
    """Busy or broken: the same message again, after a pause."""
    REFUSED = auto()
    """The message itself is wrong in its eyes; sending it again would change nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The verdict on one message, and the platform's own words for it."""

    verdict: Verdict
    status: str
    """HTTP status, or ``StatusCode`` where that decided."""
    reason: str


_BY_STATUS_CODE = {
    0: Verdict.DONE,
    4: Verdict.REGISTER,
    5: Verdict.REFUSED,
    6: Verdict.REFUSED,
    7: Verdict.REFUSED,
    8: Verdict.REFUSED,
    9: Verdict.REGISTER,
}
"""GA/T 1400.4 status codes; 1 other error, 2 busy, 3 device error and everything unheard of are for later."""

_BY_HTTP = {400: Verdict.REFUSED, 401: Verdict.REGISTER, 403: Verdict.REGISTER, 404: Verdict.REGISTER}
_BY_HTTP |= {405: Verdict.REFUSED, 413: Verdict.REFUSED}


def read_reply(http_status: int, body: bytes) -> Reply:
    """Judge a reply by its HTTP status first, then by every status object in its body.

    Content types are not looked at: platforms send any of five, or none.
    """
    if not 200 <= http_status < 300:
        verdict = _BY_HTTP.get(http_status, Verdict.LATER)
        return Reply(verdict=verdict, status=f"HTTP {http_status}", reason=_words(body))
    try:
        found = _statuses(json.loads(body.decode("utf-8", errors="replace")))
    except ValueError:
        return Reply(verdict=Verdict.LATER, status=f"HTTP {http_status}", reason=f"no JSON: {_words(body)}")
    if not found:
        return Reply(verdict=Verdict.LATER, status=f"HTTP {http_status}", reason=f"no status object: {_words(body)}")
    worst = max(found, key=lambda status: _code(status) != 0)
    code = _code(worst)
    verdict = Verdict.LATER if code is None else _BY_STATUS_CODE.get(code, _BY_HTTP.get(code, Verdict.LATER))
    return Reply(verdict=verdict, status=f"StatusCode {code}", reason=str(worst.get("StatusString", "")))


def _statuses(value: Any) -> list[dict[str, Any]]:
    """Every object with a ``StatusCode``, at any depth."""
    if isinstance(value, list):
        return [status for item in value for status in _statuses(item)]
    if not isinstance(value, dict):
        return []
    if "StatusCode" in value:
        return [value]
    return [status for item in value.values() for status in _statuses(item)]


def _code(status: dict[str, Any]) -> int | None:
    try:
        return int(str(status["StatusCode"]))
    except ValueError:
        return None


def _words(body: bytes) -> str:
    text = body[:200].decode("utf-8", errors="replace").strip()
    return text or "an empty body"
