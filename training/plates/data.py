"""Training pictures: rendered plates of every kind, and real crops whose licence allows it."""

from __future__ import annotations

import csv
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from lettering import Lettering
from network import HEIGHT, WIDTH
from numpy.typing import NDArray

from zbsec.plates.grammar import KINDS, PROVINCES, Kind
from zbsec.records import PLATE_ALPHABET, PlateColour
from zbsec.testing.plates.render import render
from zbsec.testing.plates.sample import sample_plate
from zbsec.testing.plates.wear import degrade

CLEAN = (220, 70)
"""Width and height at which plates are worn; twice what the network sees."""

SHARES = {"ordinary": 0.62, "new-energy-small": 0.14, "new-energy-large": 0.04}
"""The rest falls on the other kinds alike."""

ALLOWED = ("MIT", "Apache-2.0")
"""Licences, by the first words of the label file, whose pictures may train weights that are given away."""

PRINTED = 0.7
"""Share of plates whose Chinese characters are printed in a font instead of drawn."""

EXCHANGED = 0.8
"""Share of real crops that get another province: all of them come from one."""

Sample = tuple[NDArray[np.uint8], str]


def rendered(count: int, seed: int, workers: int, fonts: list[Path]) -> list[Sample]:
    """Clean plates, small; the same seed and fonts give the same plates."""
    shares = [count // workers + (index < count % workers) for index in range(workers)]
    with ProcessPoolExecutor(workers) as pool:
        parts = pool.map(_render_many, shares, [seed + index for index in range(workers)], [fonts] * workers)
        return [sample for part in parts for sample in part]


def real(folder: Path) -> list[Sample]:
    """Real crops under an allowed licence."""
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["licence"].startswith(ALLOWED)]
    pictures = [(cv2.imread(str(folder / row["file"])), row["text"]) for row in rows]
    return [(cv2.resize(picture, CLEAN), text) for picture, text in pictures if picture is not None]


def network_input(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """uint8 (32, 128, 3), BGR."""
    return cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)


def batch(
    clean: list[Sample], crops: list[Sample], fonts: list[Path], size: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], list[list[int]]]:
    """A batch of worn plates: about one in three a real crop, worn a little less often."""
    pictures, labels = [], []
    for _ in range(size):
        is_real = bool(crops) and rng.random() < 0.33
        source = crops if is_real else clean
        picture, text = source[int(rng.integers(len(source)))]
        if is_real and fonts and rng.random() < EXCHANGED:
            picture, text = exchange_province(picture, text, fonts, rng)
        worn = degrade(picture, rng) if not is_real or rng.random() < 0.6 else picture
        pictures.append(network_input(worn))
        labels.append([PLATE_ALPHABET.index(character) + 1 for character in text])
    stacked = np.stack(pictures).transpose(0, 3, 1, 2).astype(np.float32) / 255
    return stacked, labels


def exchange_province(picture: NDArray[np.uint8], text: str, fonts: list[Path], rng: np.random.Generator) -> Sample:
    """A blue plate's photograph with another province: its ground carried on, a printed character blended in."""
    province = PROVINCES[int(rng.integers(len(PROVINCES)))]
    height, width = picture.shape[:2]
    left, right = round(width * rng.uniform(0.01, 0.03)), round(width * rng.uniform(0.14, 0.165))
    top, bottom = round(height * rng.uniform(0.08, 0.18)), round(height * rng.uniform(0.82, 0.92))
    exchanged = picture.copy()
    place = exchanged[top:bottom, left:right]
    ground = cv2.blur(cv2.erode(place, np.ones((13, 13), np.uint8)), (11, 11)).astype(np.float32)
    bright = picture.reshape(-1, 3)[picture.max(axis=2).ravel() >= np.percentile(picture.max(axis=2), 92)]
    shape = Lettering(fonts[int(rng.integers(len(fonts)))], rng)(province)
    share = cv2.resize(shape, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    share = cv2.GaussianBlur(share, (0, 0), rng.uniform(0.7, 1.8))[..., None] / np.float32(255)
    written = ground * (1 - share) + bright.mean(axis=0) * share
    inside = np.zeros(place.shape[:2], np.float32)
    inside[4:-4, 3:-3] = 1
    inside = cv2.GaussianBlur(inside, (0, 0), 2.0)[..., None]
    place[:] = (place * (1 - inside) + written * inside).clip(0, 255).astype(np.uint8)
    return exchanged, province + text[1:]


def _render_many(count: int, seed: int, fonts: list[Path]) -> list[Sample]:
    rng = np.random.default_rng(seed)
    names = [kind.name for kind in KINDS]
    rest = (1 - sum(SHARES.values())) / (len(names) - len(SHARES))
    shares = [SHARES.get(name, rest) for name in names]
    return [_render_one(KINDS[int(rng.choice(len(KINDS), p=shares))], fonts, rng) for _ in range(count)]


def _render_one(kind: Kind, fonts: list[Path], rng: np.random.Generator) -> Sample:
    plate = sample_plate(rng, kind)
    colour = kind.colours[int(rng.integers(len(kind.colours)))]
    if kind.name == "ordinary" and rng.random() < 0.6:
        colour = PlateColour.BLUE
    lettering = Lettering(fonts[int(rng.integers(len(fonts)))], rng) if fonts and rng.random() < PRINTED else None
    picture = render(plate, colour, pen=float(rng.uniform(0.75, 1.25)), lettering=lettering)
    return cv2.resize(picture, CLEAN, interpolation=cv2.INTER_AREA), plate.text
