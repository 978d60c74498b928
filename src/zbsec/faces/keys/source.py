"""What a source of keys is, and how one is named in a text: ``file:``, ``env:``, ``keyring:`` or ``pkcs11:``."""

from __future__ import annotations

import os
from typing import Protocol, runtime_checkable

from zbsec._registry import Registry
from zbsec._text import Text, two
from zbsec.errors import SiteKeyError
from zbsec.faces.vault.sitekeys import SITE_KEY_BYTES


@runtime_checkable
class KeySource(Protocol):
    """Gives the site's key. Anything with these two methods is one."""

    def read(self) -> bytes:
        """The 32 secret bytes of the site.

        :raises SiteKeyError: missing, of another length, locked; the sentence says where it was looked for.
        """
        ...

    def create(self) -> None:
        """Make a random key where there is none.

        :raises SiteKeyError: there is one already, or none can be kept there.
        """
        ...


KEY_SOURCES = Registry(
    two("key source", "密钥来源"),
    group="zbsec.key_sources",
    table={
        "env": "zbsec.faces.keys.environment:parse",
        "file": "zbsec.faces.keys.file:parse",
        "keyring": "zbsec.faces.keys.keychain:parse",
        "pkcs11": "zbsec.faces.keys.token:parse",
    },
)
"""By scheme: a function of the text behind the colon that returns a ``KeySource``."""


def key_source(text: str) -> KeySource:
    """The source that a text names.

    ``file:/etc/zbsec/site.key``, ``env:ESTATE_GALLERY_KEY``, ``keyring:zbsec/shifan-estate``, or a PKCS#11 URI
    (RFC 7512) with ``token``, ``object``, ``module-path`` and ``pin-source``:
    ``pkcs11:token=gate;object=zbsec?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/etc/zbsec/pin``.

    :raises SiteKeyError: no such scheme, or a text that is none; it is not repeated, for it may be the key itself.
    """
    scheme, _, rest = text.partition(":")
    if not rest or scheme not in KEY_SOURCES.names():
        raise SiteKeyError(
            two(
                "this names no source of a key; write one of file:/path, env:NAME, keyring:service/user, "
                f"pkcs11:token=...;object=...?module-path=... (schemes here: {', '.join(KEY_SOURCES.names())})",
                "未指明密钥来源；请写成 file:/路径、env:变量名、keyring:服务/用户、"
                f"pkcs11:token=...;object=...?module-path=... 之一（此处可用：{'、'.join(KEY_SOURCES.names())}）",
            )
        )
    source: KeySource = KEY_SOURCES.load(scheme)(rest)
    return source


def site_key(key: bytes | KeySource) -> bytes:
    """The key itself.

    :raises ValueError: bytes of another length.
    :raises SiteKeyError: the source does not give it.
    """
    if isinstance(key, bytes):
        if len(key) != SITE_KEY_BYTES:
            raise ValueError(
                f"key is {len(key)} bytes; give {SITE_KEY_BYTES} random ones, "
                f"such as secrets.token_bytes({SITE_KEY_BYTES})"
            )
        return key
    return key.read()


def new_key() -> bytes:
    return os.urandom(SITE_KEY_BYTES)


def from_digits(text: str, where: Text) -> bytes:
    """The key that 64 hexadecimal digits write.

    :raises SiteKeyError: other text; it is not repeated, for it may be a secret.
    """
    digits = text.strip()
    try:
        key = bytes.fromhex(digits)
    except ValueError:
        raise SiteKeyError(
            two(
                f"{where.en} holds no key: write it as {2 * SITE_KEY_BYTES} hexadecimal digits",
                f"{where.zh}中没有密钥：请写成 {2 * SITE_KEY_BYTES} 位十六进制数字",
            )
        ) from None
    if len(key) != SITE_KEY_BYTES:
        raise SiteKeyError(
            two(
                f"{where.en} holds {len(key)} bytes; a site's key has {SITE_KEY_BYTES}",
                f"{where.zh}为 {len(key)} 字节；场所密钥应为 {SITE_KEY_BYTES} 字节",
            )
        )
    return key
