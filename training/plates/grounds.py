"""How plates' grounds differ from what the standard says: faded, tinted, of paper, of other hues."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def stronger_green(picture: Picture, rng: np.random.Generator) -> Picture:
    """New-energy grounds vary: from nearly white to green all over, and some cameras see turquoise."""
    strong = np.array([rng.uniform(95, 200), rng.uniform(190, 235), rng.uniform(40, 150)])
    share = rng.uniform(0.2, 0.9)
    return np.asarray(picture * (1 - share) + picture * (strong / 255) * share, np.uint8)


def sealed(picture: Picture, rng: np.random.Generator) -> Picture:
    """New-energy plates bear a round metal seal behind the authority's letter."""
    high, wide = picture.shape[:2]
    sealed = picture.copy()
    place = (int(wide * rng.normal(0.272, 0.006)), int(high * rng.normal(0.48, 0.04)))
    size = int(high * rng.uniform(0.05, 0.085))
    shade = rng.uniform(60, 245) + rng.normal(0, 15, 3)
    cv2.circle(sealed, place, size, tuple(int(value) for value in shade.clip(0, 255)), -1, cv2.LINE_AA)
    cv2.circle(sealed, place, size, (int(rng.uniform(40, 160)),) * 3, 1, cv2.LINE_AA)
    return sealed


def paper(picture: Picture, rng: np.random.Generator) -> Picture:
    """A temporary plate of paper: black on a pale pattern."""
    ink = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    ink = ink if np.median(ink) > 128 else 255 - ink
    share = (ink / max(float(np.median(ink)), 1)).clip(0, 1)[..., None]
    ground = np.array([235, 205, 175] if rng.random() < 0.5 else [165, 200, 220], np.float32)
    pattern = cv2.resize(rng.normal(0, 12, (20, 40, 3)).astype(np.float32), (picture.shape[1], picture.shape[0]))
    return np.asarray(((ground + pattern) * share).clip(0, 255), np.uint8)


def swapped(picture: Picture) -> Picture:
    """Blue with white as green with white: tractors, airfields."""
    return np.ascontiguousarray(picture[..., [1, 0, 2]])


def tinted(picture: Picture, rng: np.random.Generator) -> Picture:
    """Grounds fade and cameras differ in how they see them."""
    hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV).astype(np.float32)
    hsv[..., 0] = (hsv[..., 0] + rng.normal(0, 5)) % 180
    hsv[..., 1] *= rng.uniform(0.55, 1.2)
    hsv[..., 2] *= rng.uniform(0.75, 1.3)
    return np.asarray(cv2.cvtColor(hsv.clip(0, 255).astype(np.uint8), cv2.COLOR_HSV2BGR), np.uint8)


def repainted(picture: Picture, rng: np.random.Generator) -> Picture:
    """A photographed blue plate as a yellow, green, white or black one; shadows, blur and dirt stay.

    White characters hold more red than a blue ground, so red tells which is which.
    """
    red, bright = picture[..., 2].astype(np.float32), picture.max(axis=2).astype(np.float32)
    low, high = np.percentile(red, (15, 93))
    ink = ((red - low) / max(float(high - low), 1.0)).clip(0, 1)[..., None]
    light = cv2.blur(bright, (25, 25))[..., None] / 200
    grounds = ((20, 185, 245), (150, 215, 120), (185, 230, 175), (235, 235, 235), (30, 28, 25))
    ground = np.array(grounds[int(rng.integers(len(grounds)))], np.float32) + rng.normal(0, 12, 3).astype(np.float32)
    letters = np.float32(235 if ground.sum() < 200 else rng.uniform(10, 50))
    return np.asarray(((ground * (1 - ink) + letters * ink) * light).clip(0, 255), np.uint8)
