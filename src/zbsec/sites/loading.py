"""``load``: a site file read as a whole, with every complaint about it at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zbsec.errors import SiteFileError
from zbsec.sites import device_table, tables, uplink_table, values
from zbsec.sites.evidence_tables import evidence
from zbsec.sites.kinds import KINDS
from zbsec.sites.model import Site
from zbsec.sites.places import Regime
from zbsec.sites.references import Parts, check_measurements, check_references
from zbsec.sites.rule_sets import RULE_SETS, rule_sets
from zbsec.sites.section import Complaints, Section, suggestion
from zbsec.sites.surveying import plan_complaints
from zbsec.sites.text import Text
from zbsec.sites.toml_file import parse, read_text
from zbsec.sites.toml_lines import key_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike

READERS: dict[str, Callable[[str, Section], Any]] = {
    "zones": tables.zone,
    "schedules": tables.schedule,
    "devices": device_table.device,
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


def load(path: str | PathLike[str], *, measured: bool = True) -> Site:
    """The site that the TOML file at ``path`` describes.

    Nothing is opened but this file, and the file of measurements that it names: whether a device answers is the
    runtime's question. The plan that it names is read by ``check``, and here where this file has faults, so that those
    of both are told at once.

    :param measured: whether the file of measurements is read; whoever is about to write it does not need it.
    :raises SiteFileError: a file cannot be read or has faults; ``complaints`` lists all of them, file by file, each
        with line, key and remedy.
    """
    file = Path(path)
    return loads(read_text(file), path=file, measured=measured)


def loads(text: str, *, path: str | PathLike[str], measured: bool = True) -> Site:
    """The site that a text describes, as if it stood in a file at ``path``.

    :raises SiteFileError: as ``load``.
    """
    file = Path(path)
    table = parse(file, text)
    complaints = Complaints(str(file), key_lines(text))
    root = Section(table, (), complaints)
    read = read_site(root)
    beside = _measured(file, read.measured if measured else None, complaints)
    site = _site(file.absolute(), root, read, beside, complaints)
    found = complaints.sorted() + [complaint for other in beside for complaint in other.complaints.sorted()]
    if found or site is None:
        plan = read.facts.get("plan")
        raise SiteFileError([*found, *(plan_complaints(file.parent / plan) if plan else ())])
    return site


class Read(NamedTuple):
    """What the tables of a file say, as far as it is fit."""

    outer: dict[str, Section | None]
    """The tables of parts, as they stand."""
    parts: dict[str, dict[str, Any]]
    """The parts that could be built, by table and id."""
    facts: dict[str, Any]
    """Everything else that a ``Site`` is made of."""
    measured: Path | None
    """The file of measurements beside this one."""


def read_site(root: Section) -> Read:
    """Read every table of a site file. The schema is drawn from these very calls."""
    outer = {name: root.section(name, optional=True) for name in READERS}
    parts = {name: _built(outer[name], read) for name, read in READERS.items()}
    stated, kept, heading = root.section("evidence"), root.section("retention"), root.section("site")
    facts = {
        "evidence": evidence(stated) if stated else None,
        "retention": tables.retention(kept) if kept else None,
        **_storage(root.section("storage")),
    }
    if heading is None:
        return Read(outer, parts, facts, None)
    named = "measurements" in heading
    measured = values.relative_path("measurements", heading, example="measurements.toml") if named else None
    return Read(outer, parts, facts | _heading(heading), measured)


class _Beside(NamedTuple):
    """The file of measurements that a site file names."""

    complaints: Complaints
    measurements: dict[str, Any]


def _measured(file: Path, name: Path | None, complaints: Complaints) -> list[_Beside]:
    if name is None:
        return []
    path = file.parent / name
    try:
        text = read_text(path)
        table = parse(path, text)
    except SiteFileError as error:
        complaints.found.extend(error.complaints)
        return []
    own = Complaints(str(path), key_lines(text))
    root = Section(table, (), own)
    outer = root.section("measurements")
    root.close()
    return [_Beside(own, _built(outer, tables.measurement))]


def _site(path: Path, root: Section, read: Read, beside: list[_Beside], complaints: Complaints) -> Site | None:
    declared = {name: frozenset(table.names if table else ()) for name, table in read.outer.items()}
    proofs = read.facts["evidence"]
    signs = proofs.signs if proofs else {}
    checked = {name: read.parts[name] for name in _CHECKED}
    check_references(Parts(declared=declared, signs=signs, **checked), complaints)
    figures = _figures(read.facts.get("rule_sets") or (), complaints)
    subjects = frozenset({"site"}).union(*(declared[name] for name in _MEASURABLE))
    measurements = read.parts["measurements"]
    check_measurements(measurements, subjects, figures, complaints)
    for other in beside:
        check_measurements(other.measurements, subjects, figures, other.complaints)
        measurements = other.measurements | measurements
    built: dict[str, Any] = {name: tuple(some.values()) for name, some in read.parts.items()}
    built |= {"measurements": tuple(measurements.values()), "measurements_file": read.measured}
    return root.build(Site, path=path, **built, **read.facts)


def _figures(named: Iterable[str], complaints: Complaints) -> frozenset[str]:
    unknown = [name for name in named if name not in RULE_SETS]
    for name in unknown:
        problem = Text(en=f"there is no rule set {name!r}", zh=f"没有规则集 {name!r}")
        complaints.add(("site", "rule_sets"), problem, suggestion(name, RULE_SETS.names()))
    known = rule_sets(name for name in named if name not in unknown)
    return frozenset(figure.code for rules in known for figure in rules.figures)


def _heading(table: Section) -> dict[str, Any]:
    kind = table.text("kind", example="estate_gated")
    known = kind is not None and kind in KINDS
    if kind is not None and not known:
        problem = Text(en=f"{kind!r} is no site kind", zh=f"{kind!r} 不是场所类别")
        table.complain("kind", problem, suggestion(kind, KINDS.names()))
    facts = {
        "id": table.text("id", example="shifan-estate"),
        "name": table.text("name", example="示范小区"),
        "kind": kind,
        "regime": table.choice("regime", Regime),
        "time_zone": values.time_zone(table),
        "options": tables.options(KINDS.load(kind), table) if known else {},
        "rule_sets": table.texts("rule_sets", example="gb-55029") if "rule_sets" in table else (),
        "key_target": table.flag("key_target", default=False),
        "plan": values.plan(table) if "plan" in table else None,
    }
    table.close()
    return facts


def _storage(table: Section | None) -> dict[str, Any]:
    if table is None:
        return {}
    has_gallery = table.has_with("gallery", either=("gallery_key", "gallery_key_env"))
    facts = {
        "journal": values.relative_path("journal", table, example="data/journal.db"),
        "gallery": values.relative_path("gallery", table, example="data/gallery.db") if has_gallery else None,
        "gallery_key": _gallery_key(table) if has_gallery else None,
        "face_backend": table.optional_text("face_backend", example="yunet-mobilefacenet"),
    }
    table.close()
    return facts


def _gallery_key(table: Section) -> str | None:
    """Where the key is; ``gallery_key_env = "NAME"`` is short for ``gallery_key = "env:NAME"``."""
    variable = None
    if "gallery_key_env" in table:
        variable = values.variable("gallery_key_env", table, example="ESTATE_GALLERY_KEY")
    if "gallery_key" in table:
        return values.source_of_key("gallery_key", table, example="file:/etc/zbsec/site.key")
    return None if variable is None else f"env:{variable}"


def _built(outer: Section | None, read: Callable[[str, Section], Any]) -> dict[str, Any]:
    """What could be built of the tables in ``outer``, by name."""
    parts = {name: read(name, table) for name, table in outer.parts()} if outer else {}
    return {name: part for name, part in parts.items() if part is not None}
