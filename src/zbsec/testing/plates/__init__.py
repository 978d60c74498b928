"""Plates made to order: every kind, clean or worn, flat or in a picture."""

from zbsec.testing.plates.render import render
from zbsec.testing.plates.sample import sample_plate

__all__ = ["render", "sample_plate"]
