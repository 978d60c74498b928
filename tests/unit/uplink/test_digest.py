"""Digest answers: the RFC's own example, and the challenges of the field."""

from __future__ import annotations

import pytest

from zbsec.uplink.senders.digest import answer

RFC = (
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
    'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)


def answered(challenge: str) -> str | None:
    return answer(challenge, "GET", "/dir/index.html", user="Mufasa", password="Circle Of Life", cnonce="0a4f113b")


def test_the_example_of_rfc_2617() -> None:
    """Section 3.5."""
    given = answered(RFC)
    assert given is not None
    assert 'response="6629fae49393a05397450978507c4ef1"' in given
    assert 'opaque="5ccc069c403ebaf9f0171e9517f40e41"' in given
    assert "qop=auth," in given
    assert "nc=00000001" in given


def test_blanks_order_and_quotes_do_not_matter() -> None:
    odd = 'digest nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",qop=auth,realm="testrealm@host.com"'
    given = answered(odd)
    assert given is not None
    assert 'response="6629fae49393a05397450978507c4ef1"' in given


def test_a_base64_nonce_is_kept_whole() -> None:
    given = answered('Digest realm="viid", qop="auth", nonce="YWJjPT0=="')
    assert given is not None
    assert 'nonce="YWJjPT0=="' in given


def test_without_qop_the_old_form_is_used() -> None:
    """RFC 2069: MD5(HA1:nonce:HA2)."""
    given = answered('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"')
    assert given is not None
    assert 'response="670fd8c2df070c60b045671b8b24ff02"' in given
    assert "qop" not in given


@pytest.mark.parametrize(
    "challenge",
    [
        'Basic realm="viid"',
        "Digest",
        'Digest realm="v", nonce="1", qop="auth-int"',
        'Digest nonce="1", algorithm=SHA-256',
    ],
)
def test_what_is_no_answerable_digest_is_left_alone(challenge: str) -> None:
    assert answered(challenge) is None
