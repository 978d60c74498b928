"""A demonstration estate: its site file, the people and vehicles at its gate, and what its cameras see."""

from importlib.resources import as_file, files
from pathlib import Path

from zbsec.testing.estate.photographs import background, holder_portrait, stranger_portrait
from zbsec.testing.estate.views import pedestrian_view, perimeter_views, vehicle_view

__all__ = [
    "background",
    "holder_portrait",
    "pedestrian_view",
    "perimeter_views",
    "site_file",
    "stranger_portrait",
    "vehicle_view",
]


def site_file() -> str:
    """The text of the estate's site file, commented and complete."""
    with as_file(files("zbsec.testing.estate") / "site.toml") as path:
        return Path(path).read_text(encoding="utf-8")
