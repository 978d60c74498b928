"""Why a plate was not read rightly: one cause each, in the order in which they are asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from zbsec.plates.detect import Detector, grown, rectify
from zbsec.plates.grammar import PROVINCES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zbsec.cli.bench.photographs.judge import Answer
    from zbsec.cli.bench.photographs.labels import Label
    from zbsec.cli.bench.photographs.readers import Found

UPRIGHT_PX = {1: (256, 80), 2: (240, 120)}
MARGINS = ((0.0, 0.0), (0.04, 0.1), (-0.03, -0.06))


class Cause(StrEnum):
    NOT_FOUND = "not_found"
    """No quadrilateral was proposed there."""
    NOT_READ = "not_read"
    """One was proposed, and nothing in it read as a plate."""
    CORNERS = "corners"
    """With the labelled corners the same reader reads it rightly."""
    LENGTH = "length"
    """Characters are lost or too many."""
    PROVINCE = "province"
    """Only the province is wrong."""
    PAIR = "pair"
    """One character is taken for another."""
    SEVERAL = "several"
    COLOUR = "colour"
    """All characters are right, the ground colour is not."""


class CropReader(Protocol):
    def read_crop(self, picture: NDArray[np.uint8]) -> list[Found]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A failure and its cause."""

    cause: Cause
    pair: str = ""
    """What was there and what was read, ``0→D``; empty where it is not one character."""


class Inquiry:
    """Finds causes of what ours reads wrongly.

    :param threads: of the detector, which is asked once more for what it proposes.
    """

    def __init__(self, reader: CropReader, *, threads: int) -> None:
        self._reader = reader
        self._detector = Detector(threads=threads)

    def cause(self, label: Label, answer: Answer, picture: NDArray[np.uint8]) -> Finding | None:
        """None: nothing failed.

        :param picture: uint8 (h, w, 3), BGR.
        """
        if answer.right:
            return Finding(cause=Cause.COLOUR) if _other_colour(label, answer) else None
        if answer.found is None:
            return Finding(cause=Cause.NOT_READ if self._proposed(label, picture) else Cause.NOT_FOUND)
        if label.corners is not None and not label.is_crop and self._reads_where_labelled(label, picture):
            return Finding(cause=Cause.CORNERS, pair=_pair(label.text, answer.text))
        return wrong_characters(label.text, answer.text)

    def _proposed(self, label: Label, picture: NDArray[np.uint8]) -> bool:
        from zbsec.cli.bench.photographs.judge import MIN_IOU, iou  # noqa: PLC0415

        if label.is_crop or label.corners is None:
            return label.is_crop
        return any(iou(quad, label.corners) >= MIN_IOU for quad in self._detector.propose(picture))

    def _reads_where_labelled(self, label: Label, picture: NDArray[np.uint8]) -> bool:
        assert label.corners is not None
        size = UPRIGHT_PX[label.rows]
        upright = (rectify(picture, grown(label.corners, *margins), *size) for margins in MARGINS)
        return any(one.text == label.text for view in upright for one in self._reader.read_crop(view))


def wrong_characters(text: str, read: str) -> Finding:
    """What differs between a plate and its reading, which are not the same."""
    if len(text) != len(read):
        return Finding(cause=Cause.LENGTH)
    wrong = [at for at, (a, b) in enumerate(zip(text, read, strict=True)) if a != b]
    if len(wrong) > 1:
        return Finding(cause=Cause.SEVERAL)
    cause = Cause.PROVINCE if text[wrong[0]] in PROVINCES else Cause.PAIR
    return Finding(cause=cause, pair=_pair(text, read))


def _pair(text: str, read: str) -> str:
    if len(text) != len(read):
        return ""
    wrong = [f"{a}→{b}" for a, b in zip(text, read, strict=True) if a != b]
    return wrong[0] if len(wrong) == 1 else ""


def _other_colour(label: Label, answer: Answer) -> bool:
    """Labels' colours that readings do not know (patterned paper, say) are not compared."""
    from zbsec.records import PlateColour  # noqa: PLC0415

    reading = answer.found.reading if answer.found else None
    known = {colour.value for colour in PlateColour} - {PlateColour.UNKNOWN}
    return reading is not None and label.colour in known and reading.colour != label.colour
