"""A mirror of models on 127.0.0.1 that can misbehave in the ways that servers and wires do."""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping
    from types import TracebackType

_RANGE = re.compile(r"bytes=(\d+)-")


class MirrorFault(StrEnum):
    """How a mirror misbehaves."""

    TRUNCATES = "truncates"
    """Sends half of what was asked for, then hangs up."""
    STALLS = "stalls"
    """Sends half of what was asked for, then nothing, and stays."""
    DRIPS = "drips"
    """Sends half of what was asked for, then a byte at a time."""
    SAYS_LESS = "says_less"
    """Announces fewer bytes than the file has, and sends so many."""
    SAYS_MORE = "says_more"
    """Announces more bytes than the file has, and sends those it has."""
    SENDS_MORE = "sends_more"
    """Announces nothing, and does not stop."""
    WRONG_BYTES = "wrong_bytes"
    """One byte in the middle has changed; of the right length."""
    REFUSES = "refuses"
    """Answers 503."""


class Mirror:
    """Serves files by name while it is entered. Set ``fault``, ``ranges`` and ``moved`` at any time.

    ``asked`` lists the offsets that were asked for, one a request.
    """

    def __init__(self, files: Mapping[str, bytes], *, tls: ssl.SSLContext | None = None) -> None:
        """
        :param tls: serves https with this certificate.
        """
        self.files = dict(files)
        self.fault: MirrorFault | None = None
        self.ranges = True
        """Whether ``Range`` is heeded."""
        self.lengths = True
        """Whether ``Content-Length`` is sent; without it the end of the connection ends the file."""
        self.moved: dict[str, str] = {}
        """Names that are redirected, and where to."""
        self.asked: list[int] = []
        self.closing = threading.Event()
        self._scheme = "https" if tls else "http"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def address(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with suppress(OSError):  # the other side has gone: that is its right
                    _Answer(mirror, self).give()

            def log_message(self, format: str, *args: object) -> None:
                del format, args

        return Handler


class _Answer:
    """One request's."""

    def __init__(self, mirror: Mirror, handler: BaseHTTPRequestHandler) -> None:
        self._mirror = mirror
        self._handler = handler
        self._name = urlsplit(handler.path).path.lstrip("/")

    def give(self) -> None:
        if target := self._mirror.moved.get(self._name):
            self._head(302, {"Location": target, "Content-Length": "0"})
        elif self._mirror.fault is MirrorFault.REFUSES:
            self._head(503, {"Content-Length": "0"})
        elif self._name not in self._mirror.files:
            self._head(404, {"Content-Length": "0"})
        else:
            self._file(self._mirror.files[self._name])

    def _file(self, content: bytes) -> None:
        span = _RANGE.fullmatch(self._handler.headers.get("Range", "")) if self._mirror.ranges else None
        begin = int(span[1]) if span else 0
        self._mirror.asked.append(begin)
        if span and begin >= len(content):
            self._head(416, {"Content-Range": f"bytes */{len(content)}", "Content-Length": "0"})
            return
        if self._mirror.fault is MirrorFault.WRONG_BYTES:
            middle = len(content) // 2
            content = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        body = content[begin:]
        headers = {"Content-Range": f"bytes {begin}-{len(content) - 1}/{len(content)}"} if span else {}
        if self._mirror.lengths and self._mirror.fault is not MirrorFault.SENDS_MORE:
            headers["Content-Length"] = str(len(body) + self._lie())
        self._head(206 if span else 200, headers)
        self._send(body)

    def _lie(self) -> int:
        return {MirrorFault.SAYS_LESS: -7, MirrorFault.SAYS_MORE: 7}.get(self._mirror.fault or MirrorFault.REFUSES, 0)

    def _send(self, body: bytes) -> None:
        fault, half = self._mirror.fault, body[: len(body) // 2]
        if fault is MirrorFault.TRUNCATES:
            self._write(half)
        elif fault is MirrorFault.STALLS:
            self._write(half)
            self._mirror.closing.wait()
        elif fault is MirrorFault.DRIPS:
            self._write(half)
            for position in range(len(half), len(body)):
                if self._mirror.closing.wait(0.02):
                    return
                self._write(body[position : position + 1])
        elif fault is MirrorFault.SENDS_MORE:
            self._write(body)
            while not self._mirror.closing.is_set():
                self._write(body)
        elif fault is MirrorFault.SAYS_LESS:
            self._write(body[:-7])
        else:
            self._write(body)

    def _write(self, piece: bytes) -> None:
        self._handler.wfile.write(piece)
        self._handler.wfile.flush()

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()
