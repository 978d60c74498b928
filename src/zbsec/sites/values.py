"""Values of a site file with a meaning of their own: paths, names of variables, time zones."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from zbsec.sites.text import Text

if TYPE_CHECKING:
    from zbsec.sites.section import Section


def relative_path(key: str, table: Section, *, example: str) -> Path | None:
    """A path that stays in the folder of the site file, so that the folder can be moved as a whole."""
    text: str | None = table.text(key, example=example)
    if text is None:
        return None
    if PurePosixPath(text).is_absolute() or ".." in PurePosixPath(text).parts or "\0" in text:
        table.complain(
            key,
            Text(en=f"{text!r} leaves the folder of the site file", zh=f"{text!r} 超出场所文件所在文件夹"),
            Text(en=f'write it relative, such as "{example}"', zh=f'写相对路径，例如 "{example}"'),
        )
        return None
    return Path(text)


PLANS = (".geojson", ".json", ".toml", ".png", ".svg")


def plan(table: Section) -> Path | None:
    """The plan beside the site file: a drawing that is computed, or a picture."""
    path = relative_path("plan", table, example="plan.geojson")
    if path is not None and path.suffix.lower() not in PLANS:
        table.complain(
            "plan",
            Text(en=f"'{path}' is no plan that can be read", zh=f"'{path}' 不是可读的平面图"),
            Text(en=f"name a file that ends in {', '.join(PLANS)}", zh=f"请写以 {'、'.join(PLANS)} 结尾的文件"),
        )
        return None
    return path


def time_zone(table: Section) -> str | None:
    name: str | None = table.text("time_zone", example="Asia/Shanghai", default="Asia/Shanghai")
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        table.complain(
            "time_zone",
            Text(en=f"{name!r} is no time zone", zh=f"{name!r} 不是时区"),
            Text(en="write a name such as Asia/Shanghai", zh="写时区名，例如 Asia/Shanghai"),
        )
    return name


def variable(key: str, table: Section, *, example: str) -> str | None:
    """The name of an environment variable. What is none is not repeated: it may be the secret itself."""
    name: str | None = table.text(key, example=example)
    if name is not None and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name, re.ASCII):
        table.complain(
            key,
            Text(en="is no name of an environment variable", zh="不是环境变量名"),
            Text(en=f'write its name, such as "{example}"', zh=f'写变量名，例如 "{example}"'),
        )
    return name


def source_of_key(key: str, table: Section, *, example: str) -> str | None:
    """Where a secret key is, as scheme and place. What is none is not repeated: it may be the key itself."""
    text: str | None = table.text(key, example=example)
    if text is None:
        return None
    scheme, _, place = text.partition(":")
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme, re.ASCII) or not place or "\0" in text:
        table.complain(
            key,
            Text(en="names no source of a key", zh="不是密钥来源"),
            Text(
                en=f'write where it is, such as "{example}", "env:NAME", "keyring:service/user" or "pkcs11:token=..."',
                zh=f'写明密钥所在位置，例如 "{example}"、"env:变量名"、"keyring:服务/用户" 或 "pkcs11:token=..."',
            ),
        )
        return None
    return text
