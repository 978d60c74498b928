"""A checkpoint from an exported network: python training/plates/revive.py reader READER.onnx OUT.pt --crops FOLDER.

Exporting folds batch normalisation into the convolutions before it. Here every normalisation gets back the mean and
variance that its inputs have on training pictures, and the scale and shift that undo them: the network gives the same
numbers as before, and can be trained on.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from data import lessons, real, rendered
from network import Reader
from onnx import numpy_helper
from scenes import blanks, photographs, scene
from spotter import Spotter, channels_last
from torch import Tensor, nn

from zbsec.records import PLATE_ALPHABET

SEED = 20261129
PICTURES = 512


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", choices=["reader", "detector"])
    parser.add_argument("exported", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--crops", type=Path)
    parser.add_argument("--font", type=Path, action="append", default=[])
    options = parser.parse_args()
    if options.network == "reader":
        model, pictures = Reader(len(PLATE_ALPHABET) + 1).eval(), _plates(options.crops, options.font)
    else:
        model, pictures = Spotter().eval(), _scenes(options.font)
    revive(model, onnx.load(str(options.exported)), pictures)
    torch.save({"model": model.state_dict()}, options.checkpoint)


def _plates(crops: Path | None, fonts: list[Path]) -> Tensor:
    clean, cut = rendered(300, SEED, 1, fonts), real(crops) if crops else []
    made = lessons(clean, cut, fonts, 2 * PICTURES, np.random.default_rng(SEED))
    return torch.from_numpy(made["reader"].pictures) / 255


def _scenes(fonts: list[Path]) -> Tensor:
    store, photos, rng = blanks(200, SEED, 1, fonts), photographs(), np.random.default_rng(SEED)
    made = [scene(320, 192, store, photos, rng).picture for _ in range(PICTURES // 4)]
    return channels_last(torch.from_numpy(np.stack(made)))


@torch.no_grad()
def revive(model: nn.Module, exported: onnx.ModelProto, pictures: Tensor) -> None:
    stored = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in exported.graph.initializer}
    names = [node.input for node in exported.graph.node if node.op_type == "Conv"]
    convolutions = [part for part in model.modules() if isinstance(part, nn.Conv2d)]
    norms = [part for part in model.modules() if isinstance(part, nn.BatchNorm2d)]
    followed = iter(norms)
    for convolution, name in zip(convolutions, names, strict=True):
        convolution.weight.copy_(stored[name[1]])
        if convolution.bias is None:
            _undo(model, next(followed), stored[name[2]], pictures)
        else:
            convolution.bias.copy_(stored[name[2]])


def _undo(model: nn.Module, norm: nn.BatchNorm2d, shift: Tensor, pictures: Tensor) -> None:
    seen: list[Tensor] = []
    hook = norm.register_forward_hook(lambda _part, given, _made: seen.append(given[0]))
    model(pictures)
    hook.remove()
    mean, variance = seen[0].mean((0, 2, 3)), seen[0].var((0, 2, 3), unbiased=False)
    assert norm.running_mean is not None
    assert norm.running_var is not None
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)
    norm.weight.copy_((variance + norm.eps).sqrt())
    norm.bias.copy_(mean + shift)


if __name__ == "__main__":
    main()
