"""A demonstration estate: its site file, the people and vehicles at its gate, and what its cameras see."""

from zbsec.testing.estate.photographs import background, holder_portrait, stranger_portrait
from zbsec.testing.estate.views import pedestrian_view, perimeter_views

__all__ = ["background", "holder_portrait", "pedestrian_view", "perimeter_views", "stranger_portrait"]
