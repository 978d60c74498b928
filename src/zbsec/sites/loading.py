"""``load``: a site file read as a whole, with every complaint about it at once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zbsec.errors import SiteFileError
from zbsec.sites import tables, uplink_table, values
from zbsec.sites.evidence_tables import evidence
from zbsec.sites.kinds import KINDS
from zbsec.sites.model import Site
from zbsec.sites.places import Regime
from zbsec.sites.references import Parts, check_measurements, check_references
from zbsec.sites.rule_sets import RULE_SETS, rule_sets
from zbsec.sites.section import Complaints, Section, suggestion
from zbsec.sites.text import Text
from zbsec.sites.toml_lines import key_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike

READERS: dict[str, Callable[[str, Section], Any]] = {
    "zones": tables.zone,
    "schedules": tables.schedule,
    "devices": tables.device,
    "access_points": tables.access_point,
    "perimeter": tables.perimeter_line,
    "egress": tables.escape_way,
    "facilities": tables.facility,
    "uplinks": uplink_table.uplink,
    "measurements": tables.measurement,
}
"""The tables whose tables are parts of the site, each with what reads one of them."""

_CHECKED = ("zones", "devices", "access_points", "perimeter", "egress", "facilities")
_MEASURABLE = ("devices", "access_points", "perimeter", "egress")
_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def load(path: str | PathLike[str]) -> Site:
    """The site that the TOML file at ``path`` describes.

    Nothing is opened but this file, and the file of measurements that it names: whether a device answers is the
    runtime's question.

    :raises SiteFileError: a file cannot be read or has faults; ``complaints`` lists all of them, each with line, key
        and remedy.
    """
    file = Path(path)
    text = _read(file)
    return loads(text, path=file)


def loads(text: str, *, path: str | PathLike[str]) -> Site:
    """The site that a text describes, as if it stood in a file at ``path``.

    :raises SiteFileError: as ``load``.
    """
    file = Path(path)
    table = _parse(file, text)
    complaints = Complaints(str(file), key_lines(text))
    root = Section(table, (), complaints)
    facts = read_site(root)
    beside = _measured(file, facts.get("measurements_file"), complaints)
    site = _site(file.resolve(), root, facts, beside, complaints)
    found = complaints.sorted() + [complaint for other in beside for complaint in other.complaints.sorted()]
    if found or site is None:
        raise SiteFileError(found)
    return site


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Text(en=f"is not UTF-8 at byte {error.start}", zh=f"第 {error.start} 字节不是 UTF-8")
        raise _unreadable(file, problem, Text(en="save it as UTF-8", zh="另存为 UTF-8"), line=line) from error
    except IsADirectoryError as error:
        remedy = Text(en="name the site file in it", zh="写明其中的场所文件")
        raise _unreadable(file, Text(en="is a folder", zh="是文件夹"), remedy) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = Text(en=f"cannot be read: {reason}", zh=f"无法读取：{reason}")
        raise _unreadable(file, problem, Text(en="check the path and its permissions", zh="检查路径和权限")) from error


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _POSITION.search(str(error))
        last = text.rstrip().count("\n") + 1
        line = int(found[1]) if found and found[1] else last
        reason = _POSITION.sub("", str(error))
        problem = Text(en=f"is no TOML: {reason}", zh=f"不是 TOML：{reason}")
        raise _unreadable(file, problem, Text(en="correct this line", zh="改正这一行"), line=line) from error


def _unreadable(file: Path, problem: Text, remedy: Text, *, line: int | None = None) -> SiteFileError:
    complaints = Complaints(str(file), {} if line is None else {(): line})
    complaints.add((), problem, remedy)
    return SiteFileError(complaints.found)


def read_site(root: Section) -> dict[str, Any]:
    """Everything that the tables of a site file say, as far as it is fit; the schema is drawn from these very calls."""
    facts: dict[str, Any] = {"outer": {name: root.section(name, optional=True) for name in READERS}}
    facts["parts"] = {name: _built(facts["outer"][name], read) for name, read in READERS.items()}
    stated = root.section("evidence")
    facts["evidence"] = evidence(stated) if stated else None
    kept = root.section("retention")
    facts["retention"] = tables.retention(kept) if kept else None
    return facts | _heading(root.section("site")) | _storage(root.section("storage"))


class _Beside(NamedTuple):
    """The file of measurements that a site file names."""

    complaints: Complaints
    parts: dict[str, Any]


def _measured(file: Path, name: Path | None, complaints: Complaints) -> list[_Beside]:
    if name is None:
        return []
    path = file.parent / name
    try:
        text = _read(path)
        table = _parse(path, text)
    except SiteFileError as error:
        complaints.found.extend(error.complaints)
        return []
    own = Complaints(str(path), key_lines(text))
    root = Section(table, (), own)
    outer = root.section("measurements")
    root.close()
    return [_Beside(own, _built(outer, tables.measurement))]


def _site(
    path: Path, root: Section, facts: dict[str, Any], beside: list[_Beside], complaints: Complaints
) -> Site | None:
    parts, outer, proofs = facts.pop("parts"), facts.pop("outer"), facts["evidence"]
    facts.pop("measurements_file", None)
    declared = {name: frozenset(table.names if table else ()) for name, table in outer.items()}
    signs = proofs.signs if proofs else {}
    check_references(Parts(declared=declared, signs=signs, **{name: parts[name] for name in _CHECKED}), complaints)
    figures = _figures(facts.get("rule_sets") or (), complaints)
    subjects = frozenset({"site"}).union(*(declared[name] for name in _MEASURABLE))
    for one, where in [(parts["measurements"], complaints), *((file.parts, file.complaints) for file in beside)]:
        check_measurements(one, subjects, figures, where)
    for file in beside:
        parts["measurements"] = {**file.parts, **parts["measurements"]}
    built: dict[str, Any] = {name: tuple(some.values()) for name, some in parts.items()}
    return root.build(Site, path=path, **built, **facts)


def _figures(named: Iterable[str], complaints: Complaints) -> frozenset[str]:
    unknown = [name for name in named if name not in RULE_SETS]
    for name in unknown:
        problem = Text(en=f"there is no rule set {name!r}", zh=f"没有规则集 {name!r}")
        complaints.add(("site", "rule_sets"), problem, suggestion(name, RULE_SETS.names()))
    known = rule_sets(name for name in named if name not in unknown)
    return frozenset(figure.code for rules in known for figure in rules.figures)


def _heading(table: Section | None) -> dict[str, Any]:
    if table is None:
        return {}
    kind = table.text("kind", example="estate_gated")
    known = kind is not None and kind in KINDS
    if kind is not None and not known:
        problem = Text(en=f"{kind!r} is no site kind", zh=f"{kind!r} 不是场所类别")
        table.complain("kind", problem, suggestion(kind, KINDS.names()))
    measured = "measurements" in table
    facts = {
        "id": table.text("id", example="shifan-estate"),
        "name": table.text("name", example="示范小区"),
        "kind": kind,
        "regime": table.choice("regime", Regime),
        "time_zone": values.time_zone(table),
        "options": tables.options(KINDS.load(kind), table) if known else {},
        "rule_sets": table.texts("rule_sets", example="gb-55029") if "rule_sets" in table else (),
        "key_target": table.flag("key_target", default=False),
        "measurements_file": values.relative_path("measurements", table, example="measurements.toml")
        if measured
        else None,
    }
    table.close()
    return facts


def _storage(table: Section | None) -> dict[str, Any]:
    if table is None:
        return {}
    has_gallery = table.has("gallery", needs="gallery_key_env")
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
    parts = {name: read(name, table) for name, table in outer.parts()} if outer else {}
    return {name: part for name, part in parts.items() if part is not None}
