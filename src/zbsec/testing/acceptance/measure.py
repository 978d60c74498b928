"""``measure``: a site opened by its file, and every figure that the library can read off it."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio

from zbsec._ambient import now
from zbsec.runtime import open_site
from zbsec.sites import Text
from zbsec.sites.rule_sets import rule_sets
from zbsec.testing.acceptance.centre import Mail, alarm_of, journal_times
from zbsec.testing.acceptance.clock import HOST_S_A_DAY, ClockWatch, drift_of
from zbsec.testing.acceptance.lanes import Unmeasured, command_for, credential_for, is_simulated, opening_times
from zbsec.testing.acceptance.result import Result

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from datetime import datetime

    from zbsec.runtime import Lane, RunningSite
    from zbsec.sites import AccessPoint, Figure, Site
    from zbsec.testing.acceptance.clock import Drift
    from zbsec.testing.acceptance.lanes import Way
    from zbsec.testing.acceptance.options import Options

SITE = "site"


async def measure(
    site: Site,
    options: Options,
    *,
    environment: Mapping[str, str] = os.environ,
    tell: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Open the site and measure.

    Gates move, events are written into the site's journal under the name ``options.operator`` or as refused wrong
    credentials, and platforms are told of them as their policies say: this is an acceptance test on the real thing.

    :param tell: told of every result as it is made.
    :raises SiteFileError: as ``open_site``.
    :raises DeviceOfflineError: a device of the site has no link.
    """
    session = Session(site, options, tell)
    async with open_site(site, environment=environment) as running, anyio.create_task_group() as tasks:
        mail = Mail(running)
        tasks.start_soon(mail.watch)
        watch = _watch(running, options)
        await watch.begin()
        for point in site.access_points:
            await session.lane(running, point)
        await session.centre(running, mail)
        await watch.end()
        await session.clocks(running, watch)
        tasks.cancel_scope.cancel()
    return session.results


class Session:
    """The measurements at one site, of what the rule sets ask of it."""

    def __init__(self, site: Site, options: Options, tell: Callable[[Result], None]) -> None:
        self.results: list[Result] = []
        self._site = site
        self._options = options
        self._tell = tell
        self._alarm_times: list[float] = []
        self._asked = _asked(site)
        self._bounds = {one.code: one.bound.limit for one in _figures(site) if one.bound}

    async def lane(self, running: RunningSite, point: AccessPoint) -> None:
        """The figures of one access point."""
        lane = running.lanes[point.id]
        await self._opening("read_to_actuate", lane, lambda: credential_for(running, point, self._options))
        await self._opening("operator_to_actuate", lane, lambda: command_for(lane, self._options))
        if ("wrong_attempts", point.id) in self._asked:
            await self._attempts(running, lane)

    async def centre(self, running: RunningSite, mail: Mail) -> None:
        """The figures of the whole site that need it to run."""
        lane = next(iter(running.lanes.values()), None)
        if lane is None:
            for figure in ("event_to_centre", "alarm_to_centre"):
                self._missing(figure, SITE, _NO_EVENT)
            return
        async with self._measuring("event_to_centre", SITE) as made:
            told = await mail.delays(self._options.patience_s)
            made(*told)
            if not told[0]:
                made(await journal_times(running, lane, self._options.samples), _JOURNAL)
        async with self._measuring("alarm_to_centre", SITE) as made:
            if not self._alarm_times:
                await self._alarm(running, lane)
            made(self._alarm_times, _ALARM)

    async def clocks(self, running: RunningSite, watch: ClockWatch) -> None:
        """The host's clock against a time server's, if one is named, and the clocks that drivers read."""
        async with self._measuring("clock_drift_host", SITE, begun=watch.begun_at) as made:
            drift = watch.host()
            made([drift_of(drift, self._bound("clock_drift_host"))], _against(watch, drift))
        for figure, part in sorted(self._asked):
            if figure == "clock_drift_device":
                await self._device_clock(running, watch, part)
        async with self._measuring("clock_error", SITE, begun=watch.begun_at) as made:
            host = watch.host()
            read = [id for id, one in running.devices.items() if one.own_clock and not is_simulated(one)]
            errors = [watch.device(id)[0].error_s for id in read]
            made([host.error_s, *errors], _of_how_many(_against(watch, host), len(read)))

    async def _device_clock(self, running: RunningSite, watch: ClockWatch, id: str) -> None:
        device = running.devices.get(id)
        simulated = device is not None and is_simulated(device)
        async with self._measuring("clock_drift_device", id, simulated=simulated, begun=watch.begun_at) as made:
            drift, allowance = watch.device(id)
            most = drift_of(drift, self._bound("clock_drift_device"), allowance_s_a_day=allowance)
            made([most], _against(watch, drift))

    async def _opening(self, figure: str, lane: Lane, way_of: Callable[[], Way]) -> None:
        async with self._measuring(figure, lane.point.id, simulated=is_simulated(lane.gate)) as made:
            way = way_of()
            made(await opening_times(lane, way, self._options), way.how)

    async def _attempts(self, running: RunningSite, lane: Lane) -> None:
        async with self._measuring("wrong_attempts", lane.point.id) as made:
            made([float(await self._alarm(running, lane))], _WRONG)

    async def _alarm(self, running: RunningSite, lane: Lane) -> int:
        count, seconds = await alarm_of(running, lane)
        self._alarm_times += [] if seconds is None else [seconds]
        return count

    @asynccontextmanager
    async def _measuring(
        self, figure: str, subject: str, *, simulated: bool = False, begun: datetime | None = None
    ) -> AsyncIterator[Callable[[Sequence[float], Text], None]]:
        """Around one measurement, which hands its samples over or says why there are none."""
        started = begun or now()
        samples: list[float] = []
        said: list[Text] = []

        def made(found: Sequence[float], how: Text) -> None:
            samples.extend(found)
            said.extend([how] if found else [])

        why = _NO_ALARM
        try:
            yield made
        except Unmeasured as reason:
            why = reason.why
        self._add(
            Result(
                figure=figure,
                subject=subject,
                started_at=started,
                ended_at=now(),
                samples=tuple(samples),
                how=said[-1] if said else None,
                simulated=simulated,
                not_measured=None if samples else why,
            )
        )

    def _bound(self, figure: str) -> float:
        return self._bounds[figure]

    def _missing(self, figure: str, subject: str, why: Text) -> None:
        at = now()
        self._add(Result(figure=figure, subject=subject, started_at=at, ended_at=at, not_measured=why))

    def _add(self, result: Result) -> None:
        """What nobody asks of this site is not reported, such as a car park's clocks where there is none."""
        if (result.figure, result.subject) in self._asked:
            self.results.append(result)
            self._tell(result)


