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
from exchange import exchanged, fits
from forms import temporary, upper
from grounds import paper, repainted, sealed, stronger_green, swapped, tinted
from lettering import Lettering
from network import Reader, Second
from numpy.typing import NDArray
from place import Row, row_of

from zbsec.errors import PlateFormatError
from zbsec.plates.grammar import KINDS, PROVINCES, Kind, Plate, parse
from zbsec.plates.look import TWO_ROWS_PX, UPRIGHT_PX, joined
from zbsec.records import PLATE_ALPHABET, PlateColour
from zbsec.testing.plates.render import render
from zbsec.testing.plates.sample import sample_plate

CROP_PX = (220, 70)
"""Size to which real crops are enlarged."""

CLEAN_PX = 264
"""Width at which clean plates are kept."""

SHARES = {"ordinary": 0.44, "new-energy-small": 0.22, "new-energy-large": 0.06, "tractor": 0.05}
"""The rest falls on the other kinds alike."""

ALLOWED = ("MIT", "Apache-2.0")
"""Licences, by the first words of the label file, whose pictures may train weights that are given away."""

REAL = 0.45
"""Share of a batch that are real crops."""

HARD = 0.5
"""Share of a batch that only the second reader learns."""

SHEETS = 0.05
"""Share of rendered plates that are temporary ones, of paper."""

NOTHING = 0.03
"""Share of a batch without a plate, or with two rows pressed into one: the network must stay silent."""

EXCHANGED = 0.92
"""Share of real crops that get another province, where their row is found: all of them come from one."""

REPEATED, CONFUSED = 0.12, 0.35
"""Share of rendered plates with a character twice in a row, and with several of ``ALIKE``."""

ALIKE = ("0D8B6G3", "0DQ8B6G3", "1LTJI7", "5S2Z", "MNHWK", "VYX4A")
"""Taken for each other; letters where the grammar has letters."""

TWO_ROWS = defaultdict(lambda: 0.05, {PlateColour.YELLOW: 0.5})
"""Share of seven characters' plates that have two rows, by ground."""

REPAINTED = 0.2
"""Share of real crops that get another ground: all of them are blue."""

SERIAL = frozenset("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")

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
    row: Row | None = None
    """Of a real crop: where its characters stand."""


def rendered(count: int, seed: int, workers: int, fonts: list[Path]) -> list[Sample]:
    """Clean plates, small; the same seed and fonts give the same plates."""
    shares = [count // workers + (index < count % workers) for index in range(workers)]
    with ProcessPoolExecutor(workers) as pool:
        parts = pool.map(_render_many, shares, [seed + index for index in range(workers)], [fonts] * workers)
        return [sample for part in parts for sample in part]


def real(folder: Path, workers: int = 1) -> list[Sample]:
    """Real crops under an allowed licence, and where their row of characters is."""
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["licence"].startswith(ALLOWED)]
    pictures = [(cv2.imread(str(folder / row["file"])), row["text"]) for row in rows]
    crops = [(cv2.resize(picture, CROP_PX), text) for picture, text in pictures if picture is not None]
    with ProcessPoolExecutor(workers) as pool:
        found = pool.map(row_of, [picture for picture, _ in crops], chunksize=16)
        return [
            Sample(picture, text, row=row if fits(row, picture) else None)
            for (picture, text), row in zip(crops, found, strict=True)
        ]


@dataclass(frozen=True)
class Lesson:
    """What one network learns from at once."""

    pictures: NDArray[np.uint8]
    """(n, 3, h, w), BGR."""
    labels: list[list[int]]
    """Of the alphabet, counted from 1."""


def lessons(
    clean: list[Sample], crops: list[Sample], fonts: list[Path], size: int, rng: np.random.Generator
) -> dict[str, Lesson]:
    """Plates worn anew every time: for the reader those that are not hard, for the second one ``size`` of both."""
    easy = round(size * (1 - HARD))
    drawn = [_drawn(clean, crops, fonts, rng, hard=index >= easy) for index in range(size)]
    return {"reader": _lesson(drawn[:easy], Reader.size), "second": _lesson(drawn, Second.size)}


def _lesson(drawn: list[tuple[Picture, str]], size: tuple[int, int]) -> Lesson:
    pictures = np.stack([cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture, _ in drawn])
    labels = [[PLATE_ALPHABET.index(character) + 1 for character in text] for _, text in drawn]
    return Lesson(np.ascontiguousarray(pictures.transpose(0, 3, 1, 2)), labels)


