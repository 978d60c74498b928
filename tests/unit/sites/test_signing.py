"""Signatures over reports: what was signed is what verifies, and any other byte does not."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import missing

from zbsec.cli import main
from zbsec.errors import RegistryError, SignatureError
from zbsec.sites import signing

if TYPE_CHECKING:
    from collections.abc import Callable

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(params=sorted(signing.ALGORITHMS.own))
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    if request.param == "sm2" and shutil.which("openssl") is None:
        missing("the openssl command")
    private, public = tmp_path / "site.pem", tmp_path / "site.pub.pem"
    signing.generate_key(private, public, algorithm=request.param)
    return private, public


@pytest.fixture
def signed(keys: tuple[Path, Path], tmp_path: Path) -> Path:
    file = tmp_path / "report.html"
    file.write_bytes("<p>验收报告</p>".encode())
    envelope = signing.sign_file(file, signing.load_signer(keys[0]), signed_by="李工", at=AT)
    signing.signature_beside(file).write_text(envelope)
    return file


def verify(file: Path, public: Path) -> signing.Verification:
    return signing.verify_file(file, signing.load_verifier(public))


def test_what_was_signed_verifies(signed: Path, keys: tuple[Path, Path]) -> None:
    found = verify(signed, keys[1])
    assert found.holds
    assert (found.signed_by, found.signed_at) == ("李工", AT)
    assert found.key_id == signing.load_signer(keys[0]).key_id


def test_every_altered_byte_of_the_file_is_told(signed: Path, keys: tuple[Path, Path]) -> None:
    content = signed.read_bytes()
    for position in range(0, len(content), 5):
        signed.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
        found = verify(signed, keys[1])
        assert not found.holds
        assert "altered" in found.problems[0].en
        assert "改动" in found.problems[0].zh
    signed.write_bytes(content + b"\n")
    assert "bytes" in verify(signed, keys[1]).problems[0].en


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_altered_envelope_never_holds(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever becomes of the signature, it is refused or unreadable; white space between its parts means nothing."""
    private, public, file = tmp_path / "a.pem", tmp_path / "a.pub.pem", tmp_path / "r.json"
    if not private.exists():
        signing.generate_key(private, public)
        file.write_bytes(b"{}")
    envelope = json.loads(signing.sign_file(file, signing.load_signer(private), signed_by="x", at=AT))
    part = data.draw(st.sampled_from(["payload", "payloadType", "keyid", "sig"]))
    holder = envelope if part in envelope else envelope["signatures"][0]
    text = holder[part]
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([one for one in "AbZ09+/=-" if one != text[place]]))
    holder[part] = text[:place] + other + text[place + 1 :]
    beside = signing.signature_beside(file)
    beside.write_text(json.dumps(envelope))
    with contextlib.suppress(SignatureError):
        assert not verify(file, public).holds


def test_another_key_is_named_as_another_key(signed: Path, tmp_path: Path) -> None:
    signing.generate_key(tmp_path / "b.pem", tmp_path / "b.pub.pem")
    found = verify(signed, tmp_path / "b.pub.pem")
    assert not found.holds
    assert "another key" in found.problems[0].en
    assert found.signed_by is None


def test_a_renamed_file_still_verifies(signed: Path, keys: tuple[Path, Path], tmp_path: Path) -> None:
    """The bytes are what was signed; a mail program may rename the file."""
    renamed = signed.rename(tmp_path / "report (1).html")
    beside = signing.signature_beside(tmp_path / "report.html")
    assert signing.verify_file(renamed, signing.load_verifier(keys[1]), signature=beside).holds


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"signatures": [], "payloadType": 1}', "\0", "[" * 9999])
def test_what_is_no_signature_is_named(signed: Path, keys: tuple[Path, Path], text: str) -> None:
    beside = signing.signature_beside(signed)
    beside.write_text(text)
    with pytest.raises(SignatureError, match="is no signature"):
        verify(signed, keys[1])


