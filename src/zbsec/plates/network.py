"""The networks whose weights are in the wheel."""

from __future__ import annotations

import os
from importlib.resources import as_file, files

import onnxruntime


def load(name: str, threads: int | None) -> onnxruntime.InferenceSession:
    """A network of ``weights/``, ready to run.

    :param threads: None: as many as cores may be used.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    with as_file(files("zbsec.plates") / "weights" / f"{name}.onnx") as path:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
