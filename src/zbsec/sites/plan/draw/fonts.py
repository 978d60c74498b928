"""A font of this machine that has Chinese characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK JP",
)
_FILES = ("notosanscjk-regular", "notosanssc-regular", "sourcehansans", "msyh", "pingfang", "wqy", "simhei")


@cache
def chinese() -> str | None:
    """The name of a family with Chinese characters; None: this machine has none that we know."""
    from matplotlib import font_manager  # noqa: PLC0415

    found = _listed()
    if found is None:
        for path in sorted(font_manager.findSystemFonts()):  # matplotlib's list is older than the font
            if Path(path).stem.lower().startswith(_FILES):
                font_manager.fontManager.addfont(path)
        found = _listed()
    return found


def _listed() -> str | None:
    from matplotlib import font_manager  # noqa: PLC0415

    installed = set(font_manager.get_font_names())
    return next((name for name in _FAMILIES if name in installed), None)
