"""Answers to HTTP Digest challenges (RFC 2617, MD5) as GA/T 1400 platforms send them.

httpx's own Digest follows RFC 7616 to the letter; platforms of the field leave blanks out, offer ``auth-int``, omit
``qop`` or use base64 nonces, and have to be answered all the same.
"""

from __future__ import annotations

import hashlib
import re
import secrets

_FIELD = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')


def answer(challenge: str, method: str, uri: str, *, user: str, password: str, cnonce: str | None = None) -> str | None:
    """The ``Authorization`` header for a ``WWW-Authenticate`` one; None where that is no Digest we can answer.

    :param cnonce: fixed in tests; otherwise random.
    """
    scheme, _, rest = challenge.strip().partition(" ")
    fields = {name.lower(): quoted or bare for name, quoted, bare in _FIELD.findall(rest)}
    if scheme.lower() != "digest" or "nonce" not in fields or fields.get("algorithm", "MD5").upper() != "MD5":
        return None
    realm, nonce = fields.get("realm", ""), fields["nonce"]
    shared = {"username": user, "realm": realm, "nonce": nonce, "uri": uri}
    ha1, ha2 = _md5(f"{user}:{realm}:{password}"), _md5(f"{method}:{uri}")
    offered = [one.strip().lower() for one in fields.get("qop", "").split(",")]
    tail = ""
    if "auth" in offered:
        cnonce = cnonce or secrets.token_hex(8)
        shared["response"] = _md5(f"{ha1}:{nonce}:00000001:{cnonce}:auth:{ha2}")
        tail = f', qop=auth, nc=00000001, cnonce="{cnonce}"'
    elif fields.get("qop"):
        return None
    else:
        shared["response"] = _md5(f"{ha1}:{nonce}:{ha2}")
    if "opaque" in fields:
        shared["opaque"] = fields["opaque"]
    return "Digest " + ", ".join(f'{name}="{value}"' for name, value in shared.items()) + tail


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
