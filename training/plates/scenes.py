"""Pictures to train the detector on, all made: vehicles about rendered plates, before photographs or drawn streets.

Nothing here was photographed at a gate. Photographs behind the vehicles come with scikit-image (public domain and CC0),
scikit-learn (CC BY) and matplotlib (public domain); they are loaded where they are installed, and none is shipped.
Run it to look at what it makes: python training/plates/scenes.py SHEET.png
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from forms import temporary
from grounds import paper, sealed, stronger_green, swapped, tinted
from lettering import Lettering
from numpy.typing import NDArray

from zbsec.plates.grammar import KINDS
from zbsec.records import PlateColour
from zbsec.testing.plates.render import render
from zbsec.testing.plates.sample import sample_plate

Picture = NDArray[np.uint8]
Points = NDArray[np.float32]
Tone = tuple[int, int, int]

PHOTOGRAPHS = (
    ("scikit-image", "skimage/data/", "astronaut brick camera chelsea coffee coins grass gravel hubble_deep_field"),
    ("scikit-image", "skimage/data/", "motorcycle_left motorcycle_right page rocket text color retina ihc"),
    ("scikit-learn", "sklearn/datasets/images/", "china flower"),
    ("matplotlib", "matplotlib/mpl-data/sample_data/", "grace_hopper"),
)
PLATE_MM = {
    "car": (440, 140),
    "energy": (480, 140),
    "rear": (440, 220),
    "motorcycle": (220, 140),
    "slow": (300, 165),
    "sheet": (220, 140),
}
"""GA 36-2018, clause 4: width and height."""

PAINTS: tuple[Tone, ...] = (
    (228, 230, 232), (200, 203, 205), (150, 152, 154), (95, 95, 96), (38, 37, 36), (22, 22, 24), (34, 30, 130),
    (120, 60, 30), (70, 40, 22), (60, 90, 50), (60, 140, 200), (150, 190, 205), (40, 60, 90), (70, 160, 60),
    (190, 140, 60),
)  # fmt: skip
MIN_PLATE_PX = 14
SHEETS = 0.06
"""Share of plates that are temporary ones, of paper."""


@dataclass(frozen=True)
class Blank:
    """A clean plate, as pictures of falling width, and its measures."""

    sizes: list[Picture]
    width_mm: int
    height_mm: int

    def at(self, width_px: float) -> Picture:
        """The smallest that is at least as wide."""
        return next((one for one in reversed(self.sizes) if one.shape[1] >= width_px), self.sizes[0])


@dataclass(frozen=True)
class Scene:
    """A picture, and the corners of its plates: float32 (n, 4, 2), left-top first, clockwise as the text runs."""

    picture: Picture
    corners: Points


def photographs() -> list[Picture]:
    """What installed packages show, at most 700 pixels wide."""
    found = []
    for package, folder, names in PHOTOGRAPHS:
        try:
            listed = files(package) or []
        except PackageNotFoundError:
            continue
        wanted = {folder + name for name in names.split()}
        for entry in sorted(listed, key=str):
            if str(entry).rsplit(".", 1)[0] in wanted:
                picture = cv2.imread(str(entry.locate()))
                if picture is not None:
                    scale = min(1.0, 700 / picture.shape[1])
                    found.append(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    return found


def blanks(count: int, seed: int, workers: int, fonts: list[Path]) -> list[Blank]:
    """Clean plates of every kind; the same seed and fonts give the same plates."""
    seeds = [seed + index for index in range(workers)]
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        parts = pool.map(_blanks, [count // workers] * workers, seeds, [fonts] * workers)
        return [blank for part in parts for blank in part]


def _blanks(count: int, seed: int, fonts: list[Path]) -> list[Blank]:
    cv2.setNumThreads(1)
    rng = np.random.default_rng(seed)
    return [_blank(rng, fonts) for _ in range(count)]


def _blank(rng: np.random.Generator, fonts: list[Path]) -> Blank:
    if rng.random() < SHEETS:
        return _sized(tinted(temporary(rng, fonts)[0], rng), PLATE_MM["sheet"])
    by_name = {kind.name: kind for kind in KINDS}
    draw = rng.random()
    name = (
        "ordinary" if draw < 0.45 else "new-energy-small" if draw < 0.65 else "new-energy-large" if draw < 0.7 else ""
    )
    kind = by_name[name] if name else KINDS[int(rng.integers(len(KINDS)))]
    colour = kind.colours[int(rng.integers(len(kind.colours)))]
    if name == "ordinary" and rng.random() < 0.45:
        colour = PlateColour.BLUE
    plate = sample_plate(rng, kind)
    is_tractor = kind.name == "tractor"
    double = is_tractor or (len(plate.text) == 7 and rng.random() < (0.75 if colour is PlateColour.YELLOW else 0.1))
    hand = Lettering(fonts, rng, chinese=0.6, latin=0.2)
    picture = render(plate, PlateColour.BLUE if is_tractor else colour, two_rows=double, lettering=hand)
    if colour is PlateColour.GREEN and not is_tractor and rng.random() < 0.6:
        picture = stronger_green(sealed(picture, rng), rng)
    shape = PLATE_MM["rear" if double else "energy" if len(plate.text) == 8 else "car"]
    if is_tractor:
        shape = PLATE_MM["slow"]
    elif double and rng.random() < 0.35:
        shape = PLATE_MM["motorcycle"]
    if rng.random() < (0.3 if colour is PlateColour.WHITE else 0.04):
        picture = paper(picture, rng)
    if is_tractor or (colour is PlateColour.BLUE and rng.random() < 0.04):
        picture = swapped(picture)
    return _sized(tinted(picture, rng), shape)


def _sized(picture: Picture, shape: tuple[int, int]) -> Blank:
    widths = [264, 180, 120, 80, 52, 34]
    high = shape[1] / shape[0]
    return Blank([cv2.resize(picture, (w, round(w * high)), interpolation=cv2.INTER_AREA) for w in widths], *shape)


class View:
    """A plane standing in the world, as a camera sees it: millimetres about a plate's centre to pixels."""

    def __init__(self, rng: np.random.Generator, centre: tuple[float, float], width_px: float, width_mm: float) -> None:
        steep = rng.random() < 0.2
        yaw = np.deg2rad(rng.normal(0, 16) if not steep else rng.uniform(-48, 48))
        pitch = np.deg2rad(rng.normal(6, 9) if not steep else rng.uniform(-20, 40))
        roll = np.deg2rad(rng.normal(0, 4) if not steep else rng.uniform(-45, 45) * rng.random())
        about = [cv2.Rodrigues(np.array(axis, float) * angle)[0] for axis, angle in
                 (((0, 0, 1), roll), ((1, 0, 0), pitch), ((0, 1, 0), yaw))]  # fmt: skip
        self._turn = about[0] @ about[1] @ about[2]
        self._far = rng.uniform(3500, 12000)
        self._scale = width_px / width_mm * self._far
        self._centre = np.array(centre)

    def __call__(self, points: object) -> Points:
        flat = np.asarray(points, float).reshape(-1, 2)
        turned = np.c_[flat, np.zeros(len(flat))] @ self._turn.T
        depth = np.maximum(turned[:, 2:] + self._far, 400)
        return np.asarray(self._centre + turned[:, :2] / depth * self._scale, np.float32)


