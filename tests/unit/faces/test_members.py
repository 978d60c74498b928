"""The members at a moment against the slow, obvious rule: every living consent, one after another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zbsec.faces import FACE_TERMS
from zbsec.faces.members import Members
from zbsec.faces.vault import Entry
from zbsec.records import Purpose, Template

if TYPE_CHECKING:
    from conftest import MakeConsent, Painted

    from zbsec.records import Consent

START = datetime(2026, 1, 1, tzinfo=UTC)
minutes = st.integers(0, 60).map(lambda count: START + timedelta(minutes=count))
shape = st.tuples(minutes, minutes, st.none() | minutes, st.booleans(), st.booleans(), st.sampled_from(Purpose))


def entry(painted: Painted, number: int, consent: Consent) -> Entry:
    return Entry(
        id=number,
        who=b"%d" % number,
        consent=consent,
        template=Template(vector=painted.vector(number), model="painted"),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(shape, max_size=8), minutes, st.integers(0, 8))
def test_only_the_living_are_found(
    painted: Painted, consent: MakeConsent, shapes: list[tuple], at: datetime, probe: int
) -> None:
    consents = [
        consent(
            f"h{number}",
            shown_at=START,
            given_at=given_at,
            expires_at=max(expires_at, given_at + timedelta(microseconds=1)),
            withdrawn_at=withdrawn_at,
            alternative_shown=alternative,
            terms_hash=FACE_TERMS.hash if same_terms else "other",
            purpose=purpose,
        )
        for number, (given_at, expires_at, withdrawn_at, alternative, same_terms, purpose) in enumerate(shapes)
    ]
    members = Members(dim=painted.dim, key=bytes(32), terms=FACE_TERMS)
    members.add(entry(painted, number, one) for number, one in enumerate(consents))
    found = members.nearest(painted.vector(probe), at=at, min_score=-1.0, limit=8)
    living = [number for number, one in enumerate(consents) if one.is_living(at, FACE_TERMS)]
    scores = {f"h{number}": float(painted.vector(number) @ painted.vector(probe)) for number in living}
    assert [match.holder for match in found] == sorted(scores, key=lambda name: -scores[name])
    for match in found:
        np.testing.assert_allclose(match.score, scores[match.holder], atol=2e-6)


def test_a_removed_member_is_gone_and_may_come_back(painted: Painted, consent: MakeConsent) -> None:
    members = Members(dim=painted.dim, key=bytes(32), terms=FACE_TERMS)
    given = consent("h1")
    members.add([entry(painted, 1, given)])
    members.remove("h2")
    assert len(members) == 1
    members.remove("h1")
    assert len(members) == 0
    assert members.nearest(painted.vector(1), at=given.given_at, min_score=0.5) == []
    members.add([entry(painted, 1, given)])
    assert [match.holder for match in members.nearest(painted.vector(1), at=given.given_at, min_score=0.5)] == ["h1"]
