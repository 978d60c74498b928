"""Pulling from servers that behave and servers that do not: the right file, or none and a named fault."""

from __future__ import annotations

import hashlib
import shlex
import ssl
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.models.conftest import CONTENT, model_of

from zbsec.models import Fault, Model, PullError, part, pull
from zbsec.models.model import Carrier, Edit, Published
from zbsec.models.part import Part
from zbsec.testing.mirror import Mirror, MirrorFault

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
SHORT_S = 0.3


def refused(model: Model, into: Path, source: object, **settings_: float) -> PullError:
    with pytest.raises(PullError) as caught:
        pull(model, into, source=source, **settings_)  # type: ignore[arg-type]
    assert not (into / model.file).exists(), "a file was installed"
    for language in ("en", "zh"):
        assert "{" not in caught.value.of(language)
    return caught.value


def left(into: Path) -> list[int]:
    """Sizes of what was kept to go on with."""
    return [path.stat().st_size for path in into.iterdir()] if into.exists() else []


def test_the_file_comes_whole_with_progress(model: Model, mirror: Mirror, into: Path) -> None:
    seen: list[tuple[int, int]] = []
    done = pull(model, into, source=mirror.address, progress=lambda *step: seen.append(step))
    assert done.fetched
    assert done.path.read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert seen == sorted(seen)
    assert [path.name for path in into.iterdir()] == ["net.onnx"]


def test_what_is_there_is_not_fetched_again(model: Model, mirror: Mirror, into: Path) -> None:
    pull(model, into, source=mirror.address)
    assert not pull(model, into, source=mirror.address).fetched
    assert mirror.asked == [0]


def test_another_file_under_the_name_is_replaced(model: Model, mirror: Mirror, into: Path) -> None:
    into.mkdir()
    (into / "net.onnx").write_bytes(b"old")
    assert pull(model, into, source=mirror.address + "/").path.read_bytes() == CONTENT


def test_without_a_stated_length_it_comes_too(model: Model, mirror: Mirror, into: Path) -> None:
    mirror.lengths = False
    assert pull(model, into, source=mirror.address).path.read_bytes() == CONTENT


def test_a_server_that_always_hangs_up_half_way_is_asked_for_the_rest(mirror: Mirror, model: Model, into: Path) -> None:
    mirror.fault = MirrorFault.TRUNCATES
    error = refused(model, into, mirror.address)
    assert error.fault is Fault.CUT
    assert mirror.asked == [0, 300_000, 450_000, 525_000, 562_500]
    assert left(into) == [581_250]
    mirror.fault = None
    assert pull(model, into, source=mirror.address).path.read_bytes() == CONTENT
    assert mirror.asked[-1] == 581_250


def test_without_ranges_a_cut_file_begins_anew(mirror: Mirror, model: Model, into: Path) -> None:
    mirror.fault, mirror.ranges = MirrorFault.TRUNCATES, False
    assert refused(model, into, mirror.address).fault is Fault.CUT
    assert mirror.asked == [0, 0], "it brings no more the second time, so it is not asked a third"
    mirror.fault = None
    assert pull(model, into, source=mirror.address).path.read_bytes() == CONTENT


@pytest.mark.parametrize("fault", [MirrorFault.STALLS, MirrorFault.DRIPS])
def test_silence_has_an_end(mirror: Mirror, model: Model, into: Path, fault: MirrorFault) -> None:
    mirror.fault, mirror.ranges = fault, False
    error = refused(model, into, mirror.address, timeout_s=SHORT_S)
    assert error.fault is Fault.STALLED
    assert "pull again to go on" in str(error)
    mirror.fault, mirror.ranges = None, True
    assert pull(model, into, source=mirror.address).path.read_bytes() == CONTENT
    assert mirror.asked[-1] >= 300_000


