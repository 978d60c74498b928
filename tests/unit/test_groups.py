"""Errors out of task groups."""

from __future__ import annotations

import pytest

from zbsec._groups import leaves, unwrapped


def nested(*errors: Exception) -> ExceptionGroup[Exception]:
    return ExceptionGroup("outer", [ExceptionGroup("inner", list(errors))])


def test_one_error_comes_out_bare_as_it_was() -> None:
    only = LookupError("x")
    with pytest.raises(LookupError) as caught, unwrapped():
        raise nested(only)
    assert caught.value is only


def test_several_stay_together_and_bare_ones_are_left_alone() -> None:
    with pytest.raises(ExceptionGroup, match="outer"), unwrapped():
        raise nested(LookupError("x"), OSError("y"))
    with pytest.raises(OSError, match="y"), unwrapped():
        raise OSError("y")
    with unwrapped():
        pass


def test_leaves_are_found_however_deep() -> None:
    assert [str(error) for error in leaves(nested(LookupError("x"), OSError("y")))] == ["x", "y"]
