"""Pictures that cannot be enrolled, and what the holder is told to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from zbsec.errors import ImageError
from zbsec.faces import EnrolmentError, Fault
from zbsec.faces.enrolment import prepare

if TYPE_CHECKING:
    from conftest import MakePortrait, Painted

    from zbsec.faces import Backend
    from zbsec.records import Face


def test_the_only_face_becomes_a_template(painted: Painted, portrait: MakePortrait) -> None:
    made = prepare(painted, [portrait(1)])
    assert made.template.model == "painted"
    np.testing.assert_array_equal(made.template.vector, painted.vector(1))
    assert 0.0 < made.grade.measured <= 1.0
    assert made.grade.learned is None
    assert made.pictures == 1


def blurred(image: np.ndarray) -> np.ndarray:
    """The same person and faces, with nothing finer than a sixth of the picture."""
    coarse = np.asarray(cv2.resize(image[::20, ::20], image.shape[:2], interpolation=cv2.INTER_CUBIC), np.uint8)
    coarse[0, 0] = image[0, 0]
    return coarse


class Doubtful:
    """Of person 3 it thinks little."""

    name, min_score = "doubtful", 0.5

    def score(self, image: np.ndarray, face: Face) -> float:
        return 0.4 if image[0, 0, 0] == 3 else 0.6


def test_the_worst_picture_counts_by_each_measure(painted: Painted, portrait: MakePortrait) -> None:
    large, small = portrait(1, side_px=224), portrait(1, side_px=112)
    alone = prepare(painted, [small]).grade.measured
    assert prepare(painted, [large, small], Doubtful()).grade == (alone, 0.6)


@pytest.mark.parametrize("fault", Fault)
def test_a_refusal_says_what_to_change(painted: Painted, portrait: MakePortrait, fault: Fault) -> None:
    pictures = {
        Fault.NO_FACE: [portrait(1, faces=0)],
        Fault.SEVERAL_FACES: [portrait(1), portrait(1, faces=2)],
        Fault.TOO_SMALL: [portrait(1, side_px=100)],
        Fault.TOO_BLURRED: [portrait(1), blurred(portrait(1))],
        Fault.POOR_QUALITY: [portrait(1), portrait(3)],
        Fault.DIFFERENT_PEOPLE: [portrait(1), portrait(2)],
    }
    with pytest.raises(EnrolmentError) as caught:
        prepare(painted, pictures[fault], Doubtful())
    assert caught.value.fault is fault
    assert isinstance(caught.value, ImageError)
    assert fault.en in str(caught.value)
    assert fault.zh in str(caught.value)


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_speaks_both_languages(fault: Fault) -> None:
    assert ";" in fault.en
    assert "；" in fault.zh


def test_real_pictures_are_graded_the_same_way(backend: Backend, astronaut: np.ndarray) -> None:
    made = prepare(backend, [astronaut])
    assert made.template.vector.shape == (backend.dim,)
    assert made.grade.measured > 0.5
    for worse, fault in [
        (np.zeros((480, 640, 3), np.uint8), Fault.NO_FACE),
        (np.hstack([astronaut, astronaut]), Fault.SEVERAL_FACES),
        (cv2.GaussianBlur(astronaut, (0, 0), 3), Fault.TOO_BLURRED),
    ]:
        with pytest.raises(EnrolmentError) as caught:
            prepare(backend, [np.asarray(worse, np.uint8)])
        assert caught.value.fault is fault
