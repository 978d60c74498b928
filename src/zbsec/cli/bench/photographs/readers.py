"""Who reads photographs: ours, and RapidOCR (PaddleOCR's networks, Apache-2.0), whose weights come in its packages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from zbsec import plates
from zbsec.cli.bench.peers import OURS, missing
from zbsec.cli.bench.photographs.labels import characters
from zbsec.plates.detect import grown, rectify, size_of
from zbsec.plates.grammar import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from zbsec.records import PlateReading

    Picture = NDArray[np.uint8]
    Corners = NDArray[np.float32]

LONGEST = 8
LEAST_REST = 5
MORE_AROUND = ((0.15, 0.15), (0.35, 0.25), (0.6, 0.4))
"""By how much of its width and height a line's box is enlarged about its middle."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A text that may be a plate's."""

    text: str
    corners: Corners | None
    """float32 (4, 2), pixels; None: of a picture that is the plate."""
    score: float
    reading: PlateReading | None = field(default=None, repr=False)
    """What can be matched softly; None: the reader gives a text only."""


class PhotographReader(ABC):
    """One way to read plates."""

    @classmethod
    def lack(cls) -> str | None:
        """Why it cannot be had here; None: it can."""
        return None

    @abstractmethod
    def __init__(self, threads: int) -> None: ...

    @abstractmethod
    def read(self, picture: Picture) -> list[Found]:
        """Every plate in a photograph."""

    @abstractmethod
    def read_crop(self, picture: Picture) -> list[Found]:
        """The plate in a picture that is one, or none."""


class Ours(PhotographReader):
    def __init__(self, threads: int) -> None:
        self._reader = plates.load(threads=threads)

    def read(self, picture: Picture) -> list[Found]:
        return [Found(one.text, one.corners, one.score, one) for one in self._reader.read(picture)]

    def read_crop(self, picture: Picture) -> list[Found]:
        one = self._reader.read_crop(picture)
        return [] if one is None else [Found(one.text, None, one.score, one)]


class TextReader(PhotographReader):
    """Reads any text; what makes a plate reader of it is ours, and meant to be fair to it.

    Of its lines those count that are a plate, or hold one; a letter I is taken for 1 and O for 0 behind the authority,
    and lines one above the other are tried as two rows. Searches often leave the province out, so a line that could
    be the rest of a plate is read again with more around it. A picture that is a plate is not searched first.
    """

    module: ClassVar[str]
    NETWORKS: ClassVar = ("*_det_*.onnx", "*_rec_*.onnx")

    @classmethod
    def lack(cls) -> str | None:
        if absent := missing((cls.module,)):
            return absent
        spec = find_spec(cls.module)
        folder = Path(str(spec.origin if spec else "")).parent / "models"
        if not all(any(folder.glob(name)) for name in cls.NETWORKS):
            return "this version would fetch its weights; install one that brings them (rapidocr: 3.10 or newer)"
        return None

    @abstractmethod
    def lines(self, picture: Picture) -> list[Found]:
        """Every line of text, and where it is."""

    @abstractmethod
    def line(self, picture: Picture) -> list[Found]:
        """The text of a picture that is one line."""

    def read(self, picture: Picture) -> list[Found]:
        lines = self.lines(picture)
        made = [_as_plate(line) or self._looked_again(picture, line) for line in lines]
        return [one for one in made if one] + list(_two_rows(lines))

    def read_crop(self, picture: Picture) -> list[Found]:
        return [_as_plate(one) or one for one in self.line(picture) if one.text]

    def _looked_again(self, picture: Picture, line: Found) -> Found | None:
        if line.corners is None or not LEAST_REST <= len(line.text) <= LONGEST:
            return None
        for wider, higher in MORE_AROUND:
            around = grown(line.corners, wider, higher)
            wide, high = size_of(around)
            view = rectify(picture, around, max(1, round(wide)), max(1, round(high)))
            for one in self.read_crop(view):
                if plate_in(one.text):
                    return Found(one.text, around, one.score)
        return None


class RapidOcr(TextReader):
    """RapidOCR as it is now: PaddleOCR's PP-OCRv6 small."""

    module = "rapidocr"

    def __init__(self, threads: int) -> None:
        from rapidocr import RapidOCR  # noqa: PLC0415

        engine = "EngineConfig.onnxruntime"
        settings = {f"{engine}.intra_op_num_threads": threads, f"{engine}.inter_op_num_threads": 1}
        self._engine = RapidOCR(params={"Global.log_level": "critical", **settings})

    def lines(self, picture: Picture) -> list[Found]:
        told = self._engine(picture, use_det=True, use_cls=False, use_rec=True)
        if told.boxes is None:
            return []
        columns = zip(told.txts, told.boxes, told.scores, strict=True)
        return [Found(characters(text), np.asarray(box, np.float32), score) for text, box, score in columns]

    def line(self, picture: Picture) -> list[Found]:
        told = self._engine(picture, use_det=False, use_cls=False, use_rec=True)
        both = zip(told.txts or (), told.scores or (), strict=True)
        return [Found(characters(text), None, score) for text, score in both]


class RapidOcrV4(TextReader):
    """RapidOCR's earlier package: PP-OCRv4, which reads plates better than its successor.

    It is in no extra: it wants a second OpenCV beside the one that the library uses, and Python below 3.13.
    """

    module = "rapidocr_onnxruntime"

    def __init__(self, threads: int) -> None:
        from rapidocr_onnxruntime import RapidOCR  # noqa: PLC0415

        self._engine = RapidOCR(intra_op_num_threads=threads, inter_op_num_threads=1)

    def lines(self, picture: Picture) -> list[Found]:
        told, _ = self._engine(picture, use_det=True, use_cls=False, use_rec=True)
        return [Found(characters(text), np.asarray(box, np.float32), float(score)) for box, text, score in told or ()]

    def line(self, picture: Picture) -> list[Found]:
        told, _ = self._engine(picture, use_det=False, use_cls=False, use_rec=True)
        return [Found(characters(text), None, float(score)) for text, score in told or ()]


READERS: dict[str, type[PhotographReader]] = {"rapidocr": RapidOcr, "rapidocr-v4": RapidOcrV4, OURS: Ours}


def _as_plate(line: Found) -> Found | None:
    text = plate_in(line.text)
    return Found(text, line.corners, line.score) if text else None


def plate_in(text: str) -> str | None:
    """The longest part of a text that is a plate."""
    for length in range(LONGEST, 6, -1):
        for start in range(len(text) - length + 1):
            part = text[start : start + length]
            part = part[:2] + part[2:].replace("I", "1").replace("O", "0")
            if parsed(part):
                return part
    return None


def _two_rows(lines: list[Found]) -> Iterable[Found]:
    """Pairs of lines one right above the other that are a plate together."""
    for upper in lines:
        for lower in lines:
            text = plate_in(upper.text + lower.text) if len(upper.text) <= 3 and _below(upper, lower) else None
            if text and upper.corners is not None and lower.corners is not None:
                both = np.vstack([upper.corners, lower.corners])
                (left, top), (right, bottom) = both.min(axis=0), both.max(axis=0)
                box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
                yield Found(text, box, min(upper.score, lower.score))


def _below(upper: Found, lower: Found) -> bool:
    if upper is lower or upper.corners is None or lower.corners is None:
        return False
    (x, y), (other_x, other_y) = upper.corners.mean(axis=0), lower.corners.mean(axis=0)
    high, wide = np.ptp(lower.corners[:, 1]), np.ptp(lower.corners[:, 0])
    return bool(0 < other_y - y < 1.6 * high and abs(other_x - x) < wide / 2)
