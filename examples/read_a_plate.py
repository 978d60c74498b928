"""Read a plate in a picture, and find out which registered vehicle it is."""

import numpy as np

import zbsec
from zbsec.testing import estate
from zbsec.testing.plates import render

picture = estate.vehicle_view(estate.background(), render("鲁CD06729"), np.random.default_rng(2))
book = zbsec.plates.Book()
book.add("鲁C·D06729", holder="holder-17")

for reading in zbsec.plates.load().read(picture):
    match = book.match(reading)
    print(reading.text, reading.colour, f"{reading.score:.2f}", "->", match.holder if match else "unknown vehicle")
