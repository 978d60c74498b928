"""Whether eyes that were open shut together and opened again. Pure: openness and times come with the frames."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zbsec.faces.liveness.eyes import Unseen

if TYPE_CHECKING:
    from zbsec.faces.liveness.eyes import EyesSeen

OPEN = 0.80
"""Mean openness of two eyes from which they are open."""
SHUT, SHUT_EACH = 0.72, 0.82
"""Mean openness, and that of each eye, below which they are shut. One eye alone is no blink."""
BACK = 0.5
"""Share of the way back from where they were shut furthest: eyes that open again are not at once as they were."""
SHORTEST_S = 0.06
"""Between the first and the last frame with shut eyes, at least two; one alone may be a fault of the picture."""
LONGEST_S = 1.5
"""Between the open frames before and after."""
MAX_GAP_S = 0.15
"""Between two frames of a blink; with fewer of them a second it may go unseen, or be something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blink:
    """What was seen of a blink so far; ``seen`` gives the next."""

    done: bool = False
    unseen: Unseen | None = None
    """Why the latest frame tells nothing of the eyes."""
    ready: bool = False
    """Whether open eyes are measured, so that a blink would be seen."""
    _last_s: float | None = None
    """Of the last frame that told something."""
    _open_s: float | None = None
    """Of the last frame with open eyes, all frames since having told something."""
    _shut_s: tuple[float, float] | None = None
    """Of the first and last frame with shut eyes since then."""
    _least: float = 1.0
    """Mean openness when they were shut furthest."""

    def seen(self, eyes: EyesSeen, at_s: float) -> Blink:
        """After one more frame, taken at ``at_s`` seconds; frames come in their order."""
        if self.done:
            return self
        if eyes.openness is None:
            return Blink(unseen=eyes.unseen, _last_s=at_s if eyes.unseen is None else None)
        if self._last_s is not None and at_s - self._last_s > MAX_GAP_S:
            return Blink(unseen=Unseen.TOO_FEW_FRAMES, _last_s=at_s)
        current = replace(self, unseen=None, _last_s=at_s)
        return current._opened(eyes.openness) or current._judged(eyes.openness)

    def _opened(self, openness: tuple[float, float]) -> Blink | None:
        """The end of a blink; None: it is none."""
        back = sum(openness) / 2 >= min(OPEN, self._least + BACK * (1.0 - self._least))
        return replace(self, done=True) if self._is_over and back else None

    def _judged(self, openness: tuple[float, float]) -> Blink:
        at_s, mean = self._last_s, sum(openness) / 2
        if mean >= OPEN:
            return replace(self, ready=True, _open_s=at_s, _shut_s=None, _least=1.0)
        if mean >= SHUT or max(openness) >= SHUT_EACH or self._open_s is None or at_s is None:
            return self
        first = at_s if self._shut_s is None else self._shut_s[0]
        return replace(self, _shut_s=(first, at_s), _least=min(mean, self._least))

    @property
    def _is_over(self) -> bool:
        """Whether they were shut for as long as in a blink, were they open now."""
        if self._open_s is None or self._shut_s is None or self._last_s is None:
            return False
        first, last = self._shut_s
        return last - first >= SHORTEST_S and self._last_s - self._open_s <= LONGEST_S
