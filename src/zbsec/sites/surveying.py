"""The plan beside a site file: a drawing that is computed, or a picture that is shown as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from zbsec._failures import explain
from zbsec._text import Text, two
from zbsec.errors import WHOLE_FILE, Complaint, ImageError, PlanError, SiteFileError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from zbsec.sites.model import Site
    from zbsec.sites.plan.survey import Survey

PICTURES = frozenset({".png", ".svg"})


def surveyed(site: Site, *, on: date, closing: bool) -> Survey | PlanError | None:
    """What the plan of a site shows; None: the site file names none, or a picture.

    An error that comes back instead says why the plan cannot be computed here: a library is missing.

    :param closing: whether the site's kind asks for passages to be closed.
    :raises SiteFileError: the plan cannot be read, or has faults.
    """
    if site.plan is None:
        return None
    path = site.folder / site.plan
    if _is_picture(path):
        _picture(path)
        return None
    try:
        from zbsec.sites.plan.survey import survey  # noqa: PLC0415

        return survey(path, on=on, closing=closing)
    except PlanError as error:
        return error


def plan_complaints(path: Path) -> tuple[Complaint, ...]:
    """What is wrong with the plan at ``path``, a drawing or a picture, before anything is computed of it.

    Where the library that reads plans is missing, nothing is known to be wrong.
    """
    try:
        if _is_picture(path):
            _picture(path)
        else:
            from zbsec.sites.plan.load import load  # noqa: PLC0415

            load(path)
    except SiteFileError as error:
        return error.complaints
    except PlanError:
        pass
    return ()


def picture_of(site: Site) -> bytes | None:
    """The picture that a site file names as its plan; None: it names none.

    :raises SiteFileError: it cannot be read, or is no PNG or SVG that a report may carry.
    """
    if site.plan is None or not _is_picture(site.plan):
        return None
    return _picture(site.folder / site.plan)


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURES


def _picture(path: Path) -> bytes:
    from zbsec.sites.paper.picture import data_uri  # noqa: PLC0415

    try:
        picture = path.read_bytes()
        data_uri(picture)
    except OSError as error:
        said = explain(error)
        _complain(path, two(said.problem, said.problem_zh), two(said.remedy, said.remedy_zh))
    except ImageError as error:
        _complain(path, error.why, two("give another picture", "请换一张图片"))
    return picture


def _complain(path: Path, problem: Text, remedy: Text) -> NoReturn:
    raise SiteFileError([Complaint.told(str(path), None, WHOLE_FILE, problem, remedy)])
