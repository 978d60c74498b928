"""What a check is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from zbsec.errors import PlanError
    from zbsec.sites.activation import Activation
    from zbsec.sites.kinds import SiteKind
    from zbsec.sites.model import Site
    from zbsec.sites.plan.survey import Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A site under inspection on one day of its own calendar."""

    site: Site
    kind: SiteKind
    today: date
    activations: tuple[Activation, ...]
    survey: Survey | PlanError | None = None
    """What the plan shows that the site file names; the error says why it cannot be computed here."""


FEW = 4
"""So many names stand in a finding; more are counted."""


def few(names: Sequence[str]) -> str:
    """The first names of a list that may be long, and how many more there are."""
    return ", ".join(names[:FEW]) + (f" (+{len(names) - FEW})" if len(names) > FEW else "")
