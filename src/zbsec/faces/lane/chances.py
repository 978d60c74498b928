"""How often a face may be compared with the gallery before it is refused."""

from __future__ import annotations

LOOKS = 4
"""Views of one arrival that are compared, at most. A stranger has so many chances, and the threshold knows it
(``Gallery.candidates``)."""


class Chances:
    """The looks that one presence has left.

    They go on counting when the view breaks off or somebody else is nearer for a while: who hides and comes back gets
    no further ones. Only where the vectors are of another person they begin anew, once: so a stranger whose views
    disagree among themselves has twice as many at worst.
    """

    def __init__(self, looks: int = LOOKS) -> None:
        self.looks = looks
        """That a person has; the threshold is set for them."""
        self.left = looks
        self._newcomers = 1

    def use(self) -> None:
        self.left -= 1

    def renew(self) -> None:
        """Somebody else is there."""
        if self._newcomers:
            self._newcomers -= 1
            self.left = self.looks
