"""A key in an environment variable, as a service manager or container hands it over."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from zbsec.errors import SiteKeyError
from zbsec.faces.keys.source import from_digits


@dataclass(frozen=True, slots=True)
class KeyVariable:
    """64 hexadecimal digits in a variable."""

    name: str
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def read(self) -> bytes:
        text = self.environment.get(self.name)
        if not text:
            raise SiteKeyError(f"the environment has no {self.name}; set it to the site's key, 64 hexadecimal digits")
        return from_digits(text, f"environment variable {self.name}")

    def create(self) -> None:
        raise SiteKeyError(
            f"no program can set {self.name} for others; make a key with: openssl rand -hex 32, and set it where the "
            "service is started"
        )


def parse(text: str) -> KeyVariable:
    return KeyVariable(text)
