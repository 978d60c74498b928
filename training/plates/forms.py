"""Temporary plates (临时行驶车号牌): a sheet of 220 by 140 mm, the number above, its last day below (GA 36-2018)."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from lettering import Lettering, printed
from numpy.typing import NDArray

from zbsec.plates.grammar import KINDS
from zbsec.plates.look import UPRIGHT_PX
from zbsec.testing.plates.sample import sample_plate

Picture = NDArray[np.uint8]

SIZE_PX = (440, 280)
ORDINARY = next(kind for kind in KINDS if kind.name == "ordinary")

_GROUNDS = (((238, 225, 205), (205, 165, 95)), ((190, 222, 238), (95, 150, 200)), ((235, 235, 235), (190, 190, 190)))
"""Within an area blue, across areas brown, and as photocopies show either: ground and pattern, BGR."""


def temporary(rng: np.random.Generator, fonts: list[Path]) -> tuple[Picture, str]:
    """The sheet, flat and clean, uint8 (280, 440, 3) BGR, and its number."""
    text = sample_plate(rng, ORDINARY).text
    wide, high = SIZE_PX
    ground, tone = _GROUNDS[int(rng.choice(3, p=[0.6, 0.25, 0.15]))]
    sheet = np.empty((high, wide, 3), np.uint8)
    sheet[:] = ground
    _pattern(sheet, tone, rng)
    ink = (int(rng.uniform(10, 60)),) * 3
    edge = int(rng.integers(6, 14))
    cv2.rectangle(sheet, (edge, edge), (wide - edge, high - edge), ink, int(rng.integers(1, 5)), cv2.LINE_AA)
    hand = Lettering(fonts, rng, chinese=0.8, latin=0.3)
    left, pitch, top = 0.055 * wide, 0.133 * wide, rng.uniform(0.11, 0.17) * high
    tall = rng.uniform(0.38, 0.44) * high
    for index, character in enumerate(text):
        broad = 0.115 * wide if index == 0 else rng.uniform(0.1, 0.11) * wide
        _stamp(sheet, hand(character), (left, top, broad, tall), ink)
        left += pitch
    if fonts:
        _last_day(sheet, fonts[int(rng.integers(len(fonts)))], ink, rng)
    return sheet, text


def upper(picture: Picture) -> Picture:
    """The upper half of a sheet that was rectified to ``TWO_ROWS_PX``, as the reader takes it."""
    return np.asarray(cv2.resize(picture[9:66], UPRIGHT_PX), np.uint8)


def _pattern(sheet: Picture, tone: tuple[int, int, int], rng: np.random.Generator) -> None:
    """A grid of small marks, and a drawing across the middle."""
    high, wide = sheet.shape[:2]
    pitch, size = int(rng.integers(8, 16)), int(rng.integers(1, 4))
    share = rng.uniform(0.3, 1.0)
    marked = sheet.copy()
    for y in range(pitch, high, pitch):
        for x in range(pitch, wide, pitch):
            cv2.line(marked, (x - size, y), (x + size, y + int(rng.integers(-1, 2))), tone, 1)
    for _ in range(int(rng.integers(2, 7))):
        middle = (int(rng.uniform(0.15, 0.85) * wide), int(rng.normal(0.58, 0.06) * high))
        axes = (int(rng.uniform(10, 70)), int(rng.uniform(6, 26)))
        cv2.ellipse(marked, middle, axes, rng.uniform(0, 40), 0, rng.uniform(120, 360), tone, 1, cv2.LINE_AA)
    sheet[:] = cv2.addWeighted(sheet, 1 - share, marked, share, 0)


def _last_day(sheet: Picture, font: Path, ink: tuple[int, int, int], rng: np.random.Generator) -> None:
    high, wide = sheet.shape[:2]
    for index, character in enumerate("有效期至"):
        _stamp(
            sheet, printed(font, character), (0.05 * wide, (0.6 + 0.08 * index) * high, 0.045 * wide, 0.07 * high), ink
        )
    for at, character in ((0.3, "年"), (0.58, "月"), (0.85, "日")):
        _stamp(sheet, printed(font, character), (at * wide, 0.76 * high, 0.065 * wide, 0.11 * high), ink)
        for digit in range(2) if rng.random() < 0.6 else ():
            cell = ((at - 0.11 + 0.045 * digit) * wide, rng.uniform(0.75, 0.8) * high, 0.035 * wide, 0.08 * high)
            _stamp(sheet, printed(font, str(int(rng.integers(10)))), cell, ink)


def _stamp(sheet: Picture, shape: Picture, cell: tuple[float, float, float, float], ink: tuple[int, int, int]) -> None:
    left, top, broad, tall = (round(value) for value in cell)
    share = cv2.resize(shape, (broad, tall), interpolation=cv2.INTER_AREA)[..., None] / np.float32(255)
    place = sheet[top : top + tall, left : left + broad]
    place[:] = (place * (1 - share) + np.array(ink, np.float32) * share).astype(np.uint8)
