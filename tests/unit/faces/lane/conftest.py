from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.unit.faces.lane.stage import PICTURE, START, Lane, Person, Stage

from zbsec.faces import Gallery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.unit.faces.conftest import MakeConsent


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def members(stage: Stage, folder: Path, key: bytes, consent: MakeConsent) -> Iterator[Gallery]:
    """A gallery in which persons 1, 2 and 101, a twin of 1, are holders h1, h2 and h101."""
    with Gallery.open(folder, key=key, model=stage) as gallery:
        for number in (1, 2, 101):
            stage.shown = [Person(number)]
            gallery.enroll(f"h{number}", PICTURE.copy(), consent(f"h{number}"), at=START)
        stage.described.clear()
        stage.given.clear()
        yield gallery


@pytest.fixture
def lane(stage: Stage, members: Gallery) -> Callable[..., Lane]:
    def make(**changes: object) -> Lane:
        return Lane(stage, members, **changes)

    return make
