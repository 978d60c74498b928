"""Open-set identification of a backend at its own threshold: python benchmarks/measure_faces.py FACES [--backend NAME].

FACES holds ``identities.csv`` (file, person_id, role: enrol, probe, stranger) and the pictures it names. One picture
of each person is enrolled; of the probes, a right identity counts; of the strangers, any identity is a false accept.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
from pathlib import Path

import cv2
import numpy as np

from zbsec import faces


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faces", type=Path)
    parser.add_argument("--backend", help="default: the best that is installed")
    options = parser.parse_args()
    backend = faces.load(options.backend)
    with (options.faces / "identities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    times: list[float] = []

    def vector(row: dict[str, str]) -> np.ndarray | None:
        picture = cv2.imread(str(options.faces / row["file"]))
        started = time.perf_counter()
        found = backend.detect(picture)[:1]
        made = backend.embed(picture, found)[0] if found else None
        times.append(1000 * (time.perf_counter() - started))
        return made

    enrolled = {
        row["person_id"]: made for row in reversed(rows) if row["role"] == "enrol" if (made := vector(row)) is not None
    }
    names, gallery = list(enrolled), np.stack(list(enrolled.values()))

    def identity(row: dict[str, str]) -> str | None:
        probe = vector(row)
        scores = gallery @ probe if probe is not None else np.full(1, -1.0)
        return names[int(scores.argmax())] if scores.max() >= backend.min_score else None

    probes = [row for row in rows if row["role"] == "probe" and row["person_id"] in enrolled]
    strangers = [row for row in rows if row["role"] == "stranger"]
    answers = [identity(row) for row in probes]
    right = sum(answer == row["person_id"] for answer, row in zip(answers, probes, strict=True))
    wrong = sum(answer not in (None, row["person_id"]) for answer, row in zip(answers, probes, strict=True))
    accepted = sum(identity(row) is not None for row in strangers)
    print(f"{backend.name}, min_score {backend.min_score}, gallery of {len(names)}")
    print(f"members identified {right} of {len(probes)} ({right / len(probes):.1%}), as somebody else {wrong}")
    print(f"strangers accepted {accepted} of {len(strangers)}")
    print(f"detect and embed, median {statistics.median(times):.1f} ms a picture")


if __name__ == "__main__":
    main()
