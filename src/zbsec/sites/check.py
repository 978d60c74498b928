"""``check``: what the kind of a site asks for, and what law and standards ask, against what the site file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records._check import aware
from zbsec.sites.activation import gate
from zbsec.sites.checks import CHECKS, Inspection
from zbsec.sites.findings import worst_first
from zbsec.sites.kinds import KINDS
from zbsec.sites.report import Report

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.sites.kinds import SiteKind
    from zbsec.sites.model import Site


def check(site: Site, *, at: datetime) -> Report:
    """The acceptance report of a site at one moment.

    The check reads the site file's statements and measures nothing. What needs a measurement on the spot is reported
    as not verified, never as passed.

    :raises ValueError: ``at`` has no time zone.
    :raises RegistryError: nobody registers the site's kind.
    """
    aware("at", at)
    kind: SiteKind = KINDS.load(site.kind)
    today = at.astimezone(site.zone_info).date()
    activations = tuple(gate(site, point, at) for point in site.access_points if point.uses_face)
    inspection = Inspection(site=site, kind=kind, today=today, activations=activations)
    found = (finding for look in CHECKS for finding in look(inspection))
    return Report(site=site, kind=kind, at=at, findings=worst_first(found), activations=activations)