class Painter:
    """Draws on one picture what belongs to one view."""

    def __init__(self, picture: Picture, view: View, rng: np.random.Generator) -> None:
        self.picture, self.view, self.rng = picture, view, rng

    def shape(self, points: object, tone: object) -> None:
        drawn = np.round(self.view(points) * 8).astype(np.int32)
        tones = tuple(int(value) for value in np.clip(np.asarray(tone, float), 0, 255))
        cv2.fillPoly(self.picture, [drawn], tones, cv2.LINE_AA, 3)

    def box(self, left: float, top: float, right: float, bottom: float, tone: object) -> None:
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], tone)

    def line(self, points: object, tone: object, thick_mm: float) -> None:
        drawn = self.view(points)
        span = float(np.linalg.norm(self.view([(0, 0), (100, 0)])[1] - self.view([(0, 0)])[0])) / 100
        tones = tuple(int(value) for value in np.clip(np.asarray(tone, float), 0, 255))
        thick = max(1, round(thick_mm * span))
        cv2.polylines(self.picture, [np.round(drawn * 8).astype(np.int32)], False, tones, thick, cv2.LINE_AA, 3)

    def text(self, x: float, y: float, high_mm: float, tone: object, letters: int) -> None:
        at = self.view([(x, y), (x, y + high_mm)])
        high = float(np.linalg.norm(at[1] - at[0]))
        if high > 3:
            tones = tuple(int(value) for value in np.clip(np.asarray(tone, float), 0, 255))
            words = _word(self.rng, letters)
            place = (int(at[0][0]), int(at[0][1]))
            cv2.putText(self.picture, words, place, int(self.rng.integers(0, 4)), high / 22, tones,
                        max(1, round(high / 9)), cv2.LINE_AA)  # fmt: skip


