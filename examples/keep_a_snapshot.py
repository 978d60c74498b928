"""A vehicle lane that keeps a picture of each passage: windows and surroundings hidden, and nothing else to be had."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from zbsec import plates
from zbsec.testing import estate
from zbsec.testing.estate import traffic

lane = traffic.pictures(traffic.approaching("鲁C12345", frames=12), estate.background(), np.random.default_rng(1))
start, folder = datetime(2026, 11, 26, 8, tzinfo=UTC), Path(mkdtemp(prefix="zbsec-"))
reader, voter, book = plates.load(), plates.Voter(), plates.Book()
book.add("鲁C·12345", holder="holder-17")

for number, picture in enumerate(lane):
    readings = reader.read(picture)
    followed = voter.follow(readings, start + timedelta(seconds=number / 5))
    match = book.match(followed.present[0].reading) if followed.present and readings else None
    if match is None or match.holder is None:
        continue
    own, *others = sorted(readings, key=lambda reading: -reading.box.width_px)
    kept = plates.snapshot(picture, own, hide=[reading.box for reading in others])
    assert kept is not None  # only SnapshotPolicy.NOTHING keeps nothing
    (folder / f"{match.plate}.jpg").write_bytes(kept.jpeg())
    print(f"frame {number}: open for {match.holder}; {folder / match.plate}.jpg, {kept.width_px}x{kept.height_px}")
    print(f"plate {kept.quality.plate_width_px:.0f} px wide, brightness {kept.quality.brightness:.2f}")
    break
