"""The plates that were read in a picture, framed in the colour of how sure the reading is.

What is written of the picture are snapshots, in which windows and surroundings are a mosaic (governance 9.6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.records import PlateReading

    Picture = NDArray[np.uint8]

SURE = 0.9
GREEN, AMBER = (90, 170, 60), (40, 160, 240)
LABEL_PX = 44
WHITE = (255, 255, 255)


def write(path: Path, image: Picture, readings: Sequence[PlateReading]) -> None:
    """Write a JPEG: one below the other what may be kept of each vehicle, its plate framed, and the text that was read.

    :raises OSError: the file cannot be written.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    nothing = np.full((LABEL_PX, LABEL_PX, 3), WHITE, np.uint8)
    parts = [part for reading in readings for part in _parts(image, reading)] or [nothing]
    width = max(part.shape[1] for part in parts)
    below = [
        cv2.copyMakeBorder(part, 4, 4, 0, width - part.shape[1], cv2.BORDER_CONSTANT, value=WHITE) for part in parts
    ]
    _, jpeg = cv2.imencode(".jpg", np.vstack(below), [cv2.IMWRITE_JPEG_QUALITY, 90])
    path.write_bytes(jpeg.tobytes())


def _parts(image: Picture, reading: PlateReading) -> Iterator[Picture]:
    """The vehicle, unless its plate leans too much to tell where windows are, and the text as the renderer draws it."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from zbsec.errors import PlateFormatError, ShapeError  # noqa: PLC0415
    from zbsec.plates import snapshot  # noqa: PLC0415
    from zbsec.testing.plates import render  # noqa: PLC0415

    try:
        kept = snapshot(image, reading)
    except ShapeError:
        kept = None
    if kept is not None:
        seen = kept.image.copy()
        frame = np.round(kept.corners).astype(np.int32).reshape(-1, 1, 2)
        thick = max(2, seen.shape[1] // 300)
        cv2.polylines(seen, [frame], True, GREEN if reading.score >= SURE else AMBER, thick, cv2.LINE_AA)
        yield seen
    try:
        plate = render(reading.text)
    except PlateFormatError:
        return
    wide = round(plate.shape[1] * LABEL_PX / plate.shape[0])
    yield np.asarray(cv2.resize(plate, (wide, LABEL_PX), interpolation=cv2.INTER_AREA), np.uint8)
