"""Blinks and what is no blink, made of photographs, before the measure of the eyes (ISO/IEC 30107-3: APCER, BPCER).

    python benchmarks/face_blinks.py ../shared [--share 4] [--lids PREDICTOR.dat] [--only ATTACK ...] [--films FILE ...]

Every photograph of ``data/faces`` with one large face is shown to a simulated camera: as somebody who blinks on request
(lids drawn down by ``zbsec.testing.eyelids``), and as a photograph in the hands of somebody who would like it to.
Faces are found anew in every frame. ``--lids`` takes contours of the eyes from dlib's 68-point predictor instead of an
average eye; photographs whose eyes are shut by their aspect ratio are left out then, and blinks that do not shut them
by it. People look straight, as the challenge asks before; photographs in somebody's hands are of any pose.

``--films`` looks at films of one person instead, labelled by the same predictor: falls of the aspect ratio below three
quarters of what it was about then, two frames to a second long.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

from zbsec import faces
from zbsec._wilson import wilson
from zbsec.faces.fivepoints import pose
from zbsec.faces.liveness.blink import Blink
from zbsec.faces.liveness.challenge import STRAIGHT_DEG, UNREADY_S
from zbsec.faces.liveness.eyes import EyeContrast
from zbsec.testing import eyelids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Frames = Iterator[Picture]

PER_S = 12.5
STILL = 8
"""Frames in which nothing happens, first."""
ACTS = 40
SHUT = 0.18
"""Mean eye aspect ratio (Soukupova and Cech, CVWW 2016) below which a photograph's eyes are not open."""
DRAWN = 0.75
"""Share of that ratio below which drawn lids have shut them."""


class Photo(NamedTuple):
    """One face, cut out with its surroundings, at the size at which a camera sees it."""

    name: str
    person: str
    group: str
    image: Picture
    landmarks: NDArray[np.float32]
    eyes: tuple[eyelids.Eye, ...]
    can_blink: bool = True

    @property
    def far(self) -> float:
        return float(np.hypot(*(self.landmarks[1] - self.landmarks[0])))

    @property
    def middle(self) -> NDArray[np.float32]:
        return np.asarray(self.landmarks[:2].mean(axis=0), np.float32)


# The camera


def filmed(image: Picture, rng: np.random.Generator, shake_px: float = 0.8) -> Picture:
    height, width = image.shape[:2]
    lean = cv2.getRotationMatrix2D((width / 2, height / 2), rng.normal(0, 0.4), 1 + rng.normal(0, 0.004))
    lean[:, 2] += rng.normal(0, shake_px, 2)
    view = cv2.warpAffine(image, lean, (width, height), borderMode=cv2.BORDER_REPLICATE)
    grainy = np.clip(view * rng.uniform(0.97, 1.03) + rng.normal(0, 3, view.shape), 0, 255).astype(np.uint8)
    _, jpeg = cv2.imencode(".jpg", grainy, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)


def waves() -> Iterator[float]:
    """0 in the first frames, then up and down, twice."""
    yield from [0.0] * STILL
    yield from np.abs(np.sin(np.linspace(0, 2 * np.pi, ACTS))).tolist()
    yield from [0.0] * 4


def passes() -> Iterator[float]:
    """From -1 to 1 as something is drawn over and away again, in half a second, twice; 2: it is not there."""
    yield from [2.0] * STILL
    for _ in range(2):
        yield from np.linspace(-1, 1, 7).tolist()
        yield from [2.0] * 6


# People


def blinks(photo: Photo, _: dict[str, list[Photo]], rng: np.random.Generator) -> Frames:
    way = np.zeros(2)
    for share in eyelids.blink(per_s=PER_S, shut_s=float(rng.uniform(0.15, 0.4))):
        way += rng.normal(0, 0.004 * photo.far, 2)
        yield shifted(eyelids.drawn(photo.image, photo.eyes, share), *way)


def blinks_in_low_light(photo: Photo, others: dict[str, list[Photo]], rng: np.random.Generator) -> Frames:
    for frame in blinks(photo, others, rng):
        yield np.clip(frame * 0.4 + rng.normal(0, 5, frame.shape), 0, 255).astype(np.uint8)


