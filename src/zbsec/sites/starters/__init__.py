"""The starting file of a site kind: commented and complete, valid as it stands, and claiming nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from zbsec._text import two
from zbsec.errors import RegistryError
from zbsec.sites.kinds import KINDS

if TYPE_CHECKING:
    from zbsec.sites.kinds import SiteKind
    from zbsec.sites.text import Lang

_GAPS = re.compile(r"\n{3,}(?=(# ----)?)")


def starter(kind: str, *, lang: Lang = "en", filled: bool = False) -> str:
    """The text of a site file to start from.

    What a site has to prove stands in it as comments: whoever has the paper takes the marks away. ``filled`` gives an
    invented site instead, with every proof in place, whose acceptance is a pass.

    :param kind: a name in ``KINDS``.
    :param lang: language of the comments, ``en`` or ``zh``.
    :raises RegistryError: nobody registers that kind, or it brings no starting file.
    :raises ValueError: another language.
    """
    if lang not in ("en", "zh"):
        raise ValueError(f"a starting file is written in en or zh, not {lang!r}")
    found: SiteKind = KINDS.load(kind)
    if found.starter is None:
        brought = [name for name in KINDS.names() if KINDS.load(name).starter]
        raise RegistryError(
            two("starting file", "起始文件"),
            kind,
            brought,
            hint=two(f"{kind} is a site kind without one", f"{kind} 是没有起始文件的场所类别"),
        )
    package, _, path = found.starter.partition(":")
    folder, _, name = path.rpartition("/")
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package, folder), PackageLoader("zbsec.sites", "starters")]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - TOML of our own words, no markup and nobody's input
    )
    environment.globals.update(say=lambda en, zh: en if lang == "en" else zh, filled=filled, kind=kind)
    environment.filters["stated"] = lambda text: text if filled else _as_comments(text)
    return _spaced(environment.get_template(name).render())


def _spaced(text: str) -> str:
    """No blanks at line ends, one empty line between tables, two before a chapter."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return _GAPS.sub(lambda gap: "\n\n\n" if gap[1] else "\n\n", lines) + "\n"


def _as_comments(text: str) -> str:
    return "\n".join(f"# {line}" if line.strip() and not line.startswith("#") else line for line in text.splitlines())
