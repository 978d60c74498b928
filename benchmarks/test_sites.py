"""A site of 200 devices: read, checked, and the taxonomy loaded in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from zbsec import sites

AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def text() -> str:
    """The example of a gated estate with as many cameras as make 200 devices, each with its sign."""
    base = sites.starter("estate_gated", filled=True)
    own = len(sites.loads(base, path="site.toml").devices)
    more = [
        f'[devices.camera-{number:03}]\nclass = "camera"\nname = "c"\nzone = "gardens"\n'
        f'[evidence.signs.camera-{number:03}]\nplace = "p"\ntext_version = "1"\nphoto_ref = "x"\n'
        f"checked_on = 2026-11-02\nrecheck_days = 1095\n"
        for number in range(200 - own)
    ]
    return base + "\n".join(more)


def test_a_file_of_200_devices_is_read(benchmark, text: str) -> None:
    assert len(benchmark(sites.loads, text, path="site.toml").devices) == 200


def test_a_site_of_200_devices_is_checked(benchmark, text: str) -> None:
    site = sites.loads(text, path="site.toml")
    report = benchmark(sites.check, site, at=AT)
    assert report.verdict is sites.Verdict.PASS


TAXONOMY = """
import sys, time
started = time.perf_counter()
import zbsec.sites
for name in zbsec.sites.KINDS.own:
    zbsec.sites.KINDS.load(name)
print(time.perf_counter() - started)
"""


def test_the_taxonomy_loads(benchmark) -> None:
    """Milliseconds inside a fresh interpreter stand in ``extra_info``; the round itself includes its start."""
    took: list[float] = []

    def load() -> None:
        ran = subprocess.run([sys.executable, "-c", TAXONOMY], capture_output=True, text=True, check=True)
        took.append(float(ran.stdout) * 1000)

    benchmark.pedantic(load, rounds=7, warmup_rounds=1)
    benchmark.extra_info["load_ms"] = sorted(took)[len(took) // 2]
