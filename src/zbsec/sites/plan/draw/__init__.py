"""Plans as pictures, PNG and SVG, drawn with matplotlib."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from zbsec._text import two
from zbsec.errors import PlanError
from zbsec.sites.plan.coverage import Coverage
from zbsec.sites.plan.draw.fonts import chinese
from zbsec.sites.plan.enclose import Enclosure
from zbsec.sites.plan.extra import need
from zbsec.sites.plan.propose import Proposal

if TYPE_CHECKING:
    from os import PathLike

    from matplotlib.figure import Figure

    from zbsec.sites.text import Lang

__all__ = ["Drawable", "figure", "save", "svg"]

Drawable: TypeAlias = Coverage | Proposal | Enclosure


def figure(result: Drawable, *, lang: Lang = "en") -> Figure:
    """A matplotlib figure of a result, of its own: no global state of matplotlib is touched."""
    from zbsec.sites.plan.draw import gates, sight  # noqa: PLC0415

    if isinstance(result, Enclosure):
        return gates.enclosure_figure(result, lang)
    if isinstance(result, Proposal):
        return sight.proposal_figure(result, lang)
    return sight.coverage_figure(result, lang)


def save(result: Drawable, path: str | PathLike[str], *, lang: Lang = "en", dpi: int = 160) -> None:
    """Write a picture; its suffix says which kind: ``.png``, ``.svg`` or ``.pdf``.

    :raises PlanError: another suffix, or a PNG or PDF in Chinese and no font for it.
    :raises OSError: the file cannot be written.
    """
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in ("png", "svg", "pdf"):
        raise PlanError(
            two(f"{path}: a plan is drawn as .png, .svg or .pdf", f"{path}：平面图只能绘为 .png、.svg 或 .pdf")
        )
    Path(path).write_bytes(_drawn(result, kind, lang, dpi))


def svg(result: Drawable, *, lang: Lang = "en") -> str:
    """One ``<svg>`` element: the same result always gives the same text, and its letters stay letters."""
    text = _drawn(result, "svg", lang, 100).decode("utf-8")
    return text[text.index("<svg") :]


def _drawn(result: Drawable, kind: str, lang: Lang, dpi: int) -> bytes:
    need("matplotlib")
    import matplotlib as mpl  # noqa: PLC0415

    family = chinese()
    if lang == "zh" and family is None and kind != "svg":
        raise PlanError(
            two(
                "no font with Chinese characters is installed; install fonts-noto-cjk, or draw an .svg",
                "未安装中文字体；请安装 fonts-noto-cjk，或绘为 .svg",
            )
        )
    looks: dict[Any, Any] = {
        "font.family": [
            *([family] if family and lang == "zh" else []),
            "DejaVu Sans",
            *([family] if family else []),
            "sans-serif",
        ],
        "svg.fonttype": "none",
        "svg.hashsalt": "zbsec",
        "hatch.linewidth": 0.4,
    }
    dates: dict[str, Any] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {}}
    drawn = io.BytesIO()
    with mpl.rc_context(looks), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure(result, lang=lang).savefig(drawn, format=kind, dpi=dpi, metadata=dates[kind])
    return drawn.getvalue()