def test_a_signed_text_about_something_else_is_no_report(tmp_path: Path) -> None:
    signing.generate_key(tmp_path / "a.pem", tmp_path / "a.pub.pem")
    file = tmp_path / "r.html"
    file.write_bytes(b"x")
    payload = b'{"_type":"letter"}'
    kind = b"application/vnd.in-toto+json"
    signer = signing.load_signer(tmp_path / "a.pem")
    signature = signer.sign(b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload))
    envelope = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": kind.decode(),
        "signatures": [{"keyid": signer.key_id, "sig": base64.b64encode(signature).decode()}],
    }
    signing.signature_beside(file).write_text(json.dumps(envelope))
    with pytest.raises(SignatureError, match="no statement about a report"):
        verify(file, tmp_path / "a.pub.pem")


def test_the_private_key_is_its_owners_alone_and_never_overwritten(keys: tuple[Path, Path]) -> None:
    assert stat.S_IMODE(os.stat(keys[0]).st_mode) == 0o600  # noqa: PTH116
    with pytest.raises(SignatureError, match="never overwritten"):
        signing.generate_key(*keys)


def test_keys_that_do_not_serve_are_named(keys: tuple[Path, Path], tmp_path: Path) -> None:
    private, public = keys
    with pytest.raises(SignatureError, match="is a private key"):
        signing.load_verifier(private)
    with pytest.raises(SignatureError, match="is a public key"):
        signing.load_signer(public)
    with pytest.raises(RegistryError, match="rsa"):
        signing.generate_key(tmp_path / "c", tmp_path / "d", algorithm="rsa")
    broken = tmp_path / "broken.pem"
    broken.write_bytes(private.read_bytes().replace(b"\nM", b"\nA"))
    with pytest.raises(SignatureError, match=r"broken\.pem"):
        signing.load_signer(broken)


