"""Backends that a manifest puts together: equal to the reference pipeline, whoever wrote the manifest."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import onnx
import onnxruntime
import pytest

from zbsec import faces
from zbsec.errors import ManifestError, ModelError, RegistryError
from zbsec.faces.backends.recipe import FromRecipe
from zbsec.models import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zbsec.faces import Backend
    from zbsec.models.network import Network
    from zbsec.records import Face

    Write = Callable[..., Path]

ARC = [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
RETAIL = 128 * np.array(
    [
        [0.31556875, 0.46157411],
        [0.68262292, 0.46157411],
        [0.50026250, 0.64050536],
        [0.34947188, 0.82469196],
        [0.65343645, 0.82469196],
    ]
)
YUNET = "face_detection_yunet_s_dynamic.onnx"
MOBILE = "face_embedding_mobilefacenet_128.onnx"


@pytest.fixture(scope="module")
def photographs(shared: Path) -> list[np.ndarray]:
    """Faces about as large as the networks' crops, where plain bilinear sampling is what we do too."""
    paths = sorted((shared / "data" / "faces" / "strangers").iterdir())[:4]
    return [np.asarray(cv2.imread(str(path)), np.uint8) for path in paths]


def reference_crop(image: np.ndarray, landmarks: np.ndarray, template: np.ndarray, side: int) -> np.ndarray:
    """Least squares over the four numbers of a similarity, by the general solver; bilinear."""
    rows = np.zeros((10, 4))
    rows[0::2] = np.c_[landmarks[:, 0], -landmarks[:, 1], np.ones(5), np.zeros(5)]
    rows[1::2] = np.c_[landmarks[:, 1], landmarks[:, 0], np.zeros(5), np.ones(5)]
    a, b, c, d = np.linalg.lstsq(rows, np.asarray(template).reshape(-1), rcond=None)[0]
    return cv2.warpAffine(image, np.array([[a, -b, c], [b, a, d]]), (side, side), flags=cv2.INTER_LINEAR)


