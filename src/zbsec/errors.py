"""Every error the library raises, in one tree.

    ZbsecError
    ├── ShapeError (ValueError)         an array has the wrong shape, type or content
    ├── ImageError (ValueError)         a picture or video cannot be read, or is empty
    ├── PlateFormatError (ValueError)   a text is no vehicle plate
    ├── FactError (ValueError)          a fact that somebody wrote cannot be so
    ├── SettingError (ValueError)       a device class does not have, or needs, a setting
    ├── ComplaintsError (ValueError)    a file that a person wrote has complaints, each with file, line, key and remedy
    │   ├── SiteFileError               a site file, or a plan that it names
    │   └── ApplicantsError             a table of people to enrol
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
sentence is built from them. Nobody has to parse a message. ``error.of("zh")`` says it in Chinese, ``str(error)`` in
English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbsec._text import Lang, Text, same, two

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class ZbsecError(Exception):
    """Base of all errors of this library.

    :param said: the sentence in both languages; as one text where it is for programmers, and stays English.
    """

    def __init__(self, said: str | Text = "") -> None:
        self.said = same(said)
        super().__init__(self.said.en if said else "")

    def of(self, lang: Lang) -> str:
        """The sentence in ``en`` or ``zh``."""
        return self.said.of(lang)


class ShapeError(ZbsecError, ValueError):
    """An array has the wrong shape, dtype or content; the sentence names the argument and the row."""


class ImageError(ZbsecError, ValueError):
    """A picture or video cannot be read, or is empty.

    ``source`` is the path or address, ``reason`` what was wrong with it, in English.
    """

    def __init__(self, source: str, reason: str | Text) -> None:
        why = same(reason)
        self.source = source
        self.why = why
        self.reason = why.en
        super().__init__(two(f"{source}: {why.en}", f"{source}：{why.zh}"))


class PlateFormatError(ZbsecError, ValueError):
    """A text is no vehicle plate.

    ``text`` without dots and spaces; ``position`` counts its characters from 1 (None: there are too few, or too many
    for the plate book); ``character`` stands there (None: nothing does); ``allowed`` says what may.
    """

    def __init__(self, text: str, allowed: str | Text, *, position: int | None = None) -> None:
        may = same(allowed)
        self.text = text
        self.position = position
        self.character = None if position is None else text[position - 1 : position] or None
        self.allowed = may.en
        where = two(f"{text!r} is no plate", f"{text!r} 不是号牌")
        if position is not None:
            en, zh = self.character or "missing", self.character or "缺失"
            where = two(f"{where.en}, character {position} ({en})", f"{where.zh}，第 {position} 位（{zh}）")
        super().__init__(two(f"{where.en}: {may.en}", f"{where.zh}：{may.zh}"))


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

    @classmethod
    def told(cls, file: str, line: int | None, key: str, problem: Text, remedy: Text) -> Complaint:
        """The complaint in both languages."""
        return cls(file, line, key, problem.en, remedy.en, problem.zh, remedy.zh)

    def of(self, lang: Lang) -> str:
        """The complaint in that language; in English where it was never put into Chinese."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        if lang == "zh" and self.problem_zh:
            key = "（文件）" if self.key == WHOLE_FILE else self.key
            return f"{where}: {key}：{self.problem_zh}；{self.remedy_zh}"
        return f"{where}: {self.key}: {self.problem}; {self.remedy}"

    def __str__(self) -> str:
        return self.of("en")


def _listed(complaints: Sequence[Complaint]) -> Text:
    en, zh = ("\n".join(complaint.of(lang) for complaint in complaints) for lang in ("en", "zh"))
    return same("") if not complaints else two(en, zh)


