"""Faces: found, turned into vectors, and compared with those of holders who consented, at one site."""

from zbsec.faces import bulk
from zbsec.faces.backend import Backend
from zbsec.faces.enrolment import Enrolment, EnrolmentError, FaceQuality, Fault
from zbsec.faces.gallery import Gallery
from zbsec.faces.guidance import Advice, advise
from zbsec.faces.impostors import ImpostorCurve
from zbsec.faces.keys import KEY_SOURCES, KeySource, key_source
from zbsec.faces.lawful import FACE_TERMS
from zbsec.faces.networks import lightqnet
from zbsec.faces.receipt import Receipt, Right, Trigger
from zbsec.faces.register import Register, restore_gallery
from zbsec.faces.registry import FACES, load
from zbsec.faces.rights import Answer, Standing
from zbsec.faces.vault.restore import Restored

__all__ = [
    "FACES",
    "FACE_TERMS",
    "KEY_SOURCES",
    "Advice",
    "Answer",
    "Backend",
    "Enrolment",
    "EnrolmentError",
    "FaceQuality",
    "Fault",
    "Gallery",
    "ImpostorCurve",
    "KeySource",
    "Receipt",
    "Register",
    "Restored",
    "Right",
    "Standing",
    "Trigger",
    "advise",
    "bulk",
    "key_source",
    "lightqnet",
    "load",
    "restore_gallery",
]