@pytest.mark.parametrize("fault", [MirrorFault.SAYS_LESS, MirrorFault.SAYS_MORE])
def test_a_wrong_length_is_refused_before_a_byte_is_taken(
    mirror: Mirror, model: Model, into: Path, fault: MirrorFault
) -> None:
    mirror.fault = fault
    error = refused(model, into, mirror.address)
    assert error.fault is Fault.LENGTH
    assert abs(error.facts["stated"] - len(CONTENT)) == 7
    assert left(into) == []


def test_more_than_the_file_has_is_refused(mirror: Mirror, model: Model, into: Path) -> None:
    mirror.fault = MirrorFault.SENDS_MORE
    assert refused(model, into, mirror.address).fault is Fault.LONGER
    assert left(into) == []


def test_wrong_bytes_are_named_and_deleted(mirror: Mirror, model: Model, into: Path) -> None:
    mirror.fault = MirrorFault.WRONG_BYTES
    error = refused(model, into, mirror.address)
    assert error.fault is Fault.DIGEST
    assert "is another file than net.onnx" in str(error)
    assert error.facts["seen"] != model.sha256
    assert left(into) == []


def test_a_wrong_beginning_from_another_day_is_overcome(mirror: Mirror, model: Model, into: Path) -> None:
    with Part.open(into, model, None) as begun:
        begun.append(b"x" * 1000)
    assert pull(model, into, source=mirror.address).path.read_bytes() == CONTENT
    assert mirror.asked == [1000, 0]


@pytest.mark.parametrize("extra", [0, 1, 5000])
def test_a_part_as_long_as_the_file_or_longer_is_no_trap(mirror: Mirror, model: Model, into: Path, extra: int) -> None:
    with Part.open(into, model, None) as begun:
        begun.append(CONTENT + b"x" * extra)
    assert pull(model, into, source=mirror.address).path.read_bytes() == CONTENT
    assert mirror.asked == ([0] if extra else [])


def test_a_server_that_has_no_such_file_or_refuses(mirror: Mirror, model: Model, into: Path) -> None:
    error = refused(model, into, f"{mirror.address}/elsewhere")
    assert error.fault is Fault.STATUS
    assert "404" in str(error)
    mirror.fault = MirrorFault.REFUSES
    assert "503" in str(refused(model, into, mirror.address))


def test_nobody_there(model: Model, into: Path, mirror: Mirror) -> None:
    assert refused(model, into, "http://127.0.0.1:9").fault is Fault.OFFLINE
    assert refused(model, into, "http://no-such-host.invalid").fault is Fault.OFFLINE
    assert "unsupported protocol" in str(refused(model, into, "ftp://127.0.0.1/models"))


def test_passwords_of_a_mirror_are_not_told(model: Model, into: Path) -> None:
    error = refused(model, into, "http://name:secret@127.0.0.1:9")
    assert "secret" not in str(error)
    assert "127.0.0.1:9/net.onnx" in str(error)


def test_a_redirect_on_the_same_scheme_is_followed(mirror: Mirror, model: Model, into: Path) -> None:
    mirror.moved["moved/net.onnx"] = "/net.onnx"
    assert pull(model, into, source=f"{mirror.address}/moved").path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("file:///etc/passwd", "from http only to http or https"),
        ("ftp://127.0.0.1/net.onnx", "from http only to http or https"),
        ("/moved/net.onnx", "once too often"),
    ],
)
def test_other_redirects_are_not(mirror: Mirror, model: Model, into: Path, target: str, told: str) -> None:
    mirror.moved["moved/net.onnx"] = target
    error = refused(model, into, f"{mirror.address}/moved")
    assert error.fault is Fault.REDIRECT
    assert told in str(error)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificate and key of 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mirror")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "mirror.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + made.public_bytes(pem))
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[Mirror]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Mirror({"net.onnx": CONTENT}, tls=context) as served:
        yield served


def test_a_certificate_must_be_trusted(secure: Mirror, model: Model, into: Path) -> None:
    error = refused(model, into, secure.address)
    assert error.fault is Fault.OFFLINE
    assert "certificate verify failed" in str(error)


