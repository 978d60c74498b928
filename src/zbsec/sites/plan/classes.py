"""How much of a person a picture shows, in pixels per metre: the classes of both editions of IEC 62676-4."""

from __future__ import annotations

from zbsec.sites.text import Labelled


class PixelClass(Labelled):
    """A class of pixel density at the target.

    The first six are those of IEC 62676-4:2014, the last seven those of IEC 62676-4:2025, which replaced them.
    """

    MONITOR = "monitor", "monitor", "监视"
    DETECT = "detect", "detect", "探测"
    OBSERVE = "observe", "observe", "观察"
    RECOGNISE = "recognise", "recognise", "辨认"
    IDENTIFY = "identify", "identify", "识别"
    INSPECT = "inspect", "inspect", "细检"
    OVERVIEW = "overview", "overview", "概览"
    OUTLINE = "outline", "outline", "轮廓"
    DISCERN = "discern", "discern", "分辨"
    PERCEIVE = "perceive", "perceive", "察觉"
    CHARACTERISE = "characterise", "characterise", "特征"
    VALIDATE = "validate", "validate", "核验"
    SCRUTINISE = "scrutinise", "scrutinise", "详查"

    @property
    def px_per_m(self) -> float:
        """The least density of the class, pixels per metre."""
        return _PX_PER_M[self]

    @property
    def edition(self) -> int:
        """The year of the edition of IEC 62676-4 that defines the class."""
        return 2014 if self in _EDITION_2014 else 2025


_PX_PER_M = {
    PixelClass.MONITOR: 12.5,
    PixelClass.DETECT: 25.0,
    PixelClass.OBSERVE: 62.5,
    PixelClass.RECOGNISE: 125.0,
    PixelClass.IDENTIFY: 250.0,
    PixelClass.INSPECT: 1000.0,
    PixelClass.OVERVIEW: 20.0,
    PixelClass.OUTLINE: 40.0,
    PixelClass.DISCERN: 80.0,
    PixelClass.PERCEIVE: 125.0,
    PixelClass.CHARACTERISE: 250.0,
    PixelClass.VALIDATE: 500.0,
    PixelClass.SCRUTINISE: 1500.0,
}
_EDITION_2014 = frozenset(list(PixelClass)[:6])


def edition(year: int) -> tuple[PixelClass, ...]:
    """The classes of one edition, coarsest first."""
    return tuple(one for one in PixelClass if one.edition == year)
