"""Codes that standards give to devices and to places of collection."""

from __future__ import annotations

import re

from zbsec.sites.fault import PartError
from zbsec.sites.text import Text

_CODE = re.compile(r"[1-9]\d{19}", re.ASCII)
_TYPE = slice(10, 13)
_EXAMPLE = "37030300011328000001"
_PART_CODE = re.compile(r"[1-9]\d{6}", re.ASCII)


def check_code(code: str) -> None:
    """Refuse what is no 20-digit code of a device or platform (GB/T 28181-2022): digits 1 to 8 place, 9 and 10
    industry, 11 to 13 type, 14 network, 15 to 20 serial.

    :raises PartError: not 20 digits, or a type that the standard does not assign.
    """
    example = Text(en=f"such as {_EXAMPLE}", zh=f"例如 {_EXAMPLE}")
    if not _CODE.fullmatch(code):
        raise PartError(
            Text(
                en=f"a code has 20 digits and starts with a province: {code!r} has {len(code)} characters",
                zh=f"编码为 20 位数字且以省级代码开头：{code!r} 有 {len(code)} 个字符",
            ),
            example,
        )
    if not 111 <= int(code[_TYPE]) <= 599:
        raise PartError(
            Text(en=f"digits 11 to 13 of {code} are no type", zh=f"{code} 的第 11 至 13 位不是类型编码"),
            Text(en=f"they run from 111 to 599, as in {_EXAMPLE}", zh=f"取值 111 至 599，例如 {_EXAMPLE}"),
        )


def check_part_code(code: str) -> None:
    """Refuse what cannot be a code of a collection part (DB37/T 4690.1-2024). Its values are not public: only the
    form is known.

    :raises PartError: not seven digits.
    """
    if not _PART_CODE.fullmatch(code):
        raise PartError(
            Text(
                en=f"a code of a collection part has 7 digits: {code!r} has {len(code)} characters",
                zh=f"采集部位编码为 7 位数字：{code!r} 有 {len(code)} 个字符",
            ),
            Text(en="take it from DB37/T 4690.1-2024, or leave it out", zh="按 DB37/T 4690.1-2024 填写，或省略该键"),
        )
