"""Errors out of task groups: one that stands alone comes out bare, so that callers can name it in ``except``."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def leaves(error: BaseException) -> Iterator[BaseException]:
    """The errors in a group of a task tree, however deep."""
    if not isinstance(error, BaseExceptionGroup):
        yield error
        return
    for inner in error.exceptions:
        yield from leaves(inner)


@contextmanager
def unwrapped() -> Iterator[None]:
    """Raise the one error that a group holds; a group of several stays one."""
    try:
        yield
        return
    except BaseExceptionGroup as group:
        only, *others = leaves(group)
        if others:
            raise
    raise only