def test_what_began_encrypted_stays_encrypted(
    secure: Mirror, mirror: Mirror, certificate: Path, model: Model, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert pull(model, into / "a", source=secure.address).path.read_bytes() == CONTENT
    mirror.moved["up/net.onnx"] = f"{secure.address}/net.onnx"
    assert pull(model, into / "b", source=f"{mirror.address}/up").path.read_bytes() == CONTENT
    secure.moved["down/net.onnx"] = f"{mirror.address}/net.onnx"
    error = refused(model, into / "c", f"{secure.address}/down")
    assert error.fault is Fault.REDIRECT
    assert "from https only to https" in str(error)
    assert mirror.asked == [], "the file was asked for in the clear"


def test_from_a_folder_a_stick_or_the_file(model: Model, into: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert refused(model, into, stick).fault is Fault.MISSING
    (stick / "net.onnx").write_bytes(CONTENT)
    assert pull(model, into / "a", source=stick).path.read_bytes() == CONTENT
    assert pull(model, into / "b", source=str(stick / "net.onnx")).path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (CONTENT[:-1], Fault.DIGEST),
        (CONTENT + b"x", Fault.LONGER),
        (CONTENT[:-1] + bytes([CONTENT[-1] ^ 1]), Fault.DIGEST),
        (b"", Fault.DIGEST),
    ],
)
def test_a_stick_with_another_file(model: Model, into: Path, tmp_path: Path, content: bytes, fault: Fault) -> None:
    stick = tmp_path / "net.onnx"
    stick.write_bytes(content)
    assert refused(model, into, stick).fault is fault
    assert left(into) == []


def test_a_published_file_is_edited_into_the_one_used(mirror: Mirror, into: Path, tmp_path: Path) -> None:
    used = CONTENT[:10] + b"edited" + CONTENT[12:-1]
    edits = (Edit(at=10, old=CONTENT[10:12], new=b"edited"), Edit(at=len(CONTENT) - 1, old=CONTENT[-1:], new=b""))
    published = Published(size=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest(), edits=edits)
    model = model_of(used, file="used.onnx", url=f"{mirror.address}/net.onnx", published=published)
    assert pull(model, into).path.read_bytes() == used
    (tmp_path / "net.onnx").write_bytes(CONTENT)
    assert pull(model, into / "2", source=tmp_path).path.read_bytes() == used
    assert pull(model, into / "3", source=tmp_path / "net.onnx").path.read_bytes() == used
    wrong = replace(model, published=replace(published, edits=edits[:1]))
    assert refused(wrong, into / "4", tmp_path).fault is Fault.DIGEST
    assert left(into / "4") == []


def test_what_nobody_publishes_is_said_so(model: Model, into: Path) -> None:
    assert refused(model, into, None).fault is Fault.NO_ADDRESS
    carried = replace(model, carrier=Carrier(package="weights_of_net", path="net.onnx", install="weights-of-net"))
    assert 'pip install "weights-of-net"' in str(refused(carried, into, None))


def test_a_folder_that_cannot_be_written(model: Model, mirror: Mirror, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PullError) as caught:
        pull(model, tmp_path / "file" / "models", source=mirror.address)
    assert caught.value.fault is Fault.DISK


def test_a_link_in_the_way_is_not_followed(model: Model, mirror: Mirror, into: Path, tmp_path: Path) -> None:
    into.mkdir()
    (tmp_path / "precious").write_bytes(b"precious")
    (into / f"net.onnx.{model.sha256[:8]}.part").symlink_to(tmp_path / "precious")
    assert refused(model, into, mirror.address).fault is Fault.DISK
    assert (tmp_path / "precious").read_bytes() == b"precious"


