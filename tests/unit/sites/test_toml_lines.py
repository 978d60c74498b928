"""Lines are found whatever TOML allows between them."""

from __future__ import annotations

import tomllib

import pytest

from zbsec.sites.toml_lines import KeyPath, key_lines, line_of


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\nb = 2\n", ("b",), 2),
        ("a = 1\nb = 2", ("b",), 2),
        ("# a = 0\n\na = 1\n", ("a",), 3),
        ("[t]\na = 1\n[u]\na = 2\n", ("u", "a"), 4),
        ("[t.u]\n  a = 1\n", ("t", "u", "a"), 2),
        ("[t.u]\na = 1\n", ("t",), 1),
        ("x.y = 1\nx.z = 2\n", ("x", "z"), 2),
        ("\"x.y\" = 1\n'z = ' = 2\n", ("z = ",), 2),
        ('[ t . "u.v" ] # [w]\na = 1\n', ("t", "u.v", "a"), 2),
        ("a = [\n 1, # ]\n 2,\n]\nb = 2\n", ("b",), 5),
        ('a = """\nb = 1\n"""\nb = 2\n', ("b",), 4),
        ('a = """x""\\"""""\nb = 2\n', ("b",), 2),
        ("a = '''\n[b]\n'''\nb = 2\n", ("b",), 4),
        ("a = { x = 1, y = [1,\n 2] }\nb = 2\n", ("b",), 3),
        ("[[t]]\na = 1\n[[t]]\na = 2\n", ("t", 1, "a"), 4),
        ("[[t]]\n[[t.u]]\na = 1\n[[t]]\n[t.v]\na = 2\n", ("t", 1, "v", "a"), 6),
        ("d = 2026-11-02 08:00:00\ne = 1\n", ("e",), 2),
    ],
)
def test_key_lines(text: str, path: KeyPath, line: int) -> None:
    value = tomllib.loads(text)
    for part in path:
        value = value[part]
    assert key_lines(text)[path] == line


def test_a_key_inside_a_value_stands_on_the_line_of_its_key() -> None:
    lines = key_lines("[t]\n\na = { x = { y = 1 } }\n")
    assert line_of(lines, ("t", "a", "x", "y")) == 3
    assert line_of(lines, ("t", "missing")) == 1
    assert line_of(lines, ("nowhere",)) == 1
