"""A GA/T 1400 platform on a loopback port: Digest registration, storage by object id, and faults to inject."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from zbsec.testing.platforms.objects import ObjectError, read_objects
from zbsec.testing.platforms.server import HttpServer, Request, Response
from zbsec.uplink.gat1400.ids import local_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import TracebackType

REALM = "viid"


class PlatformFault(StrEnum):
    """How the platform misbehaves; every one was seen in the field."""

    NONE = "none"
    REJECTS = "401 for ever"
    BROKEN = "HTTP 500"
    SILENT = "closes without an answer"
    NONSENSE = "answers with no JSON"
    EMPTY = "answers with nothing"
    BUSY = "StatusCode 2"
    DISLIKES = "StatusCode 8"
    FORGETFUL = "401 once on every object"
    STRING_STATUS = "StatusCode as a string"
    BARE = "a status without envelope"
    RENAMED = "ResponseStatusList and ID"
    LOSES_REPLY = "stores, then closes without an answer, once"


@dataclass(frozen=True, slots=True)
class Stored:
    """One object as it arrived."""

    id: str
    kind: str
    body: dict[str, Any]


class Gat1400Platform:
    """A platform in this process: ``async with Gat1400Platform(user, password) as platform: platform.address``.

    It can be stopped and started again on the same port and keeps what it stored, as a platform with a database does.

    :param strict: also check mandatory fields and JSON types as the strictest known receivers do.
    """

    def __init__(
        self, *, user: str, password: str, clock: Callable[[], datetime], strict: bool = True, server_id: str = "3" * 20
    ) -> None:
        self.fault = PlatformFault.NONE
        self.objects: dict[str, Stored] = {}
        """Everything stored, by id, in order of arrival."""
        self.repeats: dict[str, int] = {}
        """Ids that arrived more than once, and how many times too many."""
        self.registered: set[str] = set()
        self.requests = 0
        self._user = user
        self._password = password
        self._clock = clock
        self._strict = strict
        self._server_id = server_id
        self._nonce = secrets.token_hex(16)
        self._forgot: set[str] = set()
        self._server = HttpServer(self._answer)

    @property
    def address(self) -> str:
        return self._server.address

    async def start(self) -> None:
        """Listen on 127.0.0.1; after a stop on the same port as before, with all registrations forgotten."""
        self.registered.clear()
        await self._server.start()

    async def stop(self) -> None:
        """Stop listening and drop every connection."""
        await self._server.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _answer(self, request: Request) -> Response | None:
        self.requests += 1
        plain = {
            PlatformFault.REJECTS: Response(401),
            PlatformFault.BROKEN: Response(500, b"Internal Server Error"),
            PlatformFault.NONSENSE: Response(200, b"<html>welcome</html>"),
            PlatformFault.EMPTY: Response(200),
            PlatformFault.SILENT: None,
        }
        if self.fault in plain:
            return plain[self.fault]
        if request.path == "/VIID/System/Time" and request.method == "GET":
            return self._json(200, {"SystemTimeObject": self._time()})
        if request.method != "POST":
            return self._status(request, 405, 4, "method not allowed")
        if request.path.startswith("/VIID/System/"):
            return self._system(request)
        return self._store(request)

    def _system(self, request: Request) -> Response:
        sender = request.headers.get("user-identify", "")
        verb = request.path.rsplit("/", 1)[1]
        if verb in ("Register", "UnRegister"):
            if not self._proves_password(request):
                return self._challenge()
            (self.registered.add if verb == "Register" else self.registered.discard)(sender)
            return self._status(request, 200, 0, "OK", sender)
        if verb == "Keepalive" and sender in self.registered:
            return self._status(request, 200, 0, "OK", sender)
        return self._status(request, 401, 4, "not registered", sender)

    def _store(self, request: Request) -> Response | None:
        if request.headers.get("user-identify", "") not in self.registered:
            return self._status(request, 401, 4, "not registered")
        try:
            found = read_objects(request.path, request.body, strict=self._strict)
        except ObjectError as error:
            return self._status(request, 400, error.status_code, str(error))
        excuse = self._excuse({id for id, _, _ in found})
        if excuse is not None:
            return self._status(request, *excuse)
        for id, kind, body in found:
            if id in self.objects:
                self.repeats[id] = self.repeats.get(id, 0) + 1
            self.objects[id] = Stored(id, kind, body)
        if self.fault is PlatformFault.LOSES_REPLY:
            self.fault = PlatformFault.NONE
            return None
        return self._status(request, 200, 0, "OK", *(id for id, _, _ in found))

    def _excuse(self, ids: set[str]) -> tuple[int, int, str] | None:
        """HTTP status, StatusCode and words for not storing what arrived; None: it is stored."""
        if self.fault is PlatformFault.FORGETFUL and not ids <= self._forgot:
            self._forgot |= ids
            return 401, 4, "not registered"
        excuses = {PlatformFault.BUSY: (200, 2, "busy"), PlatformFault.DISLIKES: (200, 8, "content")}
        return excuses.get(self.fault)

    def _proves_password(self, request: Request) -> bool:
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', request.headers.get("authorization", "")))
        ha1 = _md5(f"{self._user}:{REALM}:{self._password}")
        ha2 = _md5(f"{request.method}:{given.get('uri', '')}")
        parts = (ha1, self._nonce, given.get("nc", ""), given.get("cnonce", ""), "auth", ha2)
        return given.get("username") == self._user and given.get("response") == _md5(":".join(parts))

    def _challenge(self) -> Response:
        field = f'Digest realm="{REALM}", qop="auth", nonce="{self._nonce}", opaque="{secrets.token_hex(8)}"'
        return Response(401, headers=(("WWW-Authenticate", field),))

    def _status(self, request: Request, http: int, code: int, words: str, *ids: str) -> Response:
        value: int | str = str(code) if self.fault is PlatformFault.STRING_STATUS else code
        name = "ID" if self.fault is PlatformFault.RENAMED else "Id"
        each = [
            {
                "RequestURL": request.path,
                "StatusCode": value,
                "StatusString": words,
                name: id,
                "LocalTime": local_time(self._clock()),
            }
            for id in ids or ("",)
        ]
        if self.fault is PlatformFault.BARE:
            return self._json(http, each[0])
        if self.fault is PlatformFault.RENAMED:
            return self._json(http, {"ResponseStatusList": each})
        if request.path.startswith("/VIID/System/"):
            return self._json(http, {"ResponseStatusObject": each[0]})
        return self._json(http, {"ResponseStatusListObject": {"ResponseStatusObject": each}})

    def _json(self, http: int, value: object) -> Response:
        return Response(http, json.dumps(value, ensure_ascii=False).encode())

    def _time(self) -> dict[str, str]:
        return {
            "VIIDServerID": self._server_id,
            "TimeMode": "1",
            "LocalTime": local_time(self._clock()),
            "TimeZone": "Asia/Shanghai",
        }


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
