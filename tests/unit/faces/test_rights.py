"""What people may ask of whoever holds their face (PIPL 44 to 48; governance G70): one call each, with a receipt."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zbsec.errors import ConsentError, ReceiptError
from zbsec.faces import FACE_TERMS, Receipt, Register, Right
from zbsec.records import AgeBand

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Enroll, MakeConsent, MakePortrait, Painted

    from zbsec.faces import Answer, Gallery

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ASKED: dict[Right, Callable[[Register], Answer]] = {
    Right.KNOW: lambda register: register.know("h1", by="desk-1", at=NOON),
    Right.COPY: lambda register: register.copy("h1", by="desk-1", at=NOON),
    Right.CORRECT: lambda register: register.correct("h1", "consent-of-h1", {"channel": "paper"}, by="desk-1", at=NOON),
    Right.DELETE: lambda register: register.delete("h1", by="desk-1", at=NOON),
    Right.EXPLAIN: lambda register: register.explain("h1", by="desk-1", at=NOON),
}
rights = pytest.mark.parametrize("right", Right)


@pytest.fixture
def register(gallery: Gallery, enroll: Enroll) -> Register:
    enroll(gallery, 1)
    enroll(gallery, 2)
    return gallery.register


def test_every_right_is_one_call() -> None:
    assert set(ASKED) == set(Right)


@rights
def test_every_right_comes_with_a_receipt_that_anybody_can_check(register: Register, right: Right) -> None:
    answer = ASKED[right](register)
    receipt = answer.receipt
    assert (receipt.act, receipt.at, receipt.record) == (right, NOON, register.sequence)
    receipt.verify(register.public_key)
    receipt.check_answer(json.loads(answer.to_json()))
    again = Receipt.from_json(receipt.to_json())
    again.verify(register.public_key)
    assert again == receipt
    assert "h1" not in receipt.to_json(), "a receipt holds no personal data"


@rights
def test_every_request_is_on_record_with_who_handled_it(register: Register, right: Right) -> None:
    answer = ASKED[right](register)
    content = json.loads(register.copy("h1", by="x", at=NOON).facts["records"][-1]["content"])
    assert (content["kind"], content["facts"]["right"], content["facts"]["by"]) == ("request", right.value, "desk-1")
    assert content["facts"]["answer"] == answer.receipt.digest


@rights
def test_a_holder_who_is_not_here_is_told_so(gallery: Gallery, right: Right) -> None:
    with pytest.raises(ConsentError, match=r"nothing of holder 'h1' is on record|holder 'h1' has no standing consent"):
        ASKED[right](gallery.register)


@pytest.mark.parametrize(
    "field", ["act", "site", "at", "record", "templates", "keys", "digest", "public_key", "signature"]
)
def test_an_altered_receipt_is_refused(register: Register, field: str) -> None:
    receipt = ASKED[Right.DELETE](register).receipt
    other: dict[str, Any] = {
        "act": Right.KNOW,
        "at": NOON + DAY,
        "record": 1,
        "templates": 0,
        "keys": 7,
        "public_key": "00" * 32,
        "signature": "00" * 64,
    }
    with pytest.raises(ReceiptError, match="was altered"):
        replace(receipt, **{field: other.get(field, "other")}).verify()


def test_a_receipt_of_another_gallery_is_told_apart(
    register: Register, reopen: Callable[..., Gallery], tmp_path: Path
) -> None:
    receipt = ASKED[Right.KNOW](register).receipt
    other = reopen(tmp_path / "other", key=bytes([7]) * 32).register
    receipt.verify()
    with pytest.raises(ReceiptError, match=f"is signed by {register.public_key}, not by {other.public_key}"):
        receipt.verify(other.public_key)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"act": "know"}', '{"act": "pray", "at": "2026-01-01T00:00:00Z"}'])
def test_what_is_no_receipt_is_refused(text: str) -> None:
    with pytest.raises(ReceiptError, match="this is no receipt of a gallery"):
        Receipt.from_json(text)


def test_another_answer_does_not_fit_a_receipt(register: Register) -> None:
    answer = ASKED[Right.KNOW](register)
    with pytest.raises(ReceiptError, match="is for another answer"):
        answer.receipt.check_answer({**answer.facts, "template_held": False})


def test_to_know(register: Register) -> None:
    facts = ASKED[Right.KNOW](register).facts
    assert (facts["purpose"], facts["basis"], facts["basis_ref"]) == ("face_access", "consent", "PIPL 29")
    assert (facts["retention_days"], facts["recipients"], facts["data_kinds"]) == (365.0, [], ["face template"])
    assert (facts["template_held"], facts["picture_held"], facts["model"]) == (True, False, "painted")
    assert facts["consent"]["living"]
    register.delete("h1", by="desk-1", at=NOON)
    assert not ASKED[Right.KNOW](register).facts["template_held"]


def test_to_copy_is_everything_but_the_template_and_says_why(register: Register, painted: Painted) -> None:
    answer = ASKED[Right.COPY](register)
    (record,) = answer.facts["records"]
    assert json.loads(record["content"])["facts"]["actor"] == "desk-1"
    assert "G40" in answer.facts["template"]["left_out"]["en"]
    assert "不予导出" in answer.facts["template"]["left_out"]["zh"]
    numbers = [f"{number:.4f}" for number in painted.vector(1)]
    assert not any(number in answer.to_json() for number in numbers)


def test_to_correct_adds_and_keeps_and_the_face_goes_on(
    register: Register, gallery: Gallery, painted: Painted, consent: MakeConsent
) -> None:
    answer = ASKED[Right.CORRECT](register)
    assert not answer.facts["template_erased"]
    assert register.consents("h1") == [consent("h1"), consent("h1", channel="paper")]
    assert gallery.identify(painted.vector(1), at=NOON).holder == "h1"


def test_an_end_that_was_written_down_too_late_can_be_put_right(
    register: Register, gallery: Gallery, painted: Painted
) -> None:
    register.correct("h1", "consent-of-h1", {"expires_at": NOON + DAY}, by="desk-1", at=NOON)
    assert gallery.identify(painted.vector(1), at=NOON).holder == "h1"
    assert gallery.identify(painted.vector(1), at=NOON + DAY) is None
    with pytest.raises(ConsentError, match=r"can become earlier than 2026-11-25T12:00:00.*, not later"):
        register.correct("h1", "consent-of-h1", {"expires_at": NOON + 2 * DAY}, by="desk-1", at=NOON + DAY)


def test_a_correction_that_voids_the_consent_erases_the_template(
    register: Register, gallery: Gallery, painted: Painted
) -> None:
    child = {"age_band": AgeBand.UNDER_14, "guardian_ref": "g1", "guardian_consent": "paper-7"}
    answer = register.correct("h1", "consent-of-h1", child, by="desk-1", at=NOON)
    assert answer.facts["template_erased"]
    assert (answer.receipt.templates, answer.receipt.keys) == (1, 1)
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert gallery.identify(painted.vector(2), at=NOON).holder == "h2"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"holder": "h2"}, "holder makes it another consent; ask for a new one"),
        ({"terms_hash": "0"}, "terms_hash makes it another consent"),
        ({"alternative_shown": False}, "alternative_shown makes it another consent"),
        ({"colour": "blue"}, "colour is no fact of a consent"),
    ],
)
def test_what_cannot_be_corrected_is_named(register: Register, facts: dict[str, object], words: str) -> None:
    before = register.sequence
    with pytest.raises(ConsentError, match=words):
        register.correct("h1", "consent-of-h1", facts, by="desk-1", at=NOON)
    with pytest.raises(ValueError, match="channel is empty"):
        register.correct("h1", "consent-of-h1", {"channel": " "}, by="desk-1", at=NOON)
    with pytest.raises(ConsentError, match="no standing consent 'other'; there are: consent-of-h1"):
        register.correct("h1", "other", {"channel": "paper"}, by="desk-1", at=NOON)
    assert register.sequence == before


def test_to_delete(register: Register, gallery: Gallery, painted: Painted, consent: MakeConsent) -> None:
    answer = ASKED[Right.DELETE](register)
    assert (answer.receipt.templates, answer.receipt.keys) == (1, 1)
    assert "PIPL 69" in answer.facts["kept"]["en"]
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert register.consents("h1")[-1] == consent("h1").withdrawn(NOON)
    assert [one.consent.holder for one in register.holders(at=NOON)] == ["h2"]
    assert ASKED[Right.DELETE](register).receipt.templates == 0


def test_to_have_it_explained(register: Register, gallery: Gallery) -> None:
    facts = ASKED[Right.EXPLAIN](register).facts
    assert (facts["members"], facts["model"], facts["min_score"]) == (2, "painted", gallery.min_score)
    assert "0.800 or more" in facts["en"]
    assert "不低于 0.800" in facts["zh"]
    assert "always a way in without a face" in facts["en"]
    register.delete("h1", by="desk-1", at=NOON)
    told = ASKED[Right.EXPLAIN](register).facts
    assert "You have no template here" in told["en"]
    assert "没有人脸模板" in told["zh"]


def test_an_ended_consent_is_explained(register: Register) -> None:
    told = register.explain("h1", by="desk-1", at=NOON + 60 * DAY).facts
    assert "it ended on 2026-12-24" in told["en"]
    assert "到期" in told["zh"]


def test_an_office_needs_key_and_folder_and_no_camera(
    register: Register, gallery: Gallery, folder: Path, key: bytes, painted: Painted
) -> None:
    with Register.open(folder, key=key) as office:
        assert (office.model, office.public_key, office.sequence) == ("painted", register.public_key, 2)
        assert [one.why_not for one in office.holders(at=NOON)] == [None, None]
        ASKED[Right.DELETE](office)
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert gallery.identify(painted.vector(2), at=NOON).holder == "h2"


def test_the_list_says_who_is_not_identified_and_why(register: Register, folder: Path, key: bytes) -> None:
    with Register.open(folder, key=key, terms=replace(FACE_TERMS, retention=2 * DAY)) as office:
        (first, _) = office.holders(at=NOON)
        assert "given to other terms" in first.why_not.en
        assert "条款" in first.why_not.zh
    (first, _) = register.holders(at=NOON + 30 * DAY)
    assert first.ends_at == NOON + 30 * DAY
    assert "it ended on" in first.why_not.en


def test_receipts_of_the_gallery_are_signed_too(gallery: Gallery, enroll: Enroll) -> None:
    enroll(gallery, 1)
    for receipt in (gallery.withdraw("h1", at=NOON), gallery.purge(at=NOON)):
        receipt.verify(gallery.register.public_key)


def test_twins_and_double_enrolment_are_reported_with_how_alike(
    gallery: Gallery, enroll: Enroll, painted: Painted
) -> None:
    enroll(gallery, 1)
    (match,) = enroll(gallery, 101).resembles
    assert match.holder == "h1"
    assert match.score == pytest.approx(float(painted.vector(1) @ painted.vector(101)), abs=1e-5)
    assert enroll(gallery, 1).resembles[0].holder == "h101", "itself is no other holder"


def test_several_pictures_make_one_template(
    gallery: Gallery, painted: Painted, portrait: MakePortrait, consent: MakeConsent
) -> None:
    pictures = [portrait(1), portrait(101)]
    enrolled = gallery.enroll("h1", pictures, consent("h1"), at=NOON)
    assert enrolled.pictures == 2
    assert not any(picture.any() for picture in pictures), "wiped"
    middle = painted.vector(1) + painted.vector(101)
    middle /= np.linalg.norm(middle)
    assert gallery.identify(middle, at=NOON).score == pytest.approx(1.0, abs=1e-5)
