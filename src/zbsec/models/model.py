"""One weight file: what it is for, where it comes from, what goes in and out of it, how well it does."""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from zbsec.errors import ModelError

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
            raise ValueError(f'colour {self.colour!r} is no order of channels; write "BGR" or "RGB"')
        if self.divide <= 0 or len(self.std) != 3 or min(self.std) <= 0 or len(self.mean) != 3:
            raise ValueError("mean and std are not three numbers, or divide or a std is not above 0; correct them")


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
            raise ValueError(f"name {self.name!r} is none; write small letters, digits, dots and hyphens")
        if not _PLAIN.fullmatch(self.file):
            raise ValueError(f"file {self.file!r} is no plain file name; write it without folders, such as face.onnx")
        if not _SHA256.fullmatch(self.sha256):
            raise ValueError(f"sha256 {self.sha256!r} is no SHA-256; write what `sha256sum {self.file}` prints")
        if self.url is not None and not _ADDRESS.fullmatch(self.url):
            raise ValueError(f"url {self.url!r} is no address; write it with http:// or https:// and a path")
        if self.template is not None and len(self.template) != 5:
            raise ValueError(f"template has {len(self.template)} points; write five: eye, eye, nose, mouth, mouth")

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
            raise ModelError(f"{path}: {error.strerror}; put the file {self.file} there") from error

    def _compare(self, path: Path, seen: str) -> None:
        if seen != self.sha256:
            raise ModelError(
                f"{path} is another file than {self.file} (SHA-256 {seen}, not {self.sha256}); "
                f"fetch it anew: zbsec models pull {self.name}"
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
            raise ValueError(f"name {self.name!r} is none; write small letters, digits, dots and hyphens")
        for key, value, low in (
            ("min_score", self.min_score, -1.0),
            ("min_detection", self.min_detection, 0.0),
            ("max_overlap", self.max_overlap, 0.0),
        ):
            if not low < value < 1.0:
                raise ValueError(f"{key} {value} is out of range; write a number between {low} and 1")

    @property
    def models(self) -> tuple[str, ...]:
        """Every model it needs."""
        return (self.detector, *self.embeddings)
