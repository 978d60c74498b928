"""Weight files: found by name, known by hash, run by onnxruntime."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zbsec.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Weights:
    """A file that the library knows: its name in a models folder, and the SHA-256 of its bytes."""

    name: str
    sha256: str

    def session(self, folder: Path) -> Any:
        """An ``onnxruntime.InferenceSession`` on the processor, with a thread for every core this process may use.

        Its threads sleep while they have nothing to do: a gate's computer has other work between two faces.

        :raises ModelError: no such file in ``folder``, or another file under its name.
        """
        import onnxruntime  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = len(os.sched_getaffinity(0))
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(self._read(folder), options, providers=["CPUExecutionProvider"])

    def _read(self, folder: Path) -> bytes:
        path = folder / self.name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelError(f"{path}: {error.strerror}; put the file {self.name} there") from error
        seen = hashlib.sha256(content).hexdigest()
        if seen != self.sha256:
            raise ModelError(
                f"{path} is another file than {self.name} (SHA-256 {seen}, not {self.sha256}); fetch it anew"
            )
        return content
