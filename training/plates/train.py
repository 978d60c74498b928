"""Train the plate reader: python training/plates/train.py --crops FOLDER --out FOLDER [--steps N] [--seconds N].

Seeded; a run that was stopped goes on from its last checkpoint. Writes ``NAME.onnx`` beside the checkpoint, for every
``--network``: a ``reader``, a ``second``, or both from the same pictures. With ``--again`` every picture is learnt
several times, each time lit and cut otherwise (``varied.py``).
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
from data import Lesson, Sample, lessons, real, rendered
from network import Reader, Second, greedy, kind_of
from torch import nn
from varied import recut, relit

from zbsec.records import PLATE_ALPHABET

Lessons = dict[str, Lesson]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crops", type=Path, help="folder with labels.csv; without it only rendered plates are used")
    parser.add_argument("--batch", type=int, default=96)
    course.add_arguments(parser, rate=2.5e-3, steps=6000, plates=12000, seed=20261124)
    parser.add_argument(
        "--much", type=float, default=1.0, help="how differently a reader's pictures are lit and cut, 0 to 1"
    )
    options = parser.parse_args()
    options.network = options.network or ["reader"]
    options.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)  # the other cores make the pictures
    clean = _kept(
        options.out / "plates.pickle", lambda: rendered(options.plates, options.seed, options.workers, options.font)
    )
    crops = real(options.crops, options.workers) if options.crops else []
    print(f"{len(clean)} rendered plates, {len(crops)} real crops", flush=True)
    maker = Maker(clean, crops, options.font, options.batch, options.seed)
    workshop = course.Workshop(_begin, maker, _made, options.workers)
    course.train(options, workshop, _model, partial(_learn, again=options.again > 1, much=options.much), export)


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

    def __call__(self, step: int) -> Lessons:
        return lessons(self.clean, self.crops, self.fonts, self.size, np.random.default_rng((self.seed, step)))


_maker: Maker | None = None


def _begin(maker: Maker) -> None:
    global _maker  # noqa: PLW0603
    cv2.setNumThreads(1)
    _maker = maker


def _made(step: int) -> Lessons:
    assert _maker is not None
    return _maker(step)


def _model(name: str, widths: tuple[int, ...]) -> Reader | Second:
    return kind_of(name)(len(PLATE_ALPHABET) + 1, widths)


def _learn(
    networks: dict[str, course.Learner], made: Lessons, device: torch.device, done: float, *, again: bool, much: float
) -> course.Said:
    loss_of = nn.CTCLoss(zero_infinity=True)
    last = {}
    for name, one in networks.items():
        kind = name.partition("-")[0]
        lesson = made[kind]
        given = torch.from_numpy(lesson.pictures).to(device, non_blocking=True) / 255
        strength = much if kind == "reader" else 1.0
        given = relit(recut(given, strength), strength) if again else given
        with torch.autocast(device.type, torch.bfloat16):
            logits = one.model(given.contiguous(memory_format=course.LAYOUT))
        loss = ctc(loss_of, logits, lesson.labels)
        one.learn(loss, done)
        last[name] = (loss.detach(), logits.detach(), lesson.labels)
    return partial(_said, last)


def _said(last: dict[str, tuple[torch.Tensor, torch.Tensor, list[list[int]]]]) -> str:
    parts = []
    for name, (loss, logits, labels) in last.items():
        right = sum(a == b for a, b in zip(greedy(logits), labels, strict=True)) / len(labels)
        parts.append(f"{name} loss {loss.item():.3f} whole plates {right:.3f}")
    return "; ".join(parts)


def ctc(loss_of: nn.CTCLoss, logits: torch.Tensor, labels: list[list[int]]) -> torch.Tensor:
    lengths = torch.tensor([len(label) for label in labels])
    flat = torch.tensor([code for label in labels for code in label], dtype=torch.long, device=logits.device)
    columns = torch.full((len(labels),), logits.shape[1])
    return loss_of(logits.float().log_softmax(2).transpose(0, 1), flat, columns, lengths)


def export(model: Reader | Second, path: Path) -> None:
    """Write ONNX with a softmax behind the logits, and check that it gives what the network gives."""
    import onnxruntime  # noqa: PLC0415

    whole = nn.Sequential(model, nn.Softmax(2)).eval()
    wide, high = model.size
    example = torch.rand(2, 3, high, wide)
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
