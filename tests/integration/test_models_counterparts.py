"""Pulling models against programs we did not write: our client at Python's file server, curl at our mirror."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.conftest import missing

from zbsec.models import Model, pull
from zbsec.testing.mirror import Mirror, MirrorFault

CONTENT = hashlib.shake_256(b"weights").digest(300_000)
MODEL = Model(
    name="net",
    task="face-embedding",
    file="net.onnx",
    size=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    licence="Apache-2.0",
)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def test_pythons_file_server_which_knows_no_ranges(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "net.onnx").write_bytes(CONTENT)
    begun = tmp_path / "models" / f"net.onnx.{MODEL.sha256[:8]}.part"
    begun.parent.mkdir()
    begun.write_bytes(CONTENT[:1000])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        done = pull(MODEL, tmp_path / "models", source=f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert done.path.read_bytes() == CONTENT
    assert '"GET /net.onnx HTTP/1.1" 200' in capfd.readouterr().err


def test_curl_goes_on_where_our_mirror_broke_off(tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        missing("curl")
    target = tmp_path / "net.onnx"
    with Mirror({"net.onnx": CONTENT}) as mirror:
        command = ["curl", "-s", "--noproxy", "*", "-C", "-", "-o", str(target), f"{mirror.address}/net.onnx"]
        mirror.fault = MirrorFault.TRUNCATES
        assert subprocess.run(command, check=False).returncode == 18, "curl calls it a partial file"
        assert target.stat().st_size == len(CONTENT) // 2
        mirror.fault = None
        assert subprocess.run(command, check=False).returncode == 0
        assert mirror.asked == [0, len(CONTENT) // 2]
    assert target.read_bytes() == CONTENT


def test_sha256sum_agrees(tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None:
        missing("sha256sum")
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "net.onnx").write_bytes(CONTENT)
    path = pull(MODEL, tmp_path / "models", source=tmp_path / "stick").path
    told = subprocess.run(["sha256sum", str(path)], capture_output=True, text=True, check=True).stdout
    assert told.split()[0] == MODEL.sha256
