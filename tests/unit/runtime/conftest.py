"""A site that runs without weights: a backend and a reader that see what the test paints."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from zbsec import faces, plates, sites
from zbsec.faces import FACE_TERMS
from zbsec.records import PLATE_ALPHABET, Box, Consent, Face, PlateColour, PlateReading, Purpose
from zbsec.sites import Site
from zbsec.testing import estate

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def person(number: int) -> np.ndarray:
    """A picture that shows person ``number``; 0: nobody."""
    picture = np.full((240, 320, 3), 90, np.uint8)
    if number:
        noise = np.random.default_rng(number).integers(0, 256, (120, 100, 3), np.uint8)
        picture[60:180, 110:210] = noise
    picture[0, 0] = number
    return picture


def vehicle(text: str) -> np.ndarray:
    """A picture that shows a plate; its text is hidden in the first row."""
    picture = np.full((240, 320, 3), 60, np.uint8)
    codes = [PLATE_ALPHABET.index(character) + 1 for character in text]
    picture[0] = 0
    picture[0, : len(codes), 0] = codes
    picture[0, 0, 2] = 1
    return picture


class PaintedFaces:
    """Sees the person whose number stands in the first pixel."""

    name = "painted"
    dim = 32
    min_score = 0.5

    def detect(self, image: np.ndarray) -> list[Face]:
        if not image[0, 0, 0]:
            return []
        box = Box(left=110, top=60, right=210, bottom=180)
        landmarks = np.array([[135, 100], [185, 100], [160, 125], [140, 150], [180, 150]], np.float32)
        return [Face(box=box, landmarks=landmarks, score=0.99, quality=0.9)]

    def embed(self, image: np.ndarray, found: list[Face]) -> np.ndarray:
        vector = np.random.default_rng(int(image[0, 0, 0])).standard_normal((len(found), 32)).astype(np.float32)
        return vector / np.linalg.norm(vector, axis=1, keepdims=True)


class PaintedPlates:
    """Reads the text hidden in the first row."""

    def read(self, image: np.ndarray) -> list[PlateReading]:
        if not image[0, 0, 2]:
            return []
        codes = [int(code) - 1 for code in image[0, :8, 0] if 0 < code <= 80]
        probabilities = np.full((len(codes), 80), 0.001, np.float32)
        probabilities[np.arange(len(codes)), codes] = 0.921
        return [
            PlateReading(
                text="".join(PLATE_ALPHABET[code] for code in codes),
                colour=PlateColour.BLUE,
                corners=np.array([[10, 10], [110, 10], [110, 40], [10, 40]], np.float32),
                probabilities=probabilities,
                score=0.9,
            )
        ]


def consent(holder: str = "h1", at: datetime | None = None) -> Consent:
    moment = at or datetime.now(UTC)
    return Consent(
        id=f"consent-{holder}",
        holder=holder,
        purpose=Purpose.FACE_ACCESS,
        terms_hash=FACE_TERMS.hash,
        notice_hash="0" * 64,
        shown_at=moment,
        given_at=moment,
        expires_at=moment + timedelta(days=30),
        actor=holder,
        channel="counter",
        alternative_shown=True,
    )


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Faces and plates as painted, everything else real."""
    monkeypatch.setattr(faces, "load", lambda *_, **__: PaintedFaces())
    monkeypatch.setattr(plates, "load", lambda *_, **__: PaintedPlates())


@pytest.fixture
def whole_site(tmp_path: Path) -> Site:
    """The demonstration estate in a folder of its own."""
    path = tmp_path / "site.toml"
    path.write_text(estate.site_file(), encoding="utf-8")
    return sites.load(path)


@pytest.fixture
def site(whole_site: Site) -> Site:
    """Without its uplink."""
    return replace(whole_site, uplinks=())


@pytest.fixture
def environment() -> dict[str, str]:
    return {"ZBSEC_GALLERY_KEY": "ab" * 32, "ZBSEC_PLATFORM_PASSWORD": "right"}
