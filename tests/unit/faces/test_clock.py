"""A clock set back revives nothing, and is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from zbsec.errors import ClockError, StorageError
from zbsec.faces.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Enroll, Painted

    from zbsec.faces import Gallery

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def test_an_ended_consent_does_not_come_back_with_the_clock(gallery: Gallery, painted: Painted, enroll: Enroll) -> None:
    enroll(gallery, 1, expires_at=NOON + HOUR)
    enroll(gallery, 2)
    assert gallery.identify(painted.vector(1), at=NOON + HOUR) is None
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert gallery.identify(painted.vector(2), at=NOON).holder == "h2"
    assert gallery.clock_behind == HOUR


def test_nor_after_a_restart_or_in_another_process(
    reopen: Callable[..., Gallery], painted: Painted, enroll: Enroll
) -> None:
    gallery = reopen()
    enroll(gallery, 1, expires_at=NOON + HOUR)
    assert gallery.identify(painted.vector(7), at=NOON + HOUR) is None
    gallery.close()
    again = reopen()
    assert again.identify(painted.vector(1), at=NOON + timedelta(minutes=1)) is None
    assert again.clock_behind == timedelta(minutes=59)


def test_the_files_are_written_when_a_consent_ends_and_not_for_every_face(
    gallery: Gallery, painted: Painted, enroll: Enroll, monkeypatch: pytest.MonkeyPatch
) -> None:
    enroll(gallery, 1, expires_at=NOON + HOUR)
    kept: list[datetime] = []
    monkeypatch.setattr(Vault, "saw", lambda vault, at: kept.append(at))
    for minute in range(120):
        gallery.identify(painted.vector(3), at=NOON + timedelta(minutes=minute))
    assert kept == [NOON + HOUR]


def test_a_full_disk_at_that_moment_stops_nobody_and_is_tried_again(
    gallery: Gallery, painted: Painted, enroll: Enroll, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("the disk is full")

    enroll(gallery, 1, expires_at=NOON + HOUR)
    enroll(gallery, 2)
    with monkeypatch.context() as full:
        full.setattr(Vault, "saw", refuse)
        assert gallery.identify(painted.vector(1), at=NOON + HOUR) is None
        assert gallery.identify(painted.vector(1), at=NOON) is None
        assert gallery.identify(painted.vector(2), at=NOON + HOUR).holder == "h2"
    assert gallery._vault.state().seen_at == NOON
    gallery.identify(painted.vector(2), at=NOON + HOUR)
    assert gallery._vault.state().seen_at == NOON + HOUR


def test_enrolling_with_a_clock_set_back_is_refused_by_name(gallery: Gallery, enroll: Enroll, painted: Painted) -> None:
    gallery.identify(painted.vector(1), at=NOON + DAY)
    with pytest.raises(
        ClockError, match=r"the clock says 2026-11-24T12:00:00.* 2026-11-25T12:00:00.* was seen"
    ) as caught:
        enroll(gallery, 1)
    assert (caught.value.now, caught.value.seen) == (NOON, NOON + DAY)
    assert len(gallery) == 0


def test_a_frame_that_comes_a_little_late_is_no_clock_set_back(
    gallery: Gallery, enroll: Enroll, painted: Painted
) -> None:
    gallery.identify(painted.vector(1), at=NOON + timedelta(minutes=4))
    assert enroll(gallery, 1).enrolled_at == NOON + timedelta(minutes=4)


def test_withdrawing_works_whatever_the_clock_says(gallery: Gallery, enroll: Enroll, painted: Painted) -> None:
    enroll(gallery, 1)
    gallery.identify(painted.vector(1), at=NOON + DAY)
    receipt = gallery.withdraw("h1", at=NOON - 300 * DAY)
    assert (receipt.templates, receipt.at) == (1, NOON + DAY)


def test_a_wrong_later_time_can_be_taken_back_on_record(
    reopen: Callable[..., Gallery], enroll: Enroll, painted: Painted
) -> None:
    gallery, beside = reopen(), reopen()
    enroll(gallery, 1)
    for one in (gallery, beside):
        assert one.identify(painted.vector(1), at=NOON + 9000 * DAY) is None
    gallery.register.accept_clock(NOON, by="engineer-2", reason="battery of the clock was flat")
    for one in (gallery, beside):
        assert one.identify(painted.vector(1), at=NOON).holder == "h1"
    assert enroll(gallery, 2).holder == "h2"
    (record,) = [one for one in gallery._vault.ledger.everything() if one.kind == "clock"]
    assert dict(record.facts) == {"by": "engineer-2", "reason": "battery of the clock was flat"}


def test_a_consent_given_anew_counts_for_the_next_face(gallery: Gallery, painted: Painted, enroll: Enroll) -> None:
    enroll(gallery, 1, expires_at=NOON + HOUR)
    later = NOON + 2 * HOUR
    assert gallery.identify(painted.vector(1), at=later) is None
    with pytest.raises(ClockError):
        enroll(gallery, 1, id="second", given_at=NOON)
    assert gallery.identify(painted.vector(1), at=later) is None
