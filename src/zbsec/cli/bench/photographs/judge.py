"""What a reader's answer to a label is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zbsec.cli.bench.photographs.labels import Corners, Label
    from zbsec.cli.bench.photographs.readers import Found

MIN_IOU = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What one reader made of one labelled plate."""

    found: Found | None
    """None: it read nothing there."""
    right: bool
    near: bool
    """Right, or right but for one character."""
    corner_error: float | None
    """Mean distance of its corners from the labelled ones, in parts of the plate's width; None: one of them lacks."""

    @property
    def text(self) -> str:
        return self.found.text if self.found else ""


def answer(label: Label, readings: Sequence[Found]) -> Answer:
    """The reading that is of the labelled plate: where it is, or, where that is not known, what it says.

    A photograph's plate is found where the upright box about a reading covers the one about the labelled corners by
    ``MIN_IOU`` of their union. Without labelled corners a reading counts that agrees in more than half of its places.
    """
    here = [one for one in readings if _is_there(label, one)]
    exact = [one for one in here if one.text == label.text]
    best = max(exact or here, key=lambda one: (_agreement(one.text, label.text), one.score), default=None)
    if best is None:
        return Answer(found=None, right=False, near=False, corner_error=None)
    right = best.text == label.text
    return Answer(
        found=best,
        right=right,
        near=right or differ_by_one(best.text, label.text),
        corner_error=_corner_error(label.corners, best.corners),
    )


def _is_there(label: Label, one: Found) -> bool:
    if label.is_crop:
        return True
    if label.corners is None or one.corners is None:
        return 2 * _agreement(one.text, label.text) > len(label.text)
    return iou(one.corners, label.corners) >= MIN_IOU


def _agreement(text: str, other: str) -> int:
    """In how many places two texts agree, counted from the left or from the right."""
    from_left = sum(a == b for a, b in zip(text, other, strict=False))
    return max(from_left, sum(a == b for a, b in zip(text[::-1], other[::-1], strict=False)))


def differ_by_one(text: str, other: str) -> bool:
    return len(text) == len(other) and sum(a != b for a, b in zip(text, other, strict=True)) == 1


def iou(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Intersection over union of the upright boxes about two quadrilaterals."""
    low, high = np.maximum(one.min(axis=0), other.min(axis=0)), np.minimum(one.max(axis=0), other.max(axis=0))
    both = float(np.maximum(high - low, 0).prod())
    areas = float(np.ptp(one, axis=0).prod()) + float(np.ptp(other, axis=0).prod())
    return both / (areas - both) if areas > both else 0.0


def width_of(corners: Corners) -> float:
    """Mean length of the upper and lower edge, pixels."""
    return float(np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])) / 2


def _corner_error(label: Corners | None, found: Corners | None) -> float | None:
    if label is None or found is None:
        return None
    return float(np.linalg.norm(found - label, axis=1).mean()) / width_of(label)
