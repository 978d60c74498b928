"""A budget as a picture: what each payer pays in each year, one column a year."""

from __future__ import annotations

import io
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zbsec._text import two
from zbsec.errors import ReportError
from zbsec.sites.funding.payers import Payer

if TYPE_CHECKING:
    from zbsec.sites.funding.budget import Budget
    from zbsec.sites.text import Lang

_LOOKS = {
    Payer.DEVELOPER: ("#1f3a56", ""),
    Payer.OWNERS: ("#0072b2", ""),
    Payer.COMMON_INCOME: ("#56b4e9", "//"),
    Payer.MAINTENANCE_FUND: ("#009e73", ""),
    Payer.PROPERTY_COMPANY: ("#e69f00", "\\\\"),
    Payer.CITY: ("#7a2e2e", ""),
    Payer.COUNTY: ("#b5563c", "//"),
    Payer.TOWN: ("#d98f5c", "xx"),
    Payer.VILLAGE: ("#f0cda0", ".."),
    Payer.UNIT: ("#1f3a56", ""),
    Payer.CONTRACTOR: ("#999999", "--"),
}
"""After Okabe and Ito, with a hatch where a black-and-white print would not tell two neighbours apart."""
_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
    "Noto Sans CJK JP",
)
_COLUMNS = 3
"""Of the legend."""
_TITLE = {"en": "{name}: who pays what, in ten thousand yuan", "zh": "{name}：各年度出资（万元）"}


def chart(budget: Budget, *, lang: Lang = "en") -> bytes:
    """The picture as a PNG file.

    :raises ReportError: matplotlib (extra ``charts``) is not installed, or no font here has Chinese characters where
        the picture needs them.
    """
    figure_of, manager = _library()
    table = budget.table()
    title = _TITLE[lang].format(name=budget.plan.name)
    years = list(budget.plan.years)
    figure = figure_of(figsize=(max(6.4, 1.6 + 0.62 * len(years)), 4.4), dpi=160)
    rows = -(-len(table) // _COLUMNS)
    axes = figure.add_axes((0.09, 0.08, 0.89, 0.80 - 0.065 * rows))
    font = _font(manager, title + "".join(payer.of(lang) for payer in table))
    floor = [Decimal(0)] * len(years)
    for payer, row in table.items():
        heights = [row[year] / 10_000 for year in years]
        colour, hatch = _LOOKS[payer]
        axes.bar(
            years,
            [float(height) for height in heights],
            bottom=[float(low) for low in floor],
            width=0.66,
            label=payer.of(lang),
            color=colour,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.6,
        )
        floor = [low + height for low, height in zip(floor, heights, strict=True)]
    for year, top in zip(years, floor, strict=True):
        if top:
            axes.annotate(
                f"{top:,.2f}", (year, float(top)), (0, 3), textcoords="offset points", ha="center", fontsize=8
            )
    _dress(axes, years)
    figure.text(0.09, 0.97, title, fontsize=12, fontweight="bold", color="#17212b", fontproperties=font, va="top")
    axes.legend(
        ncols=_COLUMNS, frameon=False, loc="lower left", bbox_to_anchor=(-0.01, 1.01), prop=font, borderaxespad=0
    )
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()


def _dress(axes: Any, years: list[int]) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_xticks(years)
    axes.tick_params(length=0, labelsize=9, colors="#17212b")
    axes.grid(axis="y", color="#e6e6e6", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.margins(y=0.08)


def _font(manager: Any, text: str) -> Any:
    """A font for the text; matplotlib's own has no Chinese."""
    if text.isascii():
        return manager.FontProperties(size=9)
    family = _known(manager) or _known_anew(manager)
    if family is None:
        raise ReportError(
            two(
                f"no font on this machine has Chinese characters; install one of {', '.join(_CHINESE[:3])} "
                "(apt install fonts-noto-cjk)",
                f"本机没有中文字体；请安装其中之一：{'、'.join(_CHINESE[:3])}（apt install fonts-noto-cjk）",
            )
        )
    return manager.FontProperties(family=family, size=9)


def _known(manager: Any) -> str | None:
    known = {font.name for font in manager.fontManager.ttflist}
    return next((name for name in _CHINESE if name in known), None)


def _known_anew(manager: Any) -> str | None:
    """matplotlib keeps a list of the fonts that there were once; those installed since are added to it here."""
    listed = {font.fname for font in manager.fontManager.ttflist}
    for path in manager.findSystemFonts():
        if path not in listed:
            with suppress(RuntimeError, OSError):  # a font that it cannot read
                manager.fontManager.addfont(path)
    return _known(manager)


def _library() -> tuple[Any, Any]:
    try:
        from matplotlib import font_manager  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise ReportError(
            two(
                'a chart needs matplotlib; install it with: pip install "zbsec[charts]"',
                '绘图需要 matplotlib；请运行：pip install "zbsec[charts]"',
            )
        ) from error
    return Figure, font_manager
