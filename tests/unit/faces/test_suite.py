"""Seals and keys: against published vectors, and against everything that is not the very bytes that were sealed."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from zbsec.faces.vault.sitekeys import SiteKeys
from zbsec.faces.vault.suite import Suite

suites = pytest.mark.parametrize("suite", Suite)


def test_sm4_gcm_as_in_rfc_8998(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 8998, A.1."""
    nonce = bytes.fromhex("00001234567800000000ABCD")
    monkeypatch.setattr("os.urandom", lambda count: nonce[:count])
    sealed = Suite.SM4_GCM.seal(
        bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"),
        bytes.fromhex(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
            "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
        ),
        about=bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"),
    )
    assert sealed == nonce + bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )


def test_aes_256_gcm_as_in_the_gcm_specification(monkeypatch: pytest.MonkeyPatch) -> None:
    """McGrew and Viega, The Galois/Counter Mode of Operation, test case 16."""
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    monkeypatch.setattr("os.urandom", lambda count: nonce[:count])
    sealed = Suite.AES_256_GCM.seal(
        bytes.fromhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
        bytes.fromhex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        ),
        about=bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    )
    assert sealed == nonce + bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )


@suites
@given(content=st.binary(max_size=80), about=st.binary(max_size=20), at=st.integers(0), bit=st.integers(0, 7))
def test_what_was_sealed_comes_back_and_nothing_else_does(
    suite: Suite, content: bytes, about: bytes, at: int, bit: int
) -> None:
    key = bytes(range(suite.key_bytes))
    sealed = suite.seal(key, content, about=about)
    assert suite.unseal(key, sealed, about=about) == content
    altered = bytearray(sealed)
    altered[at % len(sealed)] ^= 1 << bit
    for wrong_key, wrong, elsewhere in (
        (key, bytes(altered), about),
        (key[::-1], sealed, about),
        (key, sealed, about + b"x"),
        (key, sealed[: at % len(sealed)], about),
    ):
        with pytest.raises(InvalidTag):
            suite.unseal(wrong_key, wrong, about=elsewhere)


@suites
def test_no_nonce_is_used_twice(suite: Suite) -> None:
    key = suite.new_key()
    assert len({suite.seal(key, b"", about=b"")[:12] for _ in range(1000)}) == 1000


@suites
def test_every_use_has_a_key_of_its_own(suite: Suite) -> None:
    keys = SiteKeys.derive(bytes(32), bytes(32), suite)
    names = [name for name in SiteKeys.__slots__ if name != "suite"]
    assert len({getattr(keys, name)[:16] for name in names}) == len(names)
    for other in (
        SiteKeys.derive(bytes([1]) * 32, bytes(32), suite),
        SiteKeys.derive(bytes(32), bytes(31) + b"1", suite),
    ):
        assert not {getattr(keys, name) for name in names} & {getattr(other, name) for name in names}
    assert "header" not in repr(keys)


def test_hkdf_as_in_rfc_5869() -> None:
    """RFC 5869, A.1: the derivation is its own, with our text as its info."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    key, salt = b"\x0b" * 32, bytes(range(13))
    theirs = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"zbsec gallery 2: header").derive(key)
    assert Suite.AES_256_GCM.derive(key, salt, "header") == theirs
