"""What every spelling of a plate has in common, whatever the country."""

from __future__ import annotations

import string
import unicodedata

_LOWER = frozenset(string.ascii_lowercase + "äöü")


def folded(text: str) -> str:
    """Full width to half, letter and dots to one letter, lower case to upper.

    Only letters that plates bear are made upper: ``str.upper`` would make SS of ß, and a plate of no plate.
    """
    composed = unicodedata.normalize("NFKC", text)
    return "".join(character.upper() if character in _LOWER else character for character in composed)
