"""Manifests: the library's own holds true, and a user's mistakes are all told with line and remedy."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from zbsec.errors import ManifestError
from zbsec.models import Catalogue, Model, pull
from zbsec.models.manifest import read, shipped
from zbsec.models.network import Network, check

ROOT = Path(__file__).resolve().parents[3]
OWN = {model.name: model for model in shipped().models}

WHOLE = """
[[model]]
name = "mine"
task = "face-embedding"
file = "mine.onnx"
bytes = 12
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
licence = "proprietary"
template = [[38, 51], [73, 51], [56, 71], [41, 92], [70, 92]]
input = { name = "data", shape = ["n", 3, 112, 112], colour = "RGB", divide = 255, mean = [0.5, 0.5, 0.5] }
output = [{ name = "out", shape = ["n", 128] }]

[[face_backend]]
name = "my-pair"
detector = "yunet"
embeddings = ["mine"]
min_score = 0.4
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def changed(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_the_wheels_manifest_is_the_projects() -> None:
    assert read(ROOT / "models" / "manifest.toml").models == shipped().models
    assert all(recipe.own for recipe in shipped().recipes)


@pytest.mark.parametrize("model", OWN.values(), ids=OWN)
def test_the_development_file_is_the_one_described_and_runs_as_described(model: Model, shared: Path) -> None:
    path = Catalogue.open(shared / "models").find(model.name)
    if model.name == "sface":
        assert path is None
        return
    assert path is not None
    assert path.stat().st_size == model.size
    check(model, path)
    assert model.licence


@pytest.mark.parametrize("model", OWN.values(), ids=OWN)
def test_every_model_can_be_had_somewhere(model: Model) -> None:
    assert model.url or model.carrier or "converted" in model.note
    assert not model.url or model.url.startswith("https://")


def test_the_published_mobilefacenet_becomes_the_one_used(shared: Path, tmp_path: Path) -> None:
    model = OWN["mobilefacenet"]
    published = (shared / "models" / "face_embedding_mobilefacenet_128.onnx").read_bytes()
    (tmp_path / "MobileFaceNet.onnx").write_bytes(published)
    made = pull(model, tmp_path / "models", source=tmp_path).path.read_bytes()
    assert made == (shared / "models" / model.file).read_bytes()
    assert model.published is not None
    for edit in model.published.edits:
        assert published[edit.at : edit.at + len(edit.old)] == edit.old


def test_freeing_the_batch_changes_no_number(shared: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(3, 3, 112, 112)).astype(np.float32)
    catalogue = Catalogue.open(shared / "models")
    networks = [Network(OWN[name], catalogue.require(name)) for name in ("mobilefacenet-1", "mobilefacenet")]
    assert [network.batch for network in networks] == [1, None]
    one_by_one, at_once = (network.run(rows)[0] for network in networks)
    assert one_by_one.shape == at_once.shape == (3, 128)
    np.testing.assert_allclose(one_by_one, at_once, rtol=1e-4, atol=1e-4)


def test_a_users_manifest_says_all_that_the_librarys_says(mine: Path) -> None:
    (model,), (recipe,) = read(mine).models, read(mine).recipes
    assert model.pixels is not None
    assert (model.pixels.colour, model.pixels.divide, model.pixels.mean, model.pixels.std) == (
        "RGB",
        255.0,
        (0.5, 0.5, 0.5),
        (1.0, 1.0, 1.0),
    )
    assert (recipe.mirror, recipe.min_detection, recipe.own) == (True, 0.6, False)
    catalogue = Catalogue.open(manifests=[mine])
    assert [one.name for one in catalogue.named("my-pair")] == ["yunet", "mine"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"0000', '"', "mine.toml:2: model.1: sha256 '0{60}' is no SHA-256; write what `sha256sum mine.onnx` prints"),
        ("bytes = 12", 'bytes = "12"', "mine.toml:6: model.1.bytes: is a text; write a whole number"),
        ("bytes = 12", "bytes = 0", "mine.toml:6: model.1.bytes: 0 is out of range"),
        ('file = "mine.onnx"', 'file = "../mine.onnx"', "is no plain file name; write it without folders"),
        ('file = "mine.onnx"', 'file = "a/b.onnx"', "is no plain file name"),
        ('licence = "proprietary"\n', "", "model.1.licence: is missing"),
        (
            'licence = "proprietary"',
            'license = "x"',
            "model.1.license: is no key of this table; did you mean 'lic",
        ),
        (
            'licence = "proprietary"',
            'licence = "x"\nurl = "ftp://x/y"',
            "url 'ftp://x/y' is no address; write it",
        ),
        (
            "[38, 51], ",
            "",
            "mine.toml:9: model.1.template: .* is not what it should be; write five",
        ),
        ("[38, 51]", '["a", 51]', "model.1.template: .* is not what it should be; write five points"),
        ('colour = "RGB"', 'colour = "GRB"', 'colour \'GRB\' is no order of channels; write "BGR" or "RGB"'),
        ("divide = 255", "divide = 0", "divide or a std is not above 0"),
        ("divide = 255", 'divide = "x"', "model.1.input.divide: is a text; write a number"),
        (
            "mean = [0.5, 0.5, 0.5]",
            "mean = [0.5]",
            r"model.1.input.mean: \[0.5\] is not .*; write three numbers",
        ),
        ("mean = [0.5, 0.5, 0.5]", "maen = [0.5, 0.5, 0.5]", "model.1.input.maen: is no key of this table"),
        (
            'shape = ["n", 3, 112, 112]',
            'shape = ["n", 3, 0, 112]',
            "model.1.input.shape: .* is not .*; write sizes",
        ),
        ('shape = ["n", 128]', "shape = 128", "output.1.shape: is a number; write sizes"),
        ('name = "mine"', 'name = "Mine Own"', "name 'Mine Own' is none; write small letters"),
        ("min_score = 0.4", "min_score = nan", "face_backend.1.min_score: is not finite"),
        ("min_score = 0.4", "min_score = true", "face_backend.1.min_score: is a truth value"),
        (
            "[[face_backend]]",
            "[[face_backends]]",
            "face_backends: is no key of this table; did you mean 'face_b",
        ),
        ("[[model]]", "[model]", "model: is a table; write tables \\[\\[model\\]\\]"),
        ("[[model]]", "[[model]", r"mine.toml: \(the file\): is no TOML: .* \(at line 2, column 8\)"),
    ],
)
def test_a_mistake_is_told_with_line_and_remedy(mine: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(ManifestError, match=complaint):
        read(changed(mine, old, new))


def test_all_complaints_come_at_once_in_the_order_of_the_file(mine: Path) -> None:
    changed(changed(mine, "bytes = 12", "bytes = -1"), "min_score = 0.4", 'min_score = "high"')
    with pytest.raises(ManifestError) as caught:
        read(mine)
    assert [complaint.line for complaint in caught.value.complaints] == [6, 17]


def test_a_name_listed_twice(mine: Path) -> None:
    mine.write_text(WHOLE + WHOLE, encoding="utf-8")
    with pytest.raises(ManifestError, match="'mine' is listed 2 times") as caught:
        read(mine)
    assert len(caught.value.complaints) == 2


def test_no_such_manifest(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"none.toml: \(the file\): cannot be read: No such file"):
        read(tmp_path / "none.toml")
    with pytest.raises(ManifestError, match="cannot be read: Is a directory"):
        read(tmp_path)


@pytest.mark.parametrize(
    "edits",
    [
        '[{ at = 19, old = "db" }]',
        '[{ at = "19", old = "db", new = "dd" }]',
        '[{ at = 19, old = "xy", new = "dd" }]',
        '[{ at = 19, old = "dbdb", new = "dd" }, { at = 20, old = "00", new = "" }]',
        "[19]",
    ],
)
def test_edits_that_are_none(mine: Path, edits: str) -> None:
    published = f"published = {{ bytes = 9, sha256 = '{'0' * 64}', edits = {edits} }}"
    with pytest.raises(ManifestError, match=r"mine.toml:12: model.1.published.edits: .* write edits in their order"):
        read(changed(mine, "\n[[face_backend]]", f"{published}\n\n[[face_backend]]"))


def test_a_known_name_may_not_stand_for_other_bytes(mine: Path) -> None:
    changed(mine, 'name = "mine"', 'name = "yunet"')
    with pytest.raises(ManifestError, match=r"model 'yunet' has other bytes in .*manifest.toml; choose another name"):
        Catalogue.open(manifests=[mine])


def test_a_manifest_of_ones_own_mirror(tmp_path: Path) -> None:
    """The library's entry with another address is that model, from there."""
    model = OWN["retail-0095"]
    mirror = tmp_path / "mirror.toml"
    mirror.write_text(
        f'[[model]]\nname = "{model.name}"\ntask = "{model.task}"\nfile = "{model.file}"\nbytes = {model.size}\n'
        f'sha256 = "{model.sha256}"\nlicence = "{model.licence}"\nurl = "https://models.example.org/retail.onnx"\n',
        encoding="utf-8",
    )
    merged = Catalogue.open(manifests=[mirror]).model("retail-0095")
    assert merged.url == "https://models.example.org/retail.onnx"
    assert (merged.input, merged.template) == (model.input, model.template)


def test_a_copy_of_the_librarys_manifest_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_bytes((ROOT / "models" / "manifest.toml").read_bytes())
    assert len(Catalogue.open(tmp_path).models) == len(OWN)
    assert all(recipe.own for recipe in Catalogue.open(tmp_path).recipes)


def test_hashes_are_those_of_files(shared: Path) -> None:
    """``check`` would not notice a manifest and a file that are wrong alike; the page of the development set would."""
    page = (shared / "models" / "MODELS.md").read_text(encoding="utf-8")
    told = [model for model in OWN.values() if (shared / "models" / model.file).is_file()]
    assert len(told) == 10
    for model in told:
        assert model.sha256 in page
        assert hashlib.sha256((shared / "models" / model.file).read_bytes()).hexdigest() == model.sha256
    assert OWN["sface"].sha256 in page
