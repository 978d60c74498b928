"""Every error the library raises, in one tree.

    ZbsecError
    ├── ShapeError (ValueError)         an array has the wrong shape, type or content
    ├── ImageError (ValueError)         a picture or video cannot be read, or is empty
    ├── PlateFormatError (ValueError)   a text is no vehicle plate
    ├── SiteFileError (ValueError)      a site file has complaints, each with file, line, key and remedy
    ├── ApplicantsError (ValueError)    a table of people to enrol has complaints, each with file, line, column, remedy
    ├── PlanError (ValueError)          a plan lacks what was asked of it, or cannot be solved or drawn here
    ├── ReceiptError (ValueError)       a receipt is none, was altered, or another gallery's
    ├── ConsentError (PermissionError)  no living consent record covers what was asked
    ├── RefusedError (PermissionError)  the library does not do this, whoever asks
    ├── PolicyError (PermissionError)   no policy lets this leave the site
    ├── ReportError (RuntimeError)      a report cannot be written here: a library or a font is missing
    ├── SignatureError (ValueError)     a signature, or what was signed, is not what it should be
    ├── ModelError (RuntimeError)       weights or a recognition backend are missing or wrong
    │   ├── ManifestError (ValueError)  a list of models has complaints, each with file, line, key and remedy
    │   └── PullError                   a model could not be fetched (zbsec.models), with the fault and its facts
    ├── RegistryError (LookupError)     no such device class, encoder, site kind or backend
    ├── StorageError (OSError)          a gallery, index or journal file is damaged or cannot be written
    │   ├── JournalError                the event store refuses: damaged chain, full disk
    │   └── SiteKeyError                the site's key is missing, locked, of another length, or another site's
    ├── ClockError (RuntimeError)       the clock was set back; nothing that has ended comes back with it
    ├── DeviceError (RuntimeError)      a device refused or did not confirm
    │   ├── DeviceTimeoutError          it said nothing in time
    │   └── DeviceOfflineError          there is no link to it
    └── UplinkError (RuntimeError)      a platform could not be told
        ├── UplinkRefusedError          it answered, and refused
        └── UplinkUnavailableError      it did not answer

An error is also the builtin it resembles, so ``except ValueError`` keeps working. Facts are attributes; the
sentence is built from them. Nobody has to parse a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Literal


class ZbsecError(Exception):
    """Base of all errors of this library."""


class ShapeError(ZbsecError, ValueError):
    """An array has the wrong shape, dtype or content; the sentence names the argument and the row."""


class ImageError(ZbsecError, ValueError):
    """A picture or video cannot be read, or is empty.

    ``source`` is the path or address, ``reason`` what was wrong with it.
    """

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"{source}: {reason}")


class PlateFormatError(ZbsecError, ValueError):
    """A text is no vehicle plate.

    ``text`` without dots and spaces; ``position`` counts its characters from 1 (None: there are too few, or too many
    for the plate book); ``character`` stands there (None: nothing does); ``allowed`` says what may.
    """

    def __init__(self, text: str, allowed: str, *, position: int | None = None) -> None:
        self.text = text
        self.position = position
        self.character = None if position is None else text[position - 1 : position] or None
        self.allowed = allowed
        where = "" if position is None else f", character {position} ({self.character or 'missing'})"
        super().__init__(f"{text!r} is no plate{where}: {allowed}")


WHOLE_FILE = "(the file)"
"""The key of a complaint that concerns no single key."""


class Complaint(NamedTuple):
    """One thing wrong in a file a person wrote: where, what, and what would be right."""

    file: str
    line: int | None
    key: str
    problem: str
    remedy: str
    problem_zh: str = ""
    remedy_zh: str = ""

    def of(self, lang: Literal["en", "zh"]) -> str:
        """The complaint in that language; in English where it was never put into Chinese."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        if lang == "zh" and self.problem_zh:
            key = "（文件）" if self.key == WHOLE_FILE else self.key
            return f"{where}: {key}：{self.problem_zh}；{self.remedy_zh}"
        return f"{where}: {self.key}: {self.problem}; {self.remedy}"

    def __str__(self) -> str:
        return self.of("en")


