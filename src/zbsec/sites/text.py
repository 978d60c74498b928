"""Sentences and names in the two languages of a report."""

from __future__ import annotations

from zbsec._labelled import Labelled
from zbsec._text import Lang, Text

__all__ = ["Labelled", "Lang", "Text"]
