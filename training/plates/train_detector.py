"""Train the plate detector: python training/plates/train_detector.py --out FOLDER [--steps N].

Every picture is made for it (``scenes.py``). Seeded; a run that was stopped goes on from its last checkpoint. Writes
``detector.onnx`` beside the checkpoint.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from scenes import Blank, Picture, blanks, photographs, scene
from spotter import Exported, Spotter, channels_last, loss_of, targets
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

SEED = 20261126
SIZES = ((320, 192, 20, 0.42), (224, 288, 20, 0.12), (416, 256, 11, 0.13), (192, 128, 44, 0.33))
"""Width, height, pictures a batch, share of the batches; the last is the second look's."""

REPORT = 50
AHEAD = 6
"""Batches made before they are needed."""


@dataclass
class _Store:
    blanks: list[Blank]
    photographs: list[Picture]


_stores: list[_Store] = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    parser.add_argument("--start", type=Path, help="checkpoint of an earlier run to begin with, instead of at random")
    parser.add_argument("--plates", type=int, default=3000, help="how many different plates are rendered")
    parser.add_argument("--workers", type=int, default=1, help="processes that make pictures")
    parser.add_argument("--font", type=Path, action="append", default=[], help="lettering beside the project's")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    model = Spotter().to(memory_format=torch.channels_last)
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True)["averaged"])
    print(f"{sum(weights.numel() for weights in model.parameters())} weights", flush=True)
    averaged = train(model, options)
    export(averaged, options.out / "detector.onnx")


def _prepare(store: list[Blank], photos: list[Picture]) -> None:
    cv2.setNumThreads(1)
    _stores[:] = [_Store(store, photos)]


def batch(seed: int, step: int) -> tuple[Picture, tuple[NDArray[np.float32], ...]]:
    """The pictures of one step, and what the network shall say of them."""
    rng = np.random.default_rng((seed, step))
    width, height, count, _ = SIZES[int(rng.choice(len(SIZES), p=[size[3] for size in SIZES]))]
    near = (width, height) == SIZES[-1][:2]
    store = _stores[0]
    made = [scene(width, height, store.blanks, store.photographs, rng, near=near) for _ in range(count)]
    return np.stack([one.picture for one in made]), targets([one.corners for one in made], width, height)


def train(model: Spotter, options: argparse.Namespace) -> Spotter:
    """The moving average of the weights."""
    steps, checkpoint = options.steps, options.out / "checkpoint.pt"
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, total_steps=steps, pct_start=0.06)
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.995), use_buffers=True)
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        for part, name in ((model, "model"), (averaged.module, "averaged"), (optimiser, "optimiser")):
            part.load_state_dict(state[name])
        anew = ("total_steps", "_schedule_phases")
        kept = {name: value for name, value in state["schedule"].items() if name not in anew}
        schedule.load_state_dict(kept)  # so that --steps may be another than before
        first = state["step"]
    photos = photographs()
    store = blanks(options.plates, options.seed, options.workers, options.font)
    print(f"{len(store)} plates, {len(photos)} photographs", flush=True)
    started, sums = time.monotonic(), np.zeros(2)
    apart = get_context("spawn")  # a fork would inherit the locks of torch's and OpenCV's threads
    with ProcessPoolExecutor(options.workers, apart, initializer=_prepare, initargs=(store, photos)) as pool:
        coming: list[Future[tuple[Picture, tuple[NDArray[np.float32], ...]]]] = []
        for step in range(first, steps):
            while len(coming) < AHEAD and step + len(coming) < steps:
                coming.append(pool.submit(batch, options.seed, step + len(coming)))
            pictures, wanted = coming.pop(0).result()
            with torch.autocast("cpu", torch.bfloat16):
                heat, corners = model(channels_last(pictures))
            losses = loss_of(heat, corners, *(torch.from_numpy(one) for one in wanted))
            optimiser.zero_grad()
            (losses[0] + 4 * losses[1]).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 10.0)
            optimiser.step()
            schedule.step()
            averaged.update_parameters(model)
            sums += [float(loss.detach()) for loss in losses]
            if (step + 1) % REPORT == 0:
                spent = time.monotonic() - started
                print(
                    f"step {step + 1} heat {sums[0] / REPORT:.3f} corners {sums[1] / REPORT:.4f} {spent:.0f}s",
                    flush=True,
                )
                sums[:] = 0
            if (step + 1) % 250 == 0 or step + 1 == steps:
                state = {"model": model.state_dict(), "averaged": averaged.module.state_dict(), "step": step + 1}
                state |= {"optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
                torch.save(state, checkpoint)
    return averaged.module


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
