"""A small model that a mirror serves, and an environment without proxies, folders or caches of the machine."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zbsec.models import Model
from zbsec.testing.mirror import Mirror

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTENT = np.random.default_rng(5).integers(0, 256, 600_000, np.uint8).tobytes()


def model_of(content: bytes, **facts: object) -> Model:
    stated = {"name": "net", "task": "face-embedding", "file": "net.onnx", "licence": "Apache-2.0", **facts}
    return Model(size=len(content), sha256=hashlib.sha256(content).hexdigest(), **stated)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ZBSEC_MODELS", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def model() -> Model:
    return model_of(CONTENT)


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with Mirror({"net.onnx": CONTENT}) as served:
        yield served


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "models"
