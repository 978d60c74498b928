"""Training pictures: rendered plates of every kind, and real crops whose licence allows it."""

from __future__ import annotations

import csv
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from camera import photographed, seen_again, surroundings
from forms import temporary, upper
from grounds import paper, repainted, sealed, stronger_green, swapped, tinted
from lettering import Lettering
from network import HEIGHT, WIDTH
from numpy.typing import NDArray

from zbsec.plates.grammar import KINDS, PROVINCES, Kind
from zbsec.plates.reader import TWO_ROWS_PX, UPRIGHT_PX, joined
from zbsec.records import PLATE_ALPHABET, PlateColour
from zbsec.testing.plates.render import render
from zbsec.testing.plates.sample import sample_plate

CLEAN_PX = 264
"""Width at which clean plates are kept."""

SHARES = {"ordinary": 0.46, "new-energy-small": 0.2, "new-energy-large": 0.06, "tractor": 0.03}
"""The rest falls on the other kinds alike."""

ALLOWED = ("MIT", "Apache-2.0")
"""Licences, by the first words of the label file, whose pictures may train weights that are given away."""

REAL = 0.45
"""Share of a batch that are real crops."""

SHEETS = 0.05
"""Share of rendered plates that are temporary ones, of paper."""

NOTHING = 0.03
"""Share of a batch without a plate, or with two rows pressed into one: the network must stay silent."""

EXCHANGED = 0.85
"""Share of real crops that get another province: all of them come from one."""

TWO_ROWS = defaultdict(lambda: 0.05, {PlateColour.YELLOW: 0.5})
"""Share of seven characters' plates that have two rows, by ground."""

REPAINTED = 0.2
"""Share of real crops that get another ground: all of them are blue."""

ON_THE_ROAD = dict(
    zip("粤鲁苏豫浙冀川皖湘鄂辽晋闽陕桂云赣京", (9, 9, 8, 7, 7, 7, 6, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3), strict=True)
)
"""Roughly how many of a hundred vehicles a province has; the others have one or two."""

DENSE = "豫浙赣粤鲁冀闽琼鄂皖湘藏渝陕"
"""Characters of many strokes, which low resolution makes alike."""

SHARE_OF_PROVINCE = np.array(
    [(0.5 / len(PROVINCES) + 0.005 * ON_THE_ROAD.get(one, 1.5)) * (1.6 if one in DENSE else 1) for one in PROVINCES]
)
"""For exchanged provinces: half evenly, half as met on the road, and the dense ones oftener."""

Picture = NDArray[np.uint8]
Layout = Literal["row", "rows", "sheet"]
"""One row, two, or a temporary plate's sheet, whose number stands in its upper half."""


@dataclass(frozen=True)
class Sample:
    """A picture of a plate and what stands on it."""

    picture: Picture
    text: str
    layout: Layout = "row"


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
    return [Sample(cv2.resize(picture, (220, 70)), text) for picture, text in pictures if picture is not None]


def batch(
    clean: list[Sample], crops: list[Sample], fonts: list[Path], size: int, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], list[list[int]]]:
    """uint8 (size, 3, 32, 128) and the labels: plates worn anew every time."""
    pictures, labels = [], []
    for _ in range(size):
        draw = rng.random()
        if draw < NOTHING:
            upright, text = _nothing(clean, rng), ""
        elif crops and draw < NOTHING + REAL:
            upright, text = _from_a_crop(crops[int(rng.integers(len(crops)))], fonts, rng)
        else:
            sample = clean[int(rng.integers(len(clean)))]
            upright, text = _upright(sample, rng), sample.text
        pictures.append(cv2.resize(upright, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA))
        labels.append([PLATE_ALPHABET.index(character) + 1 for character in text])
    return np.ascontiguousarray(np.stack(pictures).transpose(0, 3, 1, 2)), labels


def _upright(sample: Sample, rng: np.random.Generator) -> Picture:
    if sample.layout == "row":
        return photographed(sample.picture, rng)
    tall = photographed(sample.picture, rng, TWO_ROWS_PX)
    return joined(tall) if sample.layout == "rows" else upper(tall)


def _nothing(clean: list[Sample], rng: np.random.Generator) -> Picture:
    sample = clean[int(rng.integers(len(clean)))]
    if sample.layout == "row":
        return (
            surroundings(*UPRIGHT_PX, rng)
            if rng.random() < 0.5
            else joined(photographed(sample.picture, rng, TWO_ROWS_PX))
        )
    if rng.random() < 0.5:
        return photographed(sample.picture, rng)
    tall = photographed(sample.picture, rng, TWO_ROWS_PX)
    return upper(tall) if sample.layout == "rows" else joined(tall)


def _from_a_crop(sample: Sample, fonts: list[Path], rng: np.random.Generator) -> tuple[Picture, str]:
    picture, text = sample.picture, sample.text
    if rng.random() < EXCHANGED:
        picture, text = exchange_province(picture, text, fonts, rng)
    if rng.random() < REPAINTED:
        picture = repainted(picture, rng)
    return seen_again(picture, rng), text


