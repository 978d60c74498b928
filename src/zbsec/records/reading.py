"""A vehicle plate as it was read, every doubt included."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zbsec.records.codes import PlateColour
from zbsec.records.detection import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLATE_ALPHABET = (
    "0123456789"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
    "使警学挂港澳领应急民航试超"
)
"""Every character a Chinese plate can bear, in the order of the columns of ``PlateReading.probabilities``: digits,
letters, the 31 provinces, special characters (GA 36-2018). The native plate book uses the same order."""


def likeliest_text(probabilities: NDArray[np.floating]) -> str:
    """The likeliest character of each row, whether or not they are a plate together.

    :param probabilities: (characters, len(PLATE_ALPHABET)).
    """
    return "".join(PLATE_ALPHABET[code] for code in probabilities.argmax(axis=1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlateReading:
    """One plate in one picture."""

    text: str
    """The likeliest characters that make a plate, without dot or spaces; two rows are joined, upper first. Where no
    plate is nearly as likely, the likeliest characters."""
    colour: PlateColour
    """Ground colour as seen; ``UNKNOWN`` where the picture does not tell."""
    corners: NDArray[np.float32]
    """float32 (4, 2), pixels x, y: left-top, right-top, right-bottom, left-bottom of the plate."""
    probabilities: NDArray[np.float32] = field(repr=False)
    """float32 (characters, len(PLATE_ALPHABET)); every row sums to 1."""
    score: float
    """Product of the text's characters' probabilities, 0 to 1; lower where it is no plate or of another colour."""
    rows: int = 1
    """Rows of characters on the plate, 1 or 2."""
    on_paper: bool = False
    """Read in the upper half of a sheet's outline: a paper plate 临时行驶车号牌. False: not known to be one."""
    sharpness: float | None = None
    """Of the plate's pixels, 0 blurred to 1 sharp; None where it was not measured."""

    def __post_init__(self) -> None:
        expected = (len(self.text), len(PLATE_ALPHABET))
        if tuple(self.probabilities.shape) != expected:
            seen = tuple(self.probabilities.shape)
            raise ValueError(f"probabilities {seen} do not fit the text: expected {expected}")

    @property
    def box(self) -> Box:
        """The upright rectangle around the corners."""
        left, top = (int(value) for value in self.corners.min(axis=0))
        right, bottom = (int(value) + 1 for value in self.corners.max(axis=0))
        return Box(left=left, top=top, right=right, bottom=bottom)
