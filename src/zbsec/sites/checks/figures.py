"""What has to be measured or looked at on the spot: by samples, against its bound, never passed unread."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from zbsec.sites.checks._base import few
from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.rule_sets import double, speaking_of
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.measurement import Measurement
    from zbsec.sites.model import Site
    from zbsec.sites.rule_sets import Figure


def check_figures(inspection: Inspection) -> Iterator[Finding]:
    read = _readings(inspection)
    for rules in speaking_of(inspection.site):
        for figure in rules.figures:
            yield _finding(figure, read.get(figure.code, []), inspection)


def _readings(inspection: Inspection) -> dict[str, list[Measurement]]:
    read: dict[str, list[Measurement]] = defaultdict(list)
    for measurement in inspection.site.measurements:
        if measurement.is_made(inspection.today) and measurement.value is not None:
            read[measurement.figure].append(measurement)
    return read


class _Lot(NamedTuple):
    """Pieces of one type and model, and what was read of them."""

    pieces: tuple[str, ...]
    first: Sequence[Measurement]
    again: Sequence[Measurement]


def _finding(figure: Figure, read: list[Measurement], inspection: Inspection) -> Finding:
    pieces = sorted(set(figure.parts(inspection.site)))
    status, message = _judge(figure, _lots(pieces, read, inspection.site), inspection) if pieces else _NO_PIECES
    report = Text(en=", or [evidence.inspection]", zh="，或写入 [evidence.inspection]")
    return Finding(
        rule=figure.rule,
        clause=figure.clause,
        subject=few(pieces) or "site",
        status=status,
        weight=Weight.NOTE if status is Status.NOT_APPLICABLE else figure.weight,
        message=Text(en=f"{_asked(figure).en}: {message.en}", zh=f"{_asked(figure).zh}：{message.zh}"),
        remedy=Text(
            en=f'have it inspected, and write [measurements.NAME] with figure = "{figure.code}"'
            + (report.en if figure.by_report else ""),
            zh=f'现场检验，并写入 [measurements.名称]，figure = "{figure.code}"'
            + (report.zh if figure.by_report else ""),
        ),
    )


_NO_PIECES = (
    Status.NOT_APPLICABLE,
    Text(en="the site has no such part", zh="本场所没有该类部位"),
)


def _asked(figure: Figure) -> Text:
    if figure.bound is None:
        return figure.label
    return Text(en=f"{figure.label.en} {figure.bound.of('en')}", zh=f"{figure.label.zh} {figure.bound.of('zh')}")


def _lots(pieces: Iterable[str], read: Iterable[Measurement], site: Site) -> list[_Lot]:
    lots: dict[tuple[str, str], list[str]] = defaultdict(list)
    models = _models(site)
    for piece in pieces:
        lots[models.get(piece, ("", ""))].append(piece)
    return [
        _Lot(
            tuple(members),
            [one for one in read if one.subject in members and not one.retest],
            [one for one in read if one.subject in members and one.retest],
        )
        for _, members in sorted(lots.items())
    ]


def _models(site: Site) -> dict[str, tuple[str, str]]:
    """Class and model of every device, and of every lane by its gate."""
    models = {device.id: (device.device_class, device.model or "") for device in site.devices}
    return models | {point.id: models[point.gate] for point in site.access_points}


def _judge(figure: Figure, lots: list[_Lot], inspection: Inspection) -> tuple[Status, Text]:
    read = [one for lot in lots for one in (*lot.first, *lot.again)]
    strange = [one.id for one in read if isinstance(one.value, bool) is not (figure.bound is None)]
    if strange:
        return Status.UNKNOWN, Text(
            en=f"{', '.join(strange)} gives {'no number' if figure.bound else 'a number, not true or false'}",
            zh=f"{'、'.join(strange)} {'不是数值' if figure.bound else '是数值而非真假'}",
        )
    failed = sorted({piece for lot in lots for piece in _failed(figure, lot)})
    if failed:
        return Status.FAILED, Text(en=f"not so at {few(failed)}", zh=f"不符合：{few(failed)}")
    return _completeness(figure, lots, read, inspection)


def _completeness(
    figure: Figure, lots: list[_Lot], read: list[Measurement], inspection: Inspection
) -> tuple[Status, Text]:
    stale = sorted(one.id for one in read if not one.calibrated)
    if stale:
        return Status.NOT_VERIFIED, Text(
            en=f"the instrument was out of calibration: {few(stale)} (GB 50348 9.1.3)",
            zh=f"仪器超出校准有效期：{few(stale)}（GB 50348 9.1.3）",
        )
    if any(one.simulated for one in read):
        result = _result(figure, read)
        return Status.NOT_VERIFIED, Text(
            en=f"on simulated devices, which verifies nothing: {result.en}",
            zh=f"模拟设备上的数据，不作核验：{result.zh}",
        )
    short = [lot for lot in lots if _seen(lot) < _owed(figure, lot)]
    if short:
        return _unread(figure, short, read, inspection)
    return Status.SATISFIED, _result(figure, read)


def _failed(figure: Figure, lot: _Lot) -> set[str]:
    """Pieces that stay failed: on the second test for good, on the first until the second has shown otherwise."""
    if any(not _holds(figure, one) for one in lot.again):
        return {one.subject for one in lot.again if not _holds(figure, one)}
    right = {one.subject for one in lot.again}
    return {one.subject for one in lot.first if not _holds(figure, one)} - right


def _holds(figure: Figure, measurement: Measurement) -> bool:
    if figure.bound is None:
        return measurement.value is True
    return measurement.value is not None and figure.bound.holds(measurement.value)


def _owed(figure: Figure, lot: _Lot) -> int:
    """How many pieces: the sample, or twice as many once a piece of it has failed (GB 50348 9.1.6)."""
    sample = figure.sample(len(lot.pieces))
    failed_first = any(not _holds(figure, one) for one in lot.first)
    return double(len(lot.pieces), sample) if failed_first else sample


def _seen(lot: _Lot) -> int:
    return len({one.subject for one in (lot.again or lot.first)})


def _unread(figure: Figure, short: list[_Lot], read: list[Measurement], inspection: Inspection) -> tuple[Status, Text]:
    """With an inspection report, the report answers: it is named, and its content stays its author's."""
    report = inspection.site.evidence.inspection
    answers = report is not None and report.is_made(inspection.today) and figure.by_report
    if report and answers and not any(lot.again for lot in short):
        return Status.CONDITIONAL, Text(en=f"see {report.ref} of {report.on}", zh=f"见 {report.on} 的 {report.ref}")
    if not read:
        return Status.NOT_VERIFIED, Text(en="not measured", zh="未测量")
    seen, owed = sum(map(_seen, short)), sum(_owed(figure, lot) for lot in short)
    return Status.NOT_VERIFIED, Text(en=f"{seen} of {owed} pieces looked at", zh=f"应查 {owed} 处，已查 {seen} 处")


def _result(figure: Figure, read: list[Measurement]) -> Text:
    latest = max(read, key=lambda one: (one.on, one.id))
    where = f"{latest.on}, {latest.by}, {latest.ref}"
    if figure.bound is None:
        return Text(en=f"so at {len(read)}; {where}", zh=f"{len(read)} 处符合；{where}")
    worst = figure.bound.worst(float(one.value or 0) for one in read if _holds(figure, one))
    return Text(
        en=f"{worst:g} {figure.bound.unit} at worst of {len(read)}; {where}",
        zh=f"{len(read)} 次测量最差 {worst:g} {figure.bound.unit_of('zh')}；{where}",
    )