def exchange_province(picture: Picture, text: str, fonts: list[Path], rng: np.random.Generator) -> tuple[Picture, str]:
    """A blue plate's photograph with another province: its ground carried on, another character blended in."""
    province = PROVINCES[int(rng.choice(len(PROVINCES), p=SHARE_OF_PROVINCE / SHARE_OF_PROVINCE.sum()))]
    height, width = picture.shape[:2]
    left, right = round(width * rng.uniform(0.01, 0.03)), round(width * rng.uniform(0.14, 0.165))
    top, bottom = round(height * rng.uniform(0.08, 0.18)), round(height * rng.uniform(0.82, 0.92))
    exchanged = picture.copy()
    place = exchanged[top:bottom, left:right]
    ground = cv2.blur(cv2.erode(place, np.ones((13, 13), np.uint8)), (11, 11)).astype(np.float32)
    bright = picture.reshape(-1, 3)[picture.max(axis=2).ravel() >= np.percentile(picture.max(axis=2), 92)]
    shape = Lettering(fonts, rng, chinese=0.6, latin=0)(province)
    share = cv2.resize(_leaning(shape, rng), (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    share = cv2.GaussianBlur(share, (0, 0), float(np.exp(rng.uniform(np.log(0.7), np.log(3.2)))))[
        ..., None
    ] / np.float32(255)
    written = ground * (1 - share) + bright.mean(axis=0) * share
    inside = np.zeros(place.shape[:2], np.float32)
    inside[4:-4, 3:-3] = 1
    inside = cv2.GaussianBlur(inside, (0, 0), 2.0)[..., None]
    place[:] = (place * (1 - inside) + written * inside).clip(0, 255).astype(np.uint8)
    return exchanged, province + text[1:]


def _leaning(ink: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """As a character stands on a plate that hangs askew."""
    high, wide = ink.shape
    lean, fall = rng.normal(0, 0.1), rng.normal(0, 0.14)
    matrix = np.array([[1, lean * wide / high, -lean * wide / 2], [fall * high / wide, 1, -fall * high / 2]])
    return np.asarray(cv2.warpAffine(ink, matrix, (wide, high)), np.uint8)


def _render_many(count: int, seed: int, fonts: list[Path]) -> list[Sample]:
    cv2.setNumThreads(1)
    rng = np.random.default_rng(seed)
    names = [kind.name for kind in KINDS]
    rest = (1 - sum(SHARES.values())) / (len(names) - len(SHARES))
    shares = [SHARES.get(name, rest) for name in names]
    return [_render_one(KINDS[int(rng.choice(len(KINDS), p=shares))], fonts, rng) for _ in range(count)]


def _sheet(fonts: list[Path], rng: np.random.Generator) -> Sample:
    picture, text = temporary(rng, fonts)
    return Sample(_small(tinted(picture, rng)), text, "sheet")


def _small(picture: Picture) -> Picture:
    high = round(CLEAN_PX * picture.shape[0] / picture.shape[1])
    return np.asarray(cv2.resize(picture, (CLEAN_PX, high), interpolation=cv2.INTER_AREA), np.uint8)


def _render_one(kind: Kind, fonts: list[Path], rng: np.random.Generator) -> Sample:
    if rng.random() < SHEETS:
        return _sheet(fonts, rng)
    plate = sample_plate(rng, kind)
    colour = _colour(kind, rng)
    rows = 2 if kind.name == "tractor" or (len(plate.text) == 7 and rng.random() < TWO_ROWS[colour]) else 1
    picture = render(plate, colour, two_rows=rows == 2, lettering=Lettering(fonts, rng, chinese=0.6, latin=0.2))
    picture = _ground(picture, kind, colour, rng)
    return Sample(_small(tinted(picture, rng)), plate.text, "rows" if rows == 2 else "row")


def _colour(kind: Kind, rng: np.random.Generator) -> PlateColour:
    if kind.name == "tractor":
        return PlateColour.BLUE
    if kind.name == "ordinary" and rng.random() < 0.85:
        return PlateColour.BLUE if rng.random() < 0.7 else PlateColour.YELLOW
    return kind.colours[int(rng.integers(len(kind.colours)))]


def _ground(picture: Picture, kind: Kind, colour: PlateColour, rng: np.random.Generator) -> Picture:
    if colour in (PlateColour.GREEN, PlateColour.YELLOW_GREEN) and rng.random() < 0.6:
        picture = sealed(picture, rng)
    if colour is PlateColour.GREEN and rng.random() < 0.7:
        return stronger_green(picture, rng)
    if kind.name == "tractor" or (colour is PlateColour.BLUE and rng.random() < 0.04):
        return swapped(picture)
    return paper(picture, rng) if rng.random() < (0.4 if colour is PlateColour.WHITE else 0.02) else picture
