"""A key in an environment variable, as a service manager or container hands it over."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from zbsec._text import two
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
            raise SiteKeyError(
                two(
                    f"the environment has no {self.name}; set it to the site's key, 64 hexadecimal digits",
                    f"环境中没有变量 {self.name}；请设为场所密钥，64 位十六进制数字",
                )
            )
        return from_digits(text, two(f"environment variable {self.name}", f"环境变量 {self.name} "))

    def create(self) -> None:
        raise SiteKeyError(
            two(
                f"no program can set {self.name} for others; make a key with: "
                "openssl rand -hex 32, and set it where the "
                "service is started",
                f"程序无法为其他进程设置 {self.name}；请用 openssl rand -hex 32 生成密钥，并在启动服务处设置",
            )
        )


def parse(text: str) -> KeyVariable:
    return KeyVariable(text)
