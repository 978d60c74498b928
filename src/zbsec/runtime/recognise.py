"""From a frame to the credential it shows: the one place where pictures become references."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from zbsec.records import Credential, CredentialKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbsec.faces import Backend, Gallery
    from zbsec.plates import Book, Reader
    from zbsec.records import Box, Frame, PlateReading, Scalar

MIN_FACE_PX = 80
"""Smaller faces stand behind the person at the gate; no template is computed of bystanders (governance G32)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A credential seen in a frame."""

    credential: Credential
    box: Box
    ambiguous: bool = False
    """More than one registration fits; none was picked."""
    facts: Mapping[str, Scalar] = field(default_factory=dict)
    """What the event may say about it besides the credential."""


class Recogniser(Protocol):
    """Looks for the one credential that a lane is about."""

    def look(self, frame: Frame) -> Sighting | None:
        """The nearest credential in the frame, or None. Plain and synchronous; runs in a worker thread."""
        ...


class FaceRecogniser:
    """The nearest face, identified among the gallery's living consents, or nobody's."""

    def __init__(self, backend: Backend, gallery: Gallery) -> None:
        self._backend = backend
        self._gallery = gallery

    def look(self, frame: Frame) -> Sighting | None:
        near = [face for face in self._backend.detect(frame.image) if face.box.width_px >= MIN_FACE_PX]
        if not near:
            return None
        face = max(near, key=lambda face: face.box.width_px * face.box.height_px)
        vector = self._backend.embed(frame.image, [face])[0]
        match = self._gallery.identify(vector, at=frame.captured_at)
        vector.fill(0.0)
        holder = None if match is None else match.holder
        return Sighting(credential=Credential(kind=CredentialKind.FACE, holder=holder), box=face.box)


class PlateRecogniser:
    """The nearest plate, matched with the book of registered vehicles."""

    def __init__(self, reader: Reader, book: Book) -> None:
        self._reader = reader
        self._book = book

    def look(self, frame: Frame) -> Sighting | None:
        readings = self._reader.read(frame.image)
        if not readings:
            return None
        reading = max(readings, key=lambda reading: reading.box.width_px)
        match = self._book.match(reading)
        plate = reading.text if match is None else match.plate
        holder = None if match is None else match.holder
        facts = _reading_facts(reading) | {"plate": plate}
        if match is not None:
            facts["plate_class"] = match.plate_class
        return Sighting(
            credential=Credential(kind=CredentialKind.PLATE, holder=holder, value=plate),
            box=reading.box,
            ambiguous=match is not None and bool(match.ambiguous),
            facts=facts,
        )


def _reading_facts(reading: PlateReading) -> dict[str, Scalar]:
    box = reading.box
    return {
        "plate_read": reading.text,
        "plate_colour": reading.colour.value,
        "plate_reliability": round(100 * reading.score),
        "box_left": box.left,
        "box_top": box.top,
        "box_right": box.right,
        "box_bottom": box.bottom,
    }
