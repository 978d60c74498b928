"""People to enrol, as a table lists them: a consent a line, and pictures named there or lying in the holder's folder.

``consents.csv`` in UTF-8. Columns: ``holder``, ``consent`` (its id), ``terms_hash``, ``notice_hash``, ``shown_at``,
``given_at``, ``expires_at``, ``actor``, ``channel``, ``alternative_shown``; of choice ``pictures`` (names beside the
table, with ``;`` or ``；`` between them), ``age_band``, ``guardian_ref``, ``guardian_consent``. Nothing that a consent
rests on has a default.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from unicodedata import normalize

from zbsec.cli.label_table import rows
from zbsec.devices.drivers.pictures import picture_files
from zbsec.errors import WHOLE_FILE, ApplicantsError, Complaint, FactError, ImageError
from zbsec.faces.bulk import Applicant
from zbsec.records import AgeBand, Consent, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TABLE = "consents.csv"
COLUMNS = (
    "holder",
    "consent",
    "terms_hash",
    "notice_hash",
    "shown_at",
    "given_at",
    "expires_at",
    "actor",
    "channel",
    "alternative_shown",
)
TYPED = ("shown_at", "given_at", "expires_at", "alternative_shown", "age_band")
"""Times and words of a closed list, which a Chinese keyboard also writes in full width: ｔｒｕｅ, 2026－12－31."""
MOST_COMPLAINTS = 100
T = TypeVar("T")
NOBODY = ("lists nobody", "write one line for each holder", "没有列出任何人", "请为每位持有人写一行")
_EXAMPLE = "2026-12-31T00:00:00+08:00"


class _WrongCellError(Exception):
    """A cell that cannot be used."""

    def __init__(self, column: str, *texts: str) -> None:
        self.column, self.texts = column, texts
        super().__init__(column)


def applicants(path: Path) -> tuple[list[Applicant], Path]:
    """Everybody of a table, in its order, and the folder that pictures are named from.

    :param path: the table, or the folder that ``consents.csv`` lies in.
    :raises ApplicantsError: lines that cannot be used; it names all of them. Or there are none.
    :raises ImageError: the table cannot be read.
    """
    table = path / TABLE if path.is_dir() else path
    found: list[Applicant] = []
    complaints: list[Complaint] = []
    seen: dict[tuple[str, str], str] = {}
    for where, written in rows(table, needed=COLUMNS, filled=()):
        cells = {column: _narrow(text) if column in TYPED else text for column, text in written.items()}
        number = where.rpartition(":")[2]
        try:
            consent = _consent(cells)
            _check_single(consent, seen, number)
        except _WrongCellError as wrong:
            complaints.append(Complaint(str(table), int(number), wrong.column, *wrong.texts))
            continue
        found.append(Applicant(consent=consent, pictures=_pictures(table.parent, cells)))
    if not found and not complaints:
        complaints.append(Complaint(str(table), None, WHOLE_FILE, *NOBODY))
    if complaints:
        raise ApplicantsError(complaints[:MOST_COMPLAINTS])
    return found, table.parent


def _consent(cells: Mapping[str, str]) -> Consent:
    for column in COLUMNS:
        if not cells[column]:
            raise _WrongCellError(column, "is empty", "write what the consent record says", "为空", "请按同意记录填写")
    try:
        return Consent(
            id=cells["consent"],
            holder=cells["holder"],
            purpose=Purpose.FACE_ACCESS,
            terms_hash=cells["terms_hash"],
            notice_hash=cells["notice_hash"],
            shown_at=_moment("shown_at", cells),
            given_at=_moment("given_at", cells),
            expires_at=_moment("expires_at", cells),
            actor=cells["actor"],
            channel=cells["channel"],
            alternative_shown=_one_of("alternative_shown", cells, {"true": True, "false": False}),
            age_band=_one_of("age_band", cells, {"": AgeBand.FROM_14, **{one.value: one for one in AgeBand}}),
            guardian_ref=cells.get("guardian_ref") or None,
            guardian_consent=cells.get("guardian_consent") or None,
        )
    except FactError as error:
        raise _WrongCellError(
            "consent",
            f"no consent can be so: {error.problem.en}",
            f"{error.remedy.en}; correct the line after the consent record",
            f"不构成有效的同意记录：{error.problem.zh}",
            f"{error.remedy.zh}；请按同意记录更正本行",
        ) from error


def _narrow(text: str) -> str:
    """Full-width letters, digits and signs as the keyboard's other half writes them."""
    return normalize("NFKC", text)


def _moment(column: str, cells: Mapping[str, str]) -> datetime:
    text = cells[column]
    try:
        moment: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _WrongCellError(
            column,
            f"{text!r} is no time with a zone",
            f"write it as {_EXAMPLE}",
            f"{text!r} 不是带时区的时间",
            f"请写成 {_EXAMPLE}",
        )
    return moment


def _one_of(column: str, cells: Mapping[str, str], values: Mapping[str, T]) -> T:
    text = cells.get(column, "")
    if text not in values:
        known = ", ".join(name for name in values if name)
        raise _WrongCellError(
            column, f"{text!r} is none of: {known}", "write one", f"{text!r} 不在 {known} 之中", "请选填其一"
        )
    return values[text]


def _check_single(consent: Consent, seen: dict[tuple[str, str], str], number: str) -> None:
    for column, name in (("holder", consent.holder), ("consent", consent.id)):
        if (first := seen.setdefault((column, name), number)) != number:
            raise _WrongCellError(
                column,
                f"{name!r} stands in line {first} already",
                "give all pictures of a holder in one line",
                f"{name!r} 已出现在第 {first} 行",
                "同一持有人的照片请写在一行",
            )


def _pictures(folder: Path, cells: Mapping[str, str]) -> tuple[str, ...]:
    """Their names; none: whoever lists them hears so in the report."""
    if named := cells.get("pictures", ""):
        return tuple(name.strip() for name in named.replace("；", ";").split(";") if name.strip())
    holder = cells["holder"]
    if "/" in holder or not (folder / holder).is_dir():
        return ()
    try:
        return tuple(f"{holder}/{path.name}" for path in picture_files(folder / holder))
    except ImageError:
        return ()
