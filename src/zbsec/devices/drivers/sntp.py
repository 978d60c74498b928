"""A clock that answers SNTP version 4 (RFC 4330): a time server's, or that of a device which is one."""

from __future__ import annotations

import socket
import struct
import time

from anyio import to_thread

from zbsec._text import two
from zbsec.devices.clock import ClockSample
from zbsec.errors import DeviceError, DeviceOfflineError, DeviceTimeoutError

PORT = 123
_TO_1900_S = 2_208_988_800
"""NTP counts from 1900, Unix from 1970."""
_PACKET = struct.Struct("!BBbb11I")
_CLIENT_V4 = 0x23


class SntpClock:
    """The clock behind an address that answers SNTP.

    :param server: host, or host:port.
    """

    def __init__(self, server: str) -> None:
        self._server = server

    async def read(self) -> ClockSample:
        return await to_thread.run_sync(closest, self._server)


def ask(server: str, *, timeout_s: float = 2.0) -> ClockSample:
    """One comparison.

    :param server: host, or host:port.
    :raises DeviceOfflineError: nobody there, or no such host.
    :raises DeviceTimeoutError: no answer in time.
    :raises DeviceError: it answered that its own clock is not set, or with something that is no answer.
    """
    host, _, port = server.rpartition(":") if server.count(":") == 1 else (server, "", "")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, int(port or PORT), type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, protocol) as link:
            link.settimeout(timeout_s)
            link.connect(address)
            return _exchange(link, server)
    except TimeoutError as error:
        raise DeviceTimeoutError(
            server, "SNTP", two(f"no answer within {timeout_s:g} s", f"{timeout_s:g} 秒内无应答")
        ) from error
    except (OSError, ValueError) as error:
        raise DeviceOfflineError(server, "SNTP", str(error)) from error


def closest(server: str, *, times: int = 4) -> ClockSample:
    """The surest of several comparisons: the one whose exchange was the quickest."""
    return min((ask(server) for _ in range(times)), key=lambda sample: sample.uncertainty_s)


def _exchange(link: socket.socket, server: str) -> ClockSample:
    sent_at, begun = time.time(), time.monotonic()
    stamp = _stamp(sent_at)
    link.send(_PACKET.pack(_CLIENT_V4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, *stamp))
    answer = link.recv(1024)
    ended = time.monotonic()
    took = ended - begun
    if len(answer) < _PACKET.size:
        raise DeviceError(
            server, "SNTP", two(f"an answer of {len(answer)} bytes is none", f"应答仅 {len(answer)} 字节，不是时间")
        )
    parts = _PACKET.unpack(answer[: _PACKET.size])
    leap, mode, stratum = parts[0] >> 6, parts[0] & 7, parts[1]
    if mode != 4 or parts[9:11] != stamp:
        raise DeviceError(server, "SNTP", two("the answer is to another question", "应答的不是本次询问"))
    if leap == 3 or not 1 <= stratum <= 15:
        raise DeviceError(
            server,
            "SNTP",
            two(f"its own clock is not set (stratum {stratum})", f"其自身时钟未校准（stratum {stratum}）"),
        )
    received, replied = _seconds(parts[11], parts[12]), _seconds(parts[13], parts[14])
    # The host's clock may be set meanwhile: the end is the start and what the monotonic clock says.
    offset = ((received - sent_at) + (replied - (sent_at + took))) / 2
    return ClockSample(ended, offset, max(took - (replied - received), 0.0) / 2)


def _stamp(unix_s: float) -> tuple[int, int]:
    whole = int(unix_s)
    return (whole + _TO_1900_S) & 0xFFFFFFFF, int((unix_s - whole) * 2**32)


def _seconds(whole: int, fraction: int) -> float:
    """Unix time of an NTP stamp; those below 2^31 lie in the era that begins in 2036."""
    era = 0 if whole >= 2**31 else 2**32
    return whole + era - _TO_1900_S + fraction / 2**32
