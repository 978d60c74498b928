"""How well the shipped reader reads: python training/plates/measure.py PHOTOGRAPHS [--json FILE].

PHOTOGRAPHS holds ``labels.csv`` (file, text, color, view, x1…y4, note) and the pictures it names. Crops go to
``read_crop``; of whole photographs one plate read exactly counts. A plate is proposed where a quadrilateral of the
detector covers the labelled box by half (intersection over union of the boxes), and found where a reading's does. The
corners' error is the mean distance to the labelled ones in parts of the plate's width.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from zbsec import plates
from zbsec.cli.bench.photographs.conditions import WIDTHS_PX
from zbsec.cli.bench.photographs.judge import MIN_IOU, differ_by_one, iou
from zbsec.cli.bench.photographs.labels import Label, photographs
from zbsec.devices.drivers.pictures import read_image
from zbsec.plates.detect import Detector
from zbsec.plates.network import Precision

COUNTED = ("proposed", "found", "right")


@dataclass(frozen=True)
class Result:
    view: str
    colour: str
    file: str
    text: str
    read: str
    proposed: bool
    found: bool
    milliseconds: float
    candidates: int = 0
    width_px: float | None = None
    corner_error: float | None = None
    """In parts of the plate's width."""

    @property
    def right(self) -> bool:
        return self.read == self.text

    @property
    def width(self) -> str:
        """Which of ``WIDTHS_PX`` the plate's width falls into."""
        if self.width_px is None:
            return "unknown"
        above = [bound for bound in WIDTHS_PX if self.width_px < bound]
        return f"< {above[0]} px" if above else f">= {WIDTHS_PX[-1]} px"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", default="auto", choices=("auto", "int8", "float32"))
    parser.add_argument("--views", nargs="*", help="only these views")
    parser.add_argument("--json", type=Path, help="write every reading here")
    options = parser.parse_args()
    cv2.setNumThreads(options.threads)
    results = measure(options.photographs, options.threads, options.views, options.precision)
    print(
        f"{'view':9} {'part':13} {'plates':>6} {'proposed':>8} {'found':>6} {'exact':>6} {'all but one':>11} "
        f"{'corners':>7} {'tried':>5} {'ms':>6}"
    )
    for view, name, part in [*groups(results, "colour"), *groups(results, "width")]:
        near = sum(one.right or differ_by_one(one.read, one.text) for one in part) / len(part)
        proposed, found, right = (sum(getattr(one, what) for one in part) / len(part) for what in COUNTED)
        took = statistics.median(one.milliseconds for one in part)
        tried = statistics.mean(one.candidates for one in part)
        errors = [one.corner_error for one in part if one.corner_error is not None]
        corners = f"{statistics.median(errors):7.1%}" if errors else f"{'-':>7}"
        print(
            f"{view:9} {name:13} {len(part):6} {proposed:8.1%} {found:6.1%} {right:6.1%} {near:11.1%} {corners} "
            f"{tried:5.1f} {took:6.1f}"
        )
    if options.json:
        options.json.write_text(json.dumps([vars(one) for one in results], ensure_ascii=False, indent=1), "utf-8")


def measure(folder: Path, threads: int, views: list[str] | None = None, precision: Precision = "auto") -> list[Result]:
    reader = plates.load(threads=threads, precision=precision)
    detector = Detector(threads=threads, precision=precision)
    return [
        one(reader, detector, read_image(photograph.path), label)
        for photograph in photographs(folder, views=views or ())
        for label in photograph.labels
    ]


def one(reader: plates.Reader, detector: Detector, picture: NDArray[np.uint8], label: Label) -> Result:
    is_crop = label.is_crop
    started = time.perf_counter()
    if is_crop:
        whole = reader.read_crop(picture)
        readings = [whole] if whole else []
    else:
        readings = reader.read(picture)
    took = 1000 * (time.perf_counter() - started)
    quads = [] if is_crop else detector.propose(picture)
    near = [reading for reading in readings if is_there(label, reading.text, reading.corners)]
    exact = any(reading.text == label.text for reading in readings)
    read = label.text if exact else (near[0].text if near else "")
    result = Result(label.view, label.colour, label.file, label.text, read, is_crop, bool(near), took, len(quads))
    if is_crop or label.corners is None:
        return replace(result, proposed=result.found)
    width = float(np.linalg.norm(label.corners[1] - label.corners[0]))
    there = [quad for quad in quads if iou(quad, label.corners) >= MIN_IOU]
    errors = [float(np.linalg.norm(quad - label.corners, axis=1).mean()) / width for quad in there]
    return replace(result, proposed=bool(errors), width_px=width, corner_error=min(errors, default=None))


def is_there(label: Label, text: str, corners: NDArray[np.float32]) -> bool:
    if label.is_crop:
        return True
    return text == label.text if label.corners is None else iou(corners, label.corners) >= MIN_IOU


def groups(results: list[Result], by: str) -> list[tuple[str, str, list[Result]]]:
    parts: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        if by == "colour":
            parts[result.view, "all"].append(result)
        if by != "width" or result.view != "crop":
            parts[result.view, getattr(result, by)].append(result)
    return [(view, name, part) for (view, name), part in sorted(parts.items())]


if __name__ == "__main__":
    main()
