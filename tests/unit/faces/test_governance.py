"""Lawful basis and consent: each demand G01 to G12 of governance, as a test of its name."""

from __future__ import annotations

import hashlib
import inspect
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from zbsec import sites
from zbsec._text import two
from zbsec.access import Holder, Schedule, decide
from zbsec.errors import ConsentError, RefusedError
from zbsec.faces import FACE_TERMS
from zbsec.records import AgeBand, Credential, CredentialKind, LegalBasis, Outcome, Purpose
from zbsec.sites import ScheduleSpec, Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Enroll, MakeConsent, MakePortrait, Painted

    from zbsec.faces import Gallery

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "estate" / "site.toml"


def opens(site: sites.Site) -> dict[str, bool]:
    """Whether the face lane of the example may run, and which steps let it."""
    activation = sites.gate(site, site.access_point("east-in"), NOON)
    return {"active": activation.active} | {step.id: step.answer is sites.Answer.OK for step in activation.steps}


def by_card(holder: str) -> bool:
    decision = decide(
        Credential(kind=CredentialKind.CARD, holder=holder),
        access_point="east-in",
        at=NOON,
        holder=Holder(id=holder),
        schedule=Schedule(
            ScheduleSpec(id="a", windows=(Window(days=tuple(range(7)), start_min=0, end_min=1440),)), ZoneInfo("UTC")
        ),
        active=True,
        other_way=two("the guard", "保安"),
    )
    return decision.outcome is Outcome.GRANTED


@pytest.mark.parametrize(
    "changes", [{"basis": None}, {"basis": "consent, of course"}, {"basis_ref": ""}, {"basis_ref": " "}]
)
def test_g01_no_purpose_without_a_basis(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="basis"):
        replace(FACE_TERMS, **changes)


def test_g01_the_basis_has_no_default() -> None:
    from zbsec.records import Terms

    with pytest.raises(TypeError, match="basis"):
        Terms(purpose=Purpose.FACE_ACCESS, method="1:N", data_kinds=("face template",), retention=DAY)  # type: ignore[call-arg]


def test_g02_no_face_without_necessity() -> None:
    site = sites.load(EXAMPLE)
    assert opens(site)["active"]
    without = opens(replace(site, evidence=replace(site.evidence, necessity=None)))
    assert not without["necessity"]
    assert not without["active"]


def test_g03_one_record_is_for_one_purpose(consent: MakeConsent) -> None:
    with pytest.raises(ValueError, match=r"purpose is .* it is one Purpose"):
        consent("h1", purpose=(Purpose.FACE_ACCESS, Purpose.VEHICLE_ACCESS))


def test_g03_each_recipient_takes_a_consent_of_its_own() -> None:
    with pytest.raises(ValueError, match="there are 2 recipients; each takes its own consent"):
        replace(FACE_TERMS, recipients=("the platform", "the insurer"))


def test_g03_a_consent_to_something_else_enrols_nobody(gallery: Gallery, enroll: Enroll) -> None:
    with pytest.raises(ConsentError, match="it is for vehicle_access"):
        enroll(gallery, 1, purpose=Purpose.VEHICLE_ACCESS)


@pytest.mark.parametrize("missing", ["notice_hash", "actor", "channel"])
def test_g04_a_consent_says_what_was_shown_by_whom_and_where(consent: MakeConsent, missing: str) -> None:
    with pytest.raises(ValueError, match=f"{missing} is empty"):
        consent("h1", **{missing: " "})


def test_g04_shown_before_given(consent: MakeConsent) -> None:
    with pytest.raises(ValueError, match="out of order"):
        consent("h1", shown_at=NOON, given_at=NOON - DAY)


def test_g04_without_another_way_shown_it_is_invalid_at_match_time(
    gallery: Gallery, painted: Painted, enroll: Enroll, consent: MakeConsent
) -> None:
    enroll(gallery, 1)
    given = consent("h1")
    assert gallery.identify(painted.vector(1), at=NOON) is not None
    assert given.is_living(NOON, FACE_TERMS)
    assert not replace(given, alternative_shown=False).is_living(NOON, FACE_TERMS)
    with pytest.raises(ConsentError, match="no way in without a face was offered"):
        enroll(gallery, 2, alternative_shown=False)
    with pytest.raises(ValueError, match="alternative_shown is 'no'"):
        consent("h1", alternative_shown="no")


@pytest.mark.parametrize(
    "changed",
    [
        {"retention": 2 * DAY},
        {"method": "1:1 with a card"},
        {"data_kinds": ("face template", "gait template")},
        {"basis_ref": "PIPL 13(1)"},
    ],
)
def test_g05_changed_terms_close_the_face_path_and_the_card_still_works(
    reopen: Callable[..., Gallery], painted: Painted, enroll: Enroll, changed: dict[str, Any]
) -> None:
    enroll(reopen(), 1)
    assert reopen(terms=replace(FACE_TERMS, **changed)).identify(painted.vector(1), at=NOON) is None
    assert by_card("h1")


