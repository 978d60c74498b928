"""Guided enrolment (登记引导): what to change before a picture is taken, said to the person before the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec._labelled import Labelled
from zbsec.faces import picture, quality
from zbsec.faces.enrolment import MIN_DETAIL, MIN_EYES_PX
from zbsec.faces.fivepoints import pose
from zbsec.faces.light import light

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.records import Face

MIN_LEVEL = 60.0
"""Median grey value; of 220 photographs 2 in 100 lie at 70 or below."""
MAX_BURNT = 0.10
MAX_TILT = 0.30
MAX_YAW_DEG = 15.0
MAX_PITCH_DEG = 15.0
MAX_ROLL_DEG = 15.0
UNCOVERED_SCORE = 0.89
"""YuNet's score of a face that nothing covers; of 161 photographs that look straight one lies below."""


class Advice(Labelled):
    """One thing to change; left and right are those of the person. ``en`` and ``zh`` say it to them."""

    FACE_CAMERA = "face_camera", "step before the camera and look into it", "请站到镜头前并正视镜头"
    BE_ALONE = "be_alone", "only you may be in the picture", "画面中只能有您本人"
    COME_CLOSER = "come_closer", "come a little closer", "请再靠近一点"
    CENTRE = "centre", "move to the middle of the picture, or a little back", "请移到画面中央，或稍后退"
    MORE_LIGHT = "more_light", "more light on the face, please", "请增加面部光线"
    LESS_LIGHT = "less_light", "too much light on the face; turn away from it", "面部光线过强，请避开强光"
    EVEN_LIGHT = "even_light", "the light comes from one side; face it", "光线来自一侧，请面向光源"
    TURN_LEFT = "turn_left", "turn a little left", "请稍向左转"
    TURN_RIGHT = "turn_right", "turn a little right", "请稍向右转"
    CHIN_UP = "chin_up", "raise your chin a little", "请稍抬头"
    CHIN_DOWN = "chin_down", "lower your chin a little", "请稍低头"
    UPRIGHT = "upright", "hold your head upright", "请将头摆正"
    HOLD_STILL = "hold_still", "hold still; the picture is blurred", "画面模糊，请保持静止"
    UNCOVER = "uncover", "take off what covers the face", "请取下面部遮挡物"


def advise(
    image: NDArray[np.uint8], faces: Sequence[Face], *, uncovered_score: float | None = UNCOVERED_SCORE
) -> tuple[Advice, ...]:
    """What to change, most important first; empty: take the picture.

    :param image: uint8 (h, w, 3), BGR, not mirrored.
    :param faces: all that a backend found in it.
    :param uncovered_score: below it something may cover the face; None for a detector other than YuNet, whose scores
        mean something else.
    :raises ImageError: not such an array, or without pixels.
    """
    picture.check(image)
    if len(faces) != 1:
        return (Advice.BE_ALONE if faces else Advice.FACE_CAMERA,)
    (face,) = faces
    measured = quality.measure(image, face.landmarks)
    found = [*_place(image, face, measured.eyes_px), *_light(image, face), *_pose(face)]
    if measured.detail < MIN_DETAIL:
        found.append(Advice.HOLD_STILL)
    if uncovered_score is not None and face.score < uncovered_score:
        found.append(Advice.UNCOVER)
    return tuple(found)


def _place(image: NDArray[np.uint8], face: Face, eyes_px: float) -> Iterator[Advice]:
    height, width = image.shape[:2]
    if eyes_px < MIN_EYES_PX:
        yield Advice.COME_CLOSER
    if face.box.left <= 0 or face.box.top <= 0 or face.box.right >= width or face.box.bottom >= height:
        yield Advice.CENTRE


def _light(image: NDArray[np.uint8], face: Face) -> Iterator[Advice]:
    seen = light(image, face.landmarks)
    if seen.level < MIN_LEVEL:
        yield Advice.MORE_LIGHT
    elif seen.burnt > MAX_BURNT:
        yield Advice.LESS_LIGHT
    if abs(seen.tilt) > MAX_TILT:
        yield Advice.EVEN_LIGHT


def _pose(face: Face) -> Iterator[Advice]:
    head = pose(face.landmarks)
    if abs(head.yaw_deg) > MAX_YAW_DEG:
        yield Advice.TURN_RIGHT if head.yaw_deg > 0 else Advice.TURN_LEFT
    if abs(head.pitch_deg) > MAX_PITCH_DEG:
        yield Advice.CHIN_DOWN if head.pitch_deg > 0 else Advice.CHIN_UP
    if abs(head.roll_deg) > MAX_ROLL_DEG:
        yield Advice.UPRIGHT
