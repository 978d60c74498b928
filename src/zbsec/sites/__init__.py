"""The place: what kind of site it is, what its file says, and whether it may go live.

``load`` reads a site file, ``check`` holds it against the rules of its kind, ``gate`` decides whether a face method
may run. The taxonomy is plain values: ``KINDS`` with their rules, ``Location``, ``Capability``, ``RULE_SETS`` and the
duties. It loads at once and brings nothing heavy; what reads and checks files loads on first touch.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from zbsec.sites.capability import Capability, Function
from zbsec.sites.certainty import Certainty
from zbsec.sites.kinds import KINDS, Modality, Option, Rule, SiteKind, Today
from zbsec.sites.places import InstallerRole, Location, Place, Regime
from zbsec.sites.text import Lang, Text

if TYPE_CHECKING:
    from zbsec.sites.activation import Activation, Step, gate
    from zbsec.sites.checking import check
    from zbsec.sites.document import SiteDocument, edit
    from zbsec.sites.duties import ACCEPTANCE_DUTIES, DEPARTMENTS, AcceptanceDuty, Department
    from zbsec.sites.evidence import (
        Assessment,
        AttackMeasure,
        AttackProtection,
        AttackTest,
        Duty,
        Evidence,
        FaceStore,
        Installer,
        LegalBasis,
        LivenessCheck,
        Movement,
        Necessity,
        Proof,
        PurposeBasis,
        Sign,
    )
    from zbsec.sites.exhibits import Exhibit
    from zbsec.sites.findings import Effect, Finding, Status, Verdict, Weight
    from zbsec.sites.funding_modes import FUNDING_MODES, FundingMode
    from zbsec.sites.gate_steps import Answer
    from zbsec.sites.loading import load, loads
    from zbsec.sites.measurement import Measurement
    from zbsec.sites.model import Site
    from zbsec.sites.outline import schema
    from zbsec.sites.parts import (
        AccessPoint,
        CaptureVolume,
        DeviceSpec,
        EscapeWay,
        Facility,
        FailMode,
        Lens,
        Mount,
        PerimeterLine,
        Retention,
        UplinkSpec,
        Zone,
    )
    from zbsec.sites.regime_duties import REGIME_DUTIES, RegimeDuty
    from zbsec.sites.report import Report
    from zbsec.sites.rule_sets import RULE_SETS, Bound, Figure, RuleSet
    from zbsec.sites.schedule import ScheduleSpec, Window
    from zbsec.sites.starters import starter

_LATER = {
    "activation": ("Activation", "Step", "gate"),
    "checking": ("check",),
    "document": ("SiteDocument", "edit"),
    "duties": ("ACCEPTANCE_DUTIES", "DEPARTMENTS", "AcceptanceDuty", "Department"),
    "evidence": (
        "Assessment",
        "AttackMeasure",
        "AttackProtection",
        "AttackTest",
        "Duty",
        "Evidence",
        "FaceStore",
        "Installer",
        "LegalBasis",
        "LivenessCheck",
        "Movement",
        "Necessity",
        "Proof",
        "PurposeBasis",
        "Sign",
    ),
    "exhibits": ("Exhibit",),
    "findings": ("Effect", "Finding", "Status", "Verdict", "Weight"),
    "funding_modes": ("FUNDING_MODES", "FundingMode"),
    "gate_steps": ("Answer",),
    "loading": ("load", "loads"),
    "measurement": ("Measurement",),
    "model": ("Site",),
    "parts": (
        "AccessPoint",
        "CaptureVolume",
        "DeviceSpec",
        "EscapeWay",
        "Facility",
        "FailMode",
        "Lens",
        "Mount",
        "PerimeterLine",
        "Retention",
        "UplinkSpec",
        "Zone",
    ),
    "regime_duties": ("REGIME_DUTIES", "RegimeDuty"),
    "report": ("Report",),
    "rule_sets": ("RULE_SETS", "Bound", "Figure", "RuleSet"),
    "schedule": ("ScheduleSpec", "Window"),
    "outline": ("schema",),
    "starters": ("starter",),
}
_MODULE_OF = {name: module for module, names in _LATER.items() for name in names}

__all__ = [
    "ACCEPTANCE_DUTIES",
    "DEPARTMENTS",
    "FUNDING_MODES",
    "KINDS",
    "REGIME_DUTIES",
    "RULE_SETS",
    "AcceptanceDuty",
    "AccessPoint",
    "Activation",
    "Answer",
    "Assessment",
    "AttackMeasure",
    "AttackProtection",
    "AttackTest",
    "Bound",
    "Capability",
    "CaptureVolume",
    "Certainty",
    "Department",
    "DeviceSpec",
    "Duty",
    "Effect",
    "EscapeWay",
    "Evidence",
    "Exhibit",
    "FaceStore",
    "Facility",
    "FailMode",
    "Figure",
    "Finding",
    "Function",
    "FundingMode",
    "Installer",
    "InstallerRole",
    "Lang",
    "LegalBasis",
    "Lens",
    "LivenessCheck",
    "Location",
    "Measurement",
    "Modality",
    "Mount",
    "Movement",
    "Necessity",
    "Option",
    "PerimeterLine",
    "Place",
    "Proof",
    "PurposeBasis",
    "Regime",
    "RegimeDuty",
    "Report",
    "Retention",
    "Rule",
    "RuleSet",
    "ScheduleSpec",
    "Sign",
    "Site",
    "SiteDocument",
    "SiteKind",
    "Status",
    "Step",
    "Text",
    "Today",
    "UplinkSpec",
    "Verdict",
    "Weight",
    "Window",
    "Zone",
    "check",
    "edit",
    "gate",
    "load",
    "loads",
    "schema",
    "starter",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'zbsec.sites' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"zbsec.sites.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
