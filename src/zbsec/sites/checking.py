"""``check``: what the kind of a site asks for, and what law and standards ask, against what the site file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records._check import aware
from zbsec.sites.activation import gate
from zbsec.sites.checks import CHECKS, Inspection
from zbsec.sites.exhibits import exhibits
from zbsec.sites.findings import worst_first
from zbsec.sites.kinds import KINDS
from zbsec.sites.report import Report

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.sites.gate_steps import Able
    from zbsec.sites.kinds import SiteKind
    from zbsec.sites.model import Site


def check(site: Site, *, at: datetime, able: Able | None = None) -> Report:
    """The acceptance report of a site at one moment.

    The check reads the site file's statements and the measurements recorded in it, and measures nothing itself. What
    nobody has measured is reported as not verified, never as passed. The order of the file changes nothing.

    :param able: what this computer can run, as for ``gate``.
    :raises ValueError: ``at`` has no time zone.
    :raises RegistryError: nobody registers the site's kind, or a rule set that it names.
    """
    aware("at", at)
    kind: SiteKind = KINDS.load(site.kind)
    today = at.astimezone(site.zone_info).date()
    ordered = site.in_order()
    activations = tuple(gate(ordered, point, at, able=able) for point in ordered.access_points if point.uses_face)
    inspection = Inspection(site=ordered, kind=kind, today=today, activations=activations)
    found = (finding for look in CHECKS for finding in look(inspection))
    return Report(
        site=site,
        kind=kind,
        at=at,
        findings=worst_first(found),
        activations=activations,
        exhibits=exhibits(ordered),
    )
