"""A backend without weights, pictures it can read, and consents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pytest

from zbsec.faces import FACE_TERMS, Gallery, align
from zbsec.faces.vault import database
from zbsec.records import Box, Consent, Face, Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from zbsec.faces import Backend, Enrolment

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Painted:
    """Reads who is in a picture of ``portrait``, and how often, from its first pixel."""

    name: str = "painted"
    dim: int = 16
    min_score: float = 0.8

    def detect(self, image: NDArray[np.uint8]) -> list[Face]:
        height, width = image.shape[:2]
        box = Box(left=0, top=0, right=width, bottom=height)
        face = Face(box=box, landmarks=align.TEMPLATE * (height / align.SIDE_PX), score=1.0)
        return [face] * int(image[0, 0, 1])

    def embed(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.float32]:
        return np.stack([self.vector(int(image[0, 0, 0]))] * len(faces))

    def vector(self, number: int) -> NDArray[np.float32]:
        """Unit length; numbers that differ by 100 are twins, with a cosine of about 0.95."""
        drawn = np.random.default_rng(number % 100).normal(size=self.dim)
        drawn += (number // 100) * 0.3 * np.random.default_rng(number).normal(size=self.dim)
        return np.asarray(drawn / np.linalg.norm(drawn), np.float32)


class MakePortrait(Protocol):
    def __call__(self, number: int, *, faces: int = 1, side_px: int = 112) -> NDArray[np.uint8]: ...


class MakeConsent(Protocol):
    def __call__(self, holder: str, /, **changes: Any) -> Consent: ...


class Enroll(Protocol):
    def __call__(self, gallery: Gallery, number: int, /, **changes: Any) -> Enrolment: ...


@pytest.fixture(scope="session")
def key() -> bytes:
    return bytes(range(32))


@pytest.fixture(scope="session")
def painted() -> Painted:
    return Painted()


@pytest.fixture(scope="session")
def portrait() -> MakePortrait:
    """A picture rich in detail of a numbered person."""

    def make(number: int, *, faces: int = 1, side_px: int = 112) -> NDArray[np.uint8]:
        image = np.random.default_rng(1000 + number).integers(0, 256, (side_px, side_px, 3), np.uint8)
        image[0, 0] = (number, faces, 0)
        return image

    return make


@pytest.fixture(scope="session")
def consent() -> MakeConsent:
    """A holder's consent to the usual terms, given a day before noon for a month."""

    def make(holder: str, /, **changes: Any) -> Consent:
        given = Consent(
            id=f"consent-of-{holder}",
            holder=holder,
            purpose=Purpose.FACE_ACCESS,
            terms_hash=FACE_TERMS.hash,
            notice_hash="0" * 64,
            shown_at=NOON - DAY,
            given_at=NOON - DAY,
            expires_at=NOON + 30 * DAY,
            actor="desk-1",
            channel="counter",
            alternative_shown=True,
        )
        return replace(given, **changes)

    return make


@pytest.fixture(scope="session")
def enroll(portrait: MakePortrait, consent: MakeConsent) -> Enroll:
    """Enrols person 1 as holder h1, and so on, at noon; ``changes`` are to the consent."""

    def into(gallery: Gallery, number: int, /, **changes: Any) -> Enrolment:
        holder = f"h{number}"
        return gallery.enroll(holder, portrait(number), consent(holder, **changes), at=NOON)

    return into


@pytest.fixture(autouse=True)
def no_power_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests do not cut the power, so they need not wait for the disk."""
    monkeypatch.setattr(database, "SYNCHRONOUS", "OFF")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the gallery of this test lies."""
    return tmp_path / "gallery"


@pytest.fixture
def reopen(folder: Path, key: bytes, painted: Painted) -> Iterator[Callable[..., Gallery]]:
    """Opens the gallery of this test, as often as it is called; all are closed at the end."""
    opened: list[Gallery] = []

    def open_gallery(path: Path = folder, **settings: Any) -> Gallery:
        opened.append(Gallery.open(path, **{"key": key, "model": painted, **settings}))
        return opened[-1]

    yield open_gallery
    for gallery in opened:
        gallery.close()


@pytest.fixture
def gallery(reopen: Callable[..., Gallery]) -> Gallery:
    return reopen()


@pytest.fixture(scope="session")
def yunet(shared: Path) -> Backend:
    from zbsec import faces

    return faces.load("yunet-mobilefacenet", shared / "models")
