"""From a table ``[devices.NAME]`` of a site file to a device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.parts import DeviceSpec, FailMode, Lens, Mount
from zbsec.sites.section import IDENTIFIER
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from zbsec.sites.section import Section

_FAR_M = 100_000.0


def device(id: str, table: Section) -> DeviceSpec | None:
    device_class = table.text("class", example="simulated-turnstile")
    if device_class and not IDENTIFIER.fullmatch(device_class):
        table.complain(
            "class",
            Text(en=f"{device_class!r} is no class name", zh=f"{device_class!r} 不是设备类名"),
            Text(en="write small letters, digits and hyphens", zh="用小写字母、数字和连字符"),
        )
    return table.build(
        DeviceSpec,
        blame="code",
        id=id,
        device_class=device_class,
        name=table.text("name", example="人行闸机"),
        address=table.optional_text("address", example="tcp://192.0.2.7:502"),
        code=table.optional_text("code", example="37030300011240000001"),
        zone=table.optional_text("zone", example="main-gate"),
        fail=table.choice("fail", FailMode) if "fail" in table else None,
        model=table.optional_text("model", example="某某 DS-7 型"),
        mount=_mount(table.section("mount", optional=True)),
        lens=_lens(table.section("lens", optional=True)),
        masks=table.polygons("masks"),
        settings=table.mapping("settings"),
    )


def _mount(table: Section | None) -> Mount | None:
    if table is None:
        return None
    return table.build(
        Mount,
        x_m=table.number("x_m", low=-_FAR_M, high=_FAR_M),
        y_m=table.number("y_m", low=-_FAR_M, high=_FAR_M),
        height_m=table.number("height_m", low=0, high=200),
        bearing_deg=table.optional_number("bearing_deg", low=0, high=360),
        tilt_deg=table.optional_number("tilt_deg", low=-90, high=90),
    )


def _lens(table: Section | None) -> Lens | None:
    if table is None:
        return None
    return table.build(
        Lens,
        horizontal_deg=table.number("horizontal_deg", low=1, high=360),
        vertical_deg=table.number("vertical_deg", low=1, high=180),
        width_px=table.whole("width_px", low=1, high=100_000),
        height_px=table.whole("height_px", low=1, high=100_000),
        range_m=table.optional_number("range_m", low=0.1, high=_FAR_M),
    )
