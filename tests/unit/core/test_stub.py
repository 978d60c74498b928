"""The stub says what the module offers, no more and no less."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

from zbsec import _core

STUB = ast.parse((Path(inspect.getfile(__import__("zbsec"))).parent / "_core.pyi").read_text())


def parameters(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args if argument.arg != "self"]


def real_parameters(function: object) -> list[str]:
    signature = re.match(r"\w+\((.*?)\) ->", function.__doc__ or "")
    assert signature is not None, function
    named = [part.split(":")[0].strip() for part in re.sub(r"\[.*?\]", "", signature[1]).split(", ") if ":" in part]
    return [name for name in named if name != "self"]


def classes() -> dict[str, ast.ClassDef]:
    return {node.name: node for node in STUB.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")}


def test_both_name_the_same_things() -> None:
    stubbed = set(classes())
    stubbed |= {node.name for node in STUB.body if isinstance(node, ast.FunctionDef)}
    stubbed |= {node.target.id for node in STUB.body if isinstance(node, ast.AnnAssign)}
    assert stubbed == {name for name in dir(_core) if not name.startswith("_")}


def test_classes_have_the_same_members_and_parameters() -> None:
    for name, node in classes().items():
        real = getattr(_core, name)
        methods = {member.name: member for member in node.body if isinstance(member, ast.FunctionDef)}
        public = {member for member in vars(real) if not member.startswith("_") or member in methods}
        assert set(methods) == public, name
        for method, stub in methods.items():
            member = inspect.getattr_static(real, method)
            if not isinstance(member, property):
                assert parameters(stub) == real_parameters(getattr(real, method)), f"{name}.{method}"
