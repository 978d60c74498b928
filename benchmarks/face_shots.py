"""Views of one face, fused: what becomes of strangers' and members' scores, and of the threshold.

    python benchmarks/face_shots.py ../shared [BACKEND ...]

Every photograph of ``data/faces`` that is not enrolled is seen four times by a simulated camera that shakes, blurs,
dims, adds grain and compresses. Strangers are compared with every template and with each other. Prints a table for each
backend.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from zbsec import faces
from zbsec.faces.impostors import FALSE_ACCEPT_LIMIT, curve_of
from zbsec.faces.lane.chances import LOOKS
from zbsec.faces.vectors import unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zbsec.faces.backends.recipe import FromRecipe

    Picture = NDArray[np.uint8]

SIZES = (10, 100, 1000, 10_000)
RATES = (1e-2, 3e-3, 1e-3)


class Seen(NamedTuple):
    """One photograph that is not enrolled."""

    person: str
    stranger: bool
    template: NDArray[np.float32]
    mirrored: NDArray[np.float32]
    """float32 (LOOKS, dim): the views, described with their mirrored crops, and without."""
    plain: NDArray[np.float32]
    weights: NDArray[np.float32]


def shaken(picture: Picture, rng: np.random.Generator) -> Picture:
    """Another view of the same moment, by a cheap camera."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), rng.normal(0, 3), rng.uniform(0.75, 1.05))
    matrix[:, 2] += rng.normal(0, 4, 2)
    view = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)
    view = cv2.GaussianBlur(view, (0, 0), rng.uniform(0.3, 1.2))
    if rng.random() < 0.4:
        way = np.zeros((5, 5), np.float32)
        way[2, : int(rng.integers(3, 6))] = 1
        view = cv2.filter2D(view, -1, way / way.sum())
    grainy = np.clip(view * rng.uniform(0.7, 1.2) + rng.normal(0, 5, view.shape), 0, 255).astype(np.uint8)
    _, jpeg = cv2.imencode(".jpg", grainy, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(60, 90))])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)


def rows(folder: Path) -> Iterator[tuple[str, str, Picture]]:
    with (folder / "identities.csv").open() as table:
        for row in csv.DictReader(table):
            yield row["person_id"], row["role"], np.asarray(cv2.imread(str(folder / row["file"])), np.uint8)


def views(backend: FromRecipe, picture: Picture, rng: np.random.Generator) -> tuple[NDArray[np.float32], ...] | None:
    """Mirrored vectors, plain vectors and fitness of as many views as a lane looks at."""
    found = []
    for _ in range(LOOKS):
        view = shaken(picture, rng)
        face = next(iter(backend.detect(view)), None)
        if face is None:
            return None
        found.append((backend.embed(view, [face])[0], backend.embed_probe(view, [face])[0], face.quality or 0.01))
    return tuple(np.array(part, np.float32) for part in zip(*found, strict=True))


def measure(backend: FromRecipe, folder: Path) -> tuple[dict[str, NDArray[np.float32]], list[Seen]]:
    """Templates of the enrolled, and everybody who comes."""
    rng, enrolled, seen = np.random.default_rng(5), {}, []
    for person, role, picture in rows(folder):
        face = next(iter(backend.detect(picture)), None)
        if face is None:
            continue
        template = backend.embed(picture, [face])[0]
        if role == "enrol":
            enrolled.setdefault(person, []).append(template)
        elif (made := views(backend, picture, rng)) is not None:
            seen.append(Seen(person, role == "stranger", template, *made))
    return {person: unit(np.mean(some, axis=0)[np.newaxis])[0] for person, some in enrolled.items()}, seen


def fused(vectors: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """(LOOKS, dim): after each view, as ``Shots.fused``."""
    return unit(np.cumsum(vectors * weights[:, np.newaxis], axis=0))


def scores(
    templates: dict[str, NDArray[np.float32]], seen: list[Seen], how: str
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Members' own and strangers' scores, (n, LOOKS): by one view each, or by all up to it."""
    everybody = [*templates.items(), *((one.person, one.template) for one in seen if one.stranger)]
    own, strange = [], []
    for one in seen:
        vectors = one.mirrored if how == "mirrored" else one.plain
        probes = fused(vectors, one.weights) if how == "fused" else vectors
        for person, template in everybody:
            if person != one.person:
                strange.append(probes @ template)
            elif not one.stranger:
                own.append(probes @ template)
    return np.array(own), np.array(strange)


def report(backend: FromRecipe, folder: Path) -> None:
    templates, seen = measure(backend, folder)
    own, strange = {}, {}
    for how in ("mirrored", "plain", "fused"):
        own[how], strange[how] = scores(templates, seen, how)
    print(f"\n{backend.name}: {len(own['plain'])} members' arrivals, {len(strange['plain'])} pairs of strangers")
    bars = np.quantile(strange["mirrored"][:, 0], [1 - rate for rate in RATES])
    print(f"strangers' scores at a rate of {RATES}, one view, mirrored crop added: {np.round(bars, 3)}")
    print(
        f"the same, without the mirrored crop: {np.round(np.quantile(strange['plain'][:, 0], 1 - np.array(RATES)), 3)}"
    )
    bars = np.quantile(strange["plain"][:, 0], [1 - rate for rate in RATES])
    for name, found in (
        (f"all {LOOKS} fused", strange["fused"][:, -1]),
        (f"any of {LOOKS}, each fused with those before", strange["fused"].max(axis=1)),
        (f"any of {LOOKS} alone", strange["plain"].max(axis=1)),
    ):
        times = [float((found >= bar).mean() / (strange["plain"][:, 0] >= bar).mean()) for bar in bars]
        print(f"  strangers taken for members there, times as many as by one view: {name}: {np.round(times, 2)}")
    curve = curve_of(backend)
    for members in SIZES if curve is not None else ():
        alone, shared = (curve.min_score(members, FALSE_ACCEPT_LIMIT / looks) for looks in (1, LOOKS))
        single = float((own["plain"][:, 0] >= alone).mean())
        lane = float((own["fused"].max(axis=1) >= shared).mean())
        print(f"  {members:6} members: one view at {alone:.3f} knows {single:.1%}; a lane at {shared:.3f} {lane:.1%}")


def main() -> None:
    shared = Path(sys.argv[1])
    for name in sys.argv[2:] or ("yunet-mobilefacenet", "yunet-retail"):
        report(faces.load(name, shared / "models", threads=1), shared / "data" / "faces")


if __name__ == "__main__":
    main()
