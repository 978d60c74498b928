"""``check``: what the kind of a site asks for, and what law and standards ask, against what the site file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.errors import PlanError
from zbsec.records._check import aware
from zbsec.sites.activation import gate
from zbsec.sites.capability import Capability
from zbsec.sites.checks import CHECKS, Inspection
from zbsec.sites.exhibits import exhibits
from zbsec.sites.findings import worst_first
from zbsec.sites.kinds import KINDS
from zbsec.sites.report import Report
from zbsec.sites.surveying import surveyed

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.sites.gate_steps import Able
    from zbsec.sites.kinds import SiteKind
    from zbsec.sites.model import Site


def check(site: Site, *, at: datetime, able: Able | None = None) -> Report:
    """The acceptance report of a site at one moment.

    The check reads the site file's statements and the measurements recorded in it, and measures nothing itself. What
    nobody has measured is reported as not verified, never as passed. The order of the file changes nothing.

    A plan that the site file names is computed: coverage, and closing where the kind asks for it.

    :param able: what this computer can run, as for ``gate``.
    :raises SiteFileError: the plan that the site file names has faults.
    :raises ValueError: ``at`` has no time zone.
    :raises RegistryError: nobody registers the site's kind, or a rule set that it names.
    """
    aware("at", at)
    kind: SiteKind = KINDS.load(site.kind)
    today = at.astimezone(site.zone_info).date()
    ordered = site.in_order()
    activations = tuple(gate(ordered, point, at, able=able) for point in ordered.access_points if point.uses_face)
    closing = any(rule.capability is Capability.CLOSE_PASSAGE for rule in kind.applying(site.options))
    survey = surveyed(ordered, on=today, closing=closing)
    inspection = Inspection(site=ordered, kind=kind, today=today, activations=activations, survey=survey)
    found = (finding for look in CHECKS for finding in look(inspection))
    return Report(
        site=site,
        kind=kind,
        at=at,
        findings=worst_first(found),
        activations=activations,
        exhibits=exhibits(ordered),
        survey=None if isinstance(survey, PlanError) else survey,
    )
