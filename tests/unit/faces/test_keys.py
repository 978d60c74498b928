"""Where the site's key comes from, and every way in which it does not."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keyring.backend
import keyring.errors
import pytest
from tests.conftest import missing

from zbsec.errors import SiteKeyError
from zbsec.faces import KEY_SOURCES, KeySource, key_source
from zbsec.faces.keys.environment import KeyVariable
from zbsec.faces.keys.file import KeyFile
from zbsec.faces.keys.source import site_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Enroll, Painted

    from zbsec.faces import Gallery

KEY = bytes(range(32))


class Memory(keyring.backend.KeyringBackend):
    """A keyring in memory that can be locked."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise keyring.errors.PasswordSetError("it is locked")
        self.entries[service, username] = password


@pytest.fixture
def memory() -> Iterator[Memory]:
    before = keyring.get_keyring()
    keyring.set_keyring(memory := Memory())
    yield memory
    keyring.set_keyring(before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "etc" / "site.key"


def test_a_key_file_is_made_once_for_its_owner_only(path: Path) -> None:
    source = key_source(f"file:{path}")
    source.create()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(source.read()) == 32
    assert source.read() == key_source(f"file://{path}").read()
    with pytest.raises(SiteKeyError, match="is there already; no key is ever overwritten"):
        source.create()


def test_the_table_and_the_folder_agree() -> None:
    folder = Path(KEY_SOURCES.load("file").__code__.co_filename).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "source"}
    assert {place.partition(":")[0].rpartition(".")[2] for place in KEY_SOURCES.own.values()} == files


def test_two_keys_are_two(tmp_path: Path) -> None:
    sources = [KeyFile(tmp_path / name) for name in "ab"]
    for source in sources:
        source.create()
    assert sources[0].read() != sources[1].read()


def test_what_is_wrong_with_a_key_file_is_said_and_the_key_is_not(path: Path, tmp_path: Path) -> None:
    source = KeyFile(path)
    with pytest.raises(SiteKeyError, match=f"key file {path}: No such file"):
        source.read()
    path.parent.mkdir()
    for content, words in (
        (KEY.hex()[:-2], "holds 31 bytes; a site's key has 32"),
        ("a secret that is no number", "holds no key: write it as 64 hexadecimal digits"),
        ("", "holds 0 bytes"),
        (KEY.hex(), "can be read by others; run: chmod 600"),
    ):
        path.write_text(content)
        path.chmod(0o640 if "others" in words else 0o600)
        with pytest.raises(SiteKeyError, match=words) as caught:
            source.read()
        assert content not in str(caught.value) or not content
    with pytest.raises(SiteKeyError, match=f"key file {tmp_path}: Is a directory"):
        KeyFile(tmp_path).read()
    with pytest.raises(SiteKeyError, match="key file"):
        KeyFile(path / "below").create()


def test_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    source = key_source("env:ZBSEC_TEST_KEY")
    with pytest.raises(SiteKeyError, match="the environment has no ZBSEC_TEST_KEY"):
        source.read()
    monkeypatch.setenv("ZBSEC_TEST_KEY", KEY.hex())
    assert source.read() == KEY
    assert KeyVariable("K", {"K": KEY.hex()}).read() == KEY
    monkeypatch.setenv("ZBSEC_TEST_KEY", "secret")
    with pytest.raises(SiteKeyError, match="environment variable ZBSEC_TEST_KEY holds no key") as caught:
        source.read()
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(KeyVariable("K", {"K": "secret"}))
    with pytest.raises(SiteKeyError, match="openssl rand -hex 32"):
        source.create()


def test_the_keyring_of_the_system(memory: Memory) -> None:
    source = key_source("keyring:zbsec/shifan-estate")
    with pytest.raises(SiteKeyError, match=r"entry 'zbsec' of user 'shifan-estate' is not there; make one with"):
        source.read()
    source.create()
    assert source.read().hex() == memory.entries["zbsec", "shifan-estate"]
    with pytest.raises(SiteKeyError, match="no key is ever overwritten"):
        source.create()
    memory.locked = True
    with pytest.raises(SiteKeyError, match=r"cannot be read: KeyringLocked \(is it locked\?\)"):
        source.read()
    memory.locked = False
    memory.entries["zbsec", "shifan-estate"] = "00"
    with pytest.raises(SiteKeyError, match="holds 1 bytes"):
        source.read()


def test_a_keyring_that_cannot_be_written(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: str) -> None:
        raise keyring.errors.PasswordSetError("it is locked")

    monkeypatch.setattr(memory, "set_password", refuse)
    with pytest.raises(SiteKeyError, match="cannot be written: PasswordSetError: it is locked"):
        key_source("keyring:a/b").create()


@pytest.mark.parametrize("text", ["", "file:", "site.key", "vault:x", "file", ":x"])
def test_what_names_no_source_is_refused(text: str) -> None:
    with pytest.raises(SiteKeyError, match="this names no source of a key; write one of"):
        key_source(text)


def test_a_key_in_the_place_of_its_source_is_not_repeated() -> None:
    for text in (KEY.hex(), f"{KEY.hex()}:x"):
        with pytest.raises(SiteKeyError) as caught:
            key_source(text)
        assert KEY.hex() not in str(caught.value)


