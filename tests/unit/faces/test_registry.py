"""Which backend is taken, and what is said where there is none."""

from __future__ import annotations

import importlib
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zbsec import faces
from zbsec.errors import ModelError, RegistryError
from zbsec.faces.backends import dlib_resnet
from zbsec.models import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("face_detection_yunet_s_dynamic.onnx", "face_embedding_mobilefacenet_128_dynamic.onnx")


@pytest.fixture(autouse=True)
def no_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ZBSEC_MODELS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def no_dlib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dlib_resnet, "find_spec", lambda name: None)


@pytest.fixture
def models(shared: Path, tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(shared / "models" / name, tmp_path)
    return tmp_path


def test_every_file_of_backends_has_a_row_and_every_row_loads() -> None:
    package = importlib.import_module("zbsec.faces.backends")
    rows = {row.partition(":")[0] for row in faces.FACES.own.values()}
    from pkgutil import iter_modules

    assert rows == {f"zbsec.faces.backends.{module.name}" for module in iter_modules(package.__path__)}
    assert all(callable(faces.FACES.load(name)) for name in faces.FACES.own)


def test_files_in_the_folder_win_over_dlib(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert faces.load(models=models).name == "yunet-mobilefacenet"
    monkeypatch.setenv("ZBSEC_MODELS", str(models))
    assert faces.load().name == "yunet-mobilefacenet"


def test_dlib_is_taken_where_no_files_are(tmp_path: Path) -> None:
    assert faces.load(models=tmp_path).name == "dlib"


@pytest.mark.usefixtures("no_dlib")
def test_without_any_it_says_what_to_install_or_set(tmp_path: Path) -> None:
    sentence = r'run: zbsec models pull yunet-mobilefacenet, or: pip install "zbsec\[dlib\]"'
    with pytest.raises(ModelError, match=sentence):
        faces.load()
    with pytest.raises(ModelError, match=f"{tmp_path} does not hold the files of yunet-mobilefacenet"):
        faces.load(models=tmp_path)
    with pytest.raises(ModelError, match=r'pip install "zbsec\[dlib\]"'):
        faces.load("dlib")


@pytest.mark.parametrize("name", sorted(set(faces.FACES.own) - {"dlib"}))
def test_a_named_backend_needs_its_files(tmp_path: Path, name: str) -> None:
    recipe = Catalogue.open(tmp_path).recipe(name)
    lacking = " and ".join(Catalogue.open(tmp_path).model(model).file for model in recipe.models)
    with pytest.raises(
        ModelError, match=f"{name} needs {lacking}, and there is none in .*the user's cache.*ZBSEC_MODELS"
    ):
        faces.load(name)
    with pytest.raises(
        ModelError, match=f"there is none in {tmp_path}, installed packages; run: zbsec models pull {name}"
    ):
        faces.load(name, tmp_path)


def test_one_missing_file_is_named_alone(models: Path) -> None:
    (models / FILES[1]).unlink()
    with pytest.raises(ModelError, match=f"yunet-mobilefacenet needs {FILES[1]}, and"):
        faces.load("yunet-mobilefacenet", models)


def test_the_users_cache_is_searched(models: Path, tmp_path: Path) -> None:
    (tmp_path / "cache" / "zbsec").mkdir(parents=True)
    (tmp_path / "cache" / "zbsec" / "models").symlink_to(models)
    assert faces.load().name == "yunet-mobilefacenet"


def test_every_recipe_of_the_library_has_a_row_and_the_other_way_round() -> None:
    described = {recipe.name for recipe in Catalogue.open().recipes if recipe.own}
    assert described == set(faces.FACES.own) - {"dlib"}


@pytest.mark.parametrize("name", FILES)
def test_another_file_under_the_name_is_refused(models: Path, name: str) -> None:
    content = bytearray((models / name).read_bytes())
    content[len(content) // 2] ^= 1
    (models / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"is another file than {name}"):
        faces.load("yunet-mobilefacenet", models)


def test_nothing_is_fetched_by_loading(monkeypatch: pytest.MonkeyPatch, models: Path, tmp_path: Path) -> None:
    """G66: only ``pull`` asks anybody for anything."""

    def connect(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", connect)
    with pytest.raises(ModelError):
        faces.load("yunet-mobilefacenet", tmp_path / "empty")
    assert faces.load(models=models).name == "yunet-mobilefacenet"


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(RegistryError, match="no face backend named 'arcface'; there are: dlib, yunet-mobilefacenet, "):
        faces.load("arcface")


def test_the_room_loads_without_the_heavy_libraries() -> None:
    code = "import zbsec.faces, sys; print({'cv2', 'onnxruntime', 'dlib'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
