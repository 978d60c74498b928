"""The 20-digit code of a device or platform (GB/T 28181-2022)."""

from __future__ import annotations

import re

_CODE = re.compile(r"[1-9]\d{19}", re.ASCII)
_TYPE = slice(10, 13)
_EXAMPLE = "37030300011328000001"


def check_code(code: str) -> None:
    """Refuse what is no code: digits 1 to 8 place, 9 and 10 industry, 11 to 13 type, 14 network, 15 to 20 serial.

    :raises ValueError: not 20 digits, or a type that the standard does not assign.
    """
    if not _CODE.fullmatch(code):
        raise ValueError(
            f"a code has 20 digits and starts with a province: {code!r} has {len(code)} characters; such as {_EXAMPLE}"
        )
    if not 111 <= int(code[_TYPE]) <= 599:
        raise ValueError(f"digits 11 to 13 of {code} are no type; they run from 111 to 599, as in {_EXAMPLE}")