def _word(rng: np.random.Generator, letters: int) -> str:
    return "".join(chr(int(code)) for code in rng.choice(np.r_[48:58, 65:91], letters))


def _tone(rng: np.random.Generator, dark: float = 20, bright: float = 235) -> NDArray[np.float64]:
    grey = rng.uniform(dark, bright)
    return np.asarray(grey + rng.normal(0, 6 if rng.random() < 0.6 else 45, 3))


@dataclass(frozen=True)
class Body:
    """A vehicle's measures about its plate, mm to the right and down, and its colours."""

    wide: float
    low: float
    roof: float
    waist: float
    paint: NDArray[np.float64]
    dark: NDArray[np.float64]
    is_rear: bool
    is_bus: bool


def vehicle(painter: Painter, half_mm: float, high_mm: float) -> None:
    """Body, glass, lamps, grille or lid, recess about the plate, badge, bumper, wheels and shadow."""
    rng = painter.rng
    roof, is_bus = -rng.uniform(700, 1250), rng.random() < 0.15
    body = Body(
        wide=rng.uniform(780, 1000),
        low=rng.uniform(120, 520),
        roof=roof - (rng.uniform(400, 1200) if is_bus else 0),
        waist=roof + rng.uniform(280, 480),
        paint=np.array(PAINTS[int(rng.integers(len(PAINTS)))], float) * rng.uniform(0.7, 1.1) + rng.normal(0, 8, 3),
        dark=rng.uniform(8, 45) * np.ones(3),
        is_rear=rng.random() < 0.5,
        is_bus=is_bus,
    )
    _body(painter, body)
    _lamps(painter, body)
    if not body.is_rear or rng.random() < 0.3:
        _grille(painter, body.dark)
    if rng.random() < 0.7:  # bumper, its seams
        seam = rng.uniform(-high_mm, body.low)
        painter.line([(-body.wide, seam), (body.wide, seam)], body.paint * rng.uniform(0.4, 0.8), rng.uniform(6, 22))
        lip = body.low - rng.uniform(30, 160)
        painter.box(-body.wide * 0.85, lip, body.wide * 0.85, body.low, body.dark + rng.uniform(0, 50))
    _about_the_plate(painter, body, half_mm, high_mm)
    for _ in range(int(rng.integers(0, 4))):
        x, y = rng.uniform(-body.wide * 0.9, body.wide * 0.6), rng.uniform(body.waist, -high_mm - 40)
        painter.text(x, y, rng.uniform(40, 90), _tone(rng, 90, 240), int(rng.integers(2, 8)))
    if body.is_bus and rng.random() < 0.6:
        for _ in range(3):
            y = rng.uniform(body.roof, body.waist)
            painter.text(-body.wide * 0.8, y, rng.uniform(100, 200), _tone(rng), int(rng.integers(4, 10)))


def _body(painter: Painter, body: Body) -> None:
    rng, wide, low, roof, waist = painter.rng, body.wide, body.low, body.roof, body.waist
    painter.box(-wide * 1.05, low - 40, wide * 1.1, low + rng.uniform(120, 260), body.dark + rng.uniform(0, 30))
    for side in (-1, 1):
        painter.box(side * wide * 0.98 - 110, low - 160, side * wide * 0.98 + 110, low + 190, body.dark)
    upper = wide * (0.99 if body.is_bus else rng.uniform(0.62, 0.82))
    outline = [(-wide, low), (-wide * 1.02, waist + 60), (-upper, roof), (upper, roof), (wide * 1.02, waist + 60)]
    painter.shape([*outline, (wide, low)], body.paint)
    bands = int(rng.integers(2, 6))
    for band in range(bands):  # light falls off downwards
        top, fall = waist + (low - waist) * band / bands, 0.3 * band / bands * rng.uniform(0.3, 1.4)
        painter.box(-wide, top, wide, top + (low - waist) / bands, body.paint * (1.12 - fall))
    glass = np.array([rng.uniform(30, 150)] * 3) + rng.normal(0, 10, 3)
    inset = upper - rng.uniform(40, 110)
    painter.shape([(-wide * 0.9, waist), (-inset, roof + 60), (inset, roof + 60), (wide * 0.9, waist)], glass)
    if rng.random() < 0.6:
        mirrored = [(-wide * 0.5, waist), (-upper * 0.3, roof + 70), (0, roof + 70), (-wide * 0.2, waist)]
        painter.shape(mirrored, glass + rng.uniform(20, 90))


