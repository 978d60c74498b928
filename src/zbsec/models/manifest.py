"""A manifest: a TOML file that lists models, and the face backends that are made of them."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from zbsec._failures import words
from zbsec._syntax import position, reason
from zbsec._text import Text, two
from zbsec.errors import WHOLE_FILE, Complaint, FactError, ManifestError
from zbsec.models.model import Carrier, Edit, Figure, Model, Pixels, Published, Recipe, Tensor
from zbsec.models.table import Complaints, Table, are_numbers

FILE = "manifest.toml"
"""What a manifest is called in a folder of models."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one file lists."""

    models: tuple[Model, ...]
    recipes: tuple[Recipe, ...]


@cache
def shipped() -> Manifest:
    """The library's own."""
    manifest = read(Path(str(files("zbsec.models") / FILE)))
    return Manifest(manifest.models, tuple(replace(recipe, own=True) for recipe in manifest.recipes))


def read(path: Path) -> Manifest:
    """What the TOML file at ``path`` lists.

    :raises ManifestError: it cannot be read or has faults; ``complaints`` lists all of them.
    """
    text = _text(path)
    complaints = Complaints(str(path), text)
    root = Table(_parsed(path, text), (), complaints)
    models = [_model(table, str(path)) for table in root.tables("model")]
    recipes = [_recipe(table) for table in root.tables("face_backend")]
    for key, found in (("model", models), ("face_backend", recipes)):
        for name, count in Counter(one.name for one in found if one is not None).items():
            if count > 1:
                root.complain(
                    key,
                    two(f"{name!r} is listed {count} times", f"{name!r} 列了 {count} 次"),
                    two("list each name once", "每个名称只列一次"),
                )
    root.close()
    if complaints.found:
        raise ManifestError(complaints.sorted())
    return Manifest(tuple(filter(None, models)), tuple(filter(None, recipes)))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(
            path,
            two(f"is not UTF-8 at byte {error.start}", f"第 {error.start} 字节不是 UTF-8"),
            two("save it as UTF-8", "请另存为 UTF-8"),
        ) from error
    except OSError as error:
        said = words(error)
        remedy = two("check the path and its permissions", "请检查路径和权限")
        raise _unreadable(path, two(f"cannot be read: {said.en}", f"无法读取：{said.zh}"), remedy) from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        why = two(f"is no TOML: {error}", f"不是 TOML：{reason(error).zh}（{_place(error)}）")
        raise _unreadable(path, why, two("correct it there", "请改正该处")) from error


def _place(error: Exception) -> str:
    found = position(error)
    return "文件末尾" if found is None else f"第 {found[0]} 行第 {found[1]} 列"


def _unreadable(path: Path, problem: Text, remedy: Text) -> ManifestError:
    return ManifestError([Complaint.told(str(path), None, WHOLE_FILE, problem, remedy)])


def _model(table: Table, file: str) -> Model | None:
    given = table.table("input")
    carrier, published = table.table("package"), table.table("published")
    facts = {
        "name": table.text("name", example="my-face-network"),
        "task": table.text("task", example="face-embedding"),
        "file": table.text("file", example="my_face_network.onnx"),
        "size": table.size("bytes"),
        "sha256": table.text("sha256", example="e3b0c442..."),
        "licence": table.text("licence", example="Apache-2.0"),
        "source": table.text("source", example="https://example.org/about", optional=True),
        "url": table.text("url", example="https://example.org/my_face_network.onnx", optional=True) or None,
        "published": _published(published) if published else None,
        "carrier": _carrier(carrier) if carrier else None,
        "pixels": _pixels(given) if given else None,
        "input": _tensor(given) if given else None,
        "outputs": tuple(_tensor(output) for output in table.tables("output")),
        "template": _template(table) if "template" in table else None,
        "accuracy": tuple(_figure(figure) for figure in table.tables("accuracy")),
        **{key: table.text(key, example="...", optional=True) for key in ("note", "training", "card")},
    }
    return table.build(Model, **facts, manifest=file)


def _recipe(table: Table) -> Recipe | None:
    remedy = two(
        'write names of models, such as embeddings = ["my-face-network"]',
        '请写模型名称，例如 embeddings = ["my-face-network"]',
    )
    embeddings = table.items("embeddings", remedy=remedy, fit=_are_names)
    return table.build(
        Recipe,
        name=table.text("name", example="my-pair"),
        detector=table.text("detector", example="yunet"),
        embeddings=tuple(embeddings or ()),
        min_score=table.number("min_score"),
        mirror=table.flag("mirror", default=True),
        min_detection=table.number("min_detection", default=0.6),
        max_overlap=table.number("max_overlap", default=0.3),
    )