@pytest.mark.parametrize("text", ["keyring:", "keyring:service", "keyring:/user", "keyring:service/"])
def test_what_names_no_entry_is_refused(text: str) -> None:
    with pytest.raises(SiteKeyError, match="names no"):
        key_source(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pkcs11:token=a", "object, module-path, pin-source is missing; write pkcs11:token="),
        ("pkcs11:token=a;object=b?module-path=/m", "pin-source is missing"),
        ("pkcs11:token=a;object=b?module-path=/m&pin-value=1234", "pin-value would show the PIN"),
        ("pkcs11:token=a;object=b?module-path=/m&pin-source=env:NO_PIN", "environment variable NO_PIN holds no PIN"),
        ("pkcs11:token=a;object=b?module-path=/m&pin-source=file:/no/pin", "PIN file /no/pin: No such file"),
    ],
)
def test_what_names_no_key_of_a_token_is_refused(text: str, words: str) -> None:
    with pytest.raises(SiteKeyError, match=words) as caught:
        key_source(text)
    assert "1234" not in str(caught.value)


@pytest.mark.parametrize(("scheme", "package"), [("keyring:a/b", "keyring"), ("pkcs11", "pkcs11")])
def test_a_missing_package_is_named(scheme: str, package: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / "pin").write_text("1234")
    uri = f"pkcs11:token=a;object=b?module-path=/m&pin-source=file:{tmp_path / 'pin'}"
    with pytest.raises(SiteKeyError, match=rf'pip install "zbsec\[{package}\]"'):
        key_source(uri if scheme == "pkcs11" else scheme).read()


def test_anything_with_the_two_methods_is_a_source(
    reopen: Callable[..., Gallery], painted: Painted, enroll: Enroll
) -> None:
    class Vendor:
        def read(self) -> bytes:
            return KEY

        def create(self) -> None:
            raise NotImplementedError

    assert isinstance(Vendor(), KeySource)
    assert site_key(Vendor()) == KEY
    enroll(reopen(key=Vendor()), 1)
    assert len(reopen(key=KEY)) == 1


def test_another_key_and_no_key_are_told_apart(reopen: Callable[..., Gallery], enroll: Enroll, path: Path) -> None:
    enroll(reopen(), 1)
    with pytest.raises(SiteKeyError, match="No such file"):
        reopen(key=KeyFile(path))
    KeyFile(path).create()
    with pytest.raises(SiteKeyError, match="this key does not open it"):
        reopen(key=KeyFile(path))


# A PKCS#11 token: SoftHSM

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/libsofthsm2.so",
)
PIN = "914-gate"

TOKEN = """
import sys
from zbsec.errors import SiteKeyError
from zbsec.faces import key_source
for uri, how in zip(sys.argv[1::2], sys.argv[2::2]):
    try:
        source = key_source(uri)
        if how == "create":
            source.create()
        print(source.read().hex())
    except SiteKeyError as error:
        print("refused:", error)
"""


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A token of its own in a folder of its own. The module reads its settings once a process, so each try is one."""
    module = next((name for name in MODULES if Path(name).exists()), None)
    tool = shutil.which("softhsm2-util")
    if module is None or tool is None:
        missing("SoftHSM2 (apt-get install softhsm2)")
    folder = tmp_path_factory.mktemp("hsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    (folder / "pin").write_text(PIN + "\n")
    environment = {**os.environ, "SOFTHSM2_CONF": str(folder / "softhsm2.conf")}
    words = ["--init-token", "--free", "--label", "gate one", "--pin", PIN, "--so-pin", "12345678"]
    subprocess.run([str(tool), *words], env=environment, check=True, capture_output=True)
    uri = f"pkcs11:token=gate%20one;object=site?module-path={module}&pin-source=file:{folder / 'pin'}"
    return {"uri": uri, "environment": environment, "folder": folder}


def ask(token: dict[str, Any], *tries: tuple[str, str]) -> list[str]:
    """What each URI gives, or why it does not, in a process of its own."""
    words = [word for one in tries for word in one]
    done = subprocess.run(
        [sys.executable, "-c", TOKEN, *words], env=token["environment"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_token_gives_the_same_key_every_time_and_never_its_own(token: dict[str, Any]) -> None:
    uri = token["uri"]
    before, made, again = ask(token, (uri, "read"), (uri, "create"), (uri, "create"))
    assert "it is not there; make one with: zbsec gallery new-key" in before
    assert len(bytes.fromhex(made)) == 32
    assert "is there already; no key is ever overwritten" in again
    assert ask(token, (uri, "read")) == [made]
    stored = b"".join(path.read_bytes() for path in (token["folder"] / "tokens").rglob("*") if path.is_file())
    assert stored
    assert bytes.fromhex(made) not in stored


def test_a_token_that_says_no_is_named(token: dict[str, Any], tmp_path: Path) -> None:
    uri, pin = token["uri"], f"file:{token['folder'] / 'pin'}"
    (tmp_path / "pin").write_text("wrong")
    (tmp_path / "module.so").write_text("no library")
    start, paths = uri.split("module-path=")[0], ("/no/m.so", tmp_path / "module.so")
    modules = [f"{start}module-path={path}&pin-source={pin}" for path in paths]
    mistyped, other = uri.replace(pin, f"file:{tmp_path / 'pin'}"), uri.replace("gate%20one", "gate%20two")
    for said, words in zip(
        ask(token, *((one, "read") for one in (mistyped, other, *modules))),
        (
            "the PIN is wrong; too many tries lock the token",
            "key 'site' of PKCS#11 token 'gate two': there is no token 'gate two'; is it plugged in?",
            "there is no module /no/m.so; is its package installed?",
            "module.so is no PKCS#11 module",
        ),
        strict=True,
    ):
        assert said.startswith("refused: ")
        assert words in said


def test_a_locked_token_is_said_to_be(token: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """SoftHSM locks no token, so the answer of one that is locked is put in its place."""
    import pkcs11

    def locked(*_: object, **__: object) -> None:
        raise pkcs11.exceptions.PinLocked

    monkeypatch.setattr("zbsec.faces.keys.token.TokenKey._session", locked)
    with pytest.raises(SiteKeyError, match="the token is locked after too many wrong PINs"):
        key_source(token["uri"]).read()
