"""Codes that standards give to devices and to places of collection."""

from __future__ import annotations

import re

from zbsec.sites.fault import PartError
from zbsec.sites.text import Text

_CODE = re.compile(r"[1-9]\d{19}", re.ASCII)
_TYPE = slice(10, 13)
TOLLGATE = "121"
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


def check_tollgate_code(code: str) -> None:
    """Refuse what is no code of a video tollgate (GA/T 1400.1): as of a device, with type 121.

    :raises PartError: no such code; it blames the key ``tollgate``.
    """
    try:
        check_code(code)
    except PartError as error:
        raise PartError(error.problem, error.remedy, key="tollgate") from None
    if code[_TYPE] != TOLLGATE:
        problem = Text(
            en=f"digits 11 to 13 of {code} are {code[_TYPE]}, not {TOLLGATE}: no video tollgate",
            zh=f"{code} 的第 11 至 13 位为 {code[_TYPE]}，不是卡口类型 {TOLLGATE}",
        )
        remedy = Text(
            en="write the tollgate's code as the platform's owner gave it, or leave it out",
            zh="写平台方分配的卡口编码，或省略该键",
        )
        raise PartError(problem, remedy, key="tollgate")


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
