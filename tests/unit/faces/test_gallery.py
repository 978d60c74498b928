"""The gallery: no consent, no template; no living consent, no match; a stranger leaves nothing."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zbsec.errors import ConsentError, ShapeError, StorageError
from zbsec.faces import FACE_TERMS, EnrolmentError, Gallery, Trigger
from zbsec.records import AgeBand, Match, Purpose

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Enroll, MakeConsent, MakePortrait, Painted

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OTHER_TERMS = replace(FACE_TERMS, retention=2 * DAY)


def test_an_enrolled_holder_is_identified(gallery: Gallery, painted: Painted, enroll: Enroll) -> None:
    enrolled = enroll(gallery, 1)
    assert (enrolled.holder, enrolled.consent, enrolled.enrolled_at) == ("h1", "consent-of-h1", NOON)
    assert enrolled.resembles == ()
    assert gallery.identify(painted.vector(1), at=NOON) == Match(holder="h1", score=pytest.approx(1.0, abs=1e-6))
    assert len(gallery) == 1


def test_times_default_to_now(gallery: Gallery, painted: Painted, portrait: MakePortrait, consent: MakeConsent) -> None:
    now = datetime.now(UTC)
    gallery.enroll(
        "h1",
        portrait(1),
        consent("h1", shown_at=now - DAY, given_at=now - DAY, expires_at=now + DAY),
    )
    assert gallery.identify(painted.vector(1)) is not None
    gallery.withdraw("h1")
    assert gallery.identify(painted.vector(1)) is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"holder": "h2"}, "is of holder 'h2', not of 'h1'"),
        ({"alternative_shown": False}, "no way in without a face was offered"),
        ({"purpose": Purpose.VEHICLE_ACCESS}, "it is for vehicle_access, not for face_access"),
        ({"terms_hash": OTHER_TERMS.hash}, "given to other terms than the gallery's"),
        ({"expires_at": datetime.fromisoformat("2026-11-24T12:00:00Z")}, "it ended on 2026-11-24T12:00:00"),
        ({"withdrawn_at": datetime.fromisoformat("2026-11-24T11:59:59Z")}, "it was withdrawn on 2026-11-24T11:59:59"),
        ({"age_band": AgeBand.UNDER_14, "guardian_ref": "g1", "guardian_consent": "paper-7"}, "under 14"),
    ],
)
def test_without_a_living_consent_nothing_is_enrolled(
    gallery: Gallery, painted: Painted, enroll: Enroll, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ConsentError, match=sentence):
        enroll(gallery, 1, **changes)
    assert len(gallery) == 0
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert gallery.consents("h1") == gallery.consents("h2") == []


def test_a_consent_does_not_work_before_it_is_given(
    gallery: Gallery, portrait: MakePortrait, consent: MakeConsent
) -> None:
    with pytest.raises(ConsentError, match="it is given only on 2026-11-23"):
        gallery.enroll("h1", portrait(1), consent("h1"), at=NOON - 2 * DAY)


def test_children_are_enrolled_only_where_the_site_says_so(
    reopen: Callable[..., Gallery], portrait: MakePortrait, consent: MakeConsent
) -> None:
    childs = consent("h1", age_band=AgeBand.UNDER_14, guardian_ref="g1", guardian_consent="paper-7")
    assert reopen(allow_under_14=True).enroll("h1", portrait(1), childs, at=NOON).holder == "h1"


def test_a_refused_picture_leaves_no_trace(gallery: Gallery, portrait: MakePortrait, consent: MakeConsent) -> None:
    with pytest.raises(EnrolmentError):
        gallery.enroll("h1", portrait(1, faces=2), consent("h1"), at=NOON)
    assert gallery.consents("h1") == []


def test_expiry_is_effective_to_the_microsecond(
    gallery: Gallery, painted: Painted, portrait: MakePortrait, consent: MakeConsent
) -> None:
    given = consent("h1")
    gallery.enroll("h1", portrait(1), given, at=NOON)
    assert gallery.identify(painted.vector(1), at=given.expires_at - timedelta(microseconds=1)) is not None
    assert gallery.identify(painted.vector(1), at=given.expires_at) is None


def test_an_expired_twin_does_not_hide_a_living_one(gallery: Gallery, painted: Painted, enroll: Enroll) -> None:
    enroll(gallery, 1, expires_at=NOON + DAY)
    assert [match.holder for match in enroll(gallery, 101).resembles] == ["h1"]
    assert gallery.identify(painted.vector(1), at=NOON).holder == "h1"
    assert gallery.identify(painted.vector(1), at=NOON + DAY).holder == "h101"


def test_changed_terms_void_a_consent_until_it_is_given_again(
    reopen: Callable[..., Gallery], painted: Painted, enroll: Enroll
) -> None:
    enroll(reopen(), 1)
    gallery = reopen(terms=OTHER_TERMS)
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert len(gallery) == 0
    enroll(gallery, 1, id="second", terms_hash=OTHER_TERMS.hash)
    assert gallery.identify(painted.vector(1), at=NOON).holder == "h1"


def test_enrolling_again_takes_the_place_of_the_old_template(
    reopen: Callable[..., Gallery],
    painted: Painted,
    portrait: MakePortrait,
    consent: MakeConsent,
    enroll: Enroll,
) -> None:
    gallery = reopen()
    enroll(gallery, 1)
    assert gallery.enroll("h1", portrait(2), consent("h1"), at=NOON).resembles == ()
    for one in (gallery, reopen()):
        assert one.identify(painted.vector(1), at=NOON) is None
        assert one.identify(painted.vector(2), at=NOON).holder == "h1"
        assert len(one) == 1


def test_a_withdrawal_is_effective_for_the_next_face_and_on_record(
    reopen: Callable[..., Gallery],
    painted: Painted,
    portrait: MakePortrait,
    consent: MakeConsent,
    enroll: Enroll,
) -> None:
    gallery, given = reopen(), consent("h1")
    gallery.enroll("h1", portrait(1), given, at=NOON)
    enroll(gallery, 2)
    receipt = gallery.withdraw("h1", at=NOON)
    assert (receipt.act, receipt.at) == (Trigger.WITHDRAWN, NOON)
    assert (receipt.templates, receipt.keys) == (1, 1)
    assert "h1" not in repr(receipt)
    for one in (gallery, reopen()):
        assert one.identify(painted.vector(1), at=NOON) is None
        assert one.identify(painted.vector(1), at=NOON - timedelta(hours=1)) is None
        assert one.identify(painted.vector(2), at=NOON).holder == "h2"
        assert one.consents("h1") == [given, given.withdrawn(NOON)]


def test_withdrawing_twice_erases_nothing_more(gallery: Gallery, enroll: Enroll) -> None:
    enroll(gallery, 1)
    first = gallery.withdraw("h1", at=NOON)
    again = gallery.withdraw("h1", at=NOON + DAY)
    assert (again.templates, again.keys) == (0, 0)
    assert again.digest != first.digest
    assert len(gallery.consents("h1")) == 2


def test_withdrawing_an_unknown_holder_is_an_error_not_a_silence(gallery: Gallery) -> None:
    with pytest.raises(ConsentError, match="no consent of holder 'h9' is on record here"):
        gallery.withdraw("h9", at=NOON)


def test_a_withdrawn_consent_cannot_be_used_again_and_a_new_one_can(
    gallery: Gallery, painted: Painted, portrait: MakePortrait, consent: MakeConsent, enroll: Enroll
) -> None:
    enroll(gallery, 1)
    gallery.withdraw("h1", at=NOON)
    for old in (consent("h1"), consent("h1", id="another", given_at=NOON - timedelta(hours=1))):
        with pytest.raises(ConsentError, match=r"withdrew on 2026-11-24T12:00:00.*only a new one can enrol again"):
            gallery.enroll("h1", portrait(1), old, at=NOON + DAY)
    with pytest.raises(ConsentError, match="withdrew on"):
        gallery.enroll("h1", portrait(1), consent("h1", given_at=NOON + DAY), at=NOON + DAY)
    gallery.enroll("h1", portrait(1), consent("h1", id="new", given_at=NOON + DAY), at=NOON + DAY)
    assert gallery.identify(painted.vector(1), at=NOON + DAY).holder == "h1"


def test_a_refused_second_enrolment_leaves_the_first_in_force(
    gallery: Gallery, painted: Painted, portrait: MakePortrait, consent: MakeConsent, enroll: Enroll
) -> None:
    enroll(gallery, 1)
    with pytest.raises(ConsentError):
        gallery.enroll("h1", portrait(2), consent("h1", actor="somebody else"), at=NOON)
    assert gallery.identify(painted.vector(1), at=NOON) == Match(holder="h1", score=pytest.approx(1.0, abs=1e-6))
    assert gallery.identify(painted.vector(2), at=NOON) is None


def test_a_consent_on_record_cannot_be_rewritten(gallery: Gallery, enroll: Enroll) -> None:
    enroll(gallery, 1)
    with pytest.raises(ConsentError, match="is on record with other content"):
        enroll(gallery, 1, expires_at=NOON + 90 * DAY)


def test_purge_erases_what_has_lapsed_and_nothing_else(
    reopen: Callable[..., Gallery], painted: Painted, enroll: Enroll
) -> None:
    gallery = reopen()
    enroll(gallery, 1, expires_at=NOON + DAY)
    enroll(gallery, 2)
    assert gallery.purge(at=NOON).templates == 0
    receipt = gallery.purge(at=NOON + DAY)
    assert (receipt.act, receipt.templates, receipt.keys) == (Trigger.LAPSED, 1, 1)
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert gallery.identify(painted.vector(2), at=NOON).holder == "h2"
    assert len(gallery) == len(reopen()) == 1
    assert reopen(terms=OTHER_TERMS).purge(at=NOON + DAY).templates == 1
    assert len(gallery) == 0


def test_another_process_withdraws_and_this_one_knows_at_once(
    reopen: Callable[..., Gallery], painted: Painted, enroll: Enroll
) -> None:
    gate, counter = reopen(), reopen()
    enroll(counter, 1)
    assert gate.identify(painted.vector(1), at=NOON).holder == "h1"
    counter.withdraw("h1", at=NOON)
    assert gate.identify(painted.vector(1), at=NOON) is None


@pytest.mark.parametrize(
    "vector",
    [
        np.zeros(16, np.float32),
        np.full(16, np.nan, np.float32),
        np.ones(15, np.float32),
        np.ones(16),
        np.ones((1, 16), np.float32),
    ],
)
def test_what_is_no_vector_is_refused(gallery: Gallery, vector: np.ndarray) -> None:
    with pytest.raises(ShapeError):
        gallery.identify(vector, at=NOON)


def test_a_vector_of_another_size_is_refused_by_name(gallery: Gallery) -> None:
    sentence = r"vector is float32 \(128,\); a vector of painted is float32 \(16,\)"
    with pytest.raises(ShapeError, match=sentence):
        gallery.identify(np.ones(128, np.float32), at=NOON)


def test_times_have_a_zone(gallery: Gallery, painted: Painted) -> None:
    with pytest.raises(ValueError, match="at 2026-11-24T12:00:00 has no time zone"):
        gallery.identify(painted.vector(1), at=datetime(2026, 11, 24, 12))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"key": b"short"}, "key is 5 bytes; give 32 random ones"),
        ({"terms": replace(FACE_TERMS, purpose=Purpose.VEHICLE_ACCESS)}, "terms are for vehicle_access"),
        ({"min_score": 0.5}, r"min_score 0.5 is outside 0.8 \(measured for painted\) to 1"),
    ],
)
def test_settings_are_checked_before_a_file_is_made(
    reopen: Callable[..., Gallery], folder: Path, settings: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        reopen(**settings)
    assert not folder.exists()


def test_a_site_may_ask_for_more_likeness(reopen: Callable[..., Gallery], painted: Painted, enroll: Enroll) -> None:
    enroll(reopen(), 1)
    assert reopen().identify(painted.vector(101), at=NOON).holder == "h1"
    assert reopen(min_score=0.99).identify(painted.vector(101), at=NOON) is None


def test_a_thousand_strangers_leave_nothing(
    gallery: Gallery, painted: Painted, folder: Path, caplog: pytest.LogCaptureFixture, enroll: Enroll
) -> None:
    caplog.set_level(logging.DEBUG)
    enroll(gallery, 1)
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    rng = np.random.default_rng(7)
    strangers = rng.normal(size=(1000, painted.dim)).astype(np.float32)
    strangers -= np.outer(strangers @ painted.vector(1), painted.vector(1))
    assert not any(gallery.identify(stranger, at=NOON) for stranger in strangers)
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before
    assert len(gallery) == 1
    assert not caplog.records


def test_threads_may_share_it(gallery: Gallery, painted: Painted, enroll: Enroll) -> None:
    for number in range(4):
        enroll(gallery, number)
    seen: list[str | None] = []

    def look() -> None:
        for _ in range(50):
            match = gallery.identify(painted.vector(0), at=NOON)
            seen.append(match and match.holder)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in (1, 2, 3):
        gallery.withdraw(f"h{number}", at=NOON)
    for thread in threads:
        thread.join()
    assert seen == ["h0"] * 200


def test_a_closed_gallery_can_be_opened_again(reopen: Callable[..., Gallery], painted: Painted, enroll: Enroll) -> None:
    with reopen() as gallery:
        assert gallery
        enroll(gallery, 1)
    assert reopen().identify(painted.vector(1), at=NOON).holder == "h1"


@pytest.mark.parametrize("seed", range(6))
def test_what_is_caught_up_with_equals_what_is_read_anew(
    reopen: Callable[..., Gallery],
    painted: Painted,
    portrait: MakePortrait,
    consent: MakeConsent,
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One gallery follows what another does, by what changed alone; a third reads all of it."""
    rng = np.random.default_rng(seed)
    office, gate = reopen(), reopen()
    assert gate.identify(painted.vector(0), at=NOON) is None
    with monkeypatch.context() as patched:
        patched.setattr(gate, "_read", lambda: pytest.fail("it read everything"))
        for step in range(12):
            number, at = int(rng.integers(4)), NOON + timedelta(seconds=step)
            holder = f"h{number}"
            match int(rng.integers(5)):
                case 0 | 1 | 2:
                    ends = NOON + timedelta(seconds=int(rng.integers(20, 30)))
                    given = consent(holder, id=f"{step}", given_at=at - timedelta(milliseconds=1), expires_at=ends)
                    office.enroll(holder, portrait(number), given, at=at)
                case 3 if office.consents(holder):
                    office.withdraw(holder, at=at)
                case 4 if office.consents(holder):
                    office.register.delete(holder, by="desk-1", at=at)
            seen = [gate.identify(painted.vector(one), at=at) for one in range(4)]
            assert seen == [office.identify(painted.vector(one), at=at) for one in range(4)]
        office.purge(at=NOON + timedelta(seconds=25))
        assert len(gate) == len(office)
    anew = reopen()
    later = NOON + timedelta(seconds=25)
    for one in range(4):
        assert gate.identify(painted.vector(one), at=later) == anew.identify(painted.vector(one), at=later)


