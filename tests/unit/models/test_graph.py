"""A network rewritten so that it runs faster gives the same numbers, and what is none is left alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from zbsec.models.graph import faster

if TYPE_CHECKING:
    from pathlib import Path

RETAIL = "face_reidentification_retail_0095.onnx"


def network(slope: np.ndarray, *, raw: bool = True, op: str = "PRelu", domain: str = "") -> bytes:
    """A convolution of 16 channels and one PRelu behind it."""
    rng = np.random.default_rng(3)
    weights = numpy_helper.from_array(rng.normal(size=(16, 3, 3, 3)).astype(np.float32), "w")
    if raw:
        slopes = numpy_helper.from_array(slope, "slope")
    else:
        slopes = helper.make_tensor("slope", TensorProto.FLOAT, slope.shape, slope.ravel().tolist())
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "w"], ["c"]), helper.make_node(op, ["c", "slope"], ["y"], domain=domain)],
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, 8, 8])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 16, 6, 6])],
        [weights, slopes],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    return model.SerializeToString()


def operators(content: bytes) -> list[str]:
    model = onnx.load_from_string(content)
    onnx.checker.check_model(model)
    used = {name for node in model.graph.node for name in node.input}
    assert all(one.name in used for one in model.graph.initializer), "nothing is left over"
    return [node.op_type for node in model.graph.node]


def answer(content: bytes, rows: np.ndarray) -> np.ndarray:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {session.get_inputs()[0].name: rows})
    return np.asarray(found)


@pytest.mark.parametrize("raw", [True, False])
@pytest.mark.parametrize("shape", [(), (1,), (1, 1, 1)])
@pytest.mark.parametrize("value", [0.25, -7.9, 0.0, 5.2])
def test_one_slope_for_all_channels_becomes_a_leaky_relu(value: float, shape: tuple[int, ...], *, raw: bool) -> None:
    content = network(np.full(shape, value, np.float32), raw=raw)
    made = faster(content)
    assert operators(made) == ["Conv", "LeakyRelu"]
    rows = np.random.default_rng(1).normal(size=(2, 3, 8, 8)).astype(np.float32)
    np.testing.assert_allclose(answer(made, rows), answer(content, rows), rtol=1e-6, atol=1e-6)
    assert faster(made) == made


@pytest.mark.parametrize(
    "slope",
    [
        np.full((16, 1, 1), 0.25, np.float32),
        np.full((1, 1, 1, 1), 0.25, np.float32),
        np.full((1, 1, 1), 0.25, np.float64),
        np.full((1, 1, 1), 0.25, np.float16),
        np.zeros((0,), np.float32),
    ],
    ids=["a slope a channel", "four dimensions", "double", "half", "none"],
)
def test_any_other_slope_stays(slope: np.ndarray) -> None:
    content = network(slope)
    assert faster(content) == content


def test_another_s_operator_of_that_name_stays() -> None:
    content = network(np.full((1,), 0.25, np.float32), domain="com.example")
    assert faster(content) == content


def test_a_network_with_another_inside_stays() -> None:
    inner = helper.make_graph(
        [helper.make_node("Identity", ["slope"], ["z"])], "inner", [], [helper.make_empty_tensor_value_info("z")]
    )
    model = onnx.load_from_string(network(np.full((1,), 0.25, np.float32)))
    model.graph.node.append(helper.make_node("If", ["b"], ["z"], then_branch=inner, else_branch=inner))
    content = model.SerializeToString()
    assert faster(content) == content


@given(st.binary(max_size=200))
def test_what_is_no_network_comes_back_as_it_is(content: bytes) -> None:
    assert faster(content) == content


@given(st.data())
def test_a_damaged_network_is_never_an_error_here(data: st.DataObject) -> None:
    content = bytearray(network(np.full((1,), 0.25, np.float32)))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(faster(bytes(content[: data.draw(st.integers(0, len(content)))])), bytes)


def test_retail_0095_gives_the_very_same_numbers_in_less_than_two_thirds_of_the_time(shared: Path) -> None:
    content = (shared / "models" / RETAIL).read_bytes()
    made = faster(content)
    assert "PRelu" not in operators(made)
    rows = np.random.default_rng(2).integers(0, 256, (2, 3, 128, 128)).astype(np.float32)
    np.testing.assert_array_equal(answer(made, rows), answer(content, rows))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    before, after = (onnxruntime.InferenceSession(one, options) for one in (content, made))
    spent: dict[object, list[float]] = {before: [], after: []}
    for _ in range(12):
        for session, times in spent.items():
            started = time.thread_time()
            session.run(None, {"input": rows})
            times.append(time.thread_time() - started)
    assert min(spent[after]) < min(spent[before]) * 2 / 3
