"""What is wrong with a part of a site, in both languages, wherever it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.errors import FactError, RefusedError

if TYPE_CHECKING:
    from zbsec.sites.text import Text


class PartError(FactError):
    """A part of a site cannot be as it was written; ``key`` names the key to blame where that is not plain."""

    def __init__(self, problem: Text, remedy: Text, *, key: str = "") -> None:
        self.key = key
        super().__init__(problem, remedy)


class PartRefusedError(RefusedError):
    """A part of a site that the library refuses, whoever asks."""