def _carrier(table: Table) -> Carrier | None:
    package = table.text("package", example="face_recognition_models")
    return table.build(
        Carrier,
        package=package,
        path=table.text("path", example="models/network.dat"),
        install=table.text("install", example="zbsec[dlib]", optional=True) or package,
    )


def _published(table: Table) -> Published | None:
    remedy = two(
        'write edits in their order, bytes in hex, such as edits = [{ at = 19, old = "db", new = "dd" }]',
        '请按顺序写修改，字节用十六进制，例如 edits = [{ at = 19, old = "db", new = "dd" }]',
    )
    edits = table.items("edits", remedy=remedy, fit=_are_edits)
    return table.build(
        Published,
        size=table.size("bytes"),
        sha256=table.text("sha256", example="e3b0c442..."),
        edits=tuple(
            Edit(at=edit["at"], old=bytes.fromhex(edit["old"]), new=bytes.fromhex(edit["new"])) for edit in edits or ()
        ),
    )


def _tensor(table: Table) -> Tensor | None:
    remedy = two(
        'write sizes, or names where any size fits, such as shape = ["n", 3, 112, 112]',
        '请写大小，不限大小处写名称，例如 shape = ["n", 3, 112, 112]',
    )
    shape = table.items("shape", remedy=remedy, fit=_is_shape)
    return table.build(
        Tensor,
        name=table.text("name", example="input", optional=True),
        dtype=table.text("dtype", example="float32", optional=True) or "float32",
        shape=tuple(shape or ()),
        meaning=table.text("meaning", example="unit length", optional=True),
    )


def _pixels(table: Table) -> Pixels | None:
    """How pixels go in; None for an input that is no picture. The rest of the table is ``_tensor``'s."""
    keys = [key for key in ("colour", "divide", "mean", "std") if key in table]
    if not keys:
        return None
    facts = {key: tuple(_three(table, key)) for key in keys if key in ("mean", "std")}
    colour, divide = table.text("colour", example="BGR"), table.number("divide", default=1.0)
    try:
        return None if colour is None else Pixels(colour=colour, divide=divide, **facts)
    except FactError as error:
        table.complain("", error.problem, error.remedy)
    return None


def _three(table: Table, key: str) -> list[float]:
    remedy = two(
        f"write three numbers, in the order of colour, such as {key} = [0.5, 0.5, 0.5]",
        f"请按颜色次序写三个数，例如 {key} = [0.5, 0.5, 0.5]",
    )
    value = table.items(key, remedy=remedy, fit=lambda value: are_numbers(value, 3))
    return [1.0, 1.0, 1.0] if value is None else [float(number) for number in value]


def _template(table: Table) -> tuple[tuple[float, float], ...] | None:
    remedy = two(
        "write five points [x, y] in pixels of the crop: eye, eye, nose tip, mouth corner, mouth corner",
        "请写裁剪图中的五个像素点 [x, y]：眼、眼、鼻尖、嘴角、嘴角",
    )
    value = table.items("template", remedy=remedy, fit=_are_five_points)
    return None if value is None else tuple((float(x), float(y)) for x, y in value)


def _figure(table: Table) -> Figure | None:
    return table.build(
        Figure,
        what=table.text("what", example="LFW, 6,000 pairs"),
        value=table.text("value", example="99.05 %"),
        by=table.text("by", example="measured"),
    )


def _is_shape(value: list[Any]) -> bool:
    return all(isinstance(size, str) or (type(size) is int and size > 0) for size in value)


def _are_five_points(value: list[Any]) -> bool:
    return len(value) == 5 and all(are_numbers(point, 2) for point in value)


def _are_names(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(name, str) and name for name in value) and len(set(value)) == len(value)


def _are_edits(value: list[Any]) -> bool:
    """In order, none over another, in hexadecimal."""
    done = 0
    for edit in value:
        if not isinstance(edit, dict) or edit.keys() != {"at", "old", "new"} or type(edit["at"]) is not int:
            return False
        try:
            old, _ = bytes.fromhex(edit["old"]), bytes.fromhex(edit["new"])
        except (TypeError, ValueError):
            return False
        if edit["at"] < done:
            return False
        done = edit["at"] + len(old)
    return True