def _lamps(painter: Painter, body: Body) -> None:
    rng, wide = painter.rng, body.wide
    light = np.array([40, 40, 190]) if body.is_rear else np.array([220, 225, 225])
    top, tall, long = body.waist + rng.uniform(20, 200), rng.uniform(80, 300), rng.uniform(150, 420)
    for side in (-1, 1):
        outer, inner = side * wide * 0.98, side * (wide * 0.98 - long)
        bend = top + tall * rng.uniform(0, 0.4)
        painter.shape([(outer, top), (inner, bend), (inner, top + tall * 0.8), (outer, top + tall)], body.dark + 30)
        lit = [(outer * 0.97, top + 18), (inner * 1.03, top + tall * 0.4), (outer * 0.97, top + tall * 0.85)]
        painter.shape(lit, light * rng.uniform(0.5, 1.1))
        if rng.random() < 0.4:
            low = np.array([30, 90, 220]) if body.is_rear else light
            left, right = sorted((outer * 0.9, outer * 0.6))
            painter.box(left, body.low - 130, right, body.low - 80, low)


def _grille(painter: Painter, dark: NDArray[np.float64]) -> None:
    rng = painter.rng
    left, top, bottom = rng.uniform(200, 600), -rng.uniform(110, 330), rng.uniform(-90, 60)
    painter.box(-left, top, left, bottom, dark)
    bars, tone, style = int(rng.integers(2, 9)), _tone(rng, 60, 230), rng.random()
    if style < 0.7:
        for y in np.linspace(top, bottom, bars):
            painter.line([(-left, y), (left, y)], tone, 16)
    if style > 0.5:
        for x in np.linspace(-left, left, 3 * bars):
            painter.line([(x, top), (x, bottom)], tone, 14)


