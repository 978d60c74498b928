"""From a credential, and from an operator's command, to the start of the actuator (GB 50396-2007 5.1.2)."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import anyio

from zbsec._ambient import now
from zbsec.access import Holder
from zbsec.records import Connectivity, Credential, CredentialKind, Frame, Position
from zbsec.sites import Text
from zbsec.testing.devices import SimulatedWire

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.devices import DeviceRunner
    from zbsec.runtime import Lane, Passage, RunningSite
    from zbsec.sites import AccessPoint
    from zbsec.testing.acceptance.options import Options

CONFIRMED_WITHIN_S = 2.0
"""So long the runtime waits for a gate to move; what took longer counts as that long at least."""
TESTER = Holder(id="acceptance")
_READERS = (CredentialKind.CARD, CredentialKind.PIN, CredentialKind.PASS)


class Unmeasured(Exception):  # noqa: N818  (an answer inside this package, and no error of anybody's)
    """There is no figure, and why."""

    def __init__(self, *, en: str, zh: str) -> None:
        self.why = Text(en=en, zh=zh)
        super().__init__(en)


class Way(NamedTuple):
    """One way to open a lane, and how a report says it."""

    open: Callable[[], Awaitable[Passage | None]]
    how: Text


async def opening_times(lane: Lane, way: Way, options: Options) -> list[float]:
    """Seconds from the credential to the confirmed start of the actuator, by the monotonic clock.

    :raises Unmeasured: the gate does not come to rest, nobody was recognised, or the decision was a denial.
    """
    times = []
    for _ in range(options.samples):
        await at_rest(lane.gate, options.patience_s)
        started = perf_counter()
        passage = await way.open()
        elapsed = perf_counter() - started
        times.append(_checked(passage, elapsed))
    return times


def _checked(passage: Passage | None, elapsed: float) -> float:
    if passage is None:
        raise Unmeasured(en="nothing was recognised in the test picture", zh="测试图像中未识别到任何对象")
    if not passage.decision.granted:
        raise Unmeasured(en=f"denied: {passage.decision.reason.en}", zh=f"被拒绝：{passage.decision.reason.zh}")
    if passage.confirmation is None and elapsed < CONFIRMED_WITHIN_S:
        raise Unmeasured(
            en="the gate refused, or its link is down; the journal says why", zh="闸门拒绝执行或连接中断，原因见日志"
        )
    return elapsed


async def at_rest(gate: DeviceRunner, patience_s: float) -> None:
    """Wait until a gate is closed.

    :raises Unmeasured: it does not close in time.
    """
    with anyio.move_on_after(patience_s):
        while gate.state.position is not Position.CLOSED:
            if gate.state.connectivity is Connectivity.OFFLINE:
                raise Unmeasured(en=f"{gate.id} has no link", zh=f"{gate.id} 未连接")
            await anyio.sleep(0.02)
        return
    raise Unmeasured(
        en=f"{gate.id} did not close within {patience_s:g} s, position {gate.state.position}",
        zh=f"{gate.id} 在 {patience_s:g} 秒内未关闭，当前位置 {gate.state.position}",
    )


def credential_for(running: RunningSite, point: AccessPoint, options: Options) -> Way:
    """How a credential is shown at a lane: through its reader where a picture can stand in for it.

    :raises Unmeasured: nothing here can show one.
    """
    lane = running.lanes[point.id]
    if point.for_vehicles:
        picture = _vehicle(options.plate)
        running.register_vehicle(options.plate, TESTER)
        how = Text(
            en=f"plate {options.plate} shown as a picture; the camera's own time is left out",
            zh=f"以图像出示号牌 {options.plate}，不含摄像机自身耗时",
        )
        return Way(lambda: lane.see(_frame(picture, point)), how)
    if point.uses_face and options.portrait is not None and options.member is not None:
        portrait = options.portrait
        running.holders.add(Holder(id=options.member))
        how = Text(
            en=f"portrait of member {options.member} shown as a picture; the camera's own time is left out",
            zh=f"以图像出示成员 {options.member} 的照片，不含摄像机自身耗时",
        )
        return Way(lambda: lane.see(_frame(portrait, point)), how)
    kind = next((kind for kind in _READERS if kind in point.methods), None)
    if kind is None:
        raise Unmeasured(
            en="no reader here can be stood in for; name a member and a portrait",
            zh="此处无可代替的读卡器；请指定成员及照片",
        )
    running.holders.add(TESTER)
    card = Credential(kind=kind, holder=TESTER.id, value="acceptance")
    how = Text(
        en=f"a {kind} handed to the lane; the reader's own time is left out",
        zh=f"直接提交 {kind} 凭证，不含识读设备自身耗时",
    )
    return Way(lambda: lane.present(card), how)


def command_for(lane: Lane, options: Options) -> Way:
    """An operator's command."""
    how = Text(en="opened by an operator's command", zh="由值班员指令开启")
    return Way(lambda: lane.open_for(options.operator), how)


def is_simulated(gate: DeviceRunner) -> bool:
    return isinstance(gate.driver, SimulatedWire)


def _frame(image: NDArray[np.uint8], point: AccessPoint) -> Frame:
    return Frame(image=image, camera=point.camera or point.id, captured_at=now())


def _vehicle(plate: str) -> NDArray[np.uint8]:
    """A vehicle's front with the test plate before a plain wall."""
    import numpy as np  # noqa: PLC0415

    from zbsec.testing.estate import vehicle_view  # noqa: PLC0415
    from zbsec.testing.plates import render  # noqa: PLC0415

    wall = np.full((720, 1280, 3), 118, np.uint8)
    return vehicle_view(wall, render(plate), np.random.default_rng(0), plate_px=200)
