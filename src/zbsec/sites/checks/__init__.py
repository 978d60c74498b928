"""The checks of an acceptance, each a function from an inspection to findings, in the order of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.checks._base import Inspection
from zbsec.sites.checks.acceptance import check_acceptance
from zbsec.sites.checks.activations import check_activations
from zbsec.sites.checks.cameras import check_cameras
from zbsec.sites.checks.entrances import check_entrances
from zbsec.sites.checks.figures import check_figures
from zbsec.sites.checks.kind_rules import check_kind_rules
from zbsec.sites.checks.plan import check_plan
from zbsec.sites.checks.retention import check_retention
from zbsec.sites.checks.uplinks import check_uplinks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zbsec.sites.findings import Finding

CHECKS: tuple[Callable[[Inspection], Iterable[Finding]], ...] = (
    check_activations,
    check_entrances,
    check_cameras,
    check_uplinks,
    check_retention,
    check_kind_rules,
    check_figures,
    check_plan,
    check_acceptance,
)

__all__ = ["CHECKS", "Inspection"]
