"""Quality: size and sharpness, and nothing that light or noise could feign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from zbsec.faces import align, quality

if TYPE_CHECKING:
    from zbsec.faces import Backend


def test_the_eyes_are_measured_in_pixels_of_the_picture() -> None:
    image = np.zeros((300, 300, 3), np.uint8)
    for scale in (0.5, 1.0, 2.0):
        assert quality.measure(image, align.TEMPLATE * scale).eyes_px == pytest.approx(35.24 * scale, abs=0.01)


def test_a_picture_without_contrast_has_no_detail() -> None:
    assert quality.measure(np.full((112, 112, 3), 90, np.uint8), align.TEMPLATE).detail == 0.0


def test_the_grade_is_the_worse_of_the_two_and_stays_within_0_and_1() -> None:
    assert quality.Quality(eyes_px=30, detail=0.5).grade == pytest.approx(0.5)
    assert quality.Quality(eyes_px=300, detail=0.125).grade == pytest.approx(0.5)
    assert quality.Quality(eyes_px=300, detail=0.9).grade == 1.0
    assert quality.Quality(eyes_px=300, detail=0.0).grade == 0.0


def test_blur_lowers_it_and_neither_light_nor_noise_does(yunet: Backend, astronaut: np.ndarray) -> None:
    landmarks = yunet.detect(astronaut)[0].landmarks

    def detail(image: np.ndarray) -> float:
        return quality.measure(np.clip(image, 0, 255).astype(np.uint8), landmarks).detail

    sharp = detail(astronaut)
    blurred = [detail(cv2.GaussianBlur(astronaut, (0, 0), sigma)) for sigma in (1, 2, 4)]
    assert sharp > blurred[0] > blurred[1] > blurred[2]
    assert blurred[1] < 0.75 * sharp
    assert detail(astronaut * 0.4) == pytest.approx(sharp, rel=0.1)
    noise = np.random.default_rng(0).normal(0, 8, astronaut.shape)
    assert detail(cv2.GaussianBlur(astronaut, (0, 0), 2) + noise) < 0.8 * sharp
