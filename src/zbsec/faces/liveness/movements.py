"""What a site file lets a challenge ask for, as a challenge asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.faces.liveness.challenge import Ask
from zbsec.sites import Movement

if TYPE_CHECKING:
    from collections.abc import Iterable

ASKS = {
    Movement.TURN: (Ask.TURN_LEFT, Ask.TURN_RIGHT),
    Movement.NOD: (Ask.CHIN_UP, Ask.CHIN_DOWN),
    Movement.BLINK: (Ask.BLINK,),
}


def asked(movements: Iterable[Movement]) -> tuple[Ask, ...]:
    """What ``Challenge.draw(among=...)`` draws from."""
    return tuple(ask for movement in movements for ask in ASKS[movement])
