"""Make an exported network's int8 twin: python training/plates/quantise.py reader FLOAT.onnx INT8.onnx --crops FOLDER.

Static quantisation, weights per channel, calibrated on pictures of the kind it was trained on; none of the evaluation.
Of the detector only the dense convolutions: bytes make them twice to three times as quick, the others no quicker. The
second reader's weights get seven bits, so that sums of two products fit 16: it has no float twin for older processors.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from data import lessons, real, rendered
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from scenes import blanks, photographs, scene

SEED = 20261127
COLOURS = 3


class Pictures(CalibrationDataReader):
    """Gives the network's inputs one by one."""

    def __init__(self, name: str, pictures: Iterator[NDArray[np.float32]]) -> None:
        self._name, self._pictures = name, pictures

    def get_next(self) -> dict[str, Any] | None:
        picture = next(self._pictures, None)
        return None if picture is None else {self._name: picture}


def plates(network: str, crops: Path | None, fonts: list[Path]) -> Iterator[NDArray[np.float32]]:
    clean = rendered(400, SEED, 1, fonts)
    real_ones = real(crops) if crops else []
    for step in range(20):
        made = lessons(clean, real_ones, fonts, 64, np.random.default_rng((SEED, step)))
        yield made[network].pictures[:32].astype(np.float32) / 255


def scenes() -> Iterator[NDArray[np.float32]]:
    store, photos = blanks(200, SEED, 1, []), photographs()
    for step in range(60):
        rng = np.random.default_rng((SEED, step))
        made = scene(640, 384, store, photos, rng) if step % 2 else scene(192, 128, store, photos, rng, near=True)
        yield made.picture.transpose(2, 0, 1)[None].astype(np.float32) / 255


def dense(network: Path) -> list[str]:
    """Names of the convolutions over many channels and several places at once, and of what cuts them off at zero.

    A range that begins at zero is twice as fine, and one operation is left of three.
    """
    graph = onnx.load(str(network)).graph
    shapes = {weights.name: weights.dims for weights in graph.initializer}
    follows = {node.input[0]: node for node in graph.node if node.op_type == "Relu"}
    names = []
    for node in graph.node:
        if node.op_type == "Conv" and shapes[node.input[1]][1] > COLOURS and shapes[node.input[1]][2] > 1:
            names += [node.name, follows[node.output[0]].name]
    return names


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", choices=["reader", "second", "detector"])
    parser.add_argument("floats", type=Path)
    parser.add_argument("int8", type=Path)
    parser.add_argument("--crops", type=Path)
    parser.add_argument("--font", type=Path, action="append", default=[])
    options = parser.parse_args()
    is_reader = options.network != "detector"
    source = plates(options.network, options.crops, options.font) if is_reader else scenes()
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(options.floats), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared),
            str(options.int8),
            Pictures("plates" if is_reader else "pictures", source),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            reduce_range=options.network == "second",
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["Conv", "Relu", "MaxPool"],
            nodes_to_quantize=None if is_reader else dense(prepared),
        )
    print(f"{options.int8.name}: {options.int8.stat().st_size} bytes")


if __name__ == "__main__":
    main()
