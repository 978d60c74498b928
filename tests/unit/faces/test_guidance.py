"""Guided enrolment: each fault of a real portrait is named by what to do about it, and a good one needs nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.faces.liveness.heads import head, seen, turned

from zbsec.errors import ImageError
from zbsec.faces import Advice, advise
from zbsec.faces.light import light
from zbsec.records import Box, Face

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zbsec.faces import Backend

    Spoil = Callable[[np.ndarray, Face], np.ndarray]


@pytest.fixture(scope="module")
def portrait(shared: Path) -> np.ndarray:
    image = cv2.imread(str(shared / "data/faces/people/ct01/ct01_02.jpg"))
    assert image is not None
    return np.asarray(image, np.uint8)


def half_dark(image: np.ndarray, face: Face) -> np.ndarray:
    dark = image.copy()
    dark[:, : round(float(face.landmarks[2, 0]))] //= 5
    return dark


def covered(image: np.ndarray, face: Face) -> np.ndarray:
    spoilt = image.copy()
    cut = round(float(face.landmarks[2, 0]))
    spoilt[face.box.top : face.box.bottom, face.box.left : cut] = (90, 120, 170)
    return spoilt


def rolled(image: np.ndarray, face: Face) -> np.ndarray:
    middle = tuple(float(value) for value in face.landmarks[2])
    return cv2.warpAffine(image, cv2.getRotationMatrix2D(middle, 25, 1.0), image.shape[1::-1])


SPOILT: dict[Advice, Spoil] = {
    Advice.FACE_CAMERA: lambda image, face: np.full_like(image, 90),
    Advice.BE_ALONE: lambda image, face: np.hstack([image, image]),
    Advice.COME_CLOSER: lambda image, face: cv2.resize(image, None, fx=0.35, fy=0.35, interpolation=cv2.INTER_AREA),
    Advice.CENTRE: lambda image, face: image[:, face.box.left + 8 :].copy(),
    Advice.MORE_LIGHT: lambda image, face: (image * 0.2).astype(np.uint8),
    Advice.LESS_LIGHT: lambda image, face: np.clip(image * 2.2, 0, 255).astype(np.uint8),
    Advice.EVEN_LIGHT: half_dark,
    Advice.UPRIGHT: rolled,
    Advice.HOLD_STILL: lambda image, face: cv2.GaussianBlur(image, (0, 0), 5),
    Advice.UNCOVER: covered,
}


def test_a_good_portrait_needs_nothing(yunet: Backend, portrait: np.ndarray) -> None:
    assert advise(portrait, yunet.detect(portrait)) == ()


@pytest.mark.parametrize("advice", SPOILT)
def test_what_is_wrong_with_a_portrait_is_what_is_advised(yunet: Backend, portrait: np.ndarray, advice: Advice) -> None:
    spoilt = SPOILT[advice](portrait, yunet.detect(portrait)[0])
    before = spoilt.copy()
    assert advice in advise(spoilt, yunet.detect(spoilt))
    np.testing.assert_array_equal(spoilt, before)


@pytest.mark.parametrize(
    ("name", "advice"),
    [("lf02_01", Advice.TURN_LEFT), ("lf19_02", Advice.TURN_LEFT), ("lf08_03", Advice.TURN_RIGHT)],
)
def test_turned_heads_of_real_pictures_are_told_which_way(
    shared: Path, yunet: Backend, name: str, advice: Advice
) -> None:
    image = cv2.imread(str(shared / "data/faces/people" / name[:4] / f"{name}.jpg"))
    assert advice in advise(image, yunet.detect(image)[:1])


@settings(deadline=None)
@given(st.floats(-40, 40), st.floats(-30, 30))
def test_the_advice_leads_back_to_straight(yaw: float, pitch: float) -> None:
    landmarks = seen(turned(head(), *np.radians([yaw, pitch])), distance=1000.0)
    face = Face(box=Box(left=100, top=100, right=500, bottom=500), landmarks=landmarks, score=0.95)
    told = advise(np.full((600, 600, 3), 120, np.uint8), [face])
    if abs(yaw) > 22:
        assert (Advice.TURN_RIGHT if yaw > 0 else Advice.TURN_LEFT) in told
    if abs(yaw) < 10:
        assert not {Advice.TURN_LEFT, Advice.TURN_RIGHT} & set(told)
    if abs(pitch) > 28:
        assert (Advice.CHIN_DOWN if pitch > 0 else Advice.CHIN_UP) in told
    if abs(pitch) < 5:
        assert not {Advice.CHIN_UP, Advice.CHIN_DOWN} & set(told)


def test_another_detectors_score_says_nothing_of_a_cover(yunet: Backend, portrait: np.ndarray) -> None:
    (face,) = yunet.detect(portrait)
    doubtful = replace(face, score=0.7)
    assert advise(portrait, [doubtful]) == (Advice.UNCOVER,)
    assert advise(portrait, [doubtful], uncovered_score=None) == ()


def test_light_is_measured_on_the_face(yunet: Backend, portrait: np.ndarray) -> None:
    (face,) = yunet.detect(portrait)
    as_it_is, dim = (light(image, face.landmarks) for image in (portrait, portrait // 2))
    assert dim.level == pytest.approx(as_it_is.level / 2, abs=1.0)
    assert dim.tilt == pytest.approx(as_it_is.tilt, abs=0.01)
    assert light(half_dark(portrait, face), face.landmarks).tilt > 0.4
    assert light(np.full_like(portrait, 255), face.landmarks).burnt == 1.0


@pytest.mark.parametrize("advice", Advice)
def test_every_advice_speaks_both_languages(advice: Advice) -> None:
    assert advice.en.isascii()
    assert not advice.zh.isascii()


def test_what_is_no_picture_is_named() -> None:
    with pytest.raises(ImageError, match="uint8"):
        advise(np.zeros((4, 4), np.uint8), [])