def _figures(site: Site) -> list[Figure]:
    return [figure for rules in rule_sets(site.rule_sets) for figure in rules.figures]


def _asked(site: Site) -> frozenset[tuple[str, str]]:
    return frozenset((figure.code, part) for figure in _figures(site) for part in figure.parts(site))


def _watch(running: RunningSite, options: Options) -> ClockWatch:
    clocks = {id: one.own_clock for id, one in running.devices.items() if one.own_clock is not None}
    return ClockWatch(clocks, server=options.time_server, longest_s=options.clock_s)


def _against(watch: ClockWatch, found: Drift) -> Text:
    span, unsure = f"{found.watched_s:.3g}", f"{found.unsure_s_a_day:.2g}"
    if watch.server is None:
        return Text(
            en=f"against this host's clock over {span} s, sure to {unsure} s a day; the host was compared with no time "
            f"server, so the {HOST_S_A_DAY:g} s a day that the standard allows it are counted in",
            zh=f"与本主机时钟比对 {span} 秒，不确定度每日 {unsure} 秒；主机未与时间服务器比对，"
            f"已计入标准允许主机的每日 {HOST_S_A_DAY:g} 秒",
        )
    return Text(
        en=f"against {watch.server} over {span} s, sure to {unsure} s a day, counted in",
        zh=f"与 {watch.server} 比对 {span} 秒，不确定度每日 {unsure} 秒，已计入",
    )


def _of_how_many(against: Text, devices: int) -> Text:
    return Text(
        en=f"the host's clock and those of {devices} devices, {against.en}",
        zh=f"主机时钟及 {devices} 台设备时钟，{against.zh}",
    )


_NO_EVENT = Text(en="no lane runs that could make an event", zh="没有可产生事件的通道在运行")
_NO_ALARM = Text(en="no alarm came", zh="未产生报警")
_JOURNAL = Text(
    en="a refused credential, read from the journal; no platform is told", zh="被拒凭证，自日志读出；未向平台发送"
)
_ALARM = Text(
    en="the alarm on wrong credentials, read from the journal that the duty desk follows",
    zh="连续错误凭证报警，自值班台所用日志读出",
)
_WRONG = Text(
    en="wrong credentials one after the other; six: no alarm came with the fifth",
    zh="连续出示错误凭证；六表示第五次仍未报警",
)