def mobilefacenet(shared: Path, image: np.ndarray, face: Face) -> np.ndarray:
    crop = reference_crop(image, face.landmarks, np.array(ARC), 112)
    session = onnxruntime.InferenceSession(str(shared / "models" / MOBILE), providers=["CPUExecutionProvider"])

    def vector(picture: np.ndarray) -> np.ndarray:
        values = (picture[:, :, ::-1] / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
        (made,) = session.run(None, {"input0": values.transpose(2, 0, 1)[None].astype(np.float32)})
        return made[0] / np.linalg.norm(made[0])

    both = vector(crop) + vector(crop[:, ::-1])
    return both / np.linalg.norm(both)


def retail(shared: Path, image: np.ndarray, face: Face) -> np.ndarray:
    crop = reference_crop(image, face.landmarks, RETAIL, 128)
    path = shared / "models" / "face_reidentification_retail_0095.onnx"
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def vector(picture: np.ndarray) -> np.ndarray:
        (made,) = session.run(None, {"input": picture.transpose(2, 0, 1)[None].astype(np.float32)})
        return made[0] / np.linalg.norm(made[0])

    both = vector(crop) + vector(crop[:, ::-1])
    return both / np.linalg.norm(both)


def fusion(shared: Path, image: np.ndarray, face: Face) -> np.ndarray:
    return np.concatenate([mobilefacenet(shared, image, face), retail(shared, image, face)]) / np.sqrt(2)


@pytest.mark.parametrize(
    ("name", "reference"),
    [("yunet-mobilefacenet", mobilefacenet), ("yunet-retail", retail), ("yunet-mobilefacenet-retail", fusion)],
)
def test_vectors_equal_those_of_the_reference_pipeline(
    shared: Path, photographs: list[np.ndarray], name: str, reference: Callable[..., np.ndarray]
) -> None:
    backend = faces.load(name, shared / "models")
    for image in photographs:
        found = backend.detect(image)[:1]
        (vector,) = backend.embed(image, found)
        np.testing.assert_allclose(vector, reference(shared, image, found[0]), atol=2e-4)


@pytest.fixture
def write(shared: Path, tmp_path: Path) -> Write:
    """A folder with YuNet, a network, and a manifest that a user wrote for it."""

    def written(content: bytes, *, model: dict[str, Any] | None = None, backend: dict[str, Any] | None = None) -> Path:
        (tmp_path / YUNET).write_bytes((shared / "models" / YUNET).read_bytes())
        (tmp_path / "mine.onnx").write_bytes(content)
        stated = {
            "name": "mine",
            "task": "face-embedding",
            "file": "mine.onnx",
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "licence": "proprietary",
            "template": ARC,
            "input": {"name": "data", "shape": ["n", 3, 112, 112], "colour": "RGB"},
            "output": [{"shape": ["n", 128]}],
            **(model or {}),
        }
        made_of = {"name": "my-pair", "detector": "yunet", "embeddings": ["mine"], "min_score": 0.5, **(backend or {})}
        text = "\n".join(["[[model]]", *_lines(stated), "[[face_backend]]", *_lines(made_of)])
        (tmp_path / "manifest.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return written


def _lines(table: dict[str, Any]) -> list[str]:
    return [f"{key} = {_toml(value)}" for key, value in table.items() if value is not None]


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(_lines(value)) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


@pytest.fixture(scope="module")
def raw_pixels(shared: Path) -> bytes:
    """MobileFaceNet with its normalisation inside, so that it takes what SFace takes: RGB, 0 to 255, batch 1."""
    network = onnx.load(shared / "models" / MOBILE)
    graph = network.graph
    for name, values in (("mean", [0.485, 0.456, 0.406]), ("std", [0.229, 0.224, 0.225])):
        array = (np.array(values, np.float32) * 255).reshape(1, 3, 1, 1)
        graph.initializer.append(onnx.numpy_helper.from_array(array, name))
    graph.input[0].name = "data"
    graph.node.insert(0, onnx.helper.make_node("Sub", ["data", "mean"], ["centred"]))
    graph.node.insert(1, onnx.helper.make_node("Div", ["centred", "std"], ["input0"]))
    return network.SerializeToString()


def test_a_users_pair_gives_what_opencvs_recognizer_gives(
    write: Write, raw_pixels: bytes, photographs: list[np.ndarray]
) -> None:
    """Golden: alignment, channel order and network as ``cv2.FaceRecognizerSF`` does them with the same file."""
    folder = write(raw_pixels, backend={"mirror": False})
    backend = faces.load("my-pair", folder)
    peer = cv2.FaceRecognizerSF.create(str(folder / "mine.onnx"), "")
    for image in photographs:
        (face,) = backend.detect(image)[:1]
        row = np.r_[np.zeros(4), face.landmarks.reshape(-1), 1].astype(np.float32)
        feature = peer.feature(peer.alignCrop(image, row))[0]
        (vector,) = backend.embed(image, [face])
        assert float(vector @ feature) / np.linalg.norm(feature) > 0.9995


def test_a_users_pair_keeps_the_protocol(
    write: Write, raw_pixels: bytes, yunet: Backend, astronaut: np.ndarray, hopper: np.ndarray
) -> None:
    backend = faces.load("my-pair", write(raw_pixels))
    assert backend.name.startswith("my-pair@")
    assert (backend.dim, backend.min_score) == (128, 0.5)
    for image in (astronaut, hopper):
        found = backend.detect(image)
        np.testing.assert_allclose(backend.embed(image, found), yunet.embed(image, found), atol=1e-4)
        np.testing.assert_allclose(backend.embed(image, found * 3)[2], backend.embed(image, found)[0], atol=1e-5)
    assert backend.embed(astronaut, []).shape == (0, 128)


@pytest.mark.parametrize(
    "change",
    [
        {"model": {"input": {"name": "data", "shape": ["n", 3, 112, 112], "colour": "BGR"}}},
        {"model": {"input": {"name": "data", "shape": ["n", 3, 112, 112], "colour": "RGB", "mean": [1, 1, 1]}}},
        {"model": {"template": [[x + 1, y] for x, y in ARC]}},
        {"backend": {"mirror": False}},
    ],
)
def test_what_makes_other_vectors_makes_another_name(write: Write, raw_pixels: bytes, change: dict) -> None:
    name = faces.load("my-pair", write(raw_pixels)).name
    assert faces.load("my-pair", write(raw_pixels)).name == name
    assert faces.load("my-pair", write(raw_pixels, backend={"min_score": 0.7})).name == name
    assert faces.load("my-pair", write(raw_pixels, **change)).name != name


def small(
    outputs: int = 1, *, side: int | str = 112, dim: int = 128, dtype: int = onnx.TensorProto.FLOAT, vague: bool = False
) -> bytes:
    """A network that gives means over its input; ``vague``: nobody can tell the dimension before it runs."""
    last = [f"product{number}" if vague else f"out{number}" for number in range(outputs)]
    nodes = [
        onnx.helper.make_node("ReduceMean", ["data", "axes"], ["mean"], keepdims=0),
        onnx.helper.make_node("Unsqueeze", ["mean", "last"], ["column"]),
        *(onnx.helper.make_node("Mul", ["column", "ones"], [name]) for name in last),
    ]
    if vague:
        nodes += [onnx.helper.make_node("Compress", [name, "kept"], [f"out{i}"], axis=1) for i, name in enumerate(last)]
    floats = onnx.helper.tensor_dtype_to_np_dtype(dtype)
    ones = np.ones((1, dim), floats)
    constants = {"axes": np.array([1, 2, 3]), "last": np.array([1]), "ones": ones, "kept": np.ones(dim, bool)}
    graph = onnx.helper.make_graph(
        nodes,
        "small",
        [onnx.helper.make_tensor_value_info("data", dtype, ["N", 3, side, side])],
        [onnx.helper.make_tensor_value_info(f"out{number}", dtype, ["N", None]) for number in range(outputs)],
        [onnx.numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    opset = [onnx.helper.make_opsetid("", 18)]
    return onnx.helper.make_model(graph, opset_imports=opset, ir_version=9).SerializeToString()


INPUT = {"name": "data", "shape": ["n", 3, 112, 112], "colour": "RGB"}


@pytest.mark.parametrize(
    ("content", "model", "sentence"),
    [
        (b"not a network", {}, "mine.onnx is no ONNX network that onnxruntime can run"),
        (small()[:-40], {}, "mine.onnx is no ONNX network that onnxruntime can run"),
        (small(side=96), {}, r"input 'data' is \['N', 3, 96, 96\], not \['n', 3, 112, 112\]"),
        (small(outputs=2), {}, r"it has 2 outputs \(out0, out1\), not 1"),
        (small(dim=64), {}, r"output 'out0' is \['N', 64\], not \['n', 128\]"),
        (
            small(dim=64, vague=True),
            {},
            r"mine gives vectors of shape \(1, 64\), not \(1, 128\) as .*manifest.toml",
        ),
        (small(dtype=onnx.TensorProto.DOUBLE), {}, r"input 'data' is a tensor\(double\); only float32 is run"),
        (small(), {"input": {**INPUT, "name": "pixels"}}, "it has no input 'pixels'; there are: data"),
        (small(), {"output": [{"name": "vector", "shape": ["n", 128]}]}, "it has no output 'vector'; there are: out0"),
        (small(), {"output": None}, "mine cannot be run: .*manifest.toml states no input, or no output"),
        (small(), {"template": None}, "mine cannot describe faces: .*manifest.toml states no template, or no colour"),
        (small(), {"output": [{"shape": ["n", 128, 1]}]}, r"output 'out0' is \['N', 128\], not"),
        (small(vague=True), {"output": [{"shape": ["n", "m"]}]}, "states no single output of shape"),
        (small(side="side"), {"input": {**INPUT, "shape": ["n", 3, "h", "w"]}}, "mine takes no square crop"),
    ],
)
def test_a_network_that_is_not_what_the_manifest_says_is_refused(
    write: Write, content: bytes, model: dict, sentence: str
) -> None:
    with pytest.raises(ModelError, match=sentence):
        faces.load("my-pair", write(content, model=model))


def test_a_small_network_of_ones_own_is_run(write: Write) -> None:
    assert faces.load("my-pair", write(small())).dim == 128


def test_a_flipped_byte_is_refused(write: Write) -> None:
    folder = write(small())
    content = bytearray((folder / "mine.onnx").read_bytes())
    content[100] ^= 4
    (folder / "mine.onnx").write_bytes(content)
    with pytest.raises(ModelError, match=r"is another file than mine.onnx \(SHA-256 .*zbsec models pull mine"):
        faces.load("my-pair", folder)


@pytest.mark.parametrize(
    ("backend", "sentence"),
    [
        ({"name": "yunet-retail"}, "face_backend 'yunet-retail' is described otherwise in another manifest"),
        ({"embeddings": ["yours"]}, "face_backend 'my-pair' needs the model 'yours', which nobody lists"),
        ({"min_score": 1.5}, "min_score 1.5 is out of range"),
        ({"min_score": None}, "min_score: is missing; write a number"),
        ({"embeddings": []}, r"embeddings: \[\] is not what it should be; write names of models"),
        ({"min_scor": 0.4}, "min_scor: is no key of this table; did you mean 'min_score'"),
    ],
)
def test_a_wrong_recipe_is_complained_about(write: Write, backend: dict, sentence: str) -> None:
    with pytest.raises(ManifestError, match=sentence):
        faces.load("my-pair", write(small(), backend=backend))


def test_names_of_manifests_are_listed_with_the_others(write: Write) -> None:
    with pytest.raises(RegistryError, match="there are: dlib, my-pair, yunet-mobilefacenet"):
        faces.load("your-pair", write(small()))


def made(shared: Path, name: str, threads: int | None = None) -> FromRecipe:
    backend = faces.load(name, shared / "models", threads=threads)
    assert isinstance(backend, FromRecipe)
    return backend


def test_backends_share_the_session_of_the_same_weights(shared: Path) -> None:
    one, other = made(shared, "yunet-retail"), made(shared, "yunet-mobilefacenet-retail")
    assert one._detector._network._session is other._detector._network._session
    assert one._embedders[0]._network._session is other._embedders[1]._network._session
    assert (
        made(shared, "yunet-retail", threads=1)._embedders[0]._network._session is one._embedders[0]._network._session
    )


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_are_those_asked_for(shared: Path, threads: int) -> None:
    backend = made(shared, "yunet-retail", threads=threads)
    for network, count in ((backend._detector._network, threads), (backend._embedders[0]._network, 1)):
        options = network._session.get_session_options()
        assert (options.intra_op_num_threads, options.inter_op_num_threads) == (count, 1)
        assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


class Watched:
    """Stands before a network and keeps what it was given."""

    def __init__(self, network: Network) -> None:
        self.model, self.batch = network.model, network.batch
        self.given: list[np.ndarray] = []
        self._network = network

    def run(self, rows: np.ndarray) -> list[np.ndarray]:
        assert rows.any()
        self.given.append(rows)
        return self._network.run(rows)


@pytest.mark.parametrize(("threads", "rows"), [(1, [3, 3, 4]), (2, [2, 2, 3, 3]), (3, [3, 3, 4]), (16, [1] * 10)])
def test_crops_are_spread_evenly_over_threads_four_at_most_in_one_run(
    shared: Path, astronaut: np.ndarray, threads: int, rows: list[int]
) -> None:
    """Five faces, each with its mirrored crop."""
    backend = made(shared, "yunet-mobilefacenet", threads=threads)
    watched = Watched(backend._embedders[0]._network)
    backend._embedders[0]._network = watched  # type: ignore[assignment]
    vectors = backend.embed(astronaut, backend.detect(astronaut) * 5)
    assert sorted(len(given) for given in watched.given) == rows
    assert not any(given.any() for given in watched.given), "a crop was left in memory"
    np.testing.assert_allclose(vectors, np.repeat(vectors[:1], 5, axis=0), atol=1e-5)


FORKED = """
import os, sys
import numpy as np
from zbsec import faces

backend = faces.load("yunet-mobilefacenet", sys.argv[1], threads=2)
image = np.load(sys.argv[2])
found = backend.detect(image)
expected = backend.embed(image, found)
if os.fork() == 0:
    os._exit(0 if np.allclose(backend.embed(image, found), expected, atol=1e-5) else 3)
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def test_the_picture_given_to_the_detector_is_wiped(shared: Path, astronaut: np.ndarray) -> None:
    backend = made(shared, "yunet-mobilefacenet")
    watched = Watched(backend._detector._network)
    backend._detector._network = watched  # type: ignore[assignment]
    before = astronaut.copy()
    assert len(backend.detect(astronaut)) == 1
    assert not any(given.any() for given in watched.given)
    np.testing.assert_array_equal(astronaut, before)


def test_a_forked_process_embeds_too(shared: Path, astronaut: np.ndarray, tmp_path: Path) -> None:
    """Threads stay in the parent; a child that waited for them would wait for ever."""
    np.save(tmp_path / "picture.npy", astronaut)
    command = [sys.executable, "-W", "ignore", "-c", FORKED, str(shared / "models"), str(tmp_path / "picture.npy")]
    assert subprocess.run(command, check=False, timeout=60).returncode == 0


def test_threads_do_not_change_the_answer(shared: Path, photographs: list[np.ndarray]) -> None:
    single, several = made(shared, "yunet-retail", threads=1), made(shared, "yunet-retail", threads=2)
    for image in photographs[:2]:
        found = single.detect(image)
        np.testing.assert_allclose(single.embed(image, found), several.embed(image, found), atol=1e-5)


def test_a_network_of_batch_one_gives_the_same_vectors(write: Write, raw_pixels: bytes, astronaut: np.ndarray) -> None:
    backend = faces.load("my-pair", write(raw_pixels))
    assert isinstance(backend, FromRecipe)
    assert backend._embedders[0]._network.batch == 1
    found = backend.detect(astronaut) * 5
    vectors = backend.embed(astronaut, found)
    np.testing.assert_allclose(vectors, np.repeat(vectors[:1], 5, axis=0), atol=1e-6)


@pytest.mark.parametrize("count", [1, 33])
def test_any_number_of_faces_each_with_its_own_vector(shared: Path, astronaut: np.ndarray, count: int) -> None:
    backend = made(shared, "yunet-mobilefacenet")
    (face,) = backend.detect(astronaut)
    turned = [type(face)(box=face.box, landmarks=face.landmarks + number, score=1.0) for number in range(count)]
    vectors = backend.embed(astronaut, turned)
    assert vectors.shape == (count, 128)
    last = backend.embed(astronaut, turned[-1:])
    np.testing.assert_allclose(vectors[-1:], last, atol=1e-4)


def test_recipes_of_the_library_fit_their_models(shared: Path) -> None:
    catalogue = Catalogue.open(shared / "models")
    for recipe in catalogue.recipes:
        assert catalogue.model(recipe.detector).task == "face-detection"
        assert {catalogue.model(name).task for name in recipe.embeddings} == {"face-embedding"}
