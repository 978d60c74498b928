"""Faces: detection beside OpenCV's FaceDetectorYN on the same weights, and a face alone beside eight at once.

    ZBSEC_MODELS=folder ZBSEC_BENCH_THREADS=1 pytest benchmarks/test_faces.py --benchmark-only -o addopts=""

The picture is drawn from photographs in installed packages (public domain), so nobody has to have a data set. Answers
are compared with the peer's in the same test.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.metadata import files
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
import threadpoolctl

from zbsec import faces
from zbsec.errors import ModelError
from zbsec.models import Catalogue
from zbsec.models.network import Network

if TYPE_CHECKING:
    from zbsec.faces.backends.recipe import FromRecipe

THREADS = int(os.environ.get("ZBSEC_BENCH_THREADS", "1"))
PEER_WEIGHTS = "yunet-640"
"""The same weights in the form that OpenCV's detector takes."""
BACKENDS = ("yunet-mobilefacenet", "yunet-retail", "yunet-mobilefacenet-retail")
SIZES = {"640x480": (640, 480), "320x240": (320, 240)}
COUNTS = (1, 8)
OPERATIONS = {"matrix product": 0, "mobilefacenet": 233_800_000, "retail-0095": 288_700_000}
"""Multiplications of one row, counted in the networks' convolutions."""


@cache
def portrait() -> np.ndarray:
    (path,) = (entry.locate() for entry in files("scikit-image") or [] if str(entry) == "skimage/data/astronaut.png")
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR), np.uint8)


def scene(size: tuple[int, int]) -> np.ndarray:
    """Two portraits side by side."""
    half = cv2.resize(portrait(), (size[0] // 2, size[1]), interpolation=cv2.INTER_AREA)
    return np.hstack([half, half[:, ::-1]])


def backend(name: str) -> FromRecipe:
    try:
        return faces.load(name, threads=THREADS)  # type: ignore[return-value]
    except ModelError as error:
        pytest.skip(str(error))


@pytest.fixture(autouse=True)
def threads():
    before = cv2.getNumThreads()
    cv2.setNumThreads(THREADS)
    yield
    cv2.setNumThreads(before)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("who", ["zbsec", "opencv"])
def test_detection(benchmark, who: str, size: str) -> None:
    benchmark.group = f"find faces, {size}, {THREADS} threads"
    picture = scene(SIZES[size])
    detector = backend("yunet-mobilefacenet")._detector
    weights = Catalogue.open().find(PEER_WEIGHTS)
    if weights is None:
        pytest.skip(f"{PEER_WEIGHTS} is not installed; run: zbsec models pull {PEER_WEIGHTS}")
    peer = cv2.FaceDetectorYN.create(str(weights), "", SIZES[size], 0.6, 0.3)
    expected = peer.detect(picture)[1]
    found = benchmark(detector.find if who == "zbsec" else lambda image: peer.detect(image)[1], picture)
    assert len(found) == len(expected) == 2
    order, other = np.argsort(found[:, 0]), np.argsort(expected[:, 0])
    np.testing.assert_allclose(found[order][:, :14], expected[other][:, :14], atol=0.1)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("name", BACKENDS)
def test_embedding(benchmark, name: str, count: int) -> None:
    benchmark.group = f"describe faces, {name}, {THREADS} threads"
    benchmark.extra_info["faces"] = count
    made, picture = backend(name), scene((640, 480))
    found = (made.detect(picture) * count)[:count]
    vectors = benchmark(made.embed, picture, found)
    alone = np.vstack([made.embed(picture, [face]) for face in found])
    np.testing.assert_allclose(vectors, alone, atol=1e-4)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("name", OPERATIONS)
def test_arithmetic(benchmark, name: str, count: int) -> None:
    """A network beside a matrix product: where it comes close, no batch can make it faster. One thread."""
    benchmark.group = f"10^9 multiplications and additions a second, {count} rows, 1 thread"
    if name == "matrix product":
        side = np.ones((768, 768), np.float32)
        with threadpoolctl.threadpool_limits(1):
            benchmark(lambda: side @ side)
        operations = 2 * 768**3
    else:
        catalogue = Catalogue.open()
        if catalogue.find(name) is None:
            pytest.skip(f"{name} is not installed; run: zbsec models pull {name}")
        network = Network(catalogue.model(name), catalogue.require(name), threads=1)
        shape = network.model.input.shape[1:]
        rows = np.random.default_rng(1).normal(size=(count, *shape)).astype(np.float32)
        benchmark(network.run, rows)
        operations = 2 * count * OPERATIONS[name]
    if benchmark.stats is not None:
        benchmark.extra_info["GFLOP/s"] = round(operations / benchmark.stats["min"] / 1e9, 1)


def test_alignment(benchmark) -> None:
    benchmark.group = "align a face"
    picture = scene((640, 480))
    made = backend("yunet-mobilefacenet")
    face = made.detect(picture)[0]
    template = np.array(Catalogue.open().model("mobilefacenet").template, np.float32)
    crop = benchmark(faces.align.crop, picture, face.landmarks, template, 112)
    assert crop.shape == (112, 112, 3)
