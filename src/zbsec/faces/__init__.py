"""Faces: found, turned into vectors, and compared with those of holders who consented, at one site."""

from zbsec.faces.backend import Backend
from zbsec.faces.enrolment import Enrolment, EnrolmentError, Fault
from zbsec.faces.gallery import FACE_TERMS, Gallery
from zbsec.faces.receipt import Receipt, Trigger
from zbsec.faces.registry import FACES, load

__all__ = [
    "FACES",
    "FACE_TERMS",
    "Backend",
    "Enrolment",
    "EnrolmentError",
    "Fault",
    "Gallery",
    "Receipt",
    "Trigger",
    "load",
]
