"""Whether the owners have decided that passages be closed.

The roads of an estate are the owners' common property, a town's public roads excepted (Civil Code 274). To close them
changes the use of common parts, a matter of Civil Code 278(1)(8): owners of two thirds of the area and two thirds of
the owners take part, and three quarters of both among those who take part agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.sites.plan.faults import two
from zbsec.sites.plan.ways import Matter
from zbsec.sites.text import Labelled

if TYPE_CHECKING:
    from datetime import date

    from zbsec.sites.plan.ways import Vote
    from zbsec.sites.text import Text

_MONEY = frozenset({Matter.FUND_USE, Matter.FUND_RAISING})
_ROUNDING = 1e-9


class Standing(Labelled):
    """What a closing of passages is."""

    PROPOSAL = "proposal", "proposal, not to be built", "仅为方案，不得实施"
    DECIDED = "decided", "decided by the owners, by the evidence given", "据所提供的证据，业主已共同决定"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The owners' decision, as far as it is in evidence."""

    standing: Standing
    reasons: tuple[Text, ...]
    """What is missing; empty for a decision that stands."""


def decide(vote: Vote | None, *, on: date | None = None) -> Decision:
    """Hold the evidence of a vote against Civil Code 278; ``on`` is today, for votes dated ahead."""
    reasons = tuple(_lacking(vote, on))
    return Decision(standing=Standing.PROPOSAL if reasons else Standing.DECIDED, reasons=reasons)


def _lacking(vote: Vote | None, on: date | None) -> list[Text]:
    if vote is None:
        return [
            two(
                "there is no evidence of an owners' vote (Civil Code 278: two thirds take part, three quarters agree)",
                "没有业主表决的证据（民法典第278条：双三分之二参与，双四分之三同意）",
            )
        ]
    found = []
    if vote.matter in _MONEY:
        found.append(
            two(
                f"the vote was on {vote.matter.en}, not on the closing",
                f"表决事项为{vote.matter.zh}，并非封闭通道",
            )
        )
    if on is not None and vote.held_on > on:
        found.append(two(f"the vote is dated ahead, {vote.held_on}", f"表决日期 {vote.held_on} 尚未到来"))
    counts = (
        ("owners take part", "参与表决的业主人数", vote.owners_voting, vote.owners, (2, 3)),
        ("of the area takes part", "参与表决的专有部分面积", vote.area_voting_m2, vote.area_m2, (2, 3)),
        ("voters agree", "同意的人数", vote.owners_for, vote.owners_voting, (3, 4)),
        ("of the voting area agrees", "同意的面积", vote.area_for_m2, vote.area_voting_m2, (3, 4)),
    )
    for en, zh, part, whole, (above, below) in counts:
        if not whole or part * below < whole * above - _ROUNDING:
            said = f"{part:,.10g} / {whole:,.10g}"
            found.append(two(f"{said} {en}; {above}/{below} must", f"{zh} {said}，应达 {above}/{below}"))
    return found