def test_only_those_are_looked_at_whom_the_lane_is_for(gallery: Gallery, painted: Painted, enroll: Enroll) -> None:
    enroll(gallery, 1)
    enroll(gallery, 101)
    assert gallery.identify(painted.vector(1), at=NOON).holder == "h1"
    assert gallery.identify(painted.vector(1), at=NOON, allowed=frozenset({"h101"})).holder == "h101"
    assert gallery.identify(painted.vector(1), at=NOON, allowed=frozenset({"h7"})) is None
    assert gallery.identify(painted.vector(1), at=NOON, allowed=frozenset()) is None
    gallery.withdraw("h101", at=NOON)
    assert gallery.identify(painted.vector(1), at=NOON, allowed=frozenset({"h101"})) is None


@pytest.mark.parametrize("suite", ["aes-256-gcm", "sm4-gcm"])
def test_a_gallery_keeps_the_ciphers_it_was_made_with(
    reopen: Callable[..., Gallery], painted: Painted, enroll: Enroll, suite: str
) -> None:
    other = {"aes-256-gcm": "sm4-gcm", "sm4-gcm": "aes-256-gcm"}[suite]
    gallery = reopen(suite=suite)
    enroll(gallery, 1)
    assert gallery.register.suite == reopen().register.suite == suite
    assert reopen(suite=suite).identify(painted.vector(1), at=NOON).holder == "h1"
    with pytest.raises(StorageError, match=f"is sealed with {suite}, not with {other}"):
        reopen(suite=other)
    gallery.register.delete("h1", by="desk-1", at=NOON).receipt.verify(gallery.register.public_key)


def test_a_suite_that_does_not_exist_is_refused(reopen: Callable[..., Gallery], folder: Path) -> None:
    with pytest.raises(ValueError, match="'des' is not a valid Suite"):
        reopen(suite="des")
    assert not folder.exists()


def test_a_gallery_of_another_site_is_refused_by_name(reopen: Callable[..., Gallery]) -> None:
    assert reopen(site="shifan-estate").register.site == "shifan-estate"
    assert reopen().register.site == "shifan-estate"
    with pytest.raises(StorageError, match="is of site 'shifan-estate', not of 'north-campus'"):
        reopen(site="north-campus")
