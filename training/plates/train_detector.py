"""Train the plate detector: python training/plates/train_detector.py --out FOLDER [--steps N] [--seconds N].

Every picture is made for it (``scenes.py``). Seeded; a run that was stopped goes on from its last checkpoint. Writes
``NAME.onnx`` beside the checkpoint, for every ``--network``.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import course
import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from scenes import Blank, Picture, blanks, photographs, scene
from spotter import WIDTHS, Exported, Spotter, channels_last, loss_of, targets
from varied import relit

SIZES = ((320, 192, 20, 0.42), (224, 288, 20, 0.12), (416, 256, 11, 0.13), (192, 128, 44, 0.33))
"""Width, height, pictures a batch, share of the batches; the last is the second look's."""

Batch = tuple[Picture, tuple[NDArray[np.float32], ...]]


@dataclass
class _Store:
    blanks: list[Blank]
    photographs: list[Picture]
    seed: int


_stores: list[_Store] = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    course.add_arguments(parser, rate=3e-3, steps=4000, plates=3000, seed=20261126)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    store = blanks(options.plates, options.seed, options.workers, options.font)
    photos = photographs()
    print(f"{len(store)} plates, {len(photos)} photographs", flush=True)
    workshop = course.Workshop(_begin, _Store(store, photos, options.seed), _made, options.workers)
    course.train(options, workshop, _model, partial(_learn, again=options.again > 1), export)


def _begin(store: _Store) -> None:
    cv2.setNumThreads(1)
    _stores[:] = [store]


def _made(step: int) -> Batch:
    """The pictures of one step, and what the network shall say of them."""
    store = _stores[0]
    rng = np.random.default_rng((store.seed, step))
    width, height, count, _ = SIZES[int(rng.choice(len(SIZES), p=[size[3] for size in SIZES]))]
    near = (width, height) == SIZES[-1][:2]
    made = [scene(width, height, store.blanks, store.photographs, rng, near=near) for _ in range(count)]
    return np.stack([one.picture for one in made]), targets([one.corners for one in made], width, height)


def _model(_name: str, widths: tuple[int, ...]) -> Spotter:
    return Spotter(widths or WIDTHS)


def _learn(
    networks: dict[str, course.Learner], made: Batch, device: torch.device, done: float, *, again: bool
) -> course.Said:
    pictures, targeted = made
    given = channels_last(torch.from_numpy(pictures).to(device, non_blocking=True))
    given = (relit(given) if again else given).contiguous(memory_format=course.LAYOUT)
    wanted = [torch.from_numpy(part).to(device) for part in targeted]
    last = {}
    for name, one in networks.items():
        with torch.autocast("cpu", torch.bfloat16, enabled=device.type == "cpu"):  # on a GPU it would be slower
            heat, corners = one.model(given)
        losses = loss_of(heat, corners, *wanted)
        one.learn(losses[0] + 4 * losses[1], done)
        last[name] = (losses[0].detach(), losses[1].detach())
    return partial(_said, last)


def _said(last: dict[str, tuple[torch.Tensor, torch.Tensor]]) -> str:
    return "; ".join(
        f"{name} heat {heat.item():.3f} corners {corners.item():.4f}" for name, (heat, corners) in last.items()
    )


def export(model: Spotter, path: Path) -> None:
    """Write ONNX for any size, and check that it gives what the network gives."""
    import onnxruntime  # noqa: PLC0415

    whole = Exported(model.to(memory_format=torch.contiguous_format)).eval()
    free = {0: "n", 2: "h", 3: "w"}
    torch.onnx.export(
        whole,
        (torch.rand(1, 3, 192, 320),),
        str(path),
        input_names=["pictures"],
        output_names=["heat", "corners"],
        dynamic_axes={"pictures": free, "heat": free, "corners": free},
        opset_version=17,
        dynamo=False,
    )
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    example = torch.rand(2, 3, 128, 224)
    given = session.run(None, {"pictures": example.numpy()})[1]
    with torch.no_grad():
        difference = float(np.abs(given - whole(example)[1].numpy()).max())
    if difference > 1e-2:
        raise SystemExit(f"the exported network's corners differ by {difference} pixels")
    print(f"exported {path.name}, {path.stat().st_size} bytes, corners differ by {difference:.1e} pixels at most")


if __name__ == "__main__":
    main()
