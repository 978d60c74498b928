"""Pictures of which a plate tells what may be seen; the rest becomes a mosaic that cannot be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.errors import ShapeError
from zbsec.records.detection import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Corners = NDArray[np.float32]
    Picture = NDArray[np.uint8]

CELL = 0.5
"""Side of a cell of the mosaic, in widths of the plate."""
LEAST_CELL_PX = 8


@dataclass(frozen=True, slots=True)
class Reach:
    """How far something goes beyond a plate, in widths of the plate."""

    above: float
    beside: float
    """Of the plate's middle."""
    below: float


def box_about(corners: Corners, reach: Reach) -> Box:
    """The upright box about a plate and what lies around it; pixels, may go beyond the picture."""
    import numpy as np  # noqa: PLC0415

    outline = _around(corners, reach)
    left, top = (int(value) for value in np.floor(outline.min(axis=0)))
    right, bottom = (int(value) for value in np.ceil(outline.max(axis=0)))
    return Box(left=left, top=top, right=right, bottom=bottom)


def cell_px(corners: Corners) -> int:
    """Side of the mosaic's cells for a plate, pixels."""
    return max(LEAST_CELL_PX, round(CELL * _axes(corners)[0]))


def mosaic(image: Picture, corners: Corners, clear: Reach, hide: Sequence[Box] = ()) -> Picture:
    """A copy of the picture in which only what is near to the plate is clear.

    Each cell of the mosaic has one colour, the mean of what it hides; a mosaic stays as it is.

    :param image: uint8 (height, width, 3).
    :param corners: float32 (4, 2), pixels: the plate's.
    :param clear: how far, along the plate's own edges.
    :param hide: what else is hidden, wherever it is; pixels of ``image``.
    :raises ShapeError: no such picture, or no corners of an upright plate.
    """
    import numpy as np  # noqa: PLC0415

    shape: tuple[int, ...] = getattr(image, "shape", ())
    if len(shape) != 3 or shape[2] != 3 or 0 in shape or image.dtype != np.uint8:
        raise ShapeError(f"a picture is uint8 (height, width, 3) with pixels, not {shape}")
    outline = _around(corners, clear)
    made = np.array(image, order="C")
    lines = made.reshape(shape[0], -1)
    cell = cell_px(corners)
    for top in range(0, shape[0], cell):
        for left in range(0, shape[1], cell):
            here = lines[top : top + cell, 3 * left : 3 * (left + cell)]
            size = here.shape[0], here.shape[1] // 3
            _fill(here, _hidden(size, outline - (left, top), [_moved(box, left, top) for box in hide]))
    return made


def _hidden(
    shape: tuple[int, int], outline: NDArray[np.float64], hide: Sequence[tuple[int, int, int, int]]
) -> NDArray[np.bool_]:
    """bool (height, width): which pixels of a cell are not to be seen; outline and boxes in pixels of the cell."""
    hidden = ~_inside(outline, shape[1], shape[0])
    for left, top, right, bottom in hide:
        hidden[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = True
    return hidden


def _moved(box: Box, left: int, top: int) -> tuple[int, int, int, int]:
    return box.left - left, box.top - top, box.right - left, box.bottom - top


def _fill(cell: Picture, hidden: NDArray[np.bool_]) -> None:
    """Give the hidden pixels of one cell their mean.

    :param cell: uint8 (height, 3 * width): lines of pixels, which NumPy goes through much faster than by colour.
    """
    import numpy as np  # noqa: PLC0415

    count = int(hidden.sum())
    if not count:
        return
    mask = np.repeat(hidden, 3, axis=1)
    total = (cell * mask).sum(axis=0, dtype="uint32").reshape(-1, 3).sum(axis=0)
    mean = ((total + count // 2) // count).astype(np.uint8)
    np.copyto(cell, np.tile(mean, hidden.shape[1]), where=mask)


def _around(corners: Corners, reach: Reach) -> NDArray[np.float64]:
    """float64 (4, 2): the plate with what lies about it, along its own edges."""
    import numpy as np  # noqa: PLC0415

    width, across, down = _axes(corners)
    quad = np.asarray(corners, np.float64)
    upper, lower = (
        quad[:2].mean(axis=0) - reach.above * width * down,
        quad[2:].mean(axis=0) + reach.below * width * down,
    )
    side = reach.beside * width * across
    return np.array([upper - side, upper + side, lower + side, lower - side])


def _axes(corners: Corners) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Width of the plate in pixels, and its directions to the right and down, of unit length.

    :raises ShapeError: no corners, or a plate that leans by more than 60 degrees: what is above it is not known then.
    """
    import numpy as np  # noqa: PLC0415

    quad = np.asarray(corners, np.float64)
    if quad.shape != (4, 2) or not np.isfinite(quad).all():
        raise ShapeError(f"corners are float32 (4, 2), finite, not {quad.tolist()}")
    across, down = (quad[1] - quad[0] + quad[2] - quad[3]) / 2, (quad[3] - quad[0] + quad[2] - quad[1]) / 2
    width, height = float(np.linalg.norm(across)), float(np.linalg.norm(down))
    if width < 1 or height < 1 or across[0] < width / 2 or down[1] < height / 2:
        raise ShapeError(
            f"corners run left-top, right-top, right-bottom, left-bottom of an upright plate, not {quad.tolist()}"
        )
    return width, across / width, down / height


def _inside(outline: NDArray[np.float64], width: int, height: int) -> NDArray[np.bool_]:
    """bool (height, width): pixels whose middle lies in a convex outline that runs clockwise in the picture."""
    import numpy as np  # noqa: PLC0415

    x, y = np.arange(width) + 0.5, np.arange(height)[:, None] + 0.5
    ends_x, ends_y = x[[0, -1, 0, -1]], y[[0, 0, -1, -1], 0]
    inside = np.ones((height, width), bool)
    for start, end in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        along = end - start
        ends = along[0] * (ends_y - start[1]) - along[1] * (ends_x - start[0])
        if ends.max() < 0:
            return np.zeros((height, width), bool)
        if ends.min() < 0:
            inside &= along[0] * (y - start[1]) - along[1] * (x - start[0]) >= 0
    return inside
