"""The bytes of a model over HTTP, gone on with where they broke off.

httpx does it because it is here already, for uplinks, and because it tells apart what must be told apart: no
connection, silence, and an answer that ends before its stated length. It also minds the proxy settings of a site.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from zbsec.models.fault import Fault, PullError

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from zbsec.models.model import Model
    from zbsec.models.part import Part

    Progress = Callable[[int, int], None]

ATTEMPTS = 5
"""So often it is asked anew, as long as each time brings more of the file."""
MOST_REDIRECTS = 5
LEAST_BYTES = 1024
"""So much must come within the timeout: a server that drips is one that stalls."""

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Download:
    """One model from one address into one part file."""

    def __init__(self, model: Model, url: str, part: Part, *, timeout_s: float, progress: Progress) -> None:
        self._model = model
        self._url = url
        self._part = part
        self._timeout_s = timeout_s
        self._progress = progress

    def run(self) -> None:
        """Fetch until the part has every byte.

        :raises PullError: with what was wrong; the part keeps what may be gone on with.
        """
        import httpx  # noqa: PLC0415

        headers = {"Accept-Encoding": "identity", "User-Agent": "zbsec-models"}
        with httpx.Client(timeout=self._timeout_s, headers=headers) as client:
            most = self._part.size
            for attempt in range(ATTEMPTS):
                try:
                    self._ask(client)
                except PullError as error:
                    gained = self._part.size > most
                    if error.fault not in (Fault.CUT, Fault.STALLED) or not gained or attempt == ATTEMPTS - 1:
                        raise
                if self._part.rest <= 0:
                    return
                most = max(most, self._part.size)
            raise self._fault(Fault.CUT, reason="asked for the rest, it sent other parts")

    def _ask(self, client: httpx.Client) -> None:
        """One answer, as far as it goes."""
        import httpx  # noqa: PLC0415

        url = httpx.URL(self._url)
        resumed = {"Range": f"bytes={self._part.size}-"} if self._part.size else {}
        try:
            for _ in range(MOST_REDIRECTS + 1):
                with client.stream("GET", url, headers=resumed) as response:
                    if response.status_code not in _REDIRECTS:
                        self._take(response)
                        return
                    url = self._next(url, response.next_request)
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise self._stalled() from error
        except (httpx.RemoteProtocolError, httpx.ReadError) as error:
            raise self._fault(Fault.CUT, reason=str(error) or "connection lost") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._fault(Fault.OFFLINE, reason=str(error) or type(error).__name__) from error
        raise self._fault(Fault.REDIRECT, target=_shown(url), reason="that was once too often")

    def _next(self, url: httpx.URL, request: httpx.Request | None) -> httpx.URL:
        """Where a redirect leads, if it may be followed: the same scheme, or from http to https."""
        if request is None:
            raise self._fault(Fault.REDIRECT, target="nowhere", reason="it names no address")
        if request.url.scheme not in {url.scheme, "https"}:
            reason = f"from {url.scheme} only to {' or '.join(sorted({url.scheme, 'https'}))}"
            raise self._fault(Fault.REDIRECT, target=_shown(request.url), reason=reason)
        return request.url

    def _take(self, response: httpx.Response) -> None:
        """Check what is announced, then add what comes."""
        begins = self._begins(response)
        if begins != self._part.size:
            self._part.restart()
            if begins != 0:
                return
        stated = response.headers.get("Content-Length", "")
        if stated and int(stated) != self._part.rest:
            self._part.discard()
            raise self._fault(Fault.LENGTH, stated=int(stated) + self._part.size)
        self._part.require_room()
        window_ends, in_window = time.monotonic() + self._timeout_s, 0
        for chunk in response.iter_raw():
            if len(chunk) > self._part.rest:
                self._part.discard()
                raise self._fault(Fault.LONGER)
            self._part.append(chunk)
            self._progress(self._part.size, self._part.wanted_bytes)
            in_window += len(chunk)
            if time.monotonic() > window_ends and self._part.rest:
                if in_window < LEAST_BYTES:
                    raise self._stalled()
                window_ends, in_window = time.monotonic() + self._timeout_s, 0
        if self._part.rest:
            raise self._fault(Fault.CUT, reason="it ends there")

    def _begins(self, response: httpx.Response) -> int:
        """Offset of the first byte of an answer; -1: it cannot go on from where we are."""
        if response.status_code == 200:
            return 0
        if response.status_code == 206:
            span = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
            fits = span and span[2] in ("*", str(self._part.wanted_bytes))
            return int(span[1]) if span and fits else -1
        if response.status_code == 416 and self._part.size:
            return -1
        status = f"{response.status_code} {response.reason_phrase}".strip()
        raise self._fault(Fault.STATUS, status=status)

    def _stalled(self) -> PullError:
        return self._fault(Fault.STALLED, least=LEAST_BYTES, timeout_s=self._timeout_s)

    def _fault(self, fault: Fault, **facts: Any) -> PullError:
        known = {"source": _shown(self._url), "have": self._part.size, "size": self._part.wanted_bytes}
        return PullError(self._model, fault, **known, **facts)


def _shown(url: str | httpx.URL) -> str:
    """An address as it may be printed: without name and password."""
    import httpx  # noqa: PLC0415

    try:
        return str(httpx.URL(url).copy_with(userinfo=b""))
    except httpx.InvalidURL:
        return "the address"
