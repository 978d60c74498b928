"""Whose pictures a folder holds: a table, or one folder a person.

``identities.csv``: ``file`` (within the folder) and ``person_id``; of choice ``role`` (``enrol``, ``probe``,
``stranger``) and ``group``. Without it every folder in the folder is a person, and the pictures in it are theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.cli.label_table import rows
from zbsec.devices.drivers.pictures import IMAGE_SUFFIXES
from zbsec.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLE = "identities.csv"
NEEDED = ("file", "person_id")


class Role(StrEnum):
    """What a picture is for where the folder says so."""

    ENROL = "enrol"
    PROBE = "probe"
    """Of somebody enrolled."""
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """One picture, and who is in it."""

    path: Path
    person: str
    role: Role | None = None
    group: str = ""
    """Empty: not said."""


def portraits(folder: Path, groups: Path | None = None) -> list[Portrait]:
    """The pictures of a folder, person by person.

    :param groups: a table ``person_id``, ``group``; it goes before what the folder says.
    :raises ImageError: no people, a line that cannot be used, one person in two groups; the sentence says which.
    """
    found = list(_listed(folder) if (folder / TABLE).exists() else _by_folder(folder))
    if groups:
        said = {
            row["person_id"]: row["group"]
            for _, row in rows(groups, needed=("person_id", "group"), filled=("person_id",))
        }
        strange = said.keys() - {one.person for one in found}
        if strange:
            raise ImageError(
                str(groups),
                two(
                    f"names {sorted(strange)[0]!r}, of whom {folder} has no picture",
                    f"写有 {sorted(strange)[0]!r}，但 {folder} 中没有其图片",
                ),
            )
        found = [replace(one, group=said.get(one.person, one.group)) for one in found]
    if len({one.person for one in found}) < 2:
        raise ImageError(
            str(folder),
            two(
                f"holds fewer than two people; give {TABLE}, or one folder of pictures a person",
                f"不足两人；请给出 {TABLE}，或每人一个图片文件夹",
            ),
        )
    _one_group_each(found)
    return sorted(found, key=lambda one: one.person)


def _by_folder(folder: Path) -> Iterator[Portrait]:
    if not folder.is_dir():
        raise ImageError(
            str(folder),
            two(
                "is no folder; give one that holds a folder of pictures for each person",
                "不是文件夹；请给出每人一个子文件夹的文件夹",
            ),
        )
    for home in sorted(path for path in folder.iterdir() if path.is_dir()):
        for path in sorted(home.iterdir()):
            if path.suffix.lower() in IMAGE_SUFFIXES:
                yield Portrait(path=path, person=home.name)


def _listed(folder: Path) -> Iterator[Portrait]:
    for where, row in rows(folder / TABLE, needed=NEEDED, filled=NEEDED):
        role = row.get("role", "")
        if role and role not in list(Role):
            raise ImageError(
                where, two(f"role {role!r} is none of {', '.join(Role)}", f"角色 {role!r} 不在 {'、'.join(Role)} 之中")
            )
        yield Portrait(
            path=folder / row["file"],
            person=row["person_id"],
            role=Role(role) if role else None,
            group=row.get("group", ""),
        )


def _one_group_each(found: list[Portrait]) -> None:
    groups: dict[str, str] = {}
    for one in found:
        if groups.setdefault(one.person, one.group) != one.group:
            both = f"{groups[one.person]!r} and {one.group!r}"
            raise ImageError(
                str(one.path),
                two(
                    f"person {one.person!r} is in two groups, {both}; give one",
                    f"人员 {one.person!r} 同属两组 {both}；请只写一组",
                ),
            )
