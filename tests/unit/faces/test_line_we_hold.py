"""What this room has no word for, and no way out."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from zbsec import faces

FILES = sorted(Path(faces.__file__).parent.rglob("*.py"))
ATTRIBUTES = re.compile(
    r"(^|_)(age|ages|gender|sex|race|ethnic\w*|skin|complexion|emotion\w*|expression|religio\w*|health|mood|beard|hijab|"
    r"glasses|suspicio\w*|risk|watch_?list|black_?list|track\w*|capture_?search)(_|$)",
    re.IGNORECASE,
)
NETWORK = {"socket", "http", "urllib", "httpx", "anyio", "ssl", "asyncio", "requests", "logging", "subprocess"}


def names(tree: ast.AST) -> set[str]:
    """Everything a file names: classes, functions, parameters, attributes, variables, keywords."""
    kinds = {ast.arg: "arg", ast.Name: "id", ast.Attribute: "attr", ast.keyword: "arg"}
    found = {getattr(node, attribute) for node in ast.walk(tree) if (attribute := kinds.get(type(node)))}
    definitions = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {*filter(None, found), *(node.name for node in ast.walk(tree) if isinstance(node, definitions))}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_name_stands_for_what_a_person_is_like(path: Path) -> None:
    """``age_band`` is the one that law demands: whether a guardian must decide (PIPL 31)."""
    assert not [name for name in names(ast.parse(path.read_text())) if ATTRIBUTES.search(name) and name != "age_band"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_here_reaches_a_network_or_a_log(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert not NETWORK & {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").partition(".")[0] not in NETWORK


def test_the_gallery_offers_no_way_to_get_a_template_out() -> None:
    offered = {name for name in dir(faces.Gallery) if not name.startswith("_")}
    facts = {"backend", "clock_behind", "false_accept_rate", "min_score"}
    calls = {
        "candidates",
        "close",
        "consents",
        "enroll",
        "enroll_prepared",
        "identify",
        "open",
        "purge",
        "refusal",
        "tell_time",
        "withdraw",
    }
    assert offered == facts | calls
    for name in calls:
        returned = str(inspect.signature(getattr(faces.Gallery, name)).return_annotation)
        assert not re.search("NDArray|ndarray|Template|bytes", returned)
