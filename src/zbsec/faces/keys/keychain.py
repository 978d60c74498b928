"""A key in the keyring of the system: Secret Service, KWallet, macOS Keychain, Windows Credential Locker."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from zbsec.errors import SiteKeyError
from zbsec.faces.keys.source import from_digits, new_key


@dataclass(frozen=True, slots=True)
class KeyringEntry:
    """64 hexadecimal digits as the password of a user of a service."""

    service: str
    user: str

    def read(self) -> bytes:
        text = self._ask(_library())
        if text is None:
            raise SiteKeyError(f"{self._where} is not there; make one with: zbsec gallery new-key {self._name}")
        return from_digits(text, self._where)

    def create(self) -> None:
        library = _library()
        if self._ask(library) is not None:
            raise SiteKeyError(f"{self._where} is there already; no key is ever overwritten")
        try:
            library.set_password(self.service, self.user, new_key().hex())
        except library.errors.KeyringError as error:
            raise SiteKeyError(f"{self._where} cannot be written: {_words(error)}") from error

    def _ask(self, library: ModuleType) -> str | None:
        try:
            found: str | None = library.get_password(self.service, self.user)
        except library.errors.KeyringError as error:
            raise SiteKeyError(f"{self._where} cannot be read: {_words(error)}") from error
        return found

    @property
    def _name(self) -> str:
        return f"keyring:{self.service}/{self.user}"

    @property
    def _where(self) -> str:
        return f"keyring entry {self.service!r} of user {self.user!r}"


def parse(text: str) -> KeyringEntry:
    """``service/user``."""
    service, _, user = text.rpartition("/")
    if not service or not user:
        raise SiteKeyError(f"keyring:{text} names no entry; write keyring:service/user")
    return KeyringEntry(service, user)


def _library() -> ModuleType:
    try:
        import keyring  # noqa: PLC0415
        import keyring.errors  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise SiteKeyError('keys from a keyring need a package; run: pip install "zbsec[keyring]"') from error
    return keyring


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else f"{type(error).__name__} (is it locked?)"
