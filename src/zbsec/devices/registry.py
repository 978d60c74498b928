"""The device classes by name, and how one is made from its settings."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from zbsec._registry import Registry

if TYPE_CHECKING:
    from zbsec.devices.runner import DeviceRunner

DEVICES = Registry(
    "device class",
    group="zbsec.devices",
    table={
        "modbus-barrier": "zbsec.devices.drivers.modbus:modbus_barrier",
        "simulated-barrier": "zbsec.testing.devices:simulated_barrier",
        "simulated-door": "zbsec.testing.devices:simulated_door",
        "simulated-kiosk": "zbsec.testing.devices:simulated_kiosk",
        "simulated-perimeter": "zbsec.testing.devices:simulated_perimeter",
        "simulated-turnstile": "zbsec.testing.devices:simulated_turnstile",
    },
)
"""Every row is a function of keyword arguments, ``id`` among them, that returns a ``DeviceRunner``."""


def create(name: str, **settings: Any) -> DeviceRunner:
    """Make a device ready to run: ``async with create("modbus-barrier", id="west", address="tcp://…") as runner``.

    :raises RegistryError: no such class; the sentence lists those there are.
    :raises ValueError: a setting is missing, unknown or out of range; the sentence names it.
    """
    make = DEVICES.load(name)
    known = inspect.signature(make).parameters
    unknown = sorted(set(settings) - set(known))
    missing = [key for key, one in known.items() if one.default is inspect.Parameter.empty and key not in settings]
    if unknown or missing:
        wrong = [f"has no setting {key!r}" for key in unknown] + [f"needs {key!r}" for key in missing]
        raise ValueError(f"device class {name!r} {' and '.join(wrong)}; its settings are: {', '.join(known)}")
    runner: DeviceRunner = make(**settings)
    return runner
