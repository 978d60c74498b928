"""Plates made to order: every kind, clean or worn, flat or in a picture, or as readings without a picture."""

from zbsec.testing.plates.noisy import noisy_reading
from zbsec.testing.plates.place import compose, soil
from zbsec.testing.plates.render import render
from zbsec.testing.plates.sample import sample_plate
from zbsec.testing.plates.wear import degrade

__all__ = ["compose", "degrade", "noisy_reading", "render", "sample_plate", "soil"]