class SiteFileError(ZbsecError, ValueError):
    """A site file has complaints; all of them are in ``complaints``, in the order of the file."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


class PlanError(ZbsecError, ValueError):
    """A plan lacks what was asked of it, or cannot be solved or drawn here; the sentence says what would help."""


class ReceiptError(ZbsecError, ValueError):
    """A receipt is none, was altered, or was issued by another gallery."""


class ConsentError(ZbsecError, PermissionError):
    """No living consent record covers what was asked (governance G03 to G09)."""


class RefusedError(ZbsecError, PermissionError):
    """The library does not do this, whoever asks; ``rule`` names the requirement, ``instead`` what is offered."""

    def __init__(self, what: str, *, rule: str, instead: str) -> None:
        self.what = what
        self.rule = rule
        self.instead = instead
        super().__init__(f"{what} is refused ({rule}); offered instead: {instead}")


class PolicyError(ZbsecError, PermissionError):
    """No policy lets this leave the site (governance G67, section 4)."""


class ReportError(ZbsecError, RuntimeError):
    """A report cannot be written on this machine; the sentence names the library or font that is missing."""


class SignatureError(ZbsecError, ValueError):
    """A signature does not hold, or a key cannot be used; the sentence names the file and what is wrong with it."""


class ModelError(ZbsecError, RuntimeError):
    """Weights or a recognition backend are missing or wrong; the sentence says how to get them."""


class ManifestError(ModelError, ValueError):
    """A list of models has complaints; all of them are in ``complaints``, in the order of the file."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


class ApplicantsError(ZbsecError, ValueError):
    """A table of people to enrol has complaints; all of them are in ``complaints``, and nobody of it was enrolled."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__(self.of("en"))

    def of(self, lang: Literal["en", "zh"]) -> str:
        """Every complaint in that language, a line each."""
        return "\n".join(complaint.of(lang) for complaint in self.complaints)


class RegistryError(ZbsecError, LookupError):
    """No such name in a registry; ``known`` lists the names there are."""

    def __init__(self, what: str, name: str, known: Sequence[str], *, hint: str = "") -> None:
        self.what = what
        self.name = name
        self.known = tuple(known)
        tail = f" ({hint})" if hint else ""
        super().__init__(f"no {what} named {name!r}; there are: {', '.join(known) or 'none'}{tail}")


class StorageError(ZbsecError, OSError):
    """A gallery, index or journal file is damaged or cannot be written; the sentence names the file."""


class JournalError(StorageError):
    """The event store refuses: its chain is broken, or the disk is full. Nothing was half written."""


class SiteKeyError(StorageError):
    """The site's key is missing, locked, of another length, or another; the sentence says where it was looked for."""


class ClockError(ZbsecError, RuntimeError):
    """The clock stands before a time that was seen already; ``now`` is what it says, ``seen`` the latest time seen."""

    def __init__(self, now: datetime, seen: datetime) -> None:
        self.now = now
        self.seen = seen
        super().__init__(
            f"the clock says {now.isoformat()}, but {seen.isoformat()} was seen already; set the clock right, "
            "or, where the earlier time was wrong, accept the clock and say who decided so"
        )


class DeviceError(ZbsecError, RuntimeError):
    """A device refused an action or did not confirm it.

    ``device`` is its id, ``sent`` what it was told, ``answer`` what came back, ``hint`` what to try.
    """

    def __init__(self, device: str, sent: str, answer: str, *, hint: str = "") -> None:
        self.device = device
        self.sent = sent
        self.answer = answer
        self.hint = hint
        tail = f"; {hint}" if hint else ""
        super().__init__(f"{device}: {sent}: {answer}{tail}")


class DeviceTimeoutError(DeviceError):
    """The device said nothing in time."""


class DeviceOfflineError(DeviceError):
    """There is no link to the device."""


class UplinkError(ZbsecError, RuntimeError):
    """A platform could not be told. The event stays in the outbox."""


class UplinkRefusedError(UplinkError):
    """The platform answered, and refused; ``status`` is its code (HTTP, or the protocol's own)."""

    def __init__(self, platform: str, status: str, reason: str) -> None:
        self.platform = platform
        self.status = status
        self.reason = reason
        super().__init__(f"{platform} refused ({status}): {reason}")


class UplinkUnavailableError(UplinkError):
    """The platform did not answer, or answered with something that is no answer."""

    def __init__(self, platform: str, reason: str) -> None:
        self.platform = platform
        self.reason = reason
        super().__init__(f"{platform} is unavailable: {reason}")
