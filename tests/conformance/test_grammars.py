"""What every plate grammar of the table must be, the library's own and those of others."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zbsec._text import same
from zbsec.errors import PlateFormatError, RegistryError
from zbsec.plates import GRAMMARS, Grammar, Kind, Plate, grammar, parse
from zbsec.records import PlateClass, PlateColour
from zbsec.testing.plates import sample_plate

NOWHERE = "?犬\N{SNOWMAN}"
"""Characters that no plate bears."""

TABLE: dict[str, Grammar] = {name: GRAMMARS.load(name) for name in GRAMMARS.names()}
KINDS = [(name, kind) for name, rules in TABLE.items() for kind in rules.kinds]

every_grammar = pytest.mark.parametrize("name", TABLE)
every_kind = pytest.mark.parametrize(("name", "kind"), KINDS, ids=[f"{name}-{kind.name}" for name, kind in KINDS])
seeds = st.integers(0, 2**32 - 1)


def drawn(name: str, kind: Kind | None, seed: int) -> Plate:
    return sample_plate(np.random.default_rng(seed), kind, grammar=name)


def wrong(text: str, name: str) -> PlateFormatError | None:
    """Why a text is no plate; None: it is one."""
    try:
        parse(text, name)
    except PlateFormatError as error:
        return error
    return None


def test_table_and_folder_agree() -> None:
    folder = Path(grammar.__file__).parent
    for row in GRAMMARS.own.values():
        module = row.partition(":")[0].rpartition(".")[2]
        assert (folder / f"{module}.py").exists() or (folder / module / "__init__.py").exists()


@every_grammar
def test_it_is_named_by_its_country(name: str) -> None:
    rules = TABLE[name]
    assert isinstance(rules, Grammar)
    assert re.fullmatch("[A-Z]{2}", rules.country)
    if name in GRAMMARS.own:
        assert name == rules.country.lower()


def test_an_unknown_grammar_lists_those_there_are() -> None:
    with pytest.raises(RegistryError, match=r"no plate grammar named 'nowhere'; there are: .*cn, de"):
        parse("鲁C12345", "nowhere")


@every_grammar
def test_kinds_are_told_apart(name: str) -> None:
    kinds = TABLE[name].kinds
    assert len({kind.name for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert not kind.zh.isascii()
        assert all(isinstance(issue.plate_class, PlateClass) for issue in kind.issues)
        assert PlateColour.UNKNOWN not in kind.colours
        assert all(issue.rows in (1, 2) and issue.aspect > 1 for issue in kind.issues)
        assert all(place.meaning for form in kind.forms for place in form)


@every_kind
@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_every_plate_is_read_back_from_its_print(name: str, kind: Kind, seed: int) -> None:
    plate = drawn(name, kind, seed)
    assert plate.kind is kind
    assert parse(str(plate), name) == parse(plate.text, name) == plate
    assert TABLE[name].normal(plate.text) == plate.text
    assert set(plate.characters) <= set(plate.text)


@every_kind
@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_any_spelling_is_the_same_plate(name: str, kind: Kind, seed: int) -> None:
    plate = drawn(name, kind, seed)
    for written in (plate.text, str(plate)):
        wide = written.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
        for spelling in (written.lower(), wide, wide.lower(), f" \t{written}\u3000"):
            assert parse(spelling, name) == plate, spelling


@every_kind
@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_a_wrong_character_is_named_with_its_place(name: str, kind: Kind, seed: int) -> None:
    text = drawn(name, kind, seed).text
    for index in range(len(text) + 1):
        for character in NOWHERE:
            error = wrong(text[:index] + character + text[index + 1 :], name)
            assert error is not None
            assert (error.position, error.character) == (index + 1, character)
            may = [same(place.meaning) for place in TABLE[name].may_stand(text[:index])]
            assert all(one.en in error.of("en") and one.zh in error.of("zh") for one in may)


@every_kind
@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_what_is_said_to_stand_there_may(name: str, kind: Kind, seed: int) -> None:
    """Each character that is named leads on, and any other one does not."""
    text = drawn(name, kind, seed).text
    for index in range(len(text)):
        named = {character for place in TABLE[name].may_stand(text[:index]) for character in place.characters}
        assert text[index] in named
        for character in {*named, *NOWHERE, "I", "O", "0", "Z", "鲁"}:
            error = wrong(text[:index] + character, name)
            stopped_here = error is not None and error.position == index + 1
            assert stopped_here == (character not in named), text[:index] + character


@every_kind
@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_a_text_that_is_cut_off_is_another_plate_or_too_short(name: str, kind: Kind, seed: int) -> None:
    text = drawn(name, kind, seed).text
    for end in range(len(text)):
        error = wrong(text[:end], name)
        assert error is None or (error.position is None and "too few" in error.allowed)


@every_grammar
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_text_is_a_plate_or_named_as_none(name: str, data: st.DataObject) -> None:
    places = {place for kind in TABLE[name].kinds for form in kind.forms for place in form}
    characters = sorted({character for place in places for character in place.characters})
    text = data.draw(st.text(max_size=12) | st.text(st.sampled_from([*characters, " ", "·", "-"]), max_size=10))
    error = wrong(text, name)
    if error is None:
        plate = parse(text, name)
        assert parse(plate.text, name) == parse(str(plate), name) == plate
    else:
        assert error.text == TABLE[name].normal(text)
        assert error.allowed


@every_grammar
def test_kinds_are_drawn_alike(name: str) -> None:
    kinds = TABLE[name].kinds
    rng = np.random.default_rng(0)
    count = 60 * len(kinds)
    met = Counter(sample_plate(rng, grammar=name).kind.name for _ in range(count))
    assert set(met) == {kind.name for kind in kinds}
    assert all(25 < seen < 110 for seen in met.values()), met
