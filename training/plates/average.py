"""The mean of several readers' weights: python training/plates/average.py OUT.onnx CHECKPOINT.pt CHECKPOINT.pt...

For runs that go on from each other (Izmailov et al., "Averaging Weights Leads to Wider Optima", UAI 2018).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from network import Reader
from train import export

from zbsec.records import PLATE_ALPHABET


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    options = parser.parse_args()
    states = [torch.load(path, weights_only=True)["model"] for path in options.checkpoints]
    mean = {name: torch.stack([state[name].float() for state in states]).mean(0).to(one.dtype)
            for name, one in states[0].items()}  # fmt: skip
    model = Reader(len(PLATE_ALPHABET) + 1)
    model.load_state_dict(mean)
    export(model.eval(), options.out)


if __name__ == "__main__":
    main()
