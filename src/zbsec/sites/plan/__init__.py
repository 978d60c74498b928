"""The plan of a site: what its cameras see and must not see, and how an open estate is closed.

``load`` reads a plan from GeoJSON or TOML; ``coverage`` computes what the cameras see, ``propose`` the fewest to add;
``enclose`` the passages to close; ``draw`` pictures any of the three. Needs the extra ``plan``.
"""

from zbsec.sites.plan.classes import PixelClass
from zbsec.sites.plan.coverage import AreaResult, CameraView, Coverage, coverage
from zbsec.sites.plan.duties import Broken, Duty, Walk
from zbsec.sites.plan.enclose import Detour, Enclosure, Kept, enclose
from zbsec.sites.plan.frame import Frame, FrameKind
from zbsec.sites.plan.limits import Breach
from zbsec.sites.plan.load import load
from zbsec.sites.plan.model import Camera, Candidate, Lens, LimitedArea, Mask, Obstacle, Plan, Privacy, WantedArea
from zbsec.sites.plan.outline import schema
from zbsec.sites.plan.propose import Obstruction, Proposal, Unmet, propose
from zbsec.sites.plan.votes import Decision, Standing
from zbsec.sites.plan.ways import (
    Destination,
    EnclosureRules,
    Entrance,
    Matter,
    Passage,
    Traffic,
    Vote,
    Way,
    Ways,
)

__all__ = [
    "AreaResult",
    "Breach",
    "Broken",
    "Camera",
    "CameraView",
    "Candidate",
    "Coverage",
    "Decision",
    "Destination",
    "Detour",
    "Duty",
    "Enclosure",
    "EnclosureRules",
    "Entrance",
    "Frame",
    "FrameKind",
    "Kept",
    "Lens",
    "LimitedArea",
    "Mask",
    "Matter",
    "Obstacle",
    "Obstruction",
    "Passage",
    "PixelClass",
    "Plan",
    "Privacy",
    "Proposal",
    "Standing",
    "Traffic",
    "Unmet",
    "Vote",
    "Walk",
    "WantedArea",
    "Way",
    "Ways",
    "coverage",
    "enclose",
    "load",
    "propose",
    "schema",
]
