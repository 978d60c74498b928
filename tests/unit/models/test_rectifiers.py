"""A network whose PRelu layers are written otherwise computes what it did."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from zbsec.models import Catalogue
from zbsec.models.network import session
from zbsec.models.rectifiers import rewritten

SHAPE = (2, 4, 6, 6)


def network(slope: np.ndarray, *, raw: bool = True, again: bool = False, domain: str = "") -> bytes:
    """A convolution and a PRelu behind it; ``again``: a second one with the same slope."""
    kernel = np.random.default_rng(0).normal(size=(4, 4, 3, 3)).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["x", "k"], ["c"], pads=[1, 1, 1, 1]),
        helper.make_node("PRelu", ["c", "s"], ["y"] if not again else ["d"], name="bend", domain=domain),
    ]
    nodes += [helper.make_node("PRelu", ["d", "s"], ["y"])] if again else []
    tensor = numpy_helper.from_array(slope, "s")
    if not raw:
        tensor = helper.make_tensor("s", TensorProto.FLOAT, slope.shape, slope.ravel().tolist())
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, SHAPE)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, SHAPE)], [numpy_helper.from_array(kernel, "k"), tensor],
        doc_string="kept",
    )  # fmt: skip
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="kept too")
    made.ir_version = 8
    return bytes(made.SerializeToString())


def run(content: bytes, rows: np.ndarray) -> np.ndarray:
    made = session(content, 1)
    return np.asarray(made.run(None, {made.get_inputs()[0].name: rows})[0])


@settings(max_examples=30, deadline=None)
@given(
    slope=st.lists(st.floats(-4, 4, width=32), min_size=4, max_size=4),
    one=st.booleans(), raw=st.booleans(), again=st.booleans(), seed=st.integers(0, 99),
)  # fmt: skip
def test_what_it_computes_stays_the_same(slope: list[float], one: bool, raw: bool, again: bool, seed: int) -> None:
    values = np.array(slope[:1] if one else slope, np.float32).reshape(-1, 1, 1)
    content = network(values, raw=raw, again=again)
    changed = rewritten(content)
    rows = np.random.default_rng(seed).normal(size=SHAPE).astype(np.float32)
    np.testing.assert_allclose(run(changed, rows), run(content, rows), rtol=1e-5, atol=1e-5)
    model = onnx.load_from_string(changed)
    onnx.checker.check_model(model, full_check=True)
    assert "PRelu" not in {node.op_type for node in model.graph.node}
    assert {node.op_type for node in model.graph.node} >= ({"LeakyRelu"} if one else {"Relu", "Mul", "Add"})
    assert (model.producer_name, model.graph.doc_string) == ("kept too", "kept")
    used = {name for node in model.graph.node for name in node.input}
    assert {tensor.name for tensor in model.graph.initializer} <= used


@pytest.mark.parametrize(
    "content", [b"", b"no network", b"PRelu \xff\xff\xff", network(np.ones((1, 1, 1), np.float32))[:90]]
)
def test_what_is_no_network_stays_as_it_is(content: bytes) -> None:
    assert rewritten(content) == content


def test_a_layer_of_others_or_with_a_computed_slope_stays() -> None:
    foreign = onnx.load_from_string(rewritten(network(np.ones((1, 1, 1), np.float32), domain="com.example")))
    assert [node.op_type for node in foreign.graph.node] == ["Conv", "PRelu"]
    model = onnx.load_from_string(network(np.ones((4, 1, 1), np.float32)))
    model.graph.node.insert(0, helper.make_node("Identity", ["s"], ["computed"]))
    model.graph.node[2].input[1] = "computed"
    kept = onnx.load_from_string(rewritten(model.SerializeToString()))
    assert [node.op_type for node in kept.graph.node] == ["Identity", "Conv", "PRelu"]


def test_what_a_network_inside_takes_is_kept() -> None:
    model = onnx.load_from_string(network(np.full((1, 1, 1), 0.25, np.float32)))
    inner = helper.make_graph(
        [helper.make_node("Add", ["y", "extra"], ["z"])], "inner", [],
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, SHAPE)],
    )  # fmt: skip
    model.graph.initializer.extend(
        [numpy_helper.from_array(np.full(1, 2.0, np.float32), "extra"), numpy_helper.from_array(np.array(True), "yes")]
    )
    model.graph.node.append(helper.make_node("If", ["yes"], ["w"], then_branch=inner, else_branch=inner))
    model.graph.output[0].name = "w"
    content = model.SerializeToString()
    rows = np.random.default_rng(1).normal(size=SHAPE).astype(np.float32)
    np.testing.assert_allclose(run(rewritten(content), rows), run(content, rows), rtol=1e-5, atol=1e-5)
    assert b"LeakyRelu" in rewritten(content)


@pytest.mark.parametrize(("name", "atol"), [("retail-0095", 0.0), ("minifasnet-v2", 1e-5), ("minifasnet-v1se", 1e-5)])
def test_the_development_networks_give_what_their_files_give(shared: Path, name: str, atol: float) -> None:
    catalogue = Catalogue.open(shared / "models")
    model = catalogue.model(name)
    content = model.read(catalogue.require(name))
    assert rewritten(content) != content
    assert model.input is not None
    shape = [size if isinstance(size, int) else 1 for size in model.input.shape]
    rows = np.random.default_rng(0).uniform(0, 255, shape).astype(np.float32)
    np.testing.assert_allclose(run(rewritten(content), rows), run(content, rows), rtol=0, atol=atol)
