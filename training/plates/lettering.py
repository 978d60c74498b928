"""Chinese characters in lettering other than the project's strokes, so that no one shape of them is learnt."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

SIZE_PX = 180


@lru_cache(maxsize=4096)
def printed(font: Path, character: str) -> NDArray[np.uint8]:
    """uint8 (h, w), ink 255, cut to the ink."""
    loaded = ImageFont.truetype(str(font), SIZE_PX, index=_simplified(font))
    image = Image.new("L", (2 * SIZE_PX, 2 * SIZE_PX))
    ImageDraw.Draw(image).text((SIZE_PX // 2, SIZE_PX // 4), character, font=loaded, fill=255)
    ink = np.asarray(image)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].copy()


@lru_cache(maxsize=64)
def _simplified(font: Path) -> int:
    """Which face of a collection has the shapes of mainland China."""
    for index in range(16):
        try:
            family = ImageFont.truetype(str(font), 10, index=index).getname()[0] or ""
        except OSError:
            break
        if family.endswith("SC"):
            return index
    return 0


class Lettering:
    """Prints the Chinese characters of one plate in one font, a little bolder or lighter each time."""

    def __init__(self, font: Path, rng: np.random.Generator) -> None:
        self._font = font
        self._bolder = int(rng.integers(-5, 9))

    def __call__(self, character: str) -> NDArray[np.uint8] | None:
        if character.isascii():
            return None
        shape = cv2.copyMakeBorder(printed(self._font, character), 6, 6, 6, 6, cv2.BORDER_CONSTANT)
        kernel = np.ones((abs(self._bolder) + 1,) * 2, np.uint8)
        return cv2.dilate(shape, kernel) if self._bolder > 0 else cv2.erode(shape, kernel)