def test_g06_withdrawn_and_denied_at_the_next_face_without_a_reason(
    gallery: Gallery, painted: Painted, enroll: Enroll
) -> None:
    enroll(gallery, 1)
    gallery.withdraw("h1", at=NOON)
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert "reason" not in inspect.signature(gallery.withdraw).parameters


def test_g07_dropping_the_face_drops_no_right(gallery: Gallery, enroll: Enroll) -> None:
    enroll(gallery, 1)
    assert by_card("h1")
    gallery.register.delete("h1", by="desk-1", at=NOON)
    assert by_card("h1")


def test_g08_nobody_is_asked_again_inside_the_window(gallery: Gallery, enroll: Enroll) -> None:
    register = gallery.register
    register.check_may_ask("h1", at=NOON)
    register.refused("h1", by="kiosk", at=NOON, reprompt_after=30 * DAY)
    with pytest.raises(ConsentError, match=r"refused on 2026-11-24.* before 2026-12-24"):
        register.check_may_ask("h1", at=NOON + 29 * DAY)
    register.check_may_ask("h1", at=NOON + 30 * DAY)
    register.refused("h2", by="kiosk", at=NOON + 30 * DAY)
    with pytest.raises(ConsentError, match="is not to be asked again"):
        register.check_may_ask("h2", at=NOON + 9999 * DAY)


@pytest.mark.parametrize("given", [{}, {"guardian_ref": "g1"}, {"guardian_consent": "paper-7"}])
def test_g09_under_14_a_guardian_consents(consent: MakeConsent, given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="under 14 a guardian consents"):
        consent("h1", age_band=AgeBand.UNDER_14, **given)


def test_g09_a_gallery_takes_no_children_by_default(gallery: Gallery, enroll: Enroll) -> None:
    with pytest.raises(ConsentError, match="under 14, and this gallery takes no faces of children"):
        enroll(gallery, 1, age_band=AgeBand.UNDER_14, guardian_ref="g1", guardian_consent="paper-7")


def test_g10_staff_rules_alone_enrol_nobody(reopen: Callable[..., Gallery]) -> None:
    staff = replace(FACE_TERMS, basis=LegalBasis.HR_RULES, basis_ref="staff handbook 4.2")
    with pytest.raises(ValueError, match="a face template rests on consent alone"):
        reopen(terms=staff)


def test_g10_a_staff_gate_needs_a_way_without_a_face() -> None:
    (lane,) = [one for one in sites.load(EXAMPLE).access_points if one.uses_face]
    with pytest.raises(RefusedError, match=r"a face as the only way .* is refused .*G20"):
        replace(lane, methods=("face",))


def test_g11_an_export_reproduces_every_record_hash(
    gallery: Gallery, enroll: Enroll, folder: Path, portrait: MakePortrait, consent: MakeConsent
) -> None:
    enroll(gallery, 1)
    enroll(gallery, 2)
    gallery.withdraw("h1", at=NOON)
    exported = gallery.register.copy("h1", by="desk-1", at=NOON).facts["records"]
    with closing(sqlite3.connect(folder / "consents.db")) as connection:
        kept = dict(connection.execute("SELECT sequence, digest FROM evidence"))
    assert [record["sequence"] for record in exported] == [1, 3]
    for record in exported:
        assert hashlib.sha256(record["content"].encode()).digest() == kept[record["sequence"]]
    assert [json.loads(record["content"])["kind"] for record in exported] == ["consent", "withdrawal"]


def test_g12_a_consent_has_an_end(consent: MakeConsent) -> None:
    with pytest.raises(ValueError, match="expires_at is None"):
        consent("h1", expires_at=None)
    endless = consent("h1", expires_at=datetime.max.replace(tzinfo=UTC))
    assert endless.end(FACE_TERMS) == endless.given_at + FACE_TERMS.retention
    assert not endless.is_living(endless.given_at + FACE_TERMS.retention, FACE_TERMS)


@pytest.mark.parametrize("everybody", ["*", "any", "ALL", "任何人", " 所有 "])
@pytest.mark.parametrize("name", ["recipients", "data_kinds"])
def test_g12_no_wildcards(name: str, everybody: str) -> None:
    with pytest.raises(ValueError, match="which is everything; name one"):
        replace(FACE_TERMS, **{name: (everybody,)})


def test_g12_no_purpose_for_everything() -> None:
    with pytest.raises(ValueError, match="'\\*' is not a valid Purpose"):
        Purpose("*")


def test_g40_no_terms_of_a_gallery_name_a_recipient(reopen: Callable[..., Gallery]) -> None:
    with pytest.raises(ValueError, match="no template leaves the site"):
        reopen(terms=replace(FACE_TERMS, recipients=("the platform",)))
