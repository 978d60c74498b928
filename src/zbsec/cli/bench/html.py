"""Pages of results: one HTML file each, from a template beside the benchmark, in one style."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import jinja2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from types import SimpleNamespace

    from zbsec.cli.bench.machine import Machine


def write_page(
    path: Path,
    template: str,
    *,
    words: SimpleNamespace,
    machine: Machine,
    charts: Callable[[], Iterable[object]],
    **values: Any,
) -> None:
    """Write a page; without matplotlib it says how to get the charts.

    :param template: below ``zbsec.cli.bench``.
    :raises OSError: it cannot be written.
    """
    drawable = find_spec("matplotlib") is not None
    values |= {
        "words": words,
        "machine": f"{machine.cpu}; zbsec {machine.zbsec}",
        "charts": list(charts()) if drawable else [],
        "no_charts": "" if drawable else words.no_charts.format(remedy="pip install matplotlib"),
    }
    loader = jinja2.PackageLoader("zbsec.cli.bench", ".")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    path.write_text(environment.get_template(template).render(**values), encoding="utf-8")
