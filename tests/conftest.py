"""What many tests share. The development photographs and weights lie in ``../shared`` beside the checkout."""

from __future__ import annotations

import os
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from zbsec.faces import FACES
from zbsec.models import Catalogue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zbsec.faces import Backend

BROUGHT = "yunet-sface"
"""A backend whose file users bring."""

ROOT = Path(__file__).resolve().parent.parent


def missing(what: str) -> None:
    """On a user's machine a missing counterpart skips the test; in CI it fails it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and CI must have it")
    pytest.skip(f"{what} is missing on this machine")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development weights and photographs."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        missing("../shared")
    return folder


@pytest.fixture(scope="session", params=[name for name in FACES.names() if name != BROUGHT])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each backend of the table in turn, those of others too; ``test_recipes`` has a stand-in for the one left out."""
    from zbsec import faces

    described = {recipe.name for recipe in Catalogue.open().recipes if recipe.own}
    models = request.getfixturevalue("shared") / "models" if request.param in described else None
    return faces.load(request.param, models)


@pytest.fixture(scope="session")
def astronaut() -> NDArray[np.uint8]:
    """NASA's portrait of Eileen Collins, public domain, from scikit-image's wheel: the holder."""
    return _photograph("scikit-image", "skimage/data/astronaut.png")


@pytest.fixture(scope="session")
def hopper() -> NDArray[np.uint8]:
    """The US Navy's portrait of Grace Hopper, public domain, from matplotlib's wheel: the stranger."""
    return _photograph("matplotlib", "matplotlib/mpl-data/sample_data/grace_hopper.jpg")


def _photograph(package: str, name: str) -> NDArray[np.uint8]:
    (path,) = (entry.locate() for entry in files(package) or [] if str(entry) == name)
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    assert image is not None
    return np.asarray(image, np.uint8)
