"""Registries: names of the library, names of others, and a helpful refusal."""

from __future__ import annotations

import json
from importlib import metadata
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from zbsec._registry import Registry
from zbsec._text import two
from zbsec.errors import RegistryError


def registry(**table: str) -> Registry:
    return Registry(two("codec", "编码"), group="zbsec.codecs", table=table)


def test_a_name_is_imported_on_first_use() -> None:
    assert registry(text="json:dumps").load("text") is json.dumps


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(RegistryError, match="no codec named 'txt'; there are: text") as caught:
        registry(text="json:dumps").load("txt")
    assert caught.value.known == ("text",)
    assert isinstance(caught.value, LookupError)


def test_the_table_is_sorted() -> None:
    with pytest.raises(AssertionError, match="not sorted"):
        registry(b="json:dumps", a="json:loads")


def test_others_register_through_entry_points_and_cannot_take_a_name_over(monkeypatch: pytest.MonkeyPatch) -> None:
    points = EntryPoints(EntryPoint(name=name, value="json:loads", group="zbsec.codecs") for name in ("other", "text"))
    monkeypatch.setattr(metadata, "entry_points", points.select)
    table = registry(text="json:dumps")
    assert table.names() == ["other", "text"]
    assert table.load("other") is json.loads
    assert table.load("text") is json.dumps
    assert "other" in table
    assert "text" in table
    assert "nobody" not in table
