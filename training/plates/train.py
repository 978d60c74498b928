"""Train the plate reader: python training/plates/train.py --crops FOLDER --out FOLDER [--steps N] [--seconds N].

Seeded; a run that was stopped goes on from its last checkpoint. Writes ``NAME.onnx`` beside the checkpoint, for every
``--network``. With ``--again`` every picture is learnt several times, each time lit and cut otherwise (``varied.py``).
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import course
import cv2
import numpy as np
import torch
from data import Sample, batch, real, rendered
from network import COLUMNS, HEIGHT, WIDTH, WIDTHS, Reader, greedy
from numpy.typing import NDArray
from torch import nn
from varied import recut, relit

from zbsec.records import PLATE_ALPHABET

Batch = tuple[NDArray[np.uint8], list[list[int]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crops", type=Path, help="folder with labels.csv; without it only rendered plates are used")
    parser.add_argument("--batch", type=int, default=96)
    course.add_arguments(parser, rate=2.5e-3, steps=6000, plates=12000, seed=20261124)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)  # the other cores make the pictures
    clean = _kept(
        options.out / "plates.pickle", lambda: rendered(options.plates, options.seed, options.workers, options.font)
    )
    crops = real(options.crops) if options.crops else []
    print(f"{len(clean)} rendered plates, {len(crops)} real crops", flush=True)
    maker = Maker(clean, crops, options.font, options.batch, options.seed)
    workshop = course.Workshop(_begin, maker, _made, options.workers)
    course.train(options, workshop, _model, partial(_learn, again=options.again > 1), export)


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
    size: int
    seed: int

    def __call__(self, step: int) -> Batch:
        return batch(self.clean, self.crops, self.fonts, self.size, np.random.default_rng((self.seed, step)))


_maker: Maker | None = None


def _begin(maker: Maker) -> None:
    global _maker  # noqa: PLW0603
    cv2.setNumThreads(1)
    _maker = maker


def _made(step: int) -> Batch:
    assert _maker is not None
    return _maker(step)


def _model(widths: tuple[int, ...]) -> Reader:
    return Reader(len(PLATE_ALPHABET) + 1, widths or WIDTHS)


def _learn(
    networks: dict[str, course.Learner], made: Batch, device: torch.device, done: float, *, again: bool
) -> course.Said:
    pictures, labels = made
    given = torch.from_numpy(pictures).to(device, non_blocking=True) / 255
    given = (relit(recut(given)) if again else given).contiguous(memory_format=course.LAYOUT)
    loss_of = nn.CTCLoss(zero_infinity=True)
    last = {}
    for name, one in networks.items():
        with torch.autocast(device.type, torch.bfloat16):
            logits = one.model(given)
        loss = ctc(loss_of, logits, labels)
        one.learn(loss, done)
        last[name] = (loss.detach(), logits.detach())
    return partial(_said, last, labels)


def _said(last: dict[str, tuple[torch.Tensor, torch.Tensor]], labels: list[list[int]]) -> str:
    parts = []
    for name, (loss, logits) in last.items():
        right = sum(a == b for a, b in zip(greedy(logits), labels, strict=True)) / len(labels)
        parts.append(f"{name} loss {loss.item():.3f} whole plates {right:.3f}")
    return "; ".join(parts)


def ctc(loss_of: nn.CTCLoss, logits: torch.Tensor, labels: list[list[int]]) -> torch.Tensor:
    lengths = torch.tensor([len(label) for label in labels])
    flat = torch.tensor([code for label in labels for code in label], dtype=torch.long, device=logits.device)
    columns = torch.full((len(labels),), COLUMNS)
    return loss_of(logits.float().log_softmax(2).transpose(0, 1), flat, columns, lengths)


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