def _drawn(
    clean: list[Sample], crops: list[Sample], fonts: list[Path], rng: np.random.Generator, *, hard: bool
) -> tuple[Picture, str]:
    """uint8 (80, 256, 3) BGR as the detector cuts plates out, and the text."""
    draw = rng.random()
    if draw < NOTHING:
        return _nothing(clean, rng), ""
    if crops and draw < NOTHING + REAL:
        return _from_a_crop(crops[int(rng.integers(len(crops)))], fonts, rng, hard=hard)
    sample = clean[int(rng.integers(len(clean)))]
    return _upright(sample, rng, hard=hard), sample.text


def _upright(sample: Sample, rng: np.random.Generator, *, hard: bool) -> Picture:
    if sample.layout == "row":
        return photographed(sample.picture, rng, hard=hard)
    tall = photographed(sample.picture, rng, TWO_ROWS_PX, hard=hard and rng.random() < 0.5)
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


def _from_a_crop(sample: Sample, fonts: list[Path], rng: np.random.Generator, *, hard: bool) -> tuple[Picture, str]:
    picture, text = sample.picture, sample.text
    if sample.row is not None and rng.random() < EXCHANGED:
        province = _province(rng, evenly=hard)
        picture = exchanged(picture, sample.row, Lettering(fonts, rng, chinese=0.6, latin=0)(province), rng)
        text = province + text[1:]
    if rng.random() < REPAINTED:
        picture = repainted(picture, rng)
    return seen_again(picture, rng, hard=hard), text


def _province(rng: np.random.Generator, *, evenly: bool) -> str:
    shares = None if evenly else SHARE_OF_PROVINCE / SHARE_OF_PROVINCE.sum()
    return str(PROVINCES[int(rng.choice(len(PROVINCES), p=shares))])


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
    plate = _trickier(sample_plate(rng, kind), rng)
    colour = _colour(kind, rng)
    rows = 2 if kind.name == "tractor" or (len(plate.text) == 7 and rng.random() < TWO_ROWS[colour]) else 1
    picture = render(plate, colour, two_rows=rows == 2, lettering=Lettering(fonts, rng, chinese=0.6, latin=0.2))
    picture = _ground(picture, kind, colour, rng)
    if rows == 2:
        picture = _wider_above(picture, rng)
    return Sample(_small(tinted(picture, rng)), plate.text, "rows" if rows == 2 else "row")


def _trickier(plate: Plate, rng: np.random.Generator) -> Plate:
    """The plate, or one of its kind with characters that are taken for each other, or that follow each other twice."""
    text = list(plate.text)
    draw = rng.random()
    if draw < REPEATED:
        at = int(rng.integers(2, len(text)))
        text[at - 1 : at + 1] = ["1" if rng.random() < 0.4 else text[at]] * 2
    elif draw < REPEATED + CONFUSED:
        alike = ALIKE[int(rng.choice(len(ALIKE), p=[0.3, 0.25, 0.2, 0.1, 0.1, 0.05]))]
        for at in range(2, len(text)):
            of_its_sort = [one for one in alike if one.isdigit() == text[at].isdigit()]
            if of_its_sort and text[at] in SERIAL and rng.random() < 0.6:
                text[at] = of_its_sort[int(rng.integers(len(of_its_sort)))]
    try:
        tricky = parse("".join(text))
    except PlateFormatError:
        return plate
    return tricky if tricky.kind is plate.kind else plate


def _wider_above(picture: Picture, rng: np.random.Generator) -> Picture:
    """Makers of two-row plates space the upper row as they like."""
    high, wide = picture.shape[:2]
    upper_row = picture[round(0.05 * high) : round(0.37 * high)]
    wider, aside = rng.uniform(0.85, 1.06), rng.normal(0, 0.012) * wide
    matrix = np.array([[wider, 0, (1 - wider) * wide / 2 + aside], [0, 1, 0]])
    inner = round(0.04 * wide)
    spaced = cv2.warpAffine(upper_row, matrix, (wide, len(upper_row)), borderMode=cv2.BORDER_REPLICATE)
    upper_row[:, inner:-inner] = spaced[:, inner:-inner]
    return picture


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
