"""The timeline: what happened, told to a person as it happens, and kept for the report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from zbsec.records import CredentialKind, EventCode, Reason
from zbsec.sites import Lang

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import SimpleNamespace

    from zbsec.journal import Entry
    from zbsec.records import Event
    from zbsec.sites import Site

TONES = {
    EventCode.ACCESS_GRANTED: "good",
    EventCode.ACCESS_TAKEN: "good",
    EventCode.ACCESS_DENIED: "bad",
    EventCode.DEVICE_FAULT: "bad",
    EventCode.PERIMETER_LINE_CROSSED: "bad",
    EventCode.UPLINK_LOST: "bad",
    EventCode.UPLINK_REFUSED: "bad",
    EventCode.UPLINK_RESTORED: "good",
}

UNTOLD = frozenset({EventCode.DOOR_MODE, EventCode.DOOR_PHYSICAL, EventCode.BARRIER_VEHICLE_PRESENT})
"""In the journal, and too many for a story."""

ENGLISH = {
    EventCode.ACCESS_GRANTED: "granted",
    EventCode.ACCESS_DENIED: "denied",
    EventCode.ACCESS_TAKEN: "passed",
    EventCode.ACCESS_NOT_TAKEN: "did not pass",
    EventCode.CONSENT_GIVEN: "consent recorded",
    EventCode.CONSENT_WITHDRAWN: "consent withdrawn",
    EventCode.DEVICE_OFFLINE: "device offline",
    EventCode.DEVICE_STATE: "device online",
    EventCode.DEVICE_FAULT: "device fault",
    EventCode.FRAME_REJECTED: "picture unusable",
    EventCode.KIOSK_CALL: "call",
    EventCode.KIOSK_CALL_ANSWERED: "call answered",
    EventCode.KIOSK_CALL_ENDED: "call ended",
    EventCode.PERIMETER_ALARM: "perimeter alarm",
    EventCode.PERIMETER_LINE_CROSSED: "line crossed",
    EventCode.SITE_CLOSED: "site closed",
    EventCode.SITE_OPENED: "site opened",
    EventCode.UPLINK_LOST: "platform lost",
    EventCode.UPLINK_REFUSED: "platform refused",
    EventCode.UPLINK_RESTORED: "platform restored",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the timeline."""

    time: str
    source: str
    what: str
    why: str
    latency: str
    tone: str
    code: str

    def facts(self) -> dict[str, str]:
        return asdict(self)


class Narrator:
    """Tells the journal's entries in one language.

    :param tell: where lines go; the demo prints them, ``--json`` drops them.
    """

    def __init__(self, site: Site, words: SimpleNamespace, lang: Lang, tell: Callable[[str], None]) -> None:
        self.rows: list[Row] = []
        self.told = 0
        self._site = site
        self._words = words
        self._lang = lang
        self._tell = tell
        self._start: datetime | None = None

    def heading(self, text: str) -> None:
        self._tell(f"\n── {text}")

    def note(self, text: str) -> None:
        self._tell(f"         {text}")

    def entry(self, entry: Entry) -> None:
        """Tell one entry of the journal, unless it is one of those too many to tell."""
        self.told = entry.sequence
        event = entry.event
        self._start = self._start or event.occurred_at
        if event.code in UNTOLD:
            return
        latency = event.data.get("latency_ms")
        row = Row(
            time=f"{(event.occurred_at - self._start).total_seconds():7.2f}",
            source=self._name(event),
            what=self._what(event),
            why=self._why(event),
            latency="" if latency is None else f"{latency:.0f}",
            tone=TONES.get(event.code, ""),
            code=event.code.value,
        )
        self.rows.append(row)
        mark = {"good": "✓", "bad": "✗"}.get(row.tone, "·")
        after = f"  [{row.latency} ms]" if row.latency else ""
        self._tell(f"{row.time} {mark} {row.source}: {row.what}{' · ' + row.why if row.why else ''}{after}")

    def _what(self, event: Event) -> str:
        what = event.code.zh if self._lang == "zh" else ENGLISH.get(event.code, event.code.value)
        subject = event.data.get("plate") or event.data.get("holder")
        if subject is None and event.data.get("credential") == CredentialKind.FACE and _is_unknown(event):
            subject = self._words.stranger
        return f"{what} ({subject})" if subject else what

    def _why(self, event: Event) -> str:
        data = event.data
        parts = []
        if "reason" in data:
            reason = Reason(str(data["reason"]))
            parts.append(reason.zh if self._lang == "zh" else reason.en)
            if "plate_twins" in data:
                parts.append(str(data["plate_twins"]))
        if event.code is EventCode.ACCESS_GRANTED and data.get("plate_read") not in (None, data.get("plate")):
            parts.append(self._words.repaired.format(read=data["plate_read"], plate=data["plate"]))
        if event.code is EventCode.ACCESS_DENIED:
            parts.append(self._site.access_point(event.source).other_way.of(self._lang))
        told = ("cause", "detail_zh" if self._lang == "zh" and "detail_zh" in data else "detail", "line")
        parts += [str(data[name]) for name in told if name in data and not parts and data[name] != event.source]
        return " · ".join(parts)

    def _name(self, event: Event) -> str:
        site = self._site
        names = {site.id: site.name}
        names |= {point.id: point.name for point in site.access_points}
        names |= {device.id: device.name for device in site.devices}
        names |= {line.id: line.name for line in site.perimeter}
        return names.get(event.source, event.source) if self._lang == "zh" else event.source


def _is_unknown(event: Event) -> bool:
    """Whether a face was looked at and is nobody's: a photograph, or a face that nobody saw clearly, is no stranger."""
    return event.data.get("reason") == Reason.CREDENTIAL_NOT_FOUND
