"""PRelu layers of an ONNX network, written so that onnxruntime runs them fast; what they compute stays the same.

Its PRelu kernel takes the values one by one, and sets the convolution before it and the one behind it apart. With one
slope for all channels it is a LeakyRelu, which becomes part of the convolution. With a slope s for each channel it is
s x + (1 - s) max(x, 0): three vectorised layers.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FLOAT32 = 1
"""``TensorProto.DataType.FLOAT``."""
_FLOAT = 1
"""``AttributeProto.AttributeType.FLOAT``."""


def rewritten(content: bytes) -> bytes:
    """The network with its PRelu layers in another form; bytes that are no network, or have no such layer, as they are.

    :param content: of an ONNX file.
    """
    from google.protobuf.message import DecodeError  # noqa: PLC0415  # comes with onnxruntime

    if b"PRelu" not in content:
        return content
    model = _message("ModelProto")()
    try:
        model.ParseFromString(content)
    except DecodeError:
        return content
    slopes = {tensor.name: tensor for tensor in model.graph.initializer if tensor.data_type == _FLOAT32}
    before = _taken(model.graph)
    nodes = [node for old in model.graph.node for node in _instead(old, slopes, model.graph)]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    _drop(model.graph, before - _taken(model.graph))
    return bytes(model.SerializeToString())


def _instead(node: Any, slopes: dict[str, Any], graph: Any) -> list[Any]:
    """What stands for a layer."""
    if node.op_type != "PRelu" or node.domain or node.input[1] not in slopes:
        return [node]
    tensor = slopes[node.input[1]]
    slope = _values(tensor)
    if slope.size == 1:
        return [_leaky(node, float(slope[0]))]
    rest = graph.initializer.add(
        name=f"{node.output[0]}/rest", dims=tensor.dims, data_type=_FLOAT32, raw_data=(1 - slope).tobytes()
    )
    (x, s), y = node.input, node.output[0]
    make = _message("NodeProto")
    return [
        make(op_type="Relu", input=[x], output=[f"{y}/above"]),
        make(op_type="Mul", input=[f"{y}/above", rest.name], output=[f"{y}/bent"]),
        make(op_type="Mul", input=[x, s], output=[f"{y}/straight"]),
        make(op_type="Add", input=[f"{y}/straight", f"{y}/bent"], output=[y]),
    ]


def _leaky(node: Any, slope: float) -> Any:
    made = _message("NodeProto")(op_type="LeakyRelu", input=node.input[:1], output=node.output, name=node.name)
    made.attribute.add(name="alpha", f=slope, type=_FLOAT)
    return made


def _values(tensor: Any) -> NDArray[np.float32]:
    found = np.frombuffer(tensor.raw_data, "<f4") if tensor.raw_data else np.array(tensor.float_data, np.float32)
    return np.asarray(found, np.float32)


def _taken(graph: Any) -> set[str]:
    """Names of what its layers take."""
    return {name for node in graph.node for name in node.input}


def _drop(graph: Any, names: set[str]) -> None:
    """Leave out slopes that no layer takes any more, for onnxruntime warns of each; a network inside this one may take
    what no layer here does."""
    kept = [tensor for tensor in graph.initializer if tensor.name not in names]
    del graph.initializer[:]
    graph.initializer.extend(kept)


_FIELDS = {
    "ModelProto": {"graph": (7, "GraphProto", False)},
    "GraphProto": {"node": (1, "NodeProto", True), "initializer": (5, "TensorProto", True)},
    "NodeProto": {
        "input": (1, "string", True),
        "output": (2, "string", True),
        "name": (3, "string", False),
        "op_type": (4, "string", False),
        "attribute": (5, "AttributeProto", True),
        "domain": (7, "string", False),
    },
    "AttributeProto": {"name": (1, "string", False), "f": (2, "float", False), "type": (20, "int32", False)},
    "TensorProto": {
        "dims": (1, "int64", True),
        "data_type": (2, "int32", False),
        "float_data": (4, "float", True),
        "name": (8, "string", False),
        "raw_data": (9, "bytes", False),
    },
}
"""Number, type and whether repeated, of the fields of onnx.proto that are looked at; all others are carried along."""


@cache
def _messages() -> dict[str, Any]:
    """The classes of ``_FIELDS``. They stand in a pool of their own, so that the package ``onnx`` may be there too."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory  # noqa: PLC0415

    kinds = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="zbsec/onnx.proto", package="zbsec", syntax="proto2")
    for message, fields in _FIELDS.items():
        described = file.message_type.add(name=message)
        for name, (number, kind, repeated) in fields.items():
            label = kinds.LABEL_REPEATED if repeated else kinds.LABEL_OPTIONAL
            field = described.field.add(name=name, number=number, label=label)
            if kind in _FIELDS:
                field.type, field.type_name = kinds.TYPE_MESSAGE, f".zbsec.{kind}"
            else:
                field.type = getattr(kinds, f"TYPE_{kind.upper()}")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"zbsec.{name}")) for name in _FIELDS}


def _message(name: str) -> Any:
    return _messages()[name]
