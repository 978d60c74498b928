"""What makes plates hard to read: neighbours that look like characters, mud, glare, cuts that miss the corners."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Points = NDArray[np.float32]

INWARD = (0.06, 0.2)
"""At most so much of a plate's width and height is cut off at a side: half of the first character, a fifth of all."""

OUTWARD = (0.2, 0.4)
"""And at most so much of its surroundings comes with it."""

MARKS = ((30, 190, 240), (240, 240, 240), (40, 60, 220))
"""Colours of stickers and lamps, BGR."""

LEAN, FALL = 0.3, 0.15
"""How far a cut is sheared, in parts of the plate's height and width."""


def cut_badly(quad: Points, rng: np.random.Generator) -> Points:
    """The corners that a detector gives which saw the plate askew: one or two sides off, the whole sheared."""
    left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    top, bottom = (quad[0] + quad[1]) / 2, (quad[2] + quad[3]) / 2
    across, down = right - left, bottom - top
    steep = float(np.linalg.norm(down) / np.linalg.norm(across))
    off = rng.normal(0, 0.02, (4, 2))
    for side in rng.choice(4, int(rng.integers(1, 3)), replace=False):
        axis = 0 if side in (1, 3) else 1
        sign = 1 if side in (1, 2) else -1
        off[[[0, 1], [1, 2], [2, 3], [3, 0]][side], axis] += sign * rng.uniform(-INWARD[axis], OUTWARD[axis])
    if rng.random() < 0.6:
        off[:, 0] += rng.uniform(-LEAN, LEAN) * steep * np.array([-0.5, -0.5, 0.5, 0.5])
        off[:, 1] += rng.uniform(-FALL, FALL) / steep * np.array([-0.5, 0.5, 0.5, -0.5])
    return np.asarray(quad + off[:, :1] * across + off[:, 1:] * down, np.float32)


def neighbours(picture: Picture, quad: Points, rng: np.random.Generator) -> None:
    """Stickers, lamps and bolts just beside the plate, and words below it."""
    across, down = quad[1] - quad[0], quad[3] - quad[0]
    high = float(np.linalg.norm(down))
    for _ in range(int(rng.integers(1, 4))):
        size = high * rng.uniform(0.25, 1.0)
        gap = size * 0.5 + high * rng.uniform(0.03, 0.2)
        if rng.random() < 0.75:
            end = 0.0 if rng.random() < 0.6 else 1.0
            beyond = across / np.linalg.norm(across) * gap * (-1 if end == 0 else 1)
            place = quad[0] + across * end + down * rng.uniform(0.2, 0.8) + beyond
        else:
            end = float(rng.random() < 0.5)
            place = quad[0] + across * rng.uniform(0, 1) + down * end + down / high * gap * (1 if end else -1)
        shade = (MARKS[int(rng.integers(len(MARKS)))] + rng.normal(0, 25, 3)).clip(0, 255)
        tone = tuple(int(value) for value in shade)
        _mark(picture, place, size, tone, rng)


def _mark(picture: Picture, place: Points, size: float, tone: tuple[int, ...], rng: np.random.Generator) -> None:
    """A square or round one, with something written on it."""
    x, y = (round(float(value)) for value in place)
    half = max(2, round(size / 2))
    if rng.random() < 0.6:
        wide = max(2, round(half * rng.uniform(0.6, 1.3)))
        cv2.rectangle(picture, (x - wide, y - half), (x + wide, y + half), tone, -1)
    else:
        cv2.circle(picture, (x, y), half, tone, -1, cv2.LINE_AA)
    ink = tuple(int(value) for value in rng.integers(0, 255, 3))
    for _ in range(int(rng.integers(0, 4))):
        start, end = (rng.uniform(-0.7, 0.7, (2, 2)) * half + (x, y)).astype(int)
        cv2.line(picture, start.tolist(), end.tolist(), ink, max(1, half // 5), cv2.LINE_AA)


def muddy(plate: Picture, rng: np.random.Generator) -> Picture:
    """Dust in clouds, thickest at an edge, and splashes over characters."""
    high, wide = plate.shape[:2]
    dust = rng.uniform(50, 190) + rng.normal(0, 15, 3)
    cloud = cv2.resize(rng.uniform(0, 1, (4, 9)).astype(np.float32), (wide, high), interpolation=cv2.INTER_CUBIC)
    ramp = np.linspace(0, 1, high, dtype=np.float32)[:: 1 if rng.random() < 0.7 else -1, None]
    share = (cloud * rng.uniform(0.3, 0.9) + ramp * rng.uniform(-0.1, 0.5) - 0.2).clip(0, 0.85)
    for _ in range(int(rng.integers(0, 4))):
        spot = np.zeros((high, wide), np.float32)
        place = (int(rng.integers(wide)), int(rng.integers(high)))
        axes = (max(1, round(high * rng.uniform(0.04, 0.16))), max(1, round(high * rng.uniform(0.04, 0.16))))
        cv2.ellipse(spot, place, axes, rng.uniform(0, 180), 0, 360, float(rng.uniform(0.5, 0.95)), -1, cv2.LINE_AA)
        share = np.maximum(share, spot)
    share = share[..., None]
    return np.asarray(plate * (1 - share) + dust.astype(np.float32) * share, np.uint8)


def glaring(picture: Picture, rng: np.random.Generator) -> Picture:
    """Sun or lamps thrown back: spots and streaks as bright as the characters, or a ground nearly white."""
    high, wide = picture.shape[:2]
    lit = picture.astype(np.float32)
    if rng.random() < 0.4:
        return np.asarray((lit * rng.uniform(0.8, 1.3) + rng.uniform(20, 90)).clip(0, 255), np.uint8)
    x, y = np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32)[:, None]
    for _ in range(int(rng.integers(1, 4))):
        size = high * rng.uniform(0.04, 0.35)
        long, turn = rng.uniform(1, 6), rng.uniform(0, np.pi)
        across, down = x - rng.uniform(0, wide), y - rng.uniform(0, high)
        along = (across * np.cos(turn) + down * np.sin(turn)) / long
        aside = down * np.cos(turn) - across * np.sin(turn)
        lit += (rng.uniform(80, 300) * np.exp(-(along**2 + aside**2) / (2 * size**2)))[..., None]
    return np.asarray(lit.clip(0, 255), np.uint8)
