"""A device class of your own: a bollard is a barrier that also reports its temperature alarm."""

from datetime import UTC, datetime

import zbsec
from zbsec.devices import Signal, SignalKind
from zbsec.records import Action, Event, EventCode, Verb


class Bollard(zbsec.devices.Barrier):
    """Sinks into the ground; too hot a drive is a fault."""

    device_class = "bollard"

    def feed(self, signal: Signal, at: datetime) -> list[Event]:
        if signal.kind is SignalKind.ALARM and signal.active:
            return [self._event(EventCode.DEVICE_FAULT, at, detail="the drive is too hot")]
        return super().feed(signal, at)


now = datetime.now(UTC)
bollard = Bollard("north", fail="secure")
bollard.feed(Signal(kind=SignalKind.LINK), now)
bollard.feed(Signal(kind=SignalKind.CLOSED_LIMIT), now)
bollard.begin(Action(device="north", verb=Verb.ACCESS, cause="example"), now)
bollard.feed(Signal(kind=SignalKind.CLOSED_LIMIT, active=False), now)
print(
    bollard.state.mode,
    bollard.state.position,
    [event.code for event in bollard.feed(Signal(kind=SignalKind.ALARM), now)],
)
