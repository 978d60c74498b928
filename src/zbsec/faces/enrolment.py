"""From a picture to a template fit for the gallery, or a refusal that says what to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from zbsec._labelled import Labelled
from zbsec._text import two
from zbsec.errors import ImageError
from zbsec.faces import quality
from zbsec.records import Template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from zbsec.faces.backend import Backend
    from zbsec.records import Face, Match

MIN_EYES_PX = 32
"""The networks' crops have the eyes 35 to 53 pixels apart; a smaller face would be an enlargement with little in it."""
MIN_DETAIL = 0.10
"""Portraits blurred by 1.5 pixels of a 112-pixel crop lie around it, sharp ones above 0.118."""


class Fault(Labelled):
    """Why a picture cannot be enrolled, and what to change. ``en`` and ``zh`` say it to a person."""

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
    POOR_QUALITY = (
        "poor_quality",
        "the face would be recognised badly; look straight into the camera, in even light, with nothing before it",
        "人脸质量不足，难以可靠识别；请正对镜头，光线均匀，面部无遮挡",
    )
    DIFFERENT_PEOPLE = (
        "different_people",
        "the pictures show different people; all of them must be of the holder",
        "多张照片不是同一人；须全部为本人照片",
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
    """Of the worst picture by size and sharpness, 0 to 1."""
    learned_quality: float | None
    """The same by the gallery's ``FaceQuality``; None: it has none."""
    pictures: int
    """That the template was made of."""
    resembles: tuple[Match, ...]
    """Other holders so alike that one may be taken for the other, best first: the operator is to look. Either one
    person is enrolled twice, which is withdrawn, or two are as alike as twins, who are given another credential."""


class FaceQuality(Protocol):
    """Says how fit a face is for recognition. Any thread may call it; nothing of a picture is kept."""

    @property
    def name(self) -> str:
        """Names it in a record of what was measured."""
        ...

    @property
    def min_score(self) -> float:
        """Below it a picture is not enrolled."""
        ...

    def score(self, image: NDArray[np.uint8], face: Face) -> float:
        """0 to 1.

        :param image: uint8 (h, w, 3), BGR.
        :param face: one of those found in ``image``.
        """
        ...


class Grade(NamedTuple):
    """Of one picture, or of the worst of several."""

    measured: float
    """By size and sharpness, 0 to 1."""
    learned: float | None
    """By a ``FaceQuality``, 0 to 1; None: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """What one holder's pictures became. Nobody is enrolled by it; whoever has it wipes it."""

    template: Template
    grade: Grade
    """Of the worst picture."""
    pictures: int
    """That the template is made of."""

    def wipe(self) -> None:
        """Overwrite the template with zeros."""
        self.template.vector.fill(0.0)


def prepare(backend: Backend, images: Sequence[NDArray[np.uint8]], judge: FaceQuality | None = None) -> Prepared:
    """The template of the only face in each picture.

    :param images: uint8 (h, w, 3), BGR, one or more.
    :param judge: of learned quality.
    :raises EnrolmentError: no face, several, too small, too blurred, of poor quality, or not one person in all of them.
    :raises ImageError: there is no picture, or one that is no such array or has no pixels.
    """
    if not images:
        raise ImageError(
            "enrolment pictures",
            two("there are none; give one or more of the holder", "没有图片；请给出持有人的一张或多张图片"),
        )
    vectors = np.zeros((len(images), backend.dim), np.float32)
    try:
        grades = [describe(backend, image, row, judge) for image, row in zip(images, vectors, strict=True)]
        return Prepared(template=merged(backend, vectors), grade=worst(grades), pictures=len(images))
    finally:
        vectors.fill(0.0)


def describe(
    backend: Backend, image: NDArray[np.uint8], row: NDArray[np.float32], judge: FaceQuality | None = None
) -> Grade:
    """Write the vector of the only face in a picture into ``row``; the face's grade.

    :param image: uint8 (h, w, 3), BGR.
    :param row: float32 (dim,).
    :param judge: of learned quality.
    :raises EnrolmentError: no face, several, too small, too blurred, or of poor quality.
    :raises ImageError: the picture is no such array or has no pixels.
    """
    faces = backend.detect(image)
    if len(faces) != 1:
        raise EnrolmentError(Fault.SEVERAL_FACES if faces else Fault.NO_FACE)
    measured = quality.measure(image, faces[0].landmarks)
    if measured.eyes_px < MIN_EYES_PX:
        raise EnrolmentError(Fault.TOO_SMALL)
    if measured.detail < MIN_DETAIL:
        raise EnrolmentError(Fault.TOO_BLURRED)
    learned = None if judge is None else judge.score(image, faces[0])
    if judge is not None and learned is not None and learned < judge.min_score:
        raise EnrolmentError(Fault.POOR_QUALITY)
    made = backend.embed(image, faces)
    row[:] = made[0]
    made.fill(0.0)
    return Grade(measured.grade, learned)


def worst(grades: Sequence[Grade]) -> Grade:
    """The worst by each measure."""
    learned = [one.learned for one in grades if one.learned is not None]
    return Grade(min(one.measured for one in grades), min(learned, default=None))


def merged(backend: Backend, vectors: NDArray[np.float32]) -> Template:
    """One template of several vectors: their mean, made unit length.

    :param vectors: float32 (n, dim), unit length, n > 0.
    :raises EnrolmentError: they are not of one person.
    """
    # Not by ``@``: BLAS copies what it multiplies into buffers of its own, which nobody wipes.
    if float(np.einsum("ik,jk->ij", vectors, vectors).min()) < backend.min_score:
        raise EnrolmentError(Fault.DIFFERENT_PEOPLE)
    middle = vectors.sum(axis=0)
    middle /= np.linalg.norm(middle)
    return Template(vector=middle, model=backend.name)


def check_wipeable(images: Sequence[NDArray[np.uint8]]) -> None:
    """Refuse pictures that cannot be overwritten, before anything is made of them.

    :raises ValueError: one is read-only.
    """
    for image in images:
        if isinstance(image, np.ndarray) and not image.flags.writeable:
            raise ValueError(
                "a picture is read-only, so it cannot be wiped after enrolment; give a copy, or keep_image=True"
            )


def wipe(images: Sequence[NDArray[np.uint8]]) -> None:
    """Overwrite pictures with zeros."""
    for image in images:
        if isinstance(image, np.ndarray):
            image.fill(0)
