"""Train the plate reader: python training/plates/train.py --crops FOLDER --out FOLDER [--steps N].

Seeded; a run that was stopped goes on from its last checkpoint. Writes ``reader.onnx`` beside the checkpoint.
"""

from __future__ import annotations

import argparse
import pickle
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
import torch
from data import Sample, batch, real, rendered
from network import COLUMNS, HEIGHT, WIDTH, Reader, greedy
from numpy.typing import NDArray
from torch import nn

from zbsec.records import PLATE_ALPHABET

BATCH = 96
SEED = 20261124


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crops", type=Path, help="folder with labels.csv; without it only rendered plates are used")
    parser.add_argument("--font", type=Path, action="append", default=[], help="lettering for Chinese characters")
    parser.add_argument("--start", type=Path, help="checkpoint of an earlier run to begin with, instead of at random")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="highest learning rate")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--plates", type=int, default=12000, help="how many different plates are rendered")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)  # the other core makes the pictures
    torch.manual_seed(options.seed)
    clean = _kept(
        options.out / "plates.pickle", lambda: rendered(options.plates, options.seed, workers=2, fonts=options.font)
    )
    crops = real(options.crops) if options.crops else []
    print(f"{len(clean)} rendered plates, {len(crops)} real crops", flush=True)
    model = Reader(len(PLATE_ALPHABET) + 1).to(memory_format=torch.channels_last)
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True)["model"])
    maker = Maker(clean, crops, options.font, options.seed)
    train(model, maker, options.steps, options.rate, options.out / "checkpoint.pt")
    export(model.eval(), options.out / "reader.onnx")


def _kept(path: Path, make: Callable[[], list[Sample]]) -> list[Sample]:
    """Rendered once a run; a run that goes on finds them."""
    if not path.exists():
        path.write_bytes(pickle.dumps(make()))
    samples: list[Sample] = pickle.loads(path.read_bytes())
    return samples


@dataclass(frozen=True)
class Maker:
    """Gives the batch of a step: the same one whenever it is asked, so that a run can be resumed."""

    clean: list[Sample]
    crops: list[Sample]
    fonts: list[Path]
    seed: int

    def __call__(self, step: int) -> tuple[NDArray[np.uint8], list[list[int]]]:
        return batch(self.clean, self.crops, self.fonts, BATCH, np.random.default_rng((self.seed, step)))


_maker: Maker | None = None


def _begin(maker: Maker) -> None:
    global _maker  # noqa: PLW0603
    cv2.setNumThreads(1)
    _maker = maker


def _made(step: int) -> tuple[NDArray[np.uint8], list[list[int]]]:
    assert _maker is not None
    return _maker(step)


def train(model: Reader, maker: Maker, steps: int, rate: float, checkpoint: Path) -> None:
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    loss_of = nn.CTCLoss(zero_infinity=True)
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        first = state["step"]
    started = time.monotonic()
    with ProcessPoolExecutor(1, get_context("fork"), _begin, (maker,)) as ahead:
        coming = ahead.submit(_made, first)
        for step in range(first, steps):
            pictures, labels = coming.result()
            coming = ahead.submit(_made, step + 1)
            with torch.autocast("cpu", torch.bfloat16):
                logits = model((torch.from_numpy(pictures) / 255).contiguous(memory_format=torch.channels_last))
            loss = ctc(loss_of, logits, labels)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            if (step + 1) % 100 == 0:
                right = sum(a == b for a, b in zip(greedy(logits), labels, strict=True)) / len(labels)
                spent = time.monotonic() - started
                print(f"step {step + 1} loss {loss.item():.3f} whole plates {right:.2f} {spent:.0f}s", flush=True)
                state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
                torch.save({**state, "schedule": schedule.state_dict(), "step": step + 1}, checkpoint)


def ctc(loss_of: nn.CTCLoss, logits: torch.Tensor, labels: list[list[int]]) -> torch.Tensor:
    lengths = torch.tensor([len(label) for label in labels])
    flat = torch.tensor([code for label in labels for code in label], dtype=torch.long)
    columns = torch.full((len(labels),), COLUMNS)
    return loss_of(logits.log_softmax(2).transpose(0, 1), flat, columns, lengths)


def export(model: Reader, path: Path) -> None:
    """Write ONNX with a softmax behind the logits, and check that it gives what the network gives."""
    import onnxruntime  # noqa: PLC0415

    whole = nn.Sequential(model, nn.Softmax(2)).eval()
    example = torch.rand(2, 3, HEIGHT, WIDTH)
    torch.onnx.export(
        whole,
        (example,),
        str(path),
        input_names=["plates"],
        output_names=["columns"],
        dynamic_axes={"plates": {0: "n"}, "columns": {0: "n"}},
        opset_version=17,
        dynamo=False,
    )
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    given = session.run(None, {"plates": example.numpy()})[0]
    with torch.no_grad():
        difference = float(np.abs(given - whole(example).numpy()).max())
    if difference > 1e-4:
        raise SystemExit(f"the exported network differs by {difference}")
    print(f"exported {path.name}, {path.stat().st_size} bytes, largest difference {difference:.1e}")


if __name__ == "__main__":
    main()
