"""Results as tables of a file of measurements; what people wrote in the file stays as it is."""

from __future__ import annotations

import json
import platform
import re
from typing import TYPE_CHECKING

from zbsec import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from zbsec.sites import Lang
    from zbsec.testing.acceptance.options import Options
    from zbsec.testing.acceptance.result import Result

_OWN = re.compile(
    r"^# zbsec accept\b[^\n]*\n"
    r"|^\[measurements\.accept-[^\]\n]*\][^\n]*\n(?:(?!\[)[^\n]*(?:\n|\Z))*",
    re.MULTILINE,
)
"""The comment and the tables that an earlier measurement wrote: each table up to the next."""


def written(results: Iterable[Result], options: Options, *, zone: ZoneInfo, before: str = "", lang: Lang = "en") -> str:
    """The text of the file with these results in place of those of an earlier measurement.

    :param zone: the site's time zone, in which days and hours are written.
    :param before: the text that the file has now.
    :param lang: the language of what is said about each figure.
    """
    kept = _OWN.sub("", before).rstrip("\n")
    lines = [f"# zbsec accept --measure, zbsec {__version__} on {_host()}"]
    for result in results:
        lines += _table(result, options, zone, lang)
    return (kept + "\n\n" if kept else "") + "\n".join(lines) + "\n"


def _table(result: Result, options: Options, zone: ZoneInfo, lang: Lang) -> list[str]:
    begun, ended = (moment.astimezone(zone) for moment in (result.started_at, result.ended_at))
    name = f"accept-{result.figure}-{result.subject}".replace("_", "-")
    ref = f"zbsec accept, {begun:%H:%M:%S} – {ended:%H:%M:%S}" + (f"; {result.how.of(lang)}" if result.how else "")
    lines = [
        f"[measurements.{name}]",
        f"figure = {_text(result.figure)}",
        f"subject = {_text(result.subject)}",
        f"on = {ended:%Y-%m-%d}",
        f"by = {_text(options.by)}",
        f"ref = {_text(ref)}",
    ]
    if result.not_measured is not None:
        return [*lines, f"not_measured = {_text(result.not_measured.of(lang))}", ""]
    lines += [f"value = {result.worst!r}", f"samples = {len(result.samples)}", f"median = {result.median!r}"]
    lines.append(f"timer = {_text(_TIMER[lang].format(version=__version__, host=_host()))}")
    if options.calibrated_to is not None:
        lines.append(f"instrument = {_text(f'clock of {_host()}')}")
        lines.append(f"calibrated_to = {options.calibrated_to:%Y-%m-%d}")
    return [*lines, *(["simulated = true"] if result.simulated else []), ""]


_TIMER = {"en": "zbsec {version}, monotonic clock of {host}", "zh": "zbsec {version}，主机 {host} 单调时钟"}


def _host() -> str:
    return platform.node() or "this host"


def _text(text: str) -> str:
    """A TOML string: JSON's, but for the one character that TOML wants escaped and JSON does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
