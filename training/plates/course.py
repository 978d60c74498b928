"""What both trainings share: a course of steps over batches that other processes make ahead.

Several networks may learn from the same pictures. A run that was stopped goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

T = TypeVar("T")
LAYOUT = torch.channels_last
"""How pictures lie in memory while the network learns."""
WARM_UP = 0.06
"""Share of a run in which the learning rate rises."""

APART = 8
"""Steps between two times that the same pictures are learnt."""

REPORT = 100
"""Steps between two lines of the report; checkpoints are written as often."""


def add_arguments(parser: argparse.ArgumentParser, *, rate: float, steps: int, plates: int, seed: int) -> None:
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--seconds", type=float, help="end after so long, whatever the steps")
    parser.add_argument("--rate", type=float, default=rate, help="highest learning rate")
    parser.add_argument(
        "--going-on", type=float, default=0.6, help="share of the rate for a network that has learnt before"
    )
    parser.add_argument(
        "--network",
        action="append",
        metavar="NAME[=START.pt[,WIDTH...]]",
        help="a network to train; several learn from the same pictures. START.pt: checkpoint of an earlier run",
    )
    parser.add_argument("--again", type=int, default=1, help="times that a picture is learnt, each time lit otherwise")
    parser.add_argument("--workers", type=int, default=1, help="processes that make pictures")
    parser.add_argument("--plates", type=int, default=plates, help="how many different plates are rendered")
    parser.add_argument("--font", type=Path, action="append", default=[], help="lettering beside the project's")
    parser.add_argument("--seed", type=int, default=seed)


@dataclass
class Progress:
    """How much of a run is done, by steps or by seconds; whichever ends first ends it."""

    steps: int
    seconds: float | None = None
    before: float = 0.0
    """Seconds that an interrupted run took until its checkpoint."""
    started: float = field(default_factory=time.monotonic)

    @property
    def spent(self) -> float:
        return self.before + time.monotonic() - self.started

    def at(self, step: int) -> float:
        return min(1.0, max(step / self.steps, self.spent / self.seconds if self.seconds else 0.0))


def rate(highest: float, done: float) -> float:
    """One cycle (Smith and Topin, 2018): up to the highest, then down along a cosine."""
    if done < WARM_UP:
        return highest * (0.04 + 0.96 * done / WARM_UP)
    return highest * (1e-4 + 0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (1 - WARM_UP))))


class Workshop(Generic[T]):
    """Processes that make one batch a step, in the order of the steps.

    Forked before the network meets a GPU, so that what they draw from is in memory once.
    """

    def __init__(self, begin: Callable[[Any], None], given: object, make: Callable[[int], T], workers: int) -> None:
        self._pool = ProcessPoolExecutor(workers, get_context("fork"), begin, (given,))
        self._make, self._workers = make, workers

    def batches(self, first: int) -> Iterator[T]:
        coming: deque[Future[T]] = deque(
            self._pool.submit(self._make, first + index) for index in range(3 * self._workers)
        )
        step = first + len(coming)
        while True:
            made = coming.popleft().result()
            coming.append(self._pool.submit(self._make, step))
            step += 1
            yield made

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


class Learner:
    """A network, its optimiser, and the moving average of its weights, which is what is exported."""

    def __init__(self, model: nn.Module, highest: float, device: torch.device, start: dict[str, object] | None) -> None:
        torch.backends.cudnn.benchmark = True
        if start is not None:
            model.load_state_dict(start.get("averaged") or start["model"])
        self.model = model.to(device, memory_format=LAYOUT)
        self.averaged = AveragedModel(self.model, multi_avg_fn=get_ema_multi_avg_fn(0.998), use_buffers=True)
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(), lr=highest, weight_decay=1e-3, fused=device.type == "cuda"
        )
        self.highest = highest

    def learn(self, loss: torch.Tensor, done: float) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = rate(self.highest, done)
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimiser.step()
        self.averaged.update_parameters(self.model)

    def state(self) -> dict[str, object]:
        return {
            "model": self.model.state_dict(),
            "averaged": self.averaged.module.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "count": self.averaged.n_averaged,
        }

    def go_on(self, state: dict[str, object]) -> None:
        self.model.load_state_dict(state["model"])
        self.averaged.module.load_state_dict(state["averaged"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.averaged.n_averaged.copy_(state["count"])


Said = Callable[[], str]
"""What can be said of the last step; asking waits for the device."""


def train(
    options: argparse.Namespace,
    workshop: Workshop[T],
    model: Callable[[str, tuple[int, ...]], nn.Module],
    learn: Callable[[dict[str, Learner], T, torch.device, float], Said],
    export: Callable[[Any, Path], None],
) -> None:
    """Run the course, and export the moving average of every network.

    :param model: gives an untrained network of a name; no widths: the shipped one's.
    :param learn: lets every network learn from one batch, at a share of the course.
    """
    torch.manual_seed(options.seed)
    checkpoint = options.out / "checkpoint.pt"
    state = torch.load(checkpoint, weights_only=True, map_location="cpu") if checkpoint.exists() else None
    step = 0 if state is None else state["step"]
    coming = workshop.batches(step)
    recent = deque([next(coming)], maxlen=APART * (options.again - 1) + 1)  # forks before a GPU is met
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    networks = dict(_told(told, options, model, device) for told in options.network or ["network"])
    for name, one in networks.items() if state is not None else ():
        one.go_on(state[name])
    progress = Progress(options.steps, options.seconds, 0.0 if state is None else state["seconds"])
    while progress.at(step) < 1:
        for batch in list(recent)[::-APART]:
            said = learn(networks, batch, device, progress.at(step))
        step += 1
        recent.append(next(coming))
        if step % REPORT == 0:
            print(f"step {step} {said()} {progress.spent:.0f}s", flush=True)
            kept = {name: one.state() for name, one in networks.items()}
            torch.save({**kept, "step": step, "seconds": progress.spent}, checkpoint)
    workshop.close()
    for name, one in networks.items():
        averaged = one.averaged.module.float().to("cpu", memory_format=torch.contiguous_format).eval()
        torch.save({"model": averaged.state_dict()}, options.out / f"{name}.pt")
        export(averaged, options.out / f"{name}.onnx")


def _told(
    told: str, options: argparse.Namespace, model: Callable[[str, tuple[int, ...]], nn.Module], device: torch.device
) -> tuple[str, Learner]:
    name, _, rest = told.partition("=")
    start, *widths = rest.split(",")
    state = torch.load(start, weights_only=True, map_location="cpu") if start else None
    rate = options.rate * (options.going_on if start else 1)
    return name, Learner(model(name, tuple(map(int, widths))), rate, device, state)