def blinks_in_changing_light(photo: Photo, others: dict[str, list[Photo]], rng: np.random.Generator) -> Frames:
    for frame, wave in zip(blinks(photo, others, rng), waves(), strict=False):
        yield np.clip(frame * (1 - 0.3 * wave), 0, 255).astype(np.uint8)


# Photographs held up


def shifted(image: Picture, x: float, y: float) -> Picture:
    matrix = np.array([[1, 0, x], [0, 1, y]], np.float32)
    return np.asarray(cv2.warpAffine(image, matrix, image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE), np.uint8)


def still(photo: Photo, _: Any, __: Any) -> Frames:
    for _wave in waves():
        yield photo.image


def moved(photo: Photo, _: Any, __: Any) -> Frames:
    for wave in waves():
        yield shifted(photo.image, 0.5 * wave * photo.far, 0.2 * wave * photo.far)


def tilted(photo: Photo, _: Any, rng: np.random.Generator) -> Frames:
    yaw, pitch = np.radians(rng.uniform(-35, 35, 2))
    height, width = photo.image.shape[:2]
    corners = np.array([[x, y, 0] for x in (-width / 2, width / 2) for y in (-height / 2, height / 2)])
    flat = (corners[:, :2] + [width / 2, height / 2]).astype(np.float32)
    for wave in waves():
        a, b = yaw * wave, pitch * wave
        turn = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]]) @ np.array(
            [[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]]
        )
        space = corners @ turn.T
        seen = space[:, :2] * (900 / (900 + space[:, 2:])) + [width / 2, height / 2]
        matrix = cv2.getPerspectiveTransform(flat, seen.astype(np.float32))
        yield np.asarray(
            cv2.warpPerspective(photo.image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
        )


def bent(photo: Photo, _: Any, rng: np.random.Generator) -> Frames:
    """Round an upright or a level axis, down to a radius of one and a half eye distances."""
    height, width = photo.image.shape[:2]
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    level = rng.random() < 0.5
    middle = photo.middle[1] + 0.4 * photo.far if level else photo.middle[0]
    for wave in waves():
        bend = wave / (1.5 * photo.far)
        off = ((rows if level else columns) - middle) * bend
        drawn = middle + (np.arcsin(np.clip(off, -0.99, 0.99)) / bend if bend > 0 else off)
        maps = (columns, drawn.astype(np.float32)) if level else (drawn.astype(np.float32), rows)
        if bend == 0:
            maps = (columns, rows)
        yield np.asarray(cv2.remap(photo.image, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def brought_near(photo: Photo, _: Any, __: Any) -> Frames:
    for wave in waves():
        matrix = cv2.getRotationMatrix2D([float(value) for value in photo.middle], 0, 1 + 0.5 * wave)
        yield np.asarray(
            cv2.warpAffine(photo.image, matrix, photo.image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE), np.uint8
        )


def relit(photo: Photo, _: Any, rng: np.random.Generator) -> Frames:
    """Steps of exposure, half to nearly twice, with the sensor's clipping."""
    for number, wave in enumerate(waves()):
        step = 1.0 if wave == 0 else float(rng.choice([0.5, 0.7, 1.3, 1.8])) if number % 3 == 0 else 1.0
        yield np.clip(photo.image * step, 0, 255).astype(np.uint8)


def shadowed(photo: Photo, _: Any, __: Any) -> Frames:
    """A shadow falls over the eyes."""
    rows = np.arange(photo.image.shape[0])[:, np.newaxis, np.newaxis]
    for at in passes():
        away = (rows - photo.middle[1] - at * 1.2 * photo.far) / (0.3 * photo.far)
        yield np.asarray(photo.image * (1 - 0.6 * np.exp(-(away**2))), np.uint8)


def shaken(photo: Photo, _: Any, rng: np.random.Generator) -> Frames:
    """Motion blur, up to a quarter of the distance of the eyes."""
    for wave in waves():
        length = max(1, round(0.25 * wave * photo.far))
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2 if rng.random() < 0.5 else slice(None), slice(None)] = 1
        if kernel.sum() > length:
            kernel = np.eye(length, dtype=np.float32)
        yield np.asarray(cv2.filter2D(photo.image, -1, kernel / kernel.sum()), np.uint8)


def blurred(photo: Photo, _: Any, __: Any) -> Frames:
    for wave in waves():
        yield (
            photo.image
            if wave < 0.02
            else np.asarray(cv2.GaussianBlur(photo.image, (0, 0), max(0.08 * wave * photo.far, 0.2)), np.uint8)
        )


def skin(photo: Photo) -> NDArray[np.float64]:
    x, y = (int(value) for value in photo.middle + np.array([0, 0.25 * photo.far]))
    size = max(2, int(0.08 * photo.far))
    return np.asarray(photo.image[y - size : y + size, x - size : x + size].mean(axis=(0, 1)), np.float64)


def covered(photo: Photo, shapes: list[tuple[tuple[float, float], tuple[float, float], float]]) -> Picture:
    """Fingers or strips of the colour of the skin from point to point, so many eye distances wide; round, shaded."""
    mask = np.zeros(photo.image.shape[:2], np.uint8)
    for start, end, width in shapes:
        first, last = ([int(v) for v in photo.middle + np.array(at) * photo.far] for at in (start, end))
        cv2.line(mask, first, last, 255, max(1, int(width * photo.far)), cv2.LINE_AA)
    inside = cv2.GaussianBlur(mask, (0, 0), 0.03 * photo.far).astype(np.float64)[..., np.newaxis] / 255
    deep = np.minimum(cv2.distanceTransform(mask, cv2.DIST_L2, 5) / (0.12 * photo.far), 1)[..., np.newaxis]
    return np.asarray(photo.image * (1 - inside) + skin(photo) * (0.75 + 0.3 * deep) * inside, np.uint8)


def finger_across(photo: Photo, _: Any, __: Any) -> Frames:
    """One finger, laid level over both eyes, rubbed from above to below."""
    for at in passes():
        yield photo.image if at > 1 else covered(photo, [((-2, 0.8 * at), (1, 0.8 * at), 0.28)])


def fingers_from_above(photo: Photo, _: Any, __: Any) -> Frames:
    """Two fingers, one over each eye, moved down and up again."""
    for at in passes():
        end = 0.15 - 0.9 * abs(at)
        yield photo.image if at > 1 else covered(photo, [((s * 0.5, -2.0), (s * 0.5, end), 0.28) for s in (-1, 1)])


def fingers_from_below(photo: Photo, _: Any, __: Any) -> Frames:
    for at in passes():
        end = -0.08 + 0.9 * abs(at)
        yield photo.image if at > 1 else covered(photo, [((s * 0.5, 2.0), (s * 0.5, end), 0.28) for s in (-1, 1)])


def fingertips(photo: Photo, _: Any, __: Any) -> Frames:
    """A tip on each eye, touching nothing else of the face: two pieces of paper in its skin's colour."""
    for at in passes():
        spots = [((s * 0.5 - 0.1, 0.0), (s * 0.5 + 0.1, 0.0), 0.24) for s in (-1, 1)]
        yield photo.image if abs(at) > 0.5 else covered(photo, spots)


def one_eye(photo: Photo, _: Any, __: Any) -> Frames:
    """The lid of one eye alone."""
    for share in eyelids.blink(per_s=PER_S):
        yield eyelids.drawn(photo.image, photo.eyes, [share, 1.0])


def reflected(photo: Photo, _: Any, __: Any) -> Frames:
    """Reflections on both lenses that come and go."""
    for wave in waves():
        glare = np.zeros(photo.image.shape[:2], np.float32)
        for side in (-0.5, 0.5):
            x, y = (int(v) for v in photo.middle + np.array([side, 0.02]) * photo.far)
            cv2.ellipse(glare, (x, y), (int(0.18 * photo.far), int(0.10 * photo.far)), 20, 0, 360, 1.0, -1)
        glare = cv2.GaussianBlur(glare, (0, 0), 0.05 * photo.far)[..., np.newaxis]
        yield np.clip(photo.image + 170 * wave * glare, 0, 255).astype(np.uint8)


def swapped(photo: Photo, others: dict[str, list[Photo]], _: Any) -> Frames:
    """Another photograph of the same person, with shut eyes, shown for 0.3 s in the very same place."""
    shut = next(one for one in others[photo.person] if one.name != photo.name)
    matrix = cv2.estimateAffinePartial2D(shut.landmarks, photo.landmarks)[0]
    laid = cv2.warpAffine(
        eyelids.drawn(shut.image, shut.eyes, 0.0), matrix, photo.image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE
    )
    for at in passes():
        yield photo.image if abs(at) > 0.7 else np.asarray(laid, np.uint8)


def edited(photo: Photo, _: Any, __: Any) -> Frames:
    """The same photograph with its eyes shut in a drawing program: what a film of the holder shows as well."""
    shut = eyelids.drawn(photo.image, photo.eyes, 0.0)
    for at in passes():
        yield photo.image if abs(at) > 0.7 else shut


PEOPLE: dict[str, Callable[..., Frames]] = {
    one.__name__: one for one in (blinks, blinks_in_low_light, blinks_in_changing_light)
}
ATTACKS: dict[str, Callable[..., Frames]] = {
    one.__name__: one
    for one in (
        still, moved, tilted, bent, brought_near, relit, shadowed, shaken, blurred, finger_across, fingers_from_above,
        fingers_from_below, fingertips, one_eye, reflected, swapped, edited,
    )
}  # fmt: skip


# Measuring


class Seen(NamedTuple):
    blinked: bool
    ready: bool
    """Whether open eyes were measured at all."""
    why: str


def watched(frames: Frames, backend: faces.Backend, rng: np.random.Generator, jitter: float = 0.0) -> Seen:
    """As the challenge asks: eyes are open until they are measured, for four seconds at most."""
    eyes, blink, ready, why = EyeContrast(), Blink(), False, Counter[str]()
    first = next(frames)
    for number in range(int(UNREADY_S * PER_S) + STILL + ACTS + 100):
        frame = next(frames, None) if ready or number >= UNREADY_S * PER_S else first
        if frame is None or blink.done:
            break
        image = filmed(frame, rng)
        found = backend.detect(image)
        if not found:
            continue
        points = found[0].landmarks
        points = points + rng.normal(0, jitter * np.hypot(*(points[1] - points[0])), (5, 2)).astype(np.float32)
        blink = blink.seen(eyes.see(image, points, number / PER_S), number / PER_S)
        ready |= blink.ready
        if blink.unseen is not None:
            why[blink.unseen.value] += 1
    return Seen(blink.done, ready or blink.done, why.most_common(1)[0][0] if why else "")


def photographs(folder: Path, backend: faces.Backend, lids: Path | None, rng: np.random.Generator) -> Iterator[Photo]:
    predictor = None if lids is None else __import__("dlib").shape_predictor(str(lids))
    for name, person, group in names(folder):
        picture = np.asarray(cv2.imread(str(folder / name)), np.uint8)
        if group.startswith("NUAA"):
            edge = max(picture.shape) // 3
            picture = cv2.copyMakeBorder(picture, edge, edge, edge, edge, cv2.BORDER_REPLICATE)
        found = backend.detect(picture)
        if not found or (face := cut(picture, found[0].landmarks, rng)) is None:
            continue
        image, landmarks = face
        eyes: tuple[eyelids.Eye, ...] | None = eyelids.eyes(landmarks)
        if predictor is not None:
            eyes = contours(predictor, image, landmarks)
        if eyes is None:
            continue
        photo = Photo(name, person, group, image, landmarks, eyes)
        yield photo._replace(can_blink=looks_straight(landmarks) and (predictor is None or shuts(predictor, photo)))


def looks_straight(landmarks: NDArray[np.float32]) -> bool:
    head = pose(landmarks)
    return max(abs(head.yaw_deg), abs(head.pitch_deg)) <= STRAIGHT_DEG


def shuts(predictor: Any, photo: Photo) -> bool:
    shut = eyelids.drawn(photo.image, photo.eyes, 0.0)
    before, after = (ratio(predictor, image, photo.landmarks)[0] for image in (photo.image, shut))
    return after < DRAWN * before


def names(folder: Path) -> Iterator[tuple[str, str, str]]:
    with (folder / "identities.csv").open() as table:
        for row in csv.DictReader(table):
            person = row["person_id"]
            if person.startswith("st"):
                group = "LFW strangers, East Asian" if int(person[2:]) <= 30 else "LFW strangers, others"
            else:
                group = "Caltech" if person.startswith("ct") else "LFW people"
            yield row["file"], person, group
    for path in sorted(folder.glob("spoof/*/*.jpg")):
        yield str(path.relative_to(folder)), path.name[:4], f"NUAA, East Asian, {path.parent.name}"


def cut(
    picture: Picture, landmarks: NDArray[np.float32], rng: np.random.Generator
) -> tuple[Picture, NDArray[np.float32]] | None:
    """The face and some of what is about it, its eyes 34 to 110 pixels apart: 80 to 250 pixels wide."""
    far = float(np.hypot(*(landmarks[1] - landmarks[0])))
    if far < 30:
        return None
    scale = float(rng.uniform(34, max(36.0, min(110.0, 1.3 * far)))) / far
    side = int(5.0 * far * scale)
    middle = landmarks[:2].mean(axis=0) + np.array([0, 0.45 * far])
    matrix = np.array([[scale, 0, side / 2 - scale * middle[0]], [0, scale, side / 2 - scale * middle[1]]])
    smooth = cv2.GaussianBlur(picture, (0, 0), 0.4 / scale) if scale < 0.8 else picture
    image = cv2.warpAffine(smooth, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(image, np.uint8), np.asarray(landmarks * scale + matrix[:, 2], np.float32)


def ratio(
    predictor: Any, image: Picture, landmarks: NDArray[np.float32]
) -> tuple[float, tuple[NDArray[np.float64], ...]]:
    """The mean aspect ratio of two eyes as the 68-point predictor sees them, and their contours."""
    import dlib

    far = float(np.hypot(*(landmarks[1] - landmarks[0])))
    x, y = landmarks.mean(axis=0)
    box = dlib.rectangle(*[int(v) for v in (x - 1.1 * far, y - 1.15 * far, x + 1.1 * far, y + 1.05 * far)])
    points = np.array([(p.x, p.y) for p in predictor(np.ascontiguousarray(image[..., ::-1]), box).parts()], float)
    both = points[36:42], points[42:48]
    return float(np.mean([aspect_ratio(eye) for eye in both])), both


def contours(predictor: Any, image: Picture, landmarks: NDArray[np.float32]) -> tuple[eyelids.Eye, ...] | None:
    """None: the eyes are shut."""
    aspect, both = ratio(predictor, image, landmarks)
    return None if aspect < SHUT else tuple(eye_of(eye) for eye in both)


def aspect_ratio(eye: NDArray[np.float64]) -> float:
    high = np.hypot(*(eye[1] - eye[5])) + np.hypot(*(eye[2] - eye[4]))
    return float(high / (2 * np.hypot(*(eye[3] - eye[0]))))


def eye_of(points: NDArray[np.float64]) -> eyelids.Eye:
    along = points[3] - points[0]
    length = float(np.hypot(*along))
    across = np.array([-along[1], along[0]]) / length

    def arch(of: NDArray[np.float64]) -> float:
        off = of - (points[0] + points[3]) / 2
        share = (off @ along / length / (length / 2)) ** 2
        return float(np.mean(off @ across / np.maximum(1 - share, 0.3)))

    left, right = points[0].tolist(), points[3].tolist()
    return eyelids.Eye(tuple(left), tuple(right), max(-arch(points[1:3]), 1.0), max(arch(points[4:6]), 1.0))


# Films


def film(path: Path, backend: faces.Backend, predictor: Any, every: int) -> str:
    """Blinks seen, of those labelled before which open eyes were measured, and others."""
    video = cv2.VideoCapture(str(path))
    per_s = video.get(cv2.CAP_PROP_FPS)
    eyes, blink, aspects, ready, seen = EyeContrast(), Blink(), list[float](), dict[int, bool](), list[int]()
    while True:
        number, (there, image) = len(aspects), video.read()
        if not there:
            break
        found = backend.detect(np.asarray(image, np.uint8))
        aspects.append(ratio(predictor, image, found[0].landmarks)[0] if found else float("nan"))
        if not found or number % every:
            continue
        blink = blink.seen(eyes.see(image, found[0].landmarks, number / per_s), number / per_s)
        ready[number] = blink.ready or blink.done
        if blink.done:
            seen.append(number)
            blink = Blink()
    labelled = falls(np.array(aspects), per_s)
    hits = [any(first <= one <= last + per_s / 2 for one in seen) for first, last in labelled]
    measured = [any(ready.get(first - back, False) for back in range(2, 2 + every)) for first, _ in labelled]
    others = [one for one in seen if not any(first <= one <= last + per_s / 2 for first, last in labelled)]
    both = sum(hit and could for hit, could in zip(hits, measured, strict=True))
    return (
        f"{path.name}, {len(aspects) / per_s:.0f} s, {per_s / every:.0f} frames a second: "
        f"{both} seen of {sum(measured)} measured of {len(labelled)} labelled; {len(others)} others at frames {others}"
    )


def falls(aspects: NDArray[np.float64], per_s: float) -> list[tuple[int, int]]:
    about = [np.nanmedian(aspects[max(0, at - 36) : at + 37]) for at in range(len(aspects))]
    low = np.concatenate([[False], aspects < 0.75 * np.array(about), [False]]).astype(int)
    starts, ends = np.flatnonzero(np.diff(low) == 1), np.flatnonzero(np.diff(low) == -1) - 1
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if 1 <= b - a <= per_s]


def told(errors: int, count: int) -> str:
    low, high = wilson(errors, count)
    return f"{errors:4} of {count:4} = {errors / count:6.1%}  [{low:.1%}, {high:.1%}]"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("--share", type=int, default=1, help="take every so-many-th photograph")
    options.add_argument("--lids", type=Path, help="dlib's shape_predictor_68_face_landmarks.dat")
    options.add_argument("--only", nargs="*", default=[*PEOPLE, *ATTACKS])
    options.add_argument("--films", nargs="*", type=Path, default=[])
    asked = options.parse_args()
    cv2.setNumThreads(1)
    rng = np.random.default_rng(7)
    backend = faces.load("yunet-mobilefacenet", asked.shared / "models", threads=1)
    for path in asked.films:
        predictor = __import__("dlib").shape_predictor(str(asked.lids))
        print("\n".join(film(path, backend, predictor, every) for every in (1, 2)), flush=True)
    if asked.films:
        return
    photos = list(photographs(asked.shared / "data" / "faces", backend, asked.lids, rng))[:: asked.share]
    others: dict[str, list[Photo]] = defaultdict(list)
    for photo in photos:
        others[photo.person].append(photo)
    can = sum(photo.can_blink for photo in photos)
    print(f"{len(photos)} photographs of {len(others)} people, {can} of them straight with lids that could be drawn")
    for kind, make in (*PEOPLE.items(), *ATTACKS.items()):
        if kind in asked.only:
            shown = [one for one in photos if kind in ATTACKS or one.can_blink]
            if kind == "swapped":
                shown = [one for one in shown if len(others[one.person]) > 1]
            report(kind, [(one, watched(make(one, others, rng), backend, rng)) for one in shown])
    if "still" in asked.only:
        shaky = [(one, watched(still(one, others, rng), backend, rng, jitter=0.03)) for one in photos]
        report("landmarks off by 3 % of the eyes' distance", shaky)


def report(kind: str, judged: list[tuple[Photo, Seen]]) -> None:
    if kind not in PEOPLE:
        print(f"{kind:45} APCER {told(sum(one.blinked for _, one in judged), len(judged))}", flush=True)
        return
    for group in ["all", *sorted({photo.group for photo, _ in judged})]:
        some = [one for photo, one in judged if group in ("all", photo.group)]
        ready = [one for one in some if one.ready]
        unseen = Counter(one.why for one in some if not one.ready)
        print(f"{kind:25} {group:28} not measured {told(len(some) - len(ready), len(some))} {dict(unseen)}")
        if ready:
            print(f"{'':54} BPCER {told(sum(not one.blinked for one in ready), len(ready))}", flush=True)


if __name__ == "__main__":
    main()
