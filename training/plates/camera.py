"""A plate as a camera at a gate sees it, and as the detector then cuts it out for the reader."""

from __future__ import annotations

import cv2
import numpy as np
from hardship import cut_badly, glaring, muddy, neighbours
from numpy.typing import NDArray

from zbsec.plates.detect import rectify
from zbsec.plates.look import UPRIGHT_PX

Picture = NDArray[np.uint8]
Points = NDArray[np.float32]

_NOISE = np.random.default_rng(7).normal(0, 1, 1 << 20).astype(np.float32)


WIDTHS_PX = (48, 230)
"""Of plates as they are seen."""

FAR_PX = (34, 75)
"""And of a third of the hard ones."""


LIGHT, HARD_LIGHT = 0.5, 0.3
"""Contrast and brightness that are left at least."""


def photographed(
    plate: Picture, rng: np.random.Generator, size: tuple[int, int] = UPRIGHT_PX, *, hard: bool = False
) -> Picture:
    """The clean plate in a photograph, cut out as the detector would, or as somebody cut it by hand.

    :param plate: uint8 (h, w, 3), BGR.
    :param hard: farther away, dirtier, in glare, beside stickers and lamps, cut out badly: what is read weakly.
    :returns: uint8 (size[1], size[0], 3).
    """
    high, wide = plate.shape[:2]
    seen_wide = float(np.exp(rng.uniform(*np.log(FAR_PX if hard and rng.random() < 0.35 else WIDTHS_PX))))
    seen_high = seen_wide * high / wide
    quad = _in_perspective(seen_wide, seen_high, rng)
    margin = seen_wide * 0.22
    quad += margin - quad.min(axis=0)
    canvas = (quad.max(axis=0) + margin).astype(int)
    picture = surroundings(int(canvas[0]), int(canvas[1]), rng)
    worn = _worn(_shrunk(plate, seen_wide), rng)
    _paste(picture, muddy(worn, rng) if hard and rng.random() < 0.25 else worn, quad)
    if hard and rng.random() < 0.4:
        neighbours(picture, quad, rng)
    picture = _lit(picture, rng, least=HARD_LIGHT if hard else LIGHT)
    if hard and rng.random() < 0.2:
        picture = glaring(picture, rng)
    picture = _through_the_lens(picture, rng, sharper=min(1.0, seen_wide / 120))
    if hard and rng.random() < 0.6:
        return rectify(picture, cut_badly(quad, rng), *size)
    return _cut_out(picture, quad, rng, size)


def seen_again(
    crop: Picture, rng: np.random.Generator, size: tuple[int, int] = UPRIGHT_PX, *, hard: bool = False
) -> Picture:
    """A real crop, turned a little, lit a little otherwise, and cut anew; a hard one as ``photographed`` has them."""
    high, wide = crop.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    moved = corners + rng.normal(0, 0.02, (4, 2)).astype(np.float32) * (wide, 1.8 * high)
    moved += np.float32(rng.uniform(-0.05, 0.03)) * np.sign(corners - corners.mean(axis=0)) * (wide, 2 * high)
    if hard and rng.random() < 0.5:
        moved = cut_badly(corners, rng)
    picture = rectify(crop, np.asarray(moved, np.float32), wide, high)
    if rng.random() < 0.6:
        picture = _lit(picture, rng, least=HARD_LIGHT if hard else LIGHT)
    if hard and rng.random() < 0.2:
        picture = glaring(picture, rng)
    if hard and rng.random() < 0.3:
        picture = fewer_pixels(picture, rng)
    if rng.random() < 0.5:
        picture = _through_the_lens(picture, rng)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def fewer_pixels(picture: Picture, rng: np.random.Generator) -> Picture:
    """As from farther away: 10 to 16 pixels high, packed as JPEG, enlarged again."""
    high, wide = picture.shape[:2]
    tall = int(rng.integers(10, 17))
    far = cv2.resize(picture, (round(tall * rng.uniform(3.2, 4.2)), tall), interpolation=cv2.INTER_AREA)
    _, packed = cv2.imencode(".jpg", far, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 96))])
    way = (cv2.INTER_LINEAR, cv2.INTER_CUBIC)[int(rng.integers(2))]
    return np.asarray(cv2.resize(cv2.imdecode(packed, cv2.IMREAD_COLOR), (wide, high), interpolation=way), np.uint8)


