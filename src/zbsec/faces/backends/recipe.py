"""ONNX networks that a manifest puts together: YuNet finds faces, one network or several describe them."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zbsec._text import two
from zbsec.errors import ModelError
from zbsec.faces import found, picture
from zbsec.faces.networks.embedder import Embedder
from zbsec.faces.networks.yunet import YuNet
from zbsec.models.catalogue import Catalogue
from zbsec.models.network import Network
from zbsec.models.spread import cores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zbsec.models.model import Recipe
    from zbsec.records import Face


class FromRecipe:
    """A face backend as its manifest describes it; ``min_score`` is explained there."""

    def __init__(self, recipe: Recipe, catalogue: Catalogue, *, threads: int | None = None) -> None:
        """
        :param threads: over which a picture's detection, and the faces of an ``embed``, are spread; None: one for every
            core this process may use.
        :raises ModelError: a file is missing, another one, or not what the manifest says.
        """
        count = threads or cores()
        detector = _open(catalogue, recipe.detector, threads=count)
        networks = [_open(catalogue, name, threads=1) for name in recipe.embeddings]
        self.name = recipe.name if recipe.own else f"{recipe.name}@{_digest(recipe, [detector, *networks])}"
        self.min_score = recipe.min_score
        self._detector = YuNet(detector, min_score=recipe.min_detection, max_overlap=recipe.max_overlap)
        self._mirror = recipe.mirror
        self._embedders = [Embedder(network, threads=count) for network in networks]
        self.dim = sum(embedder.dim for embedder in self._embedders)

    def detect(self, image: NDArray[np.uint8]) -> list[Face]:
        picture.check(image)
        rows = self._detector.find(image)
        corners = np.hstack([rows[:, :2], rows[:, :2] + rows[:, 2:4]])
        return found.widest_first(
            found.face(image, box, row[4:14].reshape(5, 2), float(row[14]))
            for box, row in zip(corners, rows, strict=True)
        )

    def embed(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.float32]:
        return self._described(image, faces, mirror=self._mirror)

    def embed_probe(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.float32]:
        """``embed`` without the mirrored crop, in half the time: for views to be compared with templates.

        Strangers' scores against mirrored templates stay where they were (``benchmarks/face_shots.py``), so the
        thresholds hold.
        """
        return self._described(image, faces, mirror=False)

    def _described(self, image: NDArray[np.uint8], faces: Sequence[Face], *, mirror: bool) -> NDArray[np.float32]:
        picture.check(image)
        parts = [embedder.vectors(image, faces, mirror=mirror) for embedder in self._embedders]
        vectors = np.hstack(parts)
        vectors /= np.float32(np.sqrt(len(parts)))
        for part in parts:
            part.fill(0.0)
        return vectors


def load(name: str, models: Path | None = None, *, threads: int | None = None) -> FromRecipe:
    """The backend that a manifest calls ``name``.

    :param models: folder with the files; None: the places that ``zbsec models where`` lists.
    :raises ModelError: a file is missing, another one, or not what the manifest says.
    """
    catalogue = Catalogue.open(models)
    recipe = catalogue.recipe(name)
    missing = [part for part in recipe.models if catalogue.find(part) is None]
    if missing:
        files, places = [catalogue.model(part).file for part in missing], catalogue.places
        raise ModelError(
            two(
                f"{name} needs {' and '.join(files)}, and there is none in {places.en}; run: "
                f"zbsec models pull {name}, or name a folder "
                "with models= or ZBSEC_MODELS=folder",
                f"{name} 需要 {'、'.join(files)}，但 {places.zh} 中均没有；请运行：zbsec models pull {name}，"
                "或用 models= 或 ZBSEC_MODELS=文件夹 指定",
            )
        )
    return FromRecipe(recipe, catalogue, threads=threads)


yunet_mobilefacenet = partial(load, "yunet-mobilefacenet")
yunet_mobilefacenet_retail = partial(load, "yunet-mobilefacenet-retail")
yunet_retail = partial(load, "yunet-retail")
yunet_sface = partial(load, "yunet-sface")


def _open(catalogue: Catalogue, name: str, *, threads: int) -> Network:
    return Network(catalogue.model(name), catalogue.require(name), threads=threads)


def _digest(recipe: Recipe, networks: Sequence[Network]) -> str:
    """Names what vectors depend on: two manifests that use one name for different things do not share templates."""
    facts = [
        (network.model.sha256, network.model.pixels, network.model.template, network.model.input)
        for network in networks
    ]
    return hashlib.sha256(repr((recipe.mirror, facts)).encode()).hexdigest()[:8]
