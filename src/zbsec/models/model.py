"""One weight file: what it is for, where it comes from, what goes in and out of it, how well it does."""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from zbsec._failures import words
from zbsec._text import two
from zbsec.errors import FactError, ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path

Dimension: TypeAlias = int | str
"""A size, or a name for any size."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_NAME = re.compile(r"[a-z0-9][a-z0-9.+-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"https?://[^\s/]+/\S*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """An array that a network takes or gives."""

    name: str
    """Empty: the only one there is."""
    shape: tuple[Dimension, ...]
    dtype: str = "float32"
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pixels:
    """How bytes of a picture become a network's input: (byte / ``divide`` - ``mean``) / ``std``, channel by channel."""

    colour: str
    """``BGR`` or ``RGB``; means and deviations are in this order."""
    divide: float = 1.0
    mean: tuple[float, ...] = (0.0, 0.0, 0.0)
    std: tuple[float, ...] = (1.0, 1.0, 1.0)

    def __post_init__(self) -> None:
        if self.colour not in ("BGR", "RGB"):
            raise FactError(
                two(f"colour {self.colour!r} is no order of channels", f"颜色次序 {self.colour!r} 有误"),
                two('write "BGR" or "RGB"', '请写 "BGR" 或 "RGB"'),
            )
        if self.divide <= 0 or len(self.std) != 3 or min(self.std) <= 0 or len(self.mean) != 3:
            raise FactError(
                two(
                    "mean and std are not three numbers, or divide or a std is not above 0",
                    "mean、std 不是三个数，或 divide、std 不大于 0",
                ),
                two("correct them", "请改正"),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Bytes of a published file that are replaced, so that it becomes the one used here."""

    at: int
    """Offset in the published file."""
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The file as its authors publish it, where that is another one than is used here."""

    size: int
    """In bytes."""
    sha256: str
    edits: tuple[Edit, ...]
    """In the order of the file."""

    def turned(self, content: bytes) -> bytes:
        """The file used here, from the published one, whose hash has been checked."""
        pieces, done = [], 0
        for edit in self.edits:
            pieces += [content[done : edit.at], edit.new]
            done = edit.at + len(edit.old)
        return b"".join([*pieces, content[done:]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """An importable package with the file in it."""

    package: str
    path: str
    """Within the package."""
    install: str
    """What to give ``pip install``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing that was measured, or that the authors state."""

    what: str
    value: str
    by: str
    """``measured``, or who states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A weight file that a manifest names."""

    name: str
    task: str
    file: str
    """Its name in a folder of models."""
    size: int
    """In bytes."""
    sha256: str
    licence: str
    source: str = ""
    """Where its authors publish it, for a person."""
    url: str | None = None
    """Where its bytes are to be had; None: nowhere in this form."""
    published: Published | None = None
    """What ``url`` gives; None: the file itself."""
    carrier: Carrier | None = None
    input: Tensor | None = None
    pixels: Pixels | None = None
    outputs: tuple[Tensor, ...] = ()
    template: tuple[tuple[float, float], ...] | None = None
    """Of a network for faces: where the five landmarks lie in its crop, pixels x, y."""
    accuracy: tuple[Figure, ...] = ()
    note: str = ""
    training: str = ""
    """Of weights that this project trained: the program that did it."""
    card: str = ""
    """Where its making and measuring are told."""
    manifest: str = field(default="", compare=False)
    """The file that says all this."""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise FactError(
                two(f"name {self.name!r} is none", f"name {self.name!r} 不是名称"),
                two("write small letters, digits, dots and hyphens", "请用小写字母、数字、点和连字符"),
            )
        if not _PLAIN.fullmatch(self.file):
            raise FactError(
                two(f"file {self.file!r} is no plain file name", f"file {self.file!r} 不是单纯的文件名"),
                two("write it without folders, such as face.onnx", "请不带文件夹，例如 face.onnx"),
            )
        if not _SHA256.fullmatch(self.sha256):
            raise FactError(
                two(f"sha256 {self.sha256!r} is no SHA-256", f"sha256 {self.sha256!r} 不是 SHA-256"),
                two(f"write what `sha256sum {self.file}` prints", f"请写 `sha256sum {self.file}` 的输出"),
            )
        if self.url is not None and not _ADDRESS.fullmatch(self.url):
            raise FactError(
                two(f"url {self.url!r} is no address", f"url {self.url!r} 不是地址"),
                two("write it with http:// or https:// and a path", "请以 http:// 或 https:// 开头并写明路径"),
            )
        if self.template is not None and len(self.template) != 5:
            raise FactError(
                two(f"template has {len(self.template)} points", f"template 有 {len(self.template)} 个点"),
                two("write five: eye, eye, nose, mouth, mouth", "请写五个：眼、眼、鼻、嘴角、嘴角"),
            )

    def read(self, path: Path) -> bytes:
        """The bytes of the file at ``path``.

        :raises ModelError: it cannot be read, or is another file.
        """
        with self._readable(path) as file:
            content = file.read()
        self._compare(path, hashlib.sha256(content).hexdigest())
        return content

    def check(self, path: Path) -> None:
        """As ``read``, without holding the whole file.

        :raises ModelError: the file at ``path`` cannot be read, or is another one.
        """
        with self._readable(path) as file:
            self._compare(path, hashlib.file_digest(file, "sha256").hexdigest())

    @contextmanager
    def _readable(self, path: Path) -> Iterator[BufferedReader]:
        try:
            with path.open("rb") as file:
                yield file
        except OSError as error:
            raise ModelError(
                two(
                    f"{path}: {words(error).en}; put the file {self.file} there",
                    f"{path}：{words(error).zh}；请将文件 {self.file} 放在该处",
                )
            ) from error

    def _compare(self, path: Path, seen: str) -> None:
        if seen != self.sha256:
            raise ModelError(
                two(
                    f"{path} is another file than {self.file} (SHA-256 {seen}, not {self.sha256}); "
                    f"fetch it anew: zbsec models pull {self.name}",
                    f"{path} 不是 {self.file}（SHA-256 为 {seen}，应为 {self.sha256}）；"
                    f"请重新获取：zbsec models pull {self.name}",
                )
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Networks that make a face backend together: one that finds faces, one or more that describe them."""

    name: str
    detector: str
    """Name of a model."""
    embeddings: tuple[str, ...]
    """Names of models; vectors of several are made unit length, set side by side and scaled to unit length."""
    min_score: float
    """Cosine similarity from which two vectors are taken for one person."""
    mirror: bool = True
    """Add the vector of the mirrored crop."""
    min_detection: float = 0.6
    """Score from which something is a face."""
    max_overlap: float = 0.3
    """Of two boxes that overlap more (intersection over union), the surer one stays."""
    own: bool = field(default=False, compare=False)
    """Whether it is the library's."""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise FactError(
                two(f"name {self.name!r} is none", f"name {self.name!r} 不是名称"),
                two("write small letters, digits, dots and hyphens", "请用小写字母、数字、点和连字符"),
            )
        for key, value, low in (
            ("min_score", self.min_score, -1.0),
            ("min_detection", self.min_detection, 0.0),
            ("max_overlap", self.max_overlap, 0.0),
        ):
            if not low < value < 1.0:
                raise FactError(
                    two(f"{key} {value} is out of range", f"{key} {value} 超出范围"),
                    two(f"write a number between {low} and 1", f"请写 {low} 至 1 之间的数"),
                )

    @property
    def models(self) -> tuple[str, ...]:
        """Every model it needs."""
        return (self.detector, *self.embeddings)
