"""The place: what kind of site it is, what its file says, and whether it may go live.

``load`` reads a site file, ``check`` holds it against the rules of its kind, ``gate`` decides whether a face method
may run. The kinds are a table, ``KINDS``.
"""

from zbsec.sites.activation import Activation, Step, gate
from zbsec.sites.check import check
from zbsec.sites.evidence import (
    Assessment,
    AttackMeasure,
    AttackProtection,
    Duty,
    Evidence,
    FaceStore,
    Installer,
    LegalBasis,
    Necessity,
    Proof,
    PurposeBasis,
    Sign,
)
from zbsec.sites.findings import Effect, Finding, Status, Verdict, Weight
from zbsec.sites.gate_steps import Answer
from zbsec.sites.kinds import KINDS, Modality, Option, Rule, SiteKind, Today
from zbsec.sites.load import load
from zbsec.sites.model import Site
from zbsec.sites.parts import AccessPoint, DeviceSpec, PerimeterLine, Retention, UplinkSpec, Zone
from zbsec.sites.places import InstallerRole, Location, Regime
from zbsec.sites.report import Report
from zbsec.sites.schedule import ScheduleSpec, Window
from zbsec.sites.text import Lang, Text

__all__ = [
    "KINDS",
    "AccessPoint",
    "Activation",
    "Answer",
    "Assessment",
    "AttackMeasure",
    "AttackProtection",
    "DeviceSpec",
    "Duty",
    "Effect",
    "Evidence",
    "FaceStore",
    "Finding",
    "Installer",
    "InstallerRole",
    "Lang",
    "LegalBasis",
    "Location",
    "Modality",
    "Necessity",
    "Option",
    "PerimeterLine",
    "Proof",
    "PurposeBasis",
    "Regime",
    "Report",
    "Retention",
    "Rule",
    "ScheduleSpec",
    "Sign",
    "Site",
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
    "gate",
    "load",
]
