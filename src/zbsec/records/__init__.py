"""The nouns that travel through the library: frozen values, one file each, in the order in which they are made.

Frame → Face → Template / PlateReading → Snapshot, Match → Decision → Action → Event
"""

from zbsec.records.action import Action, Confirmation, Verb
from zbsec.records.codes import (
    Connectivity,
    Direction,
    DoorMode,
    EventCode,
    Heading,
    PlateClass,
    PlateColour,
    Position,
)
from zbsec.records.consent import AgeBand, Consent, LegalBasis, Purpose, Terms
from zbsec.records.credential import Credential, CredentialKind
from zbsec.records.decision import Decision, Outcome, Reason
from zbsec.records.detection import Box, Face
from zbsec.records.event import EVENT_FIELDS, Event, Scalar, detailed
from zbsec.records.frame import Frame
from zbsec.records.match import Match
from zbsec.records.reading import PLATE_ALPHABET, PlateReading, likeliest_text
from zbsec.records.snapshot import Snapshot, SnapshotPolicy, SnapshotQuality
from zbsec.records.template import Template

__all__ = [
    "EVENT_FIELDS",
    "PLATE_ALPHABET",
    "Action",
    "AgeBand",
    "Box",
    "Confirmation",
    "Connectivity",
    "Consent",
    "Credential",
    "CredentialKind",
    "Decision",
    "Direction",
    "DoorMode",
    "Event",
    "EventCode",
    "Face",
    "Frame",
    "Heading",
    "LegalBasis",
    "Match",
    "Outcome",
    "PlateClass",
    "PlateColour",
    "PlateReading",
    "Position",
    "Purpose",
    "Reason",
    "Scalar",
    "Snapshot",
    "SnapshotPolicy",
    "SnapshotQuality",
    "Template",
    "Terms",
    "Verb",
    "detailed",
    "likeliest_text",
]
