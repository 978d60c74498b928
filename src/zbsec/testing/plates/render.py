"""Plates as they leave the factory: ground, frame, characters, dot, after the measures of GA 36-2018."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.plates.grammar import Plate, parse
from zbsec.records import PlateColour
from zbsec.testing.plates.glyphs import strokes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

PX_PER_MM = 1.0
FINER = 4
"""Drawn so many times larger, then reduced: edges come out smooth."""

Colour = tuple[int, int, int]

if TYPE_CHECKING:
    Lettering = Callable[[str], NDArray[np.uint8] | None]


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of one plate, BGR."""

    ground: Colour
    ink: Colour
    red: Colour = (40, 40, 205)


LOOKS = {
    PlateColour.BLUE: Look((170, 75, 15), (245, 245, 245)),
    PlateColour.YELLOW: Look((20, 185, 245), (15, 15, 15)),
    PlateColour.GREEN: Look((130, 200, 70), (15, 15, 15)),
    PlateColour.YELLOW_GREEN: Look((110, 195, 60), (15, 15, 15)),
    PlateColour.WHITE: Look((240, 240, 240), (15, 15, 15)),
    PlateColour.BLACK: Look((25, 22, 20), (245, 245, 245)),
}

RED_ON_WHITE = "警应急"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a character stands, mm."""

    left: float
    top: float
    width: float
    height: float


def render(
    plate: Plate | str,
    colour: PlateColour | None = None,
    *,
    two_rows: bool = False,
    pen: float = 1.0,
    lettering: Lettering | None = None,
) -> NDArray[np.uint8]:
    """One plate, flat and clean.

    :param colour: ground; None: the first that the plate's kind bears.
    :param pen: stroke width relative to the standard's.
    :param lettering: gives a character as uint8 (h, w), 0 ground to 255 ink, stretched to its cell; None: strokes.
    :param two_rows: the 440 by 220 mm plate of large vehicles' rears and trailers.
    :returns: uint8 (height, width, 3), BGR, one pixel a millimetre.
    :raises PlateFormatError: the text is no plate.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    plate = parse(plate) if isinstance(plate, str) else plate
    colour = colour or plate.kind.colours[0]
    look = LOOKS[colour]
    width, height = (440 if two_rows or len(plate.text) == 7 else 480), (220 if two_rows else 140)
    canvas = np.empty((height * FINER, width * FINER, 3), np.uint8)
    canvas[:] = look.ground
    _shade(canvas, colour)
    cv2.rectangle(canvas, (5 * FINER, 5 * FINER), ((width - 5) * FINER, (height - 5) * FINER), look.ink, 3 * FINER)
    cells = list(_two_rows(len(plate.text)) if two_rows else _one_row(len(plate.text)))
    for character, cell in zip(plate.text, cells, strict=True):
        ink = look.red if colour is PlateColour.WHITE and character in RED_ON_WHITE else look.ink
        shape = lettering(character) if lettering else None
        if shape is None:
            _draw(canvas, character, cell, ink, pen)
        else:
            _stamp(canvas, shape, cell, ink)
    if len(plate.text) == 7 and not two_rows:
        cv2.circle(canvas, (int(134.5 * FINER), 70 * FINER), 5 * FINER, look.ink, -1, cv2.LINE_AA)
    reduced = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(reduced, np.uint8)


def _one_row(length: int) -> Iterator[Cell]:
    """Seven: 45 wide, gaps 12, 34 behind the second. More: gaps 9, 49 behind the second; eight are 43 wide."""
    gap, after_second = (12.0, 34.0) if length == 7 else (9.0, 49.0)
    wide = 45.0 if length == 7 else (355.0 - gap * (length - 2)) / (length - 1)
    left = 15.5
    for position in range(length):
        width = 45.0 if position == 0 else wide
        yield Cell(left, 25, width, 90)
        left += width + (after_second if position == 1 else gap)


def _two_rows(length: int) -> Iterator[Cell]:
    """Two above; of eight characters (tractors) three, the digits narrow (NY 345.1)."""
    above = ((110, 80), (250, 80)) if length < 8 else ((95, 65), (232, 45), (287, 45))
    below = length - len(above)
    for left, wide in above:
        yield Cell(left, 15, wide, 60)
    pitch = 80.0 if below == 5 else 408.0 / below
    for position in range(below):
        yield Cell(27.5 + position * pitch, 90, pitch - 15, 110)


def _draw(canvas: NDArray[np.uint8], character: str, cell: Cell, ink: Colour, pen: float) -> None:
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    chinese = not character.isascii()
    wide = pen * (6.0 if chinese else 10.0) * min(cell.width / 45, cell.height / 90 + 0.25)
    inset = wide / 2
    for stroke in strokes(character):
        points = np.array(stroke) * (cell.width - wide, cell.height - wide) + (cell.left + inset, cell.top + inset)
        cv2.polylines(canvas, [np.round(points * FINER).astype(np.int32)], False, ink, round(wide * FINER), cv2.LINE_AA)


def _stamp(canvas: NDArray[np.uint8], shape: NDArray[np.uint8], cell: Cell, ink: Colour) -> None:
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    left, top = round(cell.left * FINER), round(cell.top * FINER)
    wide, high = round(cell.width * FINER), round(cell.height * FINER)
    share = cv2.resize(shape, (wide, high), interpolation=cv2.INTER_AREA)[..., None] / np.float32(255)
    place = canvas[top : top + high, left : left + wide]
    place[:] = (place * (1 - share) + np.array(ink, np.float32) * share).astype(np.uint8)


def _shade(canvas: NDArray[np.uint8], colour: PlateColour) -> None:
    """New-energy grounds: white fading to green downwards, or yellow on the left."""
    import numpy as np  # noqa: PLC0415

    if colour is PlateColour.GREEN:
        fade = np.linspace(1, 0, len(canvas))[:, None, None] ** 1.5
        canvas[:] = (fade * 245 + (1 - fade) * canvas).astype(np.uint8)
    if colour is PlateColour.YELLOW_GREEN:
        canvas[:, : canvas.shape[1] * 118 // 480] = LOOKS[PlateColour.YELLOW].ground