def test_an_rsa_key_is_named(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    file = tmp_path / "rsa.pem"
    key = generate_private_key(65537, 2048)
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(SignatureError, match="neither an Ed25519 nor an SM2"):
        signing.load_signer(file)
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    with pytest.raises(SignatureError, match="PKCS #8"):
        signing.load_signer(file)


def test_an_encrypted_key_opens_with_its_passphrase_only(
    keys: tuple[Path, Path], signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess

    if shutil.which("openssl") is None:
        missing("the openssl command")
    locked = tmp_path / "locked.pem"
    locking = ["openssl", "pkey", "-in", str(keys[0]), "-aes256", "-passout", "pass:geheim", "-out", str(locked)]
    subprocess.run(locking, check=True)
    with pytest.raises(SignatureError, match="encrypted"):
        signing.load_signer(locked)
    with pytest.raises(SignatureError, match="no SITE_PASS"):
        signing.load_signer(locked, passphrase_env="SITE_PASS")
    monkeypatch.setenv("SITE_PASS", "wrong")
    with pytest.raises(SignatureError, match="does not open it"):
        signing.load_signer(locked, passphrase_env="SITE_PASS")
    monkeypatch.setenv("SITE_PASS", "geheim")
    signer = signing.load_signer(locked, passphrase_env="SITE_PASS")
    signing.signature_beside(signed).write_text(signing.sign_file(signed, signer, signed_by="x", at=AT))
    assert verify(signed, keys[1]).holds


def test_the_example_of_the_sm2_standard_verifies(tmp_path: Path) -> None:
    """GB/T 32918.5-2017, annex A: the recommended curve, "message digest", the default user id."""
    if shutil.which("openssl") is None:
        missing("the openssl command")
    point = (
        "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
        "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
    )
    der = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004" + point)
    pem = tmp_path / "standard.pem"
    pem.write_text(f"-----BEGIN PUBLIC KEY-----\n{base64.encodebytes(der).decode()}-----END PUBLIC KEY-----\n")
    r = "00F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    s = "00B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
    signature = bytes.fromhex(f"30460221{r}0221{s}")
    verifier = signing.load_verifier(pem)
    assert verifier.algorithm == "sm2"
    assert verifier.verify(b"message digest", signature)
    assert not verifier.verify(b"message digesT", signature)


def test_a_signer_may_be_anything_that_signs(tmp_path: Path) -> None:
    """A token or a security module: our keys' stand-in keeps its secret elsewhere."""
    signing.generate_key(tmp_path / "a.pem", tmp_path / "a.pub.pem")
    inside = signing.load_signer(tmp_path / "a.pem")

    class Token:
        algorithm = "ed25519"
        key_id = inside.key_id

        def sign(self, message: bytes) -> bytes:
            return inside.sign(message)

    file = tmp_path / "r.pdf"
    file.write_bytes(b"%PDF")
    signing.signature_beside(file).write_text(signing.sign_file(file, Token(), signed_by="token", at=AT))
    assert verify(file, tmp_path / "a.pub.pem").holds


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_the_command_signs_and_verifies(tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    one, two, key = tmp_path / "r.html", tmp_path / "r.pdf", tmp_path / "site.pem"
    one.write_bytes(b"<p>")
    two.write_bytes(b"%PDF")
    public = tmp_path / "site.pub.pem"
    assert run("report", "keygen", key)[0] == 0
    assert run("report", "sign", one, two, "--key", key, "--by", "李工")[0] == 0
    code, out, _ = run("report", "verify", one, two, "--key", public, "--lang", "zh")
    assert code == 0
    assert out.count("李工") == 2
    two.write_bytes(b"%PDF!")
    code, out, _ = run("report", "verify", one, two, "--key", public, "--lang", "en")
    assert code == 1
    assert "r.pdf: the file was altered" in out
    code, out, _ = run("report", "verify", two, "--key", public, "--json")
    (facts,) = json.loads(out)["files"]
    assert (code, facts["holds"], facts["signed_by"]) == (1, False, "李工")


def test_a_second_signer_does_not_wipe_out_the_first(tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    report, mine, yours = tmp_path / "r.html", tmp_path / "mine.pem", tmp_path / "yours.pem"
    report.write_bytes(b"<p>")
    for key in (mine, yours):
        assert run("report", "keygen", key)[0] == 0
    for _ in range(2):
        assert run("report", "sign", report, "--key", mine)[0] == 0
    code, _, complaint = run("report", "sign", report, "--key", yours)
    assert code == 2
    assert "r.html.sig.json: is the signature of another key" in complaint
    second = tmp_path / "r.html.yours.json"
    assert run("report", "sign", report, "--key", yours, "--signature", second)[0] == 0
    assert run("report", "verify", report, "--key", tmp_path / "mine.pub.pem")[0] == 0
    assert run("report", "verify", report, "--key", tmp_path / "yours.pub.pem", "--signature", second)[0] == 0
    report.with_name("r.html.sig.json").write_text("notes", encoding="utf-8")
    assert run("report", "sign", report, "--key", mine)[0] == 2
    assert report.with_name("r.html.sig.json").read_text(encoding="utf-8") == "notes"


def test_making_a_key_and_signing_are_told_to_programs_too(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    file, key = tmp_path / "r.html", tmp_path / "site.pem"
    file.write_bytes(b"<p>")
    made = json.loads(run("report", "keygen", key, "--json")[1])
    signed = json.loads(run("report", "sign", file, "--key", made["private"], "--by", "李工", "--json")[1])
    assert signed["signed_by"] == "李工"
    (one,) = signed["files"]
    asked = ("report", "verify", one["file"], "--signature", one["signature"], "--key", made["public"], "--json")
    code, out, _ = run(*asked)
    assert code == 0
    (verified,) = json.loads(out)["files"]
    assert verified["key_id"] == signed["key_id"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["verify", "none.html", "--key", "site.pub.pem"], "none.html"),
        (["verify", "bare.html", "--key", "site.pub.pem"], "bare.html.sig.json"),
        (["verify", "bare.html", "--key", "site.pem"], "is a private key"),
        (["verify", "bare.html", "--key", "bare.html"], "is no PEM key"),
        (["verify", "bare.html", "bare.html", "--key", "site.pub.pem", "--signature", "x"], "one file"),
        (["sign", "bare.html", "--key", "nokey.pem"], "nokey.pem"),
        (["sign", "none.html", "--key", "site.pem"], "none.html"),
        (["keygen", "site.pem"], "never overwritten"),
    ],
)
def test_a_mistake_is_named_and_ends_with_2(
    arguments: list[str],
    complaint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., tuple[int, str, str]],
) -> None:
    monkeypatch.chdir(tmp_path)
    signing.generate_key("site.pem", "site.pub.pem")
    (tmp_path / "bare.html").write_bytes(b"x")
    code, _, err = run("report", *arguments)
    assert code == 2
    assert complaint in err
