"""Read a vehicle's plate over the frames of a video: open on the first reading that is certain enough."""

from datetime import UTC, datetime, timedelta

import numpy as np

from zbsec import plates
from zbsec.testing import estate
from zbsec.testing.estate import traffic

book = plates.Book(max_false_accept_rate=1e-4)  # of 10,000 unknown vehicles at most one is let in
book.add("鲁C·12345", holder="holder-17")

lane = traffic.pictures(traffic.approaching("鲁C12345", frames=12), estate.background(), np.random.default_rng(1))
start = datetime(2026, 11, 26, 8, tzinfo=UTC)
reader, voter = plates.load(), plates.Voter()
opened = False

for number, picture in enumerate(lane):
    followed = voter.follow(reader.read(picture), start + timedelta(seconds=number / 5))
    for vehicle in followed.present[:1]:  # the nearest
        match = book.match(vehicle.reading)
        if match is not None and match.holder is not None and not opened:
            opened = True
            print(f"frame {number}: open for {match.holder}, odds {match.odds:,.0f} to 1")

for vehicle in voter.finish():
    print(f"{vehicle.readings} readings, one vehicle: {vehicle.reading.text}, {vehicle.travel}")
