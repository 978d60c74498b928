"""The device classes by name, and how one is made from its settings."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from zbsec._registry import Registry
from zbsec._text import two
from zbsec.errors import SettingError

if TYPE_CHECKING:
    from zbsec.devices.runner import DeviceRunner

DEVICES = Registry(
    two("device class", "设备类"),
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
    :raises SettingError: a setting is missing, unknown or out of range; the sentence names it.
    """
    make = DEVICES.load(name)
    known = inspect.signature(make).parameters
    unknown = sorted(set(settings) - set(known))
    missing = [key for key, one in known.items() if one.default is inspect.Parameter.empty and key not in settings]
    if unknown or missing:
        wrong = [two(f"has no setting {key!r}", f"没有设置项 {key!r}") for key in unknown]
        wrong += [two(f"needs {key!r}", f"缺少 {key!r}") for key in missing]
        raise SettingError(
            two(
                f"device class {name!r} {' and '.join(one.en for one in wrong)}; its settings are: {', '.join(known)}",
                f"设备类 {name!r} {'，'.join(one.zh for one in wrong)}；可用设置：{'、'.join(known)}",
            )
        )
    runner: DeviceRunner = make(**settings)
    return runner