class ComplaintsError(ZbsecError, ValueError):
    """A file that a person wrote has complaints; all of them are in ``complaints``, in the order of the file."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__(_listed(self.complaints))


class SiteFileError(ComplaintsError):
    """A site file, or a plan that it names, has complaints."""


class ApplicantsError(ComplaintsError):
    """A table of people to enrol has complaints, and nobody of it was enrolled."""


class FactError(ZbsecError, ValueError):
    """A fact that somebody wrote cannot be so: ``problem`` says why, ``remedy`` what would be right."""

    def __init__(self, problem: Text, remedy: Text) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(two(f"{problem.en}; {remedy.en}", f"{problem.zh}；{remedy.zh}"))


class SettingError(ZbsecError, ValueError):
    """A setting of a device class is missing, unknown or out of range; the sentence names it."""


class PlanError(ZbsecError, ValueError):
    """A plan lacks what was asked of it, or cannot be solved or drawn here; the sentence says what would help."""


class ReceiptError(ZbsecError, ValueError):
    """A receipt is none, was altered, or was issued by another gallery."""


class ConsentError(ZbsecError, PermissionError):
    """No living consent record covers what was asked (governance G03 to G09)."""


class RefusedError(ZbsecError, PermissionError):
    """The library does not do this, whoever asks; ``rule`` names the requirement, ``instead`` what is offered."""

    def __init__(self, what: str | Text, *, rule: str, instead: str | Text) -> None:
        refused, offered = same(what), same(instead)
        self.what = refused.en
        self.rule = rule
        self.instead = offered.en
        self.refused, self.offered = refused, offered
        super().__init__(
            two(
                f"{refused.en} is refused ({rule}); offered instead: {offered.en}",
                f"{refused.zh}，不予提供（{rule}）；可改为：{offered.zh}",
            )
        )


class PolicyError(ZbsecError, PermissionError):
    """No policy lets this leave the site (governance G67, section 4)."""


class ReportError(ZbsecError, RuntimeError):
    """A report cannot be written on this machine; the sentence names the library or font that is missing."""


class SignatureError(ZbsecError, ValueError):
    """A signature does not hold, or a key cannot be used; the sentence names the file and what is wrong with it."""


class ModelError(ZbsecError, RuntimeError):
    """Weights or a recognition backend are missing or wrong; the sentence says how to get them."""


class ManifestError(ModelError, ComplaintsError):
    """A list of models has complaints."""


class RegistryError(ZbsecError, LookupError):
    """No such name in a registry; ``known`` lists the names there are."""

    def __init__(self, what: str | Text, name: str, known: Sequence[str], *, hint: str | Text = "") -> None:
        kind, more = same(what), same(hint)
        self.what = kind.en
        self.name = name
        self.known = tuple(known)
        tail = two(f" ({more.en})", f"（{more.zh}）") if hint else None
        super().__init__(
            two(
                f"no {kind.en} named {name!r}; there are: {', '.join(known) or 'none'}{tail.en if tail else ''}",
                f"没有名为 {name!r} 的{kind.zh}；可用的有：{'、'.join(known) or '无'}{tail.zh if tail else ''}",
            )
        )


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
            two(
                f"the clock says {now.isoformat()}, but {seen.isoformat()} was seen already; set the clock right, "
                "or, where the earlier time was wrong, accept the clock and say who decided so",
                f"时钟为 {now.isoformat()}，但此前已出现 {seen.isoformat()}；请校正时钟，"
                "或在此前时间有误时接受当前时钟并写明决定人",
            )
        )


class DeviceError(ZbsecError, RuntimeError):
    """A device refused an action or did not confirm it.

    ``device`` is its id, ``sent`` what it was told, ``answer`` what came back, ``hint`` what to try.
    """

    def __init__(self, device: str, sent: str, answer: str | Text, *, hint: str | Text = "") -> None:
        heard, more = same(answer), same(hint)
        self.device = device
        self.sent = sent
        self.answer = heard.en
        self.hint = more.en if hint else ""
        en, zh = (f"; {more.en}", f"；{more.zh}") if hint else ("", "")
        super().__init__(two(f"{device}: {sent}: {heard.en}{en}", f"{device}：{sent}：{heard.zh}{zh}"))


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
        super().__init__(two(f"{platform} refused ({status}): {reason}", f"{platform} 拒绝（{status}）：{reason}"))


class UplinkUnavailableError(UplinkError):
    """The platform did not answer, or answered with something that is no answer."""

    def __init__(self, platform: str, reason: str) -> None:
        self.platform = platform
        self.reason = reason
        super().__init__(two(f"{platform} is unavailable: {reason}", f"{platform} 无法访问：{reason}"))