def _in_perspective(wide: float, high: float, rng: np.random.Generator) -> Points:
    """Where the corners come to lie: sheared, turned and foreshortened."""
    steep = rng.random() < 0.3
    shear, turn = rng.normal(0, 0.06 if not steep else 0.14), rng.normal(0, 0.05 if not steep else 0.16)
    lean = rng.normal(0, 0.06 if not steep else 0.18)
    squeeze = 1 - abs(rng.normal(0, 0.1 if not steep else 0.3))
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    corners[:, 0] *= max(squeeze, 0.5)
    matrix = np.array([[np.cos(turn), lean - np.sin(turn)], [shear + np.sin(turn), np.cos(turn)]], np.float32)
    corners = corners @ matrix.T
    near = rng.normal(0, 0.02 if not steep else 0.06, (4, 2)).astype(np.float32) * (0.3 * wide, high)
    return np.asarray(corners + near, np.float32)


def surroundings(wide: int, high: int, rng: np.random.Generator) -> Picture:
    """What stands about a plate: paint, plastic, a grille, a frame, a seam."""
    tones = rng.uniform(5, 240) + rng.normal(0, 14 if rng.random() < 0.6 else 50, (3, 4, 3))
    picture = cv2.resize(tones.clip(0, 255).astype(np.float32), (wide, high), interpolation=cv2.INTER_CUBIC)
    picture = picture.clip(0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(0, 5))):
        tone = tuple(int(value) for value in (rng.uniform(0, 255) + rng.normal(0, 20, 3)).clip(0, 255))
        y, slope = rng.uniform(0, high), rng.normal(0, 0.06) * wide
        thick = int(rng.integers(1, 6))
        cv2.line(picture, (0, int(y - slope)), (wide, int(y + slope)), tone, thick, cv2.LINE_AA)
    return np.asarray(picture, np.uint8)


