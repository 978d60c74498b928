"""``load``: a site file read as a whole, with every complaint about it at once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec.errors import Complaint, SiteFileError
from zbsec.sites import tables, uplink_table, values
from zbsec.sites.evidence_tables import evidence
from zbsec.sites.kinds import KINDS
from zbsec.sites.model import Site
from zbsec.sites.places import Regime
from zbsec.sites.references import Parts, check_references
from zbsec.sites.section import Complaints, Section, suggestion
from zbsec.sites.toml_lines import key_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

_READERS: dict[str, Callable[[str, Section], Any]] = {
    "zones": tables.zone,
    "schedules": tables.schedule,
    "devices": tables.device,
    "access_points": tables.access_point,
    "perimeter": tables.perimeter_line,
    "uplinks": uplink_table.uplink,
}
_CHECKED = ("zones", "devices", "access_points", "perimeter")
_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def load(path: str | PathLike[str]) -> Site:
    """The site that the TOML file at ``path`` describes.

    Nothing is opened but this file: whether a device answers is the runtime's question.

    :raises SiteFileError: the file cannot be read or has faults; ``complaints`` lists all of them, each with line, key
        and remedy.
    """
    file = Path(path)
    text = _read(file)
    table = _parse(file, text)
    complaints = Complaints(str(file), key_lines(text))
    site = _site(file.resolve(), Section(table, (), complaints), complaints)
    if complaints.found or site is None:
        raise SiteFileError(complaints.sorted())
    return site


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _unreadable(file, f"is not UTF-8 at byte {error.start}", "save it as UTF-8", line=line) from error
    except IsADirectoryError as error:
        raise _unreadable(file, "is a folder", "name the site file in it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(file, f"cannot be read: {reason}", "check the path and its permissions") from error


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _POSITION.search(str(error))
        last = text.rstrip().count("\n") + 1
        line = int(found[1]) if found and found[1] else last
        problem = f"is no TOML: {_POSITION.sub('', str(error))}"
        raise _unreadable(file, problem, "correct this line", line=line) from error


def _unreadable(file: Path, problem: str, remedy: str, *, line: int | None = None) -> SiteFileError:
    return SiteFileError([Complaint(file=str(file), line=line, key="(the file)", problem=problem, remedy=remedy)])


def _site(path: Path, root: Section, complaints: Complaints) -> Site | None:
    outer = {name: root.section(name, optional=True) for name in _READERS}
    parts: dict[str, dict[str, Any]] = {name: _built(outer[name], read) for name, read in _READERS.items()}
    stated = root.section("evidence")
    proofs = evidence(stated) if stated else None
    declared = {name: frozenset(table.names if table else ()) for name, table in outer.items()}
    signs = proofs.signs if proofs else {}
    check_references(Parts(declared=declared, signs=signs, **{name: parts[name] for name in _CHECKED}), complaints)
    kept = root.section("retention")
    retention = tables.retention(kept) if kept else None
    facts: dict[str, Any] = {name: tuple(built.values()) for name, built in parts.items()}
    facts |= _heading(root.section("site")) | _storage(root.section("storage"))
    return root.build(Site, path=path, **facts, retention=retention, evidence=proofs)


def _heading(table: Section | None) -> dict[str, Any]:
    if table is None:
        return {}
    kind = table.text("kind", example="estate_gated")
    known = kind in KINDS.names()
    if kind is not None and not known:
        table.complain("kind", f"{kind!r} is no site kind", suggestion(kind, KINDS.names()))
    facts = {
        "id": table.text("id", example="shifan-estate"),
        "name": table.text("name", example="示范小区"),
        "kind": kind,
        "regime": table.choice("regime", Regime),
        "time_zone": values.time_zone(table),
        "options": tables.options(KINDS.load(kind), table) if known else {},
    }
    table.close()
    return facts


def _storage(table: Section | None) -> dict[str, Any]:
    if table is None:
        return {}
    has_gallery = "gallery" in table
    facts = {
        "journal": values.relative_path("journal", table, example="data/journal.db"),
        "gallery": values.relative_path("gallery", table, example="data/gallery.db") if has_gallery else None,
        "gallery_key_env": values.variable("gallery_key_env", table, example="ESTATE_GALLERY_KEY")
        if has_gallery
        else None,
        "face_backend": table.optional_text("face_backend", example="yunet-mobilefacenet"),
    }
    table.close()
    return facts


def _built(outer: Section | None, read: Callable[[str, Section], Any]) -> dict[str, Any]:
    """What could be built of the tables in ``outer``, by name."""
    parts = {name: read(name, table) for name, table in outer.named()} if outer else {}
    return {name: part for name, part in parts.items() if part is not None}
