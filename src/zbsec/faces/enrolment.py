"""From a picture to a template fit for the gallery, or a refusal that says what to change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.errors import ImageError
from zbsec.faces import quality
from zbsec.records import Template

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.faces.backend import Backend

MIN_EYES_PX = 32
"""The networks' crops have the eyes 35 to 53 pixels apart; a smaller face would be an enlargement with little in it."""
MIN_DETAIL = 0.10
"""Portraits blurred by 1.5 pixels of a 112-pixel crop lie around it, sharp ones above 0.118."""


class Fault(StrEnum):
    """Why a picture cannot be enrolled, and what to change. ``en`` and ``zh`` say it to a person."""

    en: str
    zh: str

    def __new__(cls, value: str, en: str = "", zh: str = "") -> Fault:
        member = str.__new__(cls, value)
        member._value_ = value
        member.en = en
        member.zh = zh
        return member

    NO_FACE = (
        "no_face",
        "no face was found; look straight into the camera, in even light, with nothing before the face",
        "未检测到人脸；请正对镜头，光线均匀，面部无遮挡",
    )
    SEVERAL_FACES = (
        "several_faces",
        "several faces were found; only the holder may be in the picture",
        "检测到多张人脸；画面中只能有本人",
    )
    TOO_SMALL = (
        "too_small",
        f"the face is too small; come closer, until the eyes are {MIN_EYES_PX} pixels apart or more",
        f"人脸过小；请靠近镜头，使两眼间距不少于{MIN_EYES_PX}像素",
    )
    TOO_BLURRED = (
        "too_blurred",
        "the face is too blurred; hold still, wipe the lens, add light",
        "人脸模糊；请保持静止，擦净镜头，增加光线",
    )


class EnrolmentError(ImageError):
    """A picture cannot be enrolled; ``fault`` says why and what to change, in two languages."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__("enrolment picture", f"{fault.en}（{fault.zh}）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A holder was enrolled."""

    holder: str
    consent: str
    """Id of the consent record it rests on."""
    enrolled_at: datetime
    quality: float
    """Of the picture, 0 to 1."""
    resembles: tuple[str, ...]
    """Other holders so alike that one may be taken for the other, such as twins; give them another credential."""


def make_template(backend: Backend, image: NDArray[np.uint8]) -> tuple[Template, float]:
    """The template of the only face in a picture, and its quality from 0 to 1.

    :param image: uint8 (h, w, 3), BGR.
    :raises EnrolmentError: no face, several, too small or too blurred.
    :raises ImageError: ``image`` is no such array, or has no pixels.
    """
    faces = backend.detect(image)
    if len(faces) != 1:
        raise EnrolmentError(Fault.SEVERAL_FACES if faces else Fault.NO_FACE)
    measured = quality.measure(image, faces[0].landmarks)
    if measured.eyes_px < MIN_EYES_PX:
        raise EnrolmentError(Fault.TOO_SMALL)
    if measured.detail < MIN_DETAIL:
        raise EnrolmentError(Fault.TOO_BLURRED)
    return Template(vector=backend.embed(image, faces)[0], model=backend.name), measured.grade