def _shrunk(plate: Picture, wide: float) -> Picture:
    """No more pixels than will be seen, and half as many again: finer ones would flicker."""
    scale = min(1.0, 1.4 * wide / plate.shape[1])
    return np.asarray(cv2.resize(plate, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _paste(picture: Picture, plate: Picture, quad: Points) -> None:
    high, wide = plate.shape[:2]
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, quad)
    size = (picture.shape[1], picture.shape[0])
    warped = cv2.warpPerspective(plate, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, np.round(quad * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    cv2.copyTo(warped, inside, picture)


def _worn(plate: Picture, rng: np.random.Generator) -> Picture:
    """Frame, screws, mud, rubbed paint, tint."""
    worn = plate.copy()
    high, wide = plate.shape[:2]
    grey = int(rng.uniform(20, 235))
    if rng.random() < 0.25:
        thick = max(1, round(high * rng.uniform(0.03, 0.1)))
        tone = (grey,) * 3 if rng.random() < 0.7 else tuple(int(v) for v in rng.integers(20, 235, 3))
        cv2.rectangle(worn, (0, 0), (wide - 1, high - 1), tone, thick)
        if rng.random() < 0.3:
            cv2.rectangle(worn, (0, high - thick * 2), (wide, high), tone, -1)
    for x in (0.24, 0.76):
        for y in (0.07, 0.93):
            if rng.random() < 0.4:
                place = (int((x + rng.normal(0, 0.02)) * wide), int((y + rng.normal(0, 0.02)) * high))
                shade = int(rng.uniform(40, 240))
                cv2.circle(worn, place, max(1, round(high * rng.uniform(0.03, 0.07))), (shade,) * 3, -1, cv2.LINE_AA)
    for _ in range(int(rng.integers(0, 7)) if rng.random() < 0.35 else 0):
        place = (int(rng.integers(wide)), int(rng.integers(high)))
        tone = tuple(int(value) for value in rng.integers(30, 200, 3))
        cv2.circle(worn, place, int(rng.integers(1, max(2, high // 11))), tone, -1, cv2.LINE_AA)
    if rng.random() < 0.3:
        film = rng.uniform(60, 200) + rng.normal(0, 15, 3)
        share = cv2.resize(rng.uniform(0, rng.uniform(0.1, 0.6), (3, 6)).astype(np.float32), (wide, high))[..., None]
        worn = (worn * (1 - share) + film.astype(np.float32) * share).clip(0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        hsv = cv2.cvtColor(worn, cv2.COLOR_BGR2HSV).astype(np.float32)
        hsv += (rng.normal(0, 5), 0, 0)
        hsv[..., 1] *= rng.uniform(0.3, 1.3)
        worn = cv2.cvtColor(hsv.clip(0, (179, 255, 255)).astype(np.uint8), cv2.COLOR_HSV2BGR)
    return np.asarray(worn, np.uint8)


def _lit(picture: Picture, rng: np.random.Generator, *, least: float) -> Picture:
    """Sun and shade, dusk and headlights: contrast, brightness, cast, a gradient, a shadow's edge, a glare."""
    high, wide = picture.shape[:2]
    lit = picture.astype(np.float32)
    middle = float(lit.mean())
    if rng.random() < 0.4:
        lit = middle + (lit - middle) * rng.uniform(least, 0.9)
    lit = lit * rng.uniform(least, 1.35) + rng.uniform(-20, 45)
    lit *= rng.uniform(0.85, 1.15, 3).astype(np.float32)
    if rng.random() < 0.3:
        slope, where = rng.uniform(-1, 1), rng.uniform(0.1, 0.9)
        x = np.arange(wide, dtype=np.float32)[None] / wide + slope * np.arange(high, dtype=np.float32)[:, None] / high
        lit[x < where] *= rng.uniform(0.35, 0.85)
    if rng.random() < 0.25:
        ramp = cv2.resize(
            rng.uniform(0.4, 1.4, (2, 3)).astype(np.float32), (wide, high), interpolation=cv2.INTER_LINEAR
        )
        lit *= ramp[..., None]
    if rng.random() < 0.12:
        x, y, wide_glare = rng.uniform(0, wide), rng.uniform(0, high), rng.uniform(0.1, 0.5) * wide
        far = ((np.arange(wide) - x) ** 2)[None] + ((np.arange(high) - y) ** 2)[:, None] * 2
        lit += (rng.uniform(60, 230) * np.exp(-far / (2 * wide_glare**2)))[..., None].astype(np.float32)
    if rng.random() < 0.08:
        lit[:] = lit.mean(axis=2, keepdims=True)
    return np.asarray(lit.clip(0, 255), np.uint8)


def _through_the_lens(picture: Picture, rng: np.random.Generator, *, sharper: float = 1.0) -> Picture:
    """Out of focus, in motion, noisy, over-sharpened, packed as JPEG."""
    seen = picture
    if rng.random() < 0.35:
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.4, 1.7) * sharper)
    if rng.random() < 0.2 * sharper:
        seen = _moved(seen, rng)
    if rng.random() < 0.15:
        soft = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.8, 2.0))
        amount = rng.uniform(0.5, 2.0)
        seen = cv2.addWeighted(seen, 1 + amount, soft, -amount, 0)
    if rng.random() < 0.7:
        start = int(rng.integers(0, len(_NOISE) - seen.size))
        grain = _NOISE[start : start + seen.size].reshape(seen.shape)
        seen = (seen + grain * rng.uniform(0, 12)).clip(0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        _, packed = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 95))])
        seen = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    return np.asarray(seen, np.uint8)


def _moved(picture: Picture, rng: np.random.Generator) -> Picture:
    length, angle = int(rng.integers(2, 7)), rng.uniform(0, np.pi)
    kernel = np.zeros((2 * length + 1,) * 2, np.float32)
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    start, end = (np.round(length + sign * reach).astype(int) for sign in (-1, 1))
    cv2.line(kernel, [int(v) for v in start], [int(v) for v in end], 1.0, 1)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)


def _cut_out(picture: Picture, quad: Points, rng: np.random.Generator, size: tuple[int, int]) -> Picture:
    """By its corners, which the detector finds some per cent off; or by an upright box, as somebody cuts crops."""
    across, down = np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0])
    measure = np.array([across, down], np.float32)
    if rng.random() < 0.22:
        (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
        quad = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
        off = rng.uniform(-0.02, 0.07, 4) * np.repeat(measure, 2)[[0, 2, 0, 2]]
        quad += np.array([[-off[0], -off[1]], [off[2], -off[1]], [off[2], off[3]], [-off[0], off[3]]], np.float32)
        return rectify(picture, quad, *size)
    loose = 0.02 if rng.random() < 0.6 else 0.045
    off = rng.normal(0, loose, (4, 2)) * measure * (1, 1.6)
    off += rng.normal(0, loose, 2) * measure  # all corners shifted together
    grow = rng.uniform(-0.03, 0.06) * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * measure * (0.5, 1.3)
    return rectify(picture, np.asarray(quad + off + grow, np.float32), *size)
