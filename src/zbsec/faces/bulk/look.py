"""The work on one applicant's pictures: read, found, described, wiped. Several threads do it at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from zbsec._text import two
from zbsec.errors import ImageError
from zbsec.faces.bulk.outcome import NO_PICTURE, Refusal
from zbsec.faces.enrolment import EnrolmentError, Fault, Prepared, describe, merged, wipe, worst
from zbsec.faces.guidance import advise

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zbsec.faces.backend import Backend
    from zbsec.faces.bulk.applicant import Applicant
    from zbsec.faces.enrolment import FaceQuality, Grade

    Read: TypeAlias = Callable[[str], NDArray[np.uint8]]

ADVISABLE = {Fault.TOO_SMALL, Fault.TOO_BLURRED, Fault.POOR_QUALITY}
"""Where a face was found that there is something to say about."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looked:
    """An applicant, and what the pictures gave."""

    applicant: Applicant
    prepared: Prepared | None = None
    """None: nothing; ``refused`` says why."""
    refused: tuple[Refusal, ...] = ()

    def wipe(self) -> None:
        if self.prepared is not None:
            self.prepared.wipe()


def look(backend: Backend, judge: FaceQuality | None, read: Read, applicant: Applicant) -> Looked:
    """Make a template of the pictures that are fit for one, and say what is wrong with the others."""
    vectors = np.zeros((len(applicant.pictures), backend.dim), np.float32)
    grades: list[Grade] = []
    refused: list[Refusal] = []
    try:
        for name in applicant.pictures:
            found = _look_at(backend, judge, read, name, vectors[len(grades)])
            if isinstance(found, Refusal):
                refused.append(found)
            else:
                grades.append(found)
        if not grades:
            nothing = [] if refused else [Refusal(reason="no_picture", said=NO_PICTURE)]
            return Looked(applicant=applicant, refused=(*refused, *nothing))
        template = merged(backend, vectors[: len(grades)])
    except EnrolmentError as error:
        return Looked(applicant=applicant, refused=(*refused, Refusal.of_picture(None, error)))
    finally:
        vectors.fill(0.0)
    prepared = Prepared(template=template, grade=worst(grades), pictures=len(grades))
    return Looked(applicant=applicant, prepared=prepared, refused=tuple(refused))


def _look_at(
    backend: Backend, judge: FaceQuality | None, read: Read, name: str, row: NDArray[np.float32]
) -> Grade | Refusal:
    try:
        image = read(name)
    except ImageError as error:
        return Refusal(
            reason="unreadable",
            said=two(
                f"the picture cannot be read: {error.why.en}; export or copy it again",
                f"照片无法读取（{error.why.zh}）；请重新导出或拷贝",
            ),
            picture=name,
        )
    try:
        return describe(backend, image, row, judge)
    except EnrolmentError as error:
        advice = advise(image, backend.detect(image), uncovered_score=None) if error.fault in ADVISABLE else ()
        return Refusal.of_picture(name, error, advice)
    finally:
        wipe([image])
