"""What is wrong with a part of a site, in both languages, wherever it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.errors import RefusedError

if TYPE_CHECKING:
    from zbsec.sites.text import Text


class PartError(ValueError):
    """A part of a site cannot be as it was written; ``key`` names the key to blame where that is not plain."""

    def __init__(self, problem: Text, remedy: Text, *, key: str = "") -> None:
        self.key = key
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem.en}; {remedy.en}")


class PartRefusedError(RefusedError):
    """A part of a site that the library refuses, whoever asks."""

    def __init__(self, what: Text, *, rule: str, instead: Text) -> None:
        self.said = what
        self.offered = instead
        super().__init__(what.en, rule=rule, instead=instead.en)