def _about_the_plate(painter: Painter, body: Body, half_mm: float, high_mm: float) -> None:
    """Recess, chrome, badge."""
    rng = painter.rng
    if rng.random() < 0.65:
        border = rng.uniform(10, 120)
        over, high = half_mm + border * rng.uniform(1, 3), high_mm + border
        tone = body.paint * rng.uniform(0.25, 0.85) if rng.random() < 0.6 else body.dark
        painter.shape([(-over, -high), (over, -high), (over * 0.95, high), (-over * 0.95, high)], tone)
    if rng.random() < 0.5:
        over = rng.uniform(0.9, 1.8) * half_mm
        painter.line([(-over, -high_mm - 45), (over, -high_mm - 45)], _tone(rng, 120, 245), rng.uniform(12, 40))
    if rng.random() < 0.7:
        middle, edge = painter.view([(0, -high_mm - rng.uniform(90, 330)), (55, -high_mm - 200)])
        size = max(1, int(abs(edge[0] - middle[0])))
        grey = int(rng.uniform(120, 240))
        place, thick = (int(middle[0]), int(middle[1])), max(1, size // 4)
        cv2.circle(painter.picture, place, size, (grey, grey, grey), thick, cv2.LINE_AA)


def background(width: int, height: int, photos: list[Picture], rng: np.random.Generator) -> Picture:
    """A photograph's part, a drawn street, or parts of both."""
    draw = rng.random()
    if draw < 0.4:
        return _photograph(width, height, photos, rng)
    street = _street(width, height, photos, rng)
    if draw < 0.55:
        share = rng.uniform(0.2, 0.8)
        return np.asarray(
            cv2.addWeighted(street, share, _photograph(width, height, photos, rng), 1 - share, 0), np.uint8
        )
    return street


def _photograph(width: int, height: int, photos: list[Picture], rng: np.random.Generator) -> Picture:
    photo = photos[int(rng.integers(len(photos)))]
    high, wide = photo.shape[:2]
    part = rng.uniform(0.12, 1.0) ** 0.8
    w = max(8, int(min(wide, high * width / height) * part))
    h = max(8, int(w * height / width))
    left, top = int(rng.integers(max(1, wide - w))), int(rng.integers(max(1, high - h)))
    piece = cv2.resize(photo[top : top + h, left : left + w], (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        piece = piece[:, ::-1]
    if rng.random() < 0.3:
        piece = piece[..., rng.permutation(3)]
    return np.ascontiguousarray(piece)


def _texture(width: int, height: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Noise of several grains, about 0."""
    made = np.zeros((height, width, 3), np.float32)
    for grain in (2, 5, 14, 40):
        small = rng.normal(0, 1, (height // grain + 2, width // grain + 2, 1 if rng.random() < 0.5 else 3)).astype(
            np.float32
        )
        grown = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
        made += rng.uniform(0, 1) * (grown if grown.ndim == 3 else grown[..., None])
    return made


def _street(width: int, height: int, photos: list[Picture], rng: np.random.Generator) -> Picture:
    """Sky, ground, walls with windows, foliage, stripes, signs."""
    horizon = int(height * rng.uniform(-0.1, 0.7))
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    sky, ground = _tone(rng, 60, 250), _tone(rng, 40, 190)
    canvas = np.where(
        np.arange(height)[:, None, None] < horizon, sky * (0.8 + 0.3 * rows), ground * (0.75 + 0.4 * rows)
    )
    canvas = np.broadcast_to(canvas, (height, width, 3)) + _texture(width, height, rng) * rng.uniform(2, 16)
    picture = np.ascontiguousarray(canvas.clip(0, 255).astype(np.uint8))
    for _ in range(int(rng.integers(0, 7))):
        w, h = int(rng.uniform(0.08, 0.6) * width), int(rng.uniform(0.08, 0.6) * height)
        x, y = int(rng.uniform(-0.1, 0.95) * width), int(rng.uniform(-0.1, 0.9) * height)
        left, top, right, bottom = max(x, 0), max(y, 0), min(x + w, width), min(y + h, height)
        if right - left < 6 or bottom - top < 6:
            continue
        place = picture[top:bottom, left:right]
        what = rng.random()
        if what < 0.3:
            place[:] = _photograph(right - left, bottom - top, photos, rng)
        elif what < 0.45:  # foliage
            green = np.array([rng.uniform(10, 70), rng.uniform(50, 150), rng.uniform(20, 110)])
            place[:] = (
                (green + _texture(right - left, bottom - top, rng) * rng.uniform(10, 45)).clip(0, 255).astype(np.uint8)
            )
        else:
            place[:] = _tone(rng).clip(0, 255).astype(np.uint8)
            _windows(place, rng)
    for _ in range(int(rng.integers(0, 4))):
        _sign(picture, rng)
    for _ in range(int(rng.integers(0, 6))):
        ends = [(int(rng.uniform(-0.2, 1.2) * width), int(rng.uniform(-0.2, 1.2) * height)) for _ in range(2)]
        tone = tuple(int(value) for value in _tone(rng).clip(0, 255))
        cv2.line(picture, ends[0], ends[1], tone, int(rng.integers(1, 8)), cv2.LINE_AA)
    return picture


def _windows(place: Picture, rng: np.random.Generator) -> None:
    """Rows of panes, bricks or stripes."""
    high, wide = place.shape[:2]
    across, down = int(rng.integers(1, 12)), int(rng.integers(1, 9))
    tone = tuple(int(value) for value in _tone(rng).clip(0, 255))
    step_x, step_y = wide / across, high / down
    fill = rng.uniform(0.3, 0.9)
    for row in range(down):
        for column in range(across):
            corner = (int(column * step_x), int(row * step_y))
            cv2.rectangle(place, corner, (int(corner[0] + step_x * fill), int(corner[1] + step_y * fill)), tone, -1)


def _sign(picture: Picture, rng: np.random.Generator) -> None:
    """What looks like a plate and is none: boards with several lines, words without a board, bars."""
    height, width = picture.shape[:2]
    x, y = int(rng.uniform(-0.05, 0.85) * width), int(rng.uniform(0.02, 0.9) * height)
    high = int(rng.uniform(7, 34))
    ink = tuple(int(value) for value in _tone(rng, 0, 255).clip(0, 255))
    lines = int(rng.integers(1, 5))
    if rng.random() < 0.55:
        grounds = ((170, 75, 15), (60, 140, 30), (20, 185, 245), (240, 240, 240), (40, 40, 200), (30, 30, 30))
        ground = grounds[int(rng.integers(len(grounds)))]
        lines = max(lines, 2) + int(rng.integers(0, 2))
        wide = int(high * rng.uniform(0.8, 6))
        cv2.rectangle(picture, (x, y), (x + wide, y + int(high * 1.3 * lines)), ground, -1)
        ink = (15, 15, 15) if sum(ground) > 330 else (240, 240, 240)
    if rng.random() < 0.15:
        for bar in range(int(rng.integers(4, 25))):
            if rng.random() < 0.7:
                cv2.rectangle(picture, (x + bar * 4, y), (x + bar * 4 + int(rng.integers(1, 4)), y + high), ink, -1)
        return
    for line in range(lines):
        word = _word(rng, int(rng.integers(1, 14)))
        cv2.putText(picture, word, (x + 2, y + int(high * (1 + 1.25 * line))), int(rng.integers(0, 5)), high / 30, ink,
                    max(1, high // 12), cv2.LINE_AA)  # fmt: skip


def hang(picture: Picture, blank: Blank, view: View, rng: np.random.Generator) -> Points:
    """Put a plate into the picture, worn, and give back its corners."""
    half, high = blank.width_mm / 2, blank.height_mm / 2
    corners = view([(-half, -high), (half, -high), (half, high), (-half, high)])
    wide = float(max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3])))
    plate = _worn(blank.at(wide), rng)
    plate_high, plate_wide = plate.shape[:2]
    left, top = np.floor(corners.min(axis=0)).astype(int) - 2
    right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 2
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, picture.shape[1]), min(bottom, picture.shape[0])
    if right - left < 3 or bottom - top < 3:
        return corners
    flat = np.array([[0, 0], [plate_wide, 0], [plate_wide, plate_high], [0, plate_high]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners - np.array([left, top], np.float32))
    size = (int(right - left), int(bottom - top))
    placed = cv2.warpPerspective(plate, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    share = np.zeros((size[1], size[0]), np.uint8)
    drawn = np.round((corners - (left, top)) * 16 - 8).astype(np.int32)
    cv2.fillConvexPoly(share, drawn, 255, cv2.LINE_AA, 4)
    part = share[..., None].astype(np.float32) / 255
    place = picture[top:bottom, left:right]
    place[:] = (placed * part + place * (1 - part)).astype(np.uint8)
    return corners


def _worn(plate: Picture, rng: np.random.Generator) -> Picture:
    high, wide = plate.shape[:2]
    worn = plate.astype(np.float32) * rng.uniform(0.45, 1.15) + rng.uniform(-10, 30)
    if rng.random() < 0.35:  # the recess throws its shadow
        worn[: int(high * rng.uniform(0.1, 0.5))] *= rng.uniform(0.35, 0.85)
    if rng.random() < 0.25:  # and light falls across
        slope = np.linspace(rng.uniform(0.4, 1), rng.uniform(0.6, 1.5), wide, dtype=np.float32)
        worn *= slope[None, :, None]
    if rng.random() < 0.12:  # headlights make it glow
        worn = worn * rng.uniform(1.2, 2) + rng.uniform(20, 90)
    worn = worn.clip(0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(0, 4)) if rng.random() < 0.6 else 0):
        tone = tuple(int(value) for value in _tone(rng, 30, 200).clip(0, 255))
        cv2.circle(
            worn,
            (int(rng.integers(wide)), int(rng.integers(high))),
            max(1, int(high * rng.uniform(0.02, 0.1))),
            tone,
            -1,
        )
    return worn


def _hide(picture: Picture, corners: Points, rng: np.random.Generator) -> None:
    """Something stands before a part of the plate: a bar, a tow ball, a leaf."""
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    middle = corners[0] + across * rng.uniform(0, 1) + down * rng.uniform(-0.1, 1.1)
    tone = tuple(int(value) for value in _tone(rng, 10, 230).clip(0, 255))
    size = float(np.linalg.norm(down)) * rng.uniform(0.08, 0.3)
    place = (int(middle[0]), int(middle[1]))
    if rng.random() < 0.5:
        cv2.circle(picture, place, max(1, int(size)), tone, -1, cv2.LINE_AA)
    else:
        end = middle + down * rng.uniform(-3, 3) + across * rng.uniform(-0.3, 0.3)
        cv2.line(picture, place, (int(end[0]), int(end[1])), tone, max(1, int(size * 0.6)), cv2.LINE_AA)


def camera(picture: Picture, rng: np.random.Generator) -> Picture:
    """Light, weather, lens, sensor, JPEG."""
    height, width = picture.shape[:2]
    seen = picture.astype(np.float32)
    night = rng.random() < 0.18
    seen *= rng.uniform(0.18, 0.5) if night else rng.uniform(0.7, 1.4)
    soft = rng.normal(1, rng.uniform(0.02, 0.25), (4, 6)).astype(np.float32)  # nothing is lit evenly
    seen *= cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC)[..., None].clip(0.3, 1.8)
    cast = 0.12 if rng.random() < 0.8 else 0.35
    seen = seen * rng.uniform(1 - cast, 1 + cast, 3).astype(np.float32) + rng.uniform(-15, 35) * (not night)
    for _ in range(int(rng.integers(1, 4)) if night or rng.random() < 0.12 else 0):  # lamps
        x, y, size = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.03, 0.35) * width
        across = np.exp(-(((np.arange(width, dtype=np.float32) - x) / size) ** 2))
        down = np.exp(-(((np.arange(height, dtype=np.float32) - y) / size) ** 2))
        seen += (
            rng.uniform(40, 260) * (down[:, None] * across[None])[..., None] * rng.uniform(0.8, 1, 3).astype(np.float32)
        )
    if rng.random() < 0.2:  # a shadow's edge, or a tree's
        slope, where = rng.uniform(-1, 1), rng.uniform(0.1, 0.9)
        x = (
            np.arange(width, dtype=np.float32)[None] / width
            + slope * np.arange(height, dtype=np.float32)[:, None] / height
        )
        seen[x < where] *= rng.uniform(0.35, 0.8)
    if rng.random() < 0.2:
        grey = seen.mean(axis=2, keepdims=True)
        seen = grey + (seen - grey) * (0.0 if rng.random() < 0.25 else rng.uniform(0.3, 1.5))
    if rng.random() < 0.15:
        seen += rng.uniform(20, 90) * (1 - seen / 255)  # mist
    out = seen.clip(0, 255).astype(np.uint8)
    if rng.random() < 0.08:
        for _ in range(int(rng.integers(20, 90))):
            x, y, long = int(rng.integers(width)), int(rng.integers(height)), int(rng.integers(3, 18))
            tone = int(rng.uniform(120, 230))
            cv2.line(out, (x, y), (x + long // 5, y + long), (tone, tone, tone), 1, cv2.LINE_AA)
    draw = rng.random()
    if draw < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.3, 1.3))
    elif draw < 0.4:
        long = int(rng.integers(2, 6))
        kernel = np.eye(long, dtype=np.float32) if rng.random() < 0.3 else np.ones((1, long), np.float32)
        out = cv2.filter2D(out, -1, kernel / kernel.sum())
    if rng.random() < 0.5:
        grain = np.empty(out.shape, np.int16)
        cv2.randn(grain, 0, float(rng.uniform(1, 12)))
        out = (out + grain).clip(0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        _, jpeg = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 95))])
        out = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    return np.asarray(out, np.uint8)


def scene(
    width: int, height: int, store: list[Blank], photos: list[Picture], rng: np.random.Generator, *, near: bool = False
) -> Scene:
    """One picture with its plates.

    :param near: one plate, about the middle and large, as in the detector's second look; else none to eight.
    """
    picture = background(width, height, photos, rng)
    draw = rng.random()
    count = (0 if draw < 0.06 else 1) if near else 0 if draw < 0.1 else 1 if draw < 0.55 else int(rng.integers(2, 9))
    if count == 0 and rng.random() < 0.7:  # a vehicle whose plate is not to be seen
        centre = (rng.uniform(0.2, 0.8) * width, rng.uniform(0.3, 0.8) * height)
        vehicle(Painter(picture, View(rng, centre, rng.uniform(20, 90), 440), rng), 220, 70)
    found: list[Points] = []
    widest = width * (0.9 if near or count == 1 else 0.55 / np.sqrt(max(count, 1)))
    narrowest = width * 0.35 if near else MIN_PLATE_PX
    for wide in np.sort(np.exp(rng.uniform(np.log(narrowest), np.log(max(widest, narrowest + 1)), count))):
        blank = store[int(rng.integers(len(store)))]
        spread = (0.42, 0.58) if near else (0.08, 0.92)
        centre = (width * rng.uniform(*spread), height * rng.uniform(*spread))
        wide_px = max(wide, MIN_PLATE_PX * 440 / blank.width_mm)
        view = View(rng, centre, wide_px, blank.width_mm if near else 440)
        kind = rng.random()
        before = picture.copy()
        if kind < 0.75:
            vehicle(Painter(picture, view, rng), blank.width_mm / 2, blank.height_mm / 2)
        elif kind < 0.85:
            border = rng.uniform(4, 60)
            half, high = blank.width_mm / 2 + border, blank.height_mm / 2 + border
            Painter(picture, view, rng).box(-half, -high, half, high, _tone(rng))
        if rng.random() < 0.2:
            half, high, border = blank.width_mm / 2, blank.height_mm / 2, rng.uniform(5, 14)
            Painter(picture, view, rng).box(
                -half - border, -high - border, half + border, high + border, _tone(rng, 10, 220)
            )
        corners = hang(picture, blank, view, rng)
        box = (*corners.min(axis=0), *corners.max(axis=0))
        inside = box[0] > -2 and box[1] > -2 and box[2] < width + 2 and box[3] < height + 2
        if not inside or _covers(corners, found, kind < 0.75):
            picture = before
            continue
        if rng.random() < 0.1:
            _hide(picture, corners, rng)
        found.append(corners)
    if found and rng.random() < 0.12:  # plates throw headlights back, all else is dark
        bright = np.zeros((height, width), np.uint8)
        for corners in found:
            cv2.fillConvexPoly(bright, np.round(corners * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
        share = rng.uniform(0.06, 0.5)
        part = bright[..., None].astype(np.float32) / 255
        picture = np.asarray(picture * (share + (1 - share) * part), np.uint8)
    if rng.random() < 0.15:  # words over everything, as recorders print them
        tone = tuple(int(value) for value in _tone(rng, 150, 255).clip(0, 255))
        cv2.putText(picture, _word(rng, 12), (int(rng.uniform(0, 0.5) * width), int(rng.choice([14, height - 6]))),
                    cv2.FONT_HERSHEY_SIMPLEX, rng.uniform(0.3, 0.6), tone, 1, cv2.LINE_AA)  # fmt: skip
    seen = camera(picture, rng)
    found = [corners for corners in found if _is_visible(seen, corners)]
    return Scene(seen, np.stack(found) if found else np.zeros((0, 4, 2), np.float32))


def _is_visible(picture: Picture, corners: Points) -> bool:
    """Whether night has left a plate any contrast."""
    height, width = picture.shape[:2]
    left, top = np.clip(corners.min(axis=0), 0, (width - 2, height - 2)).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    return float(picture[top : bottom + 1, left : right + 1].std(axis=(0, 1)).max()) > 7


def _covers(corners: Points, found: list[Points], with_vehicle: bool) -> bool:
    """Whether a vehicle drawn about these corners hides a plate that is in the picture already."""
    middle = corners.mean(axis=0)
    wide = float(np.linalg.norm(corners[1] - corners[0]))
    reach = np.array([3.4, 3.6]) * wide if with_vehicle else np.array([1.3, 1.0]) * wide
    return any(bool((np.abs(other.mean(axis=0) - middle) < reach).all()) for other in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheet", type=Path, help="PNG of scenes with their corners drawn")
    parser.add_argument("--font", type=Path, action="append", default=[], help="lettering beside the project's")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    store, photos = blanks(60, options.seed, 1, options.font), photographs()
    tiles = []
    for index in range(35):
        near = index >= 28
        made = scene(320, 192, store, photos, rng) if not near else scene(192, 128, store, photos, rng, near=True)
        tile = cv2.resize(made.picture, (320, 192))
        scale = np.array([320, 192], np.float32) / made.picture.shape[1::-1]
        if index % 2:
            cv2.polylines(tile, [np.round(c * scale).astype(np.int32) for c in made.corners], True, (0, 0, 255), 1)
        tiles.append(tile)
    cv2.imwrite(str(options.sheet), np.vstack([np.hstack(tiles[row : row + 5]) for row in range(0, 35, 5)]))


if __name__ == "__main__":
    main()
