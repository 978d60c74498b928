"""Pages of results: one HTML file each, from a template beside the benchmark, in one style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2

if TYPE_CHECKING:
    from pathlib import Path


def write_page(path: Path, template: str, **values: Any) -> None:
    """:param template: below ``zbsec.cli.bench``.

    :raises OSError: it cannot be written.
    """
    loader = jinja2.PackageLoader("zbsec.cli.bench", ".")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    path.write_text(environment.get_template(template).render(**values), encoding="utf-8")
