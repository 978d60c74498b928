"""Digest against programs we did not write: curl and httpx at our platform."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime

import anyio
import httpx
import pytest

from zbsec.testing.platforms import Gat1400Platform

SENDER = "37030300011208000001"
BODY = json.dumps({"RegisterObject": {"DeviceID": SENDER}})
HEADERS = {"User-Identify": SENDER, "Content-Type": "application/VIID+JSON"}


def platform() -> Gat1400Platform:
    return Gat1400Platform(user="estate", password="right", clock=lambda: datetime.now(UTC))


@pytest.mark.parametrize(("password", "status"), [("right", "200"), ("wrong", "401")])
def test_curl_registers(password: str, status: str) -> None:
    if shutil.which("curl") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("curl is missing, and CI must have it")
        pytest.skip("curl is missing on this machine")

    async def story() -> None:
        async with platform() as server:
            headers = [part for name, value in HEADERS.items() for part in ("-H", f"{name}: {value}")]
            command = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--digest", "-u", f"estate:{password}"]
            done = await anyio.run_process([*command, *headers, "-d", BODY, f"{server.address}/VIID/System/Register"])
            assert done.stdout.decode() == status
            assert (server.registered == {SENDER}) == (status == "200")

    anyio.run(story)


def test_httpx_registers() -> None:
    async def story() -> None:
        async with platform() as server, httpx.AsyncClient(auth=httpx.DigestAuth("estate", "right")) as client:
            reply = await client.post(f"{server.address}/VIID/System/Register", content=BODY, headers=HEADERS)
            assert reply.status_code == 200
            assert server.registered == {SENDER}

    anyio.run(story)
