"""The mean of exported networks' weights: python training/plates/average.py OUT.onnx ONE.onnx OTHER.onnx...

For runs that go on from each other (Wortsman et al., "Robust Fine-Tuning of Zero-Shot Models", CVPR 2022).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("networks", type=Path, nargs="+")
    options = parser.parse_args()
    networks = [onnx.load(str(path)) for path in options.networks]
    mean = networks[0]
    for parts in zip(*(network.graph.initializer for network in networks), strict=True):
        if len({(part.name, tuple(part.dims)) for part in parts}) > 1:
            raise SystemExit(f"the networks differ: {', '.join(f'{part.name} {list(part.dims)}' for part in parts)}")
        if parts[0].data_type == onnx.TensorProto.FLOAT:
            values = np.mean([numpy_helper.to_array(part) for part in parts], axis=0, dtype=np.float64)
            parts[0].CopyFrom(numpy_helper.from_array(values.astype(np.float32), parts[0].name))
    onnx.save(mean, str(options.out))


if __name__ == "__main__":
    main()
