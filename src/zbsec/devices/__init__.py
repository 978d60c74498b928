"""Devices at the gate: state machines without I/O, drivers that talk to them, and the runner that waits.

``create`` makes one from its name and settings; vendors extend ``Device`` or one of its subclasses.
"""

from typing import TYPE_CHECKING

from zbsec.devices.barrier import Barrier
from zbsec.devices.base import Device
from zbsec.devices.clock import Clock, ClockSample
from zbsec.devices.door import Door
from zbsec.devices.gate import Gate
from zbsec.devices.kiosk import Kiosk
from zbsec.devices.perimeter import Perimeter
from zbsec.devices.registry import DEVICES, create
from zbsec.devices.signal import Alarm, DeviceState, Signal, SignalKind
from zbsec.devices.turnstile import Turnstile

if TYPE_CHECKING:
    from zbsec.devices.runner import DeviceRunner

__all__ = [
    "DEVICES",
    "Alarm",
    "Barrier",
    "Clock",
    "ClockSample",
    "Device",
    "DeviceRunner",
    "DeviceState",
    "Door",
    "Gate",
    "Kiosk",
    "Perimeter",
    "Signal",
    "SignalKind",
    "Turnstile",
    "create",
]


def __getattr__(name: str) -> object:
    if name == "DeviceRunner":  # brings anyio
        from zbsec.devices import runner  # noqa: PLC0415

        return runner.DeviceRunner
    raise AttributeError(f"module 'zbsec.devices' has no attribute {name!r}")
