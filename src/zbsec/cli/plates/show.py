"""A picture with the plates that were read in it, framed in the colour of how sure the reading is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.records import PlateReading

SURE = 0.9
GREEN, AMBER = (90, 170, 60), (40, 160, 240)
MARGIN = 0.4
"""Of a plate's width, kept around the plates: whoever is in the picture beyond is not written anywhere."""


def write(path: Path, image: NDArray[np.uint8], readings: Sequence[PlateReading]) -> None:
    """Write a JPEG of the plates and their surroundings.

    Each plate is framed, and its rectified picture stands below with the text that was read, as drawn by the renderer.
    Everything further than ``MARGIN`` from a plate is blanked: an annotated picture shows plates, not people.

    :raises OSError: the file cannot be written.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    seen = np.full_like(image, 90)
    for reading in readings:
        part = _around(reading, image.shape)
        seen[part] = image[part]
    for reading in readings:
        thick = max(2, image.shape[1] // 400)
        frame = np.round(reading.corners).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(seen, [frame], True, GREEN if reading.score >= SURE else AMBER, thick, cv2.LINE_AA)
    label = _label(readings, seen.shape[1])
    _, jpeg = cv2.imencode(".jpg", np.vstack([seen, label]), [cv2.IMWRITE_JPEG_QUALITY, 90])
    path.write_bytes(jpeg.tobytes())


def _around(reading: PlateReading, shape: tuple[int, ...]) -> tuple[slice, slice]:
    box = reading.box
    margin = int(MARGIN * box.width_px)
    return (
        slice(max(0, box.top - margin), min(shape[0], box.bottom + margin)),
        slice(max(0, box.left - margin), min(shape[1], box.right + margin)),
    )


def _label(readings: Sequence[PlateReading], width: int) -> NDArray[np.uint8]:
    """The texts as a strip of rendered plates: OpenCV has no Chinese letters, the renderer has."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from zbsec.errors import PlateFormatError  # noqa: PLC0415
    from zbsec.testing.plates import render  # noqa: PLC0415

    high = 44
    strip = np.full((high + 8, width, 3), 255, np.uint8)
    left = 6
    for reading in readings:
        try:
            plate = render(reading.text)
        except PlateFormatError:
            continue
        wide = round(plate.shape[1] * high / plate.shape[0])
        if left + wide > width:
            break
        strip[4 : 4 + high, left : left + wide] = cv2.resize(plate, (wide, high), interpolation=cv2.INTER_AREA)
        left += wide + 8
    return strip
