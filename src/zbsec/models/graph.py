"""An ONNX network in a form that onnxruntime runs faster, number for number the same.

onnxruntime keeps the channels of a convolution together (NCHWc) and does some activations on the way, LeakyRelu among
them; a PRelu it runs by itself, and turns the layout back before it and forth behind it. A PRelu with one slope for all
channels *is* a LeakyRelu, so we write it as one. The bytes of a model are Protocol Buffers (onnx.proto, IR 3 and
later); only what this needs is read here, everything else is copied as it is.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    Field = tuple[int, int, bytes]

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_GRAPH = 7
"""Of ModelProto."""
_NODE, _INITIALIZER = 1, 5
"""Of GraphProto."""
_INPUT, _OP_TYPE, _ATTRIBUTE, _DOMAIN = 1, 4, 5, 7
"""Of NodeProto."""
_SUBGRAPHS = (6, 11)
"""Of AttributeProto."""
_DIMS, _DATA_TYPE, _FLOAT_DATA, _NAME, _RAW_DATA = 1, 2, 4, 8, 9
"""Of TensorProto."""
_FLOAT = 1
"""TensorProto.DataType, and AttributeProto.AttributeType."""


def faster(content: bytes) -> bytes:
    """The same network, with every PRelu of one slope written as a LeakyRelu.

    What is no network, or one with others inside it (If, Loop), comes back as it is.
    """
    try:
        return _rewritten(content)
    except (IndexError, ValueError, struct.error):
        return content  # onnxruntime says what is wrong with it


def _rewritten(content: bytes) -> bytes:
    model = list(_fields(content))
    if sum(number == _GRAPH for number, _, _ in model) != 1:
        return content
    graph = list(_fields(next(value for number, _, value in model if number == _GRAPH)))
    slopes = dict(_single(value) for number, _, value in graph if number == _INITIALIZER)
    made = [(number, kind, _node(value, slopes) if number == _NODE else value) for number, kind, value in graph]
    if made == graph or any(_holds_graph(value) for number, _, value in graph if number == _NODE):
        return content
    left = _inputs(graph) - _inputs(made)
    kept = [field for field in made if field[0] != _INITIALIZER or _single(field[2])[0] not in left]
    return _written((number, kind, _written(kept) if number == _GRAPH else value) for number, kind, value in model)


def _inputs(graph: list[Field]) -> set[bytes]:
    """Names of what its nodes take."""
    nodes = (value for number, _, value in graph if number == _NODE)
    return {value for node in nodes for number, _, value in _fields(node) if number == _INPUT}


def _holds_graph(node: bytes) -> bool:
    attributes = (value for number, _, value in _fields(node) if number == _ATTRIBUTE)
    return any(number in _SUBGRAPHS for attribute in attributes for number, _, _ in _fields(attribute))


def _node(content: bytes, slopes: dict[bytes, float | None]) -> bytes:
    fields = list(_fields(content))
    said = {number: value for number, _, value in fields}
    inputs = [value for number, _, value in fields if number == _INPUT]
    if said.get(_OP_TYPE) != b"PRelu" or said.get(_DOMAIN) or len(inputs) != 2 or slopes.get(inputs[1]) is None:
        return content
    kept = [field for field in fields if field[0] not in (_INPUT, _OP_TYPE)]
    alpha = _written(
        [
            (1, _BYTES, b"alpha"),
            (2, _FIXED32, struct.pack("<f", slopes[inputs[1]])),
            (20, _VARINT, bytes([_FLOAT])),
        ]
    )
    added = [(_INPUT, _BYTES, inputs[0]), (_OP_TYPE, _BYTES, b"LeakyRelu"), (_ATTRIBUTE, _BYTES, alpha)]
    return _written([*kept, *added])


def _single(content: bytes) -> tuple[bytes, float | None]:
    """Name of a tensor, and its number if it is a float32 of one element and of at most three dimensions."""
    dims, name, kind, number = [], b"", 0, None
    for field, wire, value in _fields(content):
        if field == _DIMS:
            dims += _varints(value)
        elif field == _NAME:
            name = value
        elif field == _DATA_TYPE:
            kind = _varints(value)[0]
        elif (field == _RAW_DATA or (field == _FLOAT_DATA and wire in (_BYTES, _FIXED32))) and len(value) == 4:
            (number,) = struct.unpack("<f", value)
    fits = kind == _FLOAT and all(size == 1 for size in dims) and len(dims) <= 3
    return name, number if fits else None


def _fields(content: bytes) -> Iterator[Field]:
    """Number, wire type and value of every field, in order; of a varint the bytes that write it."""
    at = 0
    while at < len(content):
        key, at = _varint(content, at)
        kind = key & 7
        if kind == _VARINT:
            _, end = _varint(content, at)
        elif kind == _BYTES:
            size, at = _varint(content, at)
            end = at + size
        elif kind in (_FIXED64, _FIXED32):
            end = at + (8 if kind == _FIXED64 else 4)
        else:
            raise ValueError(f"wire type {kind}")
        if end > len(content):
            raise ValueError("a field breaks off")
        yield key >> 3, kind, content[at:end]
        at = end


def _written(fields: Iterator[Field] | list[Field]) -> bytes:
    parts = []
    for number, kind, value in fields:
        parts.append(_as_varint(number << 3 | kind))
        if kind == _BYTES:
            parts.append(_as_varint(len(value)))
        parts.append(value)
    return b"".join(parts)


def _varints(content: bytes) -> list[int]:
    found, at = [], 0
    while at < len(content):
        number, at = _varint(content, at)
        found.append(number)
    return found


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first, and where it ends."""
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _as_varint(value: int) -> bytes:
    written = bytearray()
    while value >= 0x80:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
