"""How well the shipped reader reads: python training/plates/measure.py PHOTOGRAPHS [--json FILE].

PHOTOGRAPHS holds ``labels.csv`` (file, text, color, view, x1…y4, note) and the pictures it names. Crops go to
``read_crop``; of whole photographs one plate read exactly counts, and a plate is found where a reading's box covers the
labelled one by half (intersection over union).
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from zbsec import plates
from zbsec.records import PlateReading


@dataclass(frozen=True)
class Result:
    view: str
    colour: str
    file: str
    text: str
    read: str
    found: bool
    milliseconds: float

    @property
    def right(self) -> bool:
        return self.read == self.text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--json", type=Path, help="write every reading here")
    options = parser.parse_args()
    results = measure(options.photographs)
    print(f"{'view':9} {'colour':13} {'plates':>6} {'found':>6} {'exact':>6} {'all but one':>14} {'ms':>6}")
    for view, colour, part in groups(results):
        near = sum(one.right or differ_by_one(one.read, one.text) for one in part) / len(part)
        found, right = (sum(getattr(one, name) for one in part) / len(part) for name in ("found", "right"))
        took = statistics.median(one.milliseconds for one in part)
        print(f"{view:9} {colour:13} {len(part):6} {found:6.1%} {right:6.1%} {near:14.1%} {took:6.1f}")
    if options.json:
        options.json.write_text(json.dumps([vars(one) for one in results], ensure_ascii=False, indent=1), "utf-8")


def measure(folder: Path) -> list[Result]:
    reader = plates.load()
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        return [one(reader, folder, row) for row in csv.DictReader(file)]


def one(reader: plates.Reader, folder: Path, row: dict[str, str]) -> Result:
    picture = cv2.imread(str(folder / row["file"]))
    started = time.perf_counter()
    if row["view"] == "crop":
        whole = reader.read_crop(picture)
        readings = [whole] if whole else []
    else:
        readings = reader.read(picture)
    took = 1000 * (time.perf_counter() - started)
    texts = [reading.text for reading in readings]
    near = [reading for reading in readings if row["view"] == "crop" or covers(reading, row)]
    read = row["text"] if row["text"] in texts else (near[0].text if near else "")
    return Result(row["view"], row["color"], row["file"], row["text"], read, bool(near), took)


def covers(reading: PlateReading, row: dict[str, str]) -> bool:
    if not row["x1"]:
        return reading.text == row["text"]
    points = np.array([[float(row[f"{axis}{corner}"]) for axis in "xy"] for corner in range(1, 5)])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    box = reading.box
    wide = min(box.right, right) - max(box.left, left)
    high = min(box.bottom, bottom) - max(box.top, top)
    both = max(wide, 0) * max(high, 0)
    return both / (box.width_px * box.height_px + (right - left) * (bottom - top) - both) >= 0.5


def differ_by_one(read: str, text: str) -> bool:
    return len(read) == len(text) and sum(a != b for a, b in zip(read, text, strict=True)) == 1


def groups(results: list[Result]) -> list[tuple[str, str, list[Result]]]:
    parts: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        parts[result.view, "all"].append(result)
        parts[result.view, result.colour].append(result)
    return [(view, colour, part) for (view, colour), part in sorted(parts.items())]


if __name__ == "__main__":
    main()
