"""How a pair of keys is written down."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_pair(private: Path, secret: bytes, public: Path, open_to_all: bytes) -> None:
    """The private key readable by its owner alone from its first byte on; neither file may exist."""
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
    with public.open("xb") as file:
        file.write(open_to_all)
