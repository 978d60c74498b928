"""The frames of a report: one for each arrival, with what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.cli.demo.annotate import annotate, data_address
from zbsec.records import CredentialKind

if TYPE_CHECKING:
    from types import SimpleNamespace

    from zbsec.runtime import Passage

LIMIT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One annotated frame."""

    title: str
    caption: str
    picture: str
    """A ``data:`` address."""
    tone: str


class Album:
    """Collects shots while the lanes run; a face that matched nobody is gone before it gets here."""

    def __init__(self, words: SimpleNamespace) -> None:
        self.shots: list[Shot] = []
        self._words = words

    def add(self, passage: Passage) -> None:
        if passage.frame is None or passage.sighting is None or len(self.shots) >= LIMIT:
            return
        credential, granted = passage.sighting.credential, passage.decision.granted
        unknown_face = credential.kind is CredentialKind.FACE and credential.holder is None
        picture = annotate(passage.frame, passage.sighting.box, granted=granted, blank=unknown_face)
        self.shots.append(
            Shot(
                title=self._words.granted if granted else self._words.denied,
                caption=self._caption(passage, unknown_face=unknown_face),
                picture=data_address(picture),
                tone="good" if granted else "bad",
            )
        )

    def _caption(self, passage: Passage, *, unknown_face: bool) -> str:
        facts = passage.sighting.facts if passage.sighting else {}
        read, plate = facts.get("plate_read"), facts.get("plate")
        parts = [passage.decision.access_point]
        if unknown_face:
            parts.append(self._words.stranger)
        elif read is None:
            parts.append(str(passage.decision.credential.holder))
        elif read == plate:
            parts.append(self._words.read.format(read=read))
        else:
            parts.append(self._words.repaired.format(read=read, plate=plate))
        if passage.latency_ms is not None:
            parts.append(f"{passage.latency_ms:.0f} ms")
        return " · ".join(parts)
