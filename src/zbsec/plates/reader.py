"""Plates read from pictures: every doubt of the network stays in the reading."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zbsec.errors import ImageError
from zbsec.plates import network
from zbsec.plates.decode import agreed, sureness
from zbsec.plates.detect import Detector, grown, size_of
from zbsec.plates.look import Look, Looker, is_sure
from zbsec.plates.sheet import ASPECTS, bands, holds, sheets
from zbsec.records import PlateColour, PlateReading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Quad = NDArray[np.float32]

USUAL_MARGIN = (0.02, 0.06)
OTHER_MARGINS = ((-0.03, -0.06), (0.06, 0.18), (0.1, 0.02), (0.02, 0.4))
"""By how much of its width and height a found plate is enlarged; the others where the usual one reads weakly. Corners
are 3 % off, and of two rows the upper one may be missed."""

MEANT_MARGINS = ((0.0, 0.0), (0.02, 0.1), (0.06, 0.04))
"""The same for the quadrilateral in which the characters would stand where they should."""

HOPELESS = 1e-3
"""A reading of less is not tried again: two of five proposals are no plates, and of 302 plates in 297 photographs none
was read so weakly; three had too few or too many characters for a reading."""

MIN_SCORE = 0.1
"""A patch in a full picture that reads with less confidence is no plate."""

SURE_CHARACTERS, FEWEST = 0.9, 7
"""Unless so many characters are so sure."""

MIN_SHEET_SCORE = 0.5
"""And a sheet, of which there are more, is no paper plate."""


class Reader:
    """The plate detector and reader that come with the library.

    :param threads: threads of the network; None: as many as cores may be used.
    :param precision: of the weights, as ``zbsec.plates.load`` takes it.
    """

    def __init__(self, *, threads: int | None = None, precision: network.Precision = "auto") -> None:
        self._reader = Looker(network.load("reader", threads, precision))
        self._second = Looker(network.load("second", threads, "int8"))
        self._detector = Detector(threads=threads, precision=precision)

    def read(self, image: Picture) -> list[PlateReading]:
        """Every plate in a picture, the surest first.

        :param image: uint8 (h, w, 3), BGR; plates 60 to 400 pixels wide.
        :raises ImageError: no such array, or no pixels.
        """
        _check(image)
        quads = self._detector.propose(image)
        usual = self._reader.look(image, [grown(quad, *USUAL_MARGIN) for quad in quads])
        readings = [
            self._read_again(image, look, [grown(quad, *margin) for margin in OTHER_MARGINS], _bands(quad))
            for quad, look in zip(quads, usual, strict=True)
            if look.reading is not None and look.reading.score >= HOPELESS
        ]
        found = _without_overlaps([one for one in readings if one is not None and _is_plate(one)])
        return _with_sheets(image, found) if found else self._read_sheets(image)

    def read_crop(self, crop: Picture) -> PlateReading | None:
        """The plate in a picture that is one plate and little else; None: nothing reads as one.

        :param crop: uint8 (h, w, 3), BGR.
        :raises ImageError: no such array, or no pixels.
        """
        _check(crop)
        height, width = crop.shape[:2]
        whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        [usual] = self._reader.look(crop, [whole])
        if is_sure(usual.reading):
            return usual.reading
        quads = [grown(whole, -0.05, -0.12), grown(whole, 0.04, 0.1)]
        quads += [grown(quad, *USUAL_MARGIN) for quad in self._detector.look(crop, whole)]
        return self._read_again(crop, usual, quads, _bands(whole))

    def _read_again(
        self, image: Picture, usual: Look, others: list[Quad], upper_parts: list[Quad]
    ) -> PlateReading | None:
        """A weak reading with the second network's, and then with what is read where the plate is cut out otherwise."""
        if is_sure(usual.reading):
            return usual.reading
        second = self._second.read(image, [usual.reading.corners]) if usual.reading is not None else []
        both = agreed([usual.reading, *second])
        if is_sure(both):
            return both
        looks = [usual, *self._reader.look(image, others)]
        readings = [*second, *(look.reading for look in looks), *self._read_bands(image, upper_parts)]
        meant = [look.meant for look in looks if look.meant is not None]
        if meant:
            middle = np.median(np.stack(meant), axis=0).astype(np.float32)
            readings += self._reader.read(image, [grown(middle, *margin) for margin in MEANT_MARGINS])
        return agreed(readings)

    def _read_sheets(self, image: Picture) -> list[PlateReading]:
        """Paper plates held before the camera."""
        readings = (agreed(self._read_bands(image, bands(sheet))) for sheet in sheets(image))
        return _without_overlaps([one for one in readings if one is not None and one.score >= MIN_SHEET_SCORE])

    def _read_bands(self, image: Picture, quads: list[Quad]) -> list[PlateReading | None]:
        """Of a sheet: what is read best there says that it is a paper plate."""
        return [one and replace(one, on_paper=True) for one in self._reader.read(image, quads)]


def _with_sheets(image: Picture, found: list[PlateReading]) -> list[PlateReading]:
    """Readings with what is known of the sheets they stand on. Looked for only where the ground may be paper."""
    doubtful = any(reading.colour is PlateColour.WHITE and not reading.on_paper for reading in found)
    outlines = sheets(image) if doubtful else []
    return [
        replace(one, on_paper=True)
        if one.colour is PlateColour.WHITE and any(holds(sheet, one.corners) for sheet in outlines)
        else one
        for one in found
    ]


def _bands(quad: Quad) -> list[Quad]:
    """Where the text is, should a quadrilateral be a paper plate."""
    width, height = size_of(quad)
    return bands(quad) if ASPECTS[0] < width / max(height, 1.0) < ASPECTS[1] else []


def _is_plate(reading: PlateReading) -> bool:
    """What has a plate's number of characters that are sure is one, even if they are no text of a plate together."""
    if reading.score >= MIN_SCORE:
        return True
    return len(reading.text) >= FEWEST and sureness(reading.probabilities) >= SURE_CHARACTERS


def _without_overlaps(readings: list[PlateReading]) -> list[PlateReading]:
    """Of readings whose boxes overlap, the surest."""
    kept: list[PlateReading] = []
    for reading in sorted(readings, key=lambda reading: -reading.score):
        if all(_overlap(reading, other) < 0.3 for other in kept):
            kept.append(reading)
    return kept


def _overlap(one: PlateReading, other: PlateReading) -> float:
    """Intersection over the smaller box."""
    a, b = one.box, other.box
    wide = min(a.right, b.right) - max(a.left, b.left)
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    if wide <= 0 or high <= 0:
        return 0.0
    return wide * high / min(a.width_px * a.height_px, b.width_px * b.height_px)


def _check(image: Picture) -> None:
    shape: tuple[int, ...] = getattr(image, "shape", ())
    if not isinstance(image, np.ndarray):
        seen = type(image).__name__
    elif len(shape) == 3 and shape[2] == 3 and image.dtype == np.uint8 and 0 not in shape:
        return
    else:
        seen = f"{image.dtype} {shape}"
    wanted = "an image is uint8 (height, width, 3) BGR with pixels"
    raise ImageError(
        "plates", f"{wanted}, not {seen}; zbsec.devices.drivers.pictures.read_image gives one from any file"
    )
