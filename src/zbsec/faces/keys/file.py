"""A key in a file that only its owner may read, outside the gallery's folder."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from zbsec._failures import words
from zbsec._text import two
from zbsec.errors import SiteKeyError
from zbsec.faces.keys.source import from_digits, new_key


@dataclass(frozen=True, slots=True)
class KeyFile:
    """64 hexadecimal digits in a file of mode 0600 or stricter."""

    path: Path

    def read(self) -> bytes:
        try:
            mode = self.path.stat().st_mode
            content = self.path.read_bytes()
        except OSError as error:
            raise SiteKeyError(
                two(f"key file {self.path}: {words(error).en}", f"密钥文件 {self.path}：{words(error).zh}")
            ) from error
        if stat.S_IMODE(mode) & 0o077:
            raise SiteKeyError(
                two(
                    f"key file {self.path} can be read by others; run: chmod 600 {self.path}",
                    f"密钥文件 {self.path} 可被他人读取；请运行：chmod 600 {self.path}",
                )
            )
        return from_digits(content.decode("latin-1"), two(f"key file {self.path}", f"密钥文件 {self.path} "))

    def create(self) -> None:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            raise SiteKeyError(
                two(
                    f"key file {self.path} is there already; no key is ever overwritten",
                    f"密钥文件 {self.path} 已存在；密钥从不覆盖",
                )
            ) from None
        except OSError as error:
            raise SiteKeyError(
                two(f"key file {self.path}: {words(error).en}", f"密钥文件 {self.path}：{words(error).zh}")
            ) from error
        with os.fdopen(descriptor, "w") as file:
            file.write(new_key().hex() + "\n")
            file.flush()
            os.fsync(file.fileno())


def parse(text: str) -> KeyFile:
    """``/path``, or ``///path`` as in a URL."""
    return KeyFile(Path(text.removeprefix("//")))
