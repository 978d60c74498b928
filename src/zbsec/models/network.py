"""ONNX networks, ready to run: one session for everybody who uses the same weights, held against its manifest."""

from __future__ import annotations

import hashlib
import threading
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec._text import Text, two
from zbsec.errors import ModelError
from zbsec.models.rectifiers import rewritten
from zbsec.models.spread import cores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zbsec.models.model import Model, Tensor

_open: weakref.WeakValueDictionary[tuple[str, int], Any] = weakref.WeakValueDictionary()
_opening = threading.Lock()


def session(content: bytes, threads: int | None = None) -> Any:
    """An ``onnxruntime.InferenceSession`` on the processor, shared by all who ask for the same bytes and threads.

    Its threads sleep while they have nothing to do: a gate's computer has other work between two pictures.

    :param threads: None: one for every core this process may use.
    """
    import onnxruntime  # noqa: PLC0415

    count = threads or cores()
    key = (hashlib.sha256(content).hexdigest(), count)
    with _opening:
        if (found := _open.get(key)) is None:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = count
            options.inter_op_num_threads = 1
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            found = onnxruntime.InferenceSession(rewritten(content), options, providers=["CPUExecutionProvider"])
            _open[key] = found
    return found


class Network:
    """A model of a manifest. Any thread may run it."""

    def __init__(self, model: Model, path: Path, *, threads: int | None = None) -> None:
        """
        :param path: the model's file.
        :raises ModelError: the file is missing, another one, no ONNX network, or not what the manifest says.
        """
        self.model = model
        content = model.read(path)
        try:
            self._session = session(content, threads)
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise ModelError(
                two(
                    f"{path} is no ONNX network that onnxruntime can run: {reason}",
                    f"{path} 不是 onnxruntime 可运行的 ONNX 网络：{reason}",
                )
            ) from error
        self._check(path)
        given = self._session.get_inputs()[0]
        self._input = given.name
        self._outputs = [output.name or self._session.get_outputs()[0].name for output in model.outputs]
        self.batch: int | None = given.shape[0] if isinstance(given.shape[0], int) else None
        """Rows that one run takes; None: any number."""

    def run(self, rows: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Every output of the manifest, in its order.

        :param rows: float32, of the input's shape.
        """
        if self.batch is None or len(rows) == self.batch:
            found: list[NDArray[np.float32]] = self._session.run(self._outputs, {self._input: rows})
            return found
        filled = np.concatenate([rows, np.zeros((-len(rows) % self.batch, *rows.shape[1:]), np.float32)])
        starts = range(0, len(filled), self.batch)
        parts = [self._session.run(self._outputs, {self._input: filled[at : at + self.batch]}) for at in starts]
        filled.fill(0.0)  # the rows may show a face
        return [np.concatenate(part)[: len(rows)] for part in zip(*parts, strict=True)]

    def _check(self, path: Path) -> None:
        if self.model.input is None or not self.model.outputs:
            raise ModelError(
                two(
                    f"{self.model.name} cannot be run: {self.model.manifest} states no input, or no output",
                    f"{self.model.name} 无法运行：{self.model.manifest} 未写明输入或输出",
                )
            )
        for what, stated, there in (
            ("input", [self.model.input], self._session.get_inputs()),
            ("output", self.model.outputs, self._session.get_outputs()),
        ):
            if len(stated) != len(there):
                names = ", ".join(one.name for one in there)
                raise self._other(
                    path,
                    two(
                        f"it has {len(there)} {what}s ({names}), not {len(stated)}",
                        f"有 {len(there)} 个 {what}（{names}），应为 {len(stated)} 个",
                    ),
                )
            by_name = {one.name: one for one in there}
            for tensor in stated:
                name = tensor.name or there[0].name
                if name not in by_name:
                    raise self._other(
                        path,
                        two(
                            f"it has no {what} {name!r}; there are: {', '.join(by_name)}",
                            f"没有 {what} {name!r}；现有：{'、'.join(by_name)}",
                        ),
                    )
                self._compare(path, f"{what} {name!r}", tensor, by_name[name])

    def _compare(self, path: Path, what: str, stated: Tensor, there: Any) -> None:
        if stated.dtype != "float32" or there.type != "tensor(float)":
            raise self._other(
                path, two(f"{what} is a {there.type}; only float32 is run", f"{what} 为 {there.type}；只运行 float32")
            )
        if not there.shape:
            return  # nothing is said; the first run will show
        if not fits(stated.shape, there.shape):
            raise self._other(
                path,
                two(
                    f"{what} is {list(there.shape)}, not {list(stated.shape)}",
                    f"{what} 为 {list(there.shape)}，而非 {list(stated.shape)}",
                ),
            )

    def _other(self, path: Path, problem: Text) -> ModelError:
        return ModelError(
            two(
                f"{path} is not what {self.model.manifest} says of {self.model.name}: {problem.en}; correct the "
                "manifest, or give another file",
                f"{path} 与 {self.model.manifest} 对 {self.model.name} 的描述不符：{problem.zh}；请改正清单，或换文件",
            )
        )


def fits(stated: Sequence[int | str], there: Sequence[int | str | None]) -> bool:
    """Whether a network's shape is the stated one: a name fits any size, on either side, but only of the batch may the
    network insist on a size that is stated as a name."""
    if len(stated) != len(there):
        return False
    sizes = list(zip(stated, there, strict=True))
    batch_is_free = isinstance(stated[0], str)
    return all(said == seen or not isinstance(seen, int) for said, seen in sizes[1 if batch_is_free else 0 :])


def check(model: Model, path: Path) -> None:
    """Refuse a file that is not the model's, or that cannot be run as its manifest says.

    :raises ModelError: the file is missing, another one, no ONNX network, or not what the manifest says.
    """
    if path.suffix == ".onnx":
        Network(model, path)
    else:
        model.check(path)
