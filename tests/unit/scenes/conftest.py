"""A camera over rough ground, and textured things that move before it."""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from zbsec.records import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

START = datetime(2026, 11, 24, 8, tzinfo=UTC)
NOISE = 3.0  # standard deviation of a camera by day, grey levels


@functools.cache
def texture(seed: int, width: int, height: int, grey: float) -> NDArray[np.float32]:
    """Gravel-like ground: coarse and fine noise around a mean grey."""
    random = np.random.default_rng(seed)
    ground = np.full((height, width, 3), float(grey))
    for sigma, contrast in ((8, 300), (2, 60)):
        ground += contrast * cv2.GaussianBlur(random.normal(0, 1, (height, width, 3)), (0, 0), sigma)
    return np.clip(ground, 10, 240).astype(np.float32)


@functools.cache
def camera_noise(width: int, height: int) -> NDArray[np.float32]:
    """Noise for several pictures; drawing it anew for each would be most of the time these tests take."""
    return np.random.default_rng(9).normal(0, NOISE, (11, height, width, 3)).astype(np.float32)


class Camera:
    """A fixed camera whose picture is ground, what stands or moves on it, light, and noise."""

    def __init__(self, width: int = 480, height: int = 270) -> None:
        self.ground = texture(1, width, height, 110)
        self._noise = camera_noise(width, height)
        self._taken = 0

    def take(self, *things: tuple[float, float], size: int = 30, light: float = 1.0, camera: str = "cam-1") -> Frame:
        """A frame with a square thing of ``size`` pixels around each place."""
        scene = self.ground.copy()
        for number, (x, y) in enumerate(things):
            self._put(scene, texture(50 + number, size, size, 190 if number % 2 else 40), x, y)
        self._taken += 1
        picture = scene * np.float32(light) + self._noise[self._taken % len(self._noise)]
        return Frame(
            image=np.clip(picture, 0, 255).astype(np.uint8),
            camera=camera,
            captured_at=START + timedelta(milliseconds=40 * self._taken),
        )

    def empty(self, count: int = 10) -> list[Frame]:
        return [self.take() for _ in range(count)]

    def move(self, *ways: Iterable[tuple[float, float]], size: int = 30) -> list[Frame]:
        """A frame for each step of all ``ways`` together."""
        return [self.take(*places, size=size) for places in zip(*ways, strict=True)]

    @staticmethod
    def _put(scene: NDArray[np.float32], thing: NDArray[np.float32], x: float, y: float) -> None:
        size = len(thing)
        left, top = round(x - size / 2), round(y - size / 2)
        rows = slice(max(top, 0), min(top + size, scene.shape[0]))
        columns = slice(max(left, 0), min(left + size, scene.shape[1]))
        if rows.start < rows.stop and columns.start < columns.stop:
            scene[rows, columns] = thing[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]


@pytest.fixture
def camera() -> Camera:
    return Camera()
