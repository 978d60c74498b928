"""The machine a figure was measured on: processor, instruction set, threads, libraries, memory bandwidth."""

from __future__ import annotations

import os
import platform
import time
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

LIBRARIES = ("numpy", "onnxruntime", "faiss-cpu", "hnswlib", "usearch", "rapidfuzz", "rapidocr", "rapidocr-onnxruntime")
STREAM_BYTES = 512 << 20
"""Far more than the last cache of a server holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What stands beside every figure."""

    cpu: str
    isa: str
    """What the native core uses, see ``zbsec.simd``."""
    cores: int
    """Usable by this process."""
    threads: int
    """Of one search, and of one build."""
    memory_gb: float
    cache_mb: float | None
    """The last cache, 2^20 bytes; None: the system does not tell."""
    system: str
    python: str
    zbsec: str
    libraries: dict[str, str]
    blas_threads: int | None
    """None: threadpoolctl is not installed, BLAS takes as many as it likes."""
    stream_gb_s: float
    """10^9 bytes a second, read from memory by ``threads`` threads; best of several."""

    @classmethod
    def here(cls, threads: int) -> Machine:
        from zbsec import __version__, simd  # noqa: PLC0415

        return cls(
            cpu=_cpu(),
            isa=simd(),
            cores=len(os.sched_getaffinity(0)),
            threads=threads,
            memory_gb=round(_memory("MemTotal") / 1e9, 1),
            cache_mb=_cache_mb(),
            system=f"{platform.system()} {platform.machine()}",
            python=platform.python_version(),
            zbsec=__version__,
            libraries={name: found for name in LIBRARIES if (found := _version(name))},
            blas_threads=threads if find_spec("threadpoolctl") else None,
            stream_gb_s=round(stream(threads, STREAM_BYTES) / 1e9, 2),
        )

    def measured_again(self) -> Machine:
        """With the bandwidth of now if that is better: a neighbour may have been at the memory before."""
        now = round(stream(self.threads, STREAM_BYTES) / 1e9, 2)
        return replace(self, stream_gb_s=max(now, self.stream_gb_s))

    @property
    def line(self) -> str:
        """One line for a caption."""
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        return f"{self.cpu}, {self.isa}, {threads} of {self.cores} cores, {self.stream_gb_s:g} GB/s"

    def facts(self) -> dict[str, Any]:
        return asdict(self)


@contextmanager
def limited(threads: int) -> Iterator[None]:
    """Hold BLAS and OpenMP to that many threads, where threadpoolctl is there to do it."""
    if not find_spec("threadpoolctl"):
        yield
        return
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    with threadpool_limits(threads):
        yield


def stream(threads: int, size: int, repeats: int = 5) -> float:
    """Bytes a second that ``threads`` threads read of a float32 array of ``size`` bytes: the best of several runs.

    Each thread multiplies its part with itself or looks for its largest number, whichever is faster here; either is
    one multiplication or comparison a number, far less than the memory needs to bring it.
    """
    import numpy as np  # noqa: PLC0415

    values = np.ones(size // 4, np.float32)
    parts = np.array_split(values, threads)
    with limited(1):
        return max(
            values.nbytes / _seconds(reader, parts)
            for reader in (lambda part: part @ part, lambda part: part.max())
            for _ in range(repeats)
        )


def _seconds(read: Callable[[NDArray[np.float32]], object], parts: Sequence[NDArray[np.float32]]) -> float:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    with ThreadPoolExecutor(len(parts)) if len(parts) > 1 else nullcontext() as pool:
        run = pool.map if pool else map
        started = time.perf_counter()
        list(run(read, parts))
        return time.perf_counter() - started


def available_bytes() -> int:
    """Memory that is free for the asking."""
    return _memory("MemAvailable")


def _memory(what: str) -> int:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    found = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines)}
    return found[what]


def _cache_mb() -> float | None:
    sizes = []
    for path in Path("/sys/devices/system/cpu/cpu0/cache").glob("index*/size"):
        text = path.read_text(encoding="ascii").strip()
        if text[:-1].isdigit() and text[-1] in "KM":
            sizes.append(int(text[:-1]) / (1024 if text[-1] == "K" else 1))
    return max(sizes, default=None)


def _cpu() -> str:
    """The model as the kernel tells it; Arm says less than x86-64."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.lower().startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
