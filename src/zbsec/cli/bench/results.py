"""What was measured, as values and as one JSON document."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from zbsec.cli.bench.machine import Machine
    from zbsec.cli.bench.timing import Timing

SCHEMA = 1
"""Raised when a reader of the JSON would have to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What was searched in."""

    size: int
    data: str
    dim: int | None = None
    """None: plates."""

    def __str__(self) -> str:
        return f"{self.size:,} x {self.dim} {self.data}" if self.dim else f"{self.size:,} plates, {self.data}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One peer in one case at one setting."""

    room: Room
    case: str
    peer: str
    setting: str
    ms: Timing
    """A call: of all its queries together."""
    at_once: int
    times_ours: Timing | None
    """How many times as long as ours, round by round; None: ours."""
    recall: float | None
    """None: nothing is found in this case."""
    equal_ids: float | None = None
    score_error: float | None = None
    queries: int = 0
    """How many answers were compared."""
    must_read_bytes: float | None = None
    """Of one call; None: not known for this peer."""
    bandwidth_share: float | None = None
    """``must_read_bytes`` by the median, of what the machine streams; None also where they fit into the caches."""
    exact: bool = False
    """The peer promises what a full scan finds."""
    chosen: bool = True
    """The setting that stands for the peer: the fastest that reaches the case's recall, or the best there is."""
    reaches: bool = True
    """It reaches the case's recall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """One peer filled."""

    room: Room
    peer: str
    seconds: float
    train_seconds: float
    memory_bytes: int
    done: float
    """Share added within the budget, 1: all."""
    expected_seconds: float


@dataclass(slots=True, kw_only=True)
class Report:
    """Everything of one run."""

    command: str
    asked: dict[str, Any]
    machine: Machine
    results: list[Result] = field(default_factory=list)
    builds: list[Built] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    """Peer → the command that brings it."""
    plots: list[str] = field(default_factory=list)

    def rooms(self) -> list[Room]:
        return list(dict.fromkeys(result.room for result in self.results))

    def of(self, **wanted: Any) -> list[Result]:
        """Results whose attributes are as given."""
        return [one for one in self.results if all(getattr(one, name) == value for name, value in wanted.items())]

    def to_json(self) -> str:
        document = {
            "schema": SCHEMA,
            "command": self.command,
            "asked": self.asked,
            "machine": self.machine.facts(),
            "left_out": self.left_out,
            "results": [asdict(result) for result in self.results],
            "builds": [asdict(built) for built in self.builds],
            "plots": self.plots,
        }
        return json.dumps(rounded(document), ensure_ascii=False, indent=2)


def writable(folder: Path) -> None:
    """Make the folder and prove, before minutes of measuring, that it can be written to.

    :raises OSError: it cannot; the sentence names the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".zbsec-bench"
    probe.write_bytes(b"")
    probe.unlink()


def rounded(value: Any) -> Any:
    """Six digits: nothing here is known better."""
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(inner) for inner in value]
    return value