def test_two_at_once_one_fetches_and_the_other_is_told(model: Model, mirror: Mirror, into: Path) -> None:
    held, go = threading.Event(), threading.Event()

    def slowly(have: int, size: int) -> None:
        held.set()
        assert go.wait(10)

    first = threading.Thread(target=pull, args=(model, into), kwargs={"source": mirror.address, "progress": slowly})
    first.start()
    assert held.wait(10)
    error = refused(model, into, mirror.address)
    assert error.fault is Fault.BUSY
    assert "another process is fetching net.onnx" in str(error)
    go.set()
    first.join()
    assert (into / "net.onnx").read_bytes() == CONTENT
    assert not pull(model, into, source=mirror.address).fetched


def test_a_part_that_is_installed_while_one_waits_is_left_alone(
    model: Model, mirror: Mirror, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening and locking, another process may have made the file that was opened the installed one."""
    into.mkdir()
    path = into / f"net.onnx.{model.sha256[:8]}.part"
    path.write_bytes(CONTENT)
    lock = part.fcntl.flock

    def late(descriptor: int, operation: int) -> None:
        if path.exists() and path.stat().st_size:
            path.replace(into / "net.onnx")
        lock(descriptor, operation)

    monkeypatch.setattr(part.fcntl, "flock", late)
    with Part.open(into, model, None) as opened:
        assert opened.size == 0
        opened.append(b"x")
    assert (into / "net.onnx").read_bytes() == CONTENT


RACE = """
import sys
from pathlib import Path
from tests.unit.models.conftest import CONTENT, model_of
from zbsec.models import Fault, PullError, pull
try:
    pull(model_of(CONTENT), Path(sys.argv[1]), source=sys.argv[2])
except PullError as error:
    assert error.fault is Fault.BUSY, error
"""


def test_many_processes_leave_one_whole_file(mirror: Mirror, model: Model, into: Path) -> None:
    command = [sys.executable, "-c", RACE, str(into), mirror.address]
    racers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(3)]
    for racer in racers:
        _, complaint = racer.communicate(timeout=60)
        assert racer.returncode == 0, complaint
    assert [path.read_bytes() == CONTENT for path in into.iterdir()] == [True]


FULL = """
import sys
from pathlib import Path
from tests.unit.models.conftest import CONTENT, model_of
from zbsec.models import PullError, pull, part
if sys.argv[3] == "surprised":
    part.Part.require_room = lambda self: None
try:
    pull(model_of(CONTENT), Path(sys.argv[1]), source=sys.argv[2])
except PullError as error:
    print(error)
"""


@pytest.mark.parametrize("how", ["foreseen", "surprised"])
def test_on_a_full_disk(tmp_path: Path, how: str) -> None:
    in_own_mounts = ["unshare", "--mount", "--map-root-user"]
    small, stick = tmp_path / "small", tmp_path / "stick"
    small.mkdir()
    stick.mkdir()
    (stick / "net.onnx").write_bytes(CONTENT)
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(small)]
    if subprocess.run([*in_own_mounts, *mount], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small file system")
    arguments = shlex.join([str(small), str(stick), how])
    in_it = (
        f'{shlex.join(mount)} && {shlex.quote(sys.executable)} -c "$0" {arguments} && ls -A {shlex.quote(str(small))}'
    )
    command = [*in_own_mounts, "sh", "-c", in_it, FULL]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (said,) = done.stdout.splitlines()
    assert "has no room for 600000 bytes" in said
    assert "nothing was kept" in said


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    faults=st.lists(st.sampled_from([None, *(set(MirrorFault) - {MirrorFault.STALLS, MirrorFault.DRIPS})]), max_size=5),
    ranges=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_whatever_happens_before_the_right_file_comes_in_the_end(
    model: Model, mirror: Mirror, tmp_path_factory: pytest.TempPathFactory, faults: list, ranges: list[bool]
) -> None:
    into = tmp_path_factory.mktemp("models")
    for fault, heeds in zip([*faults, None], ranges, strict=False):
        mirror.fault, mirror.ranges = fault, heeds
        try:
            pull(model, into, source=mirror.address)
        except PullError:
            assert not (into / "net.onnx").exists()
    assert (into / "net.onnx").read_bytes() == CONTENT
    assert len(list(into.iterdir())) == 1
