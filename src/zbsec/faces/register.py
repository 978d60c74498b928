"""The register of a gallery: who is enrolled on what consent, what people may ask of it, and what gates are told.

It needs the site's key and no recognition backend, so that a counter or an office can do all of it without a camera.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from zbsec._closing import Closing
from zbsec._text import two
from zbsec.errors import ConsentError
from zbsec.faces import explain, lawful
from zbsec.faces.clock import Clock
from zbsec.faces.keys import site_key
from zbsec.faces.lawful import FACE_TERMS
from zbsec.faces.receipt import Right, canonical, issue
from zbsec.faces.rights import Answer, Standing, check_correctable, copied, known
from zbsec.faces.vault import NOTHING, Erased, Folders, Kind, Vault, exchange
from zbsec.faces.vault.renew import renew
from zbsec.faces.vault.restore import Restored, restore
from zbsec.records import AgeBand, Consent, Terms

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping
    from typing import Self

    from zbsec.faces.keys import KeySource
    from zbsec.faces.vault import Record


class Register(Closing):
    """Who is enrolled, and what they may ask: know, copy, correct, delete, explain (PIPL 44 to 48; governance G70).

    Each right is one call, takes who handled it (``by``), is put on record and comes back with a signed receipt. Any
    thread may call it, beside a gallery that has the same folder open in this process or another.
    """

    def __init__(
        self,
        vault: Vault,
        *,
        terms: Terms = FACE_TERMS,
        allow_under_14: bool = False,
        rule: Callable[[], Mapping[str, Any]] = dict,
    ) -> None:
        """Use ``Register.open``, or the ``register`` of a gallery.

        :param rule: ``min_score`` and ``false_accept_limit``, where a gallery knows them.
        """
        self._vault = vault
        self._terms = terms
        self._allow_under_14 = allow_under_14
        self._rule = rule
        self.clock = Clock(vault)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        key: bytes | KeySource,
        keys: str | os.PathLike[str] | None = None,
        terms: Terms = FACE_TERMS,
        allow_under_14: bool = False,
    ) -> Self:
        """Open the register of a gallery that is there.

        :param path: its folder, and ``key`` and ``keys`` as for ``Gallery.open``.
        :raises StorageError: no gallery, or damage; the sentence says where.
        :raises SiteKeyError: another key, or none.
        """
        lawful.check_terms(terms)
        vault = Vault.open(Folders.of(path, keys), key=site_key(key))
        return cls(vault, terms=terms, allow_under_14=allow_under_14)

    @classmethod
    def replica(
        cls,
        path: str | os.PathLike[str],
        snapshot: bytes,
        *,
        key: bytes | KeySource,
        keys: str | os.PathLike[str] | None = None,
        terms: Terms = FACE_TERMS,
    ) -> Self:
        """Make an empty folder a gate's copy of the gallery that a snapshot is of. It holds the same site's key.

        :raises StorageError: the snapshot is another site's, altered, or a delta.
        """
        secret, folders = site_key(key), Folders.of(path, keys)
        bundle = exchange.read(snapshot)
        exchange.begin(folders, bundle, key=secret, model=None)
        register = cls.open(path, key=secret, keys=keys, terms=terms)
        try:
            register.apply(snapshot)
        except BaseException:
            register.close()
            raise
        return register

    def close(self) -> None:
        """Let go of the files. Nothing else may be called after this."""
        with self._vault.lock:
            self._vault.close()

    # What is there

    @property
    def site(self) -> str:
        return self._vault.made.site

    @property
    def model(self) -> str:
        """The backend whose templates these are."""
        return self._vault.made.model

    @property
    def suite(self) -> str:
        """The ciphers it is sealed with."""
        return self._vault.keys.suite.value

    @property
    def public_key(self) -> str:
        """Ed25519, 64 hexadecimal digits: what receipts, snapshots and deltas are checked with. Publish it."""
        return self._vault.keys.public_key.hex()

    @property
    def sequence(self) -> int:
        """Number of the last record; a gate is up to date when its own is the same."""
        with self._vault.lock:
            return self._vault.ledger.head.sequence

    @property
    def is_replica(self) -> bool:
        """A gate's copy: it takes snapshots and deltas, and nothing else changes it."""
        return self._vault.made.replica

    def holders(self, *, at: datetime | None = None) -> list[Standing]:
        """Everybody with a template, in the order of enrolment."""
        with self._vault.lock:
            moment = self.clock.now(at)
            return [Standing.of(consent, moment, self._terms) for consent in self._vault.holders()]

    def consents(self, holder: str) -> list[Consent]:
        """Every record of a holder's consents, oldest first; a withdrawal or correction is one of its own (G11)."""
        with self._vault.lock:
            return self._vault.consents(holder)

    # Asking

    def refused(
        self, holder: str, *, by: str, at: datetime | None = None, reprompt_after: timedelta | None = None
    ) -> None:
        """Put on record that a holder was asked and said no.

        :param reprompt_after: how long nobody asks again; None: the system never does (governance G08).
        """
        with self._vault.lock:
            moment = self.clock.strictly_now(at)
            again = None if reprompt_after is None else (moment + reprompt_after).isoformat()
            self._vault.note(Kind.REFUSAL, holder, moment, {"by": by, "ask_again_at": again})

    def check_may_ask(self, holder: str, *, at: datetime | None = None) -> None:
        """Called before anybody is asked for consent.

        :raises ConsentError: the holder has refused, and the time to ask again has not come (NDR 22(5)).
        """
        with self._vault.lock:
            moment = self.clock.now(at)
            refusals = [one for one in self._vault.records(holder) if one.kind is Kind.REFUSAL]
        if not refusals:
            return
        again = refusals[-1].facts["ask_again_at"]
        if again is None or moment < datetime.fromisoformat(again):
            until = two(f"not to be asked before {again}", f"{again} 之前不得再问")
            if again is None:
                until = two("not to be asked again", "不得再问")
            refused = refusals[-1].written_at.isoformat()
            raise ConsentError(
                two(
                    f"holder {holder!r} refused on {refused} and is {until.en} (governance G08); "
                    "who wants to enrol after all comes by themselves",
                    f"持有人 {holder!r} 已于 {refused} 拒绝，{until.zh}（governance G08）；愿意登记者可自行前来",
                )
            )

    # Rights

    def know(self, holder: str, *, by: str, at: datetime | None = None) -> Answer:
        """What is held of a holder, on what basis, how long, and who is told (PIPL 44, 48).

        :raises ConsentError: nothing of this holder is on record.
        """
        return self._answer(Right.KNOW, holder, by, at, partial(known, self._terms))

    def copy(self, holder: str, *, by: str, at: datetime | None = None) -> Answer:
        """Everything on record of a holder, to take along (PIPL 45), with the hash of each record (governance G11).

        The template is left out, and the answer says why.

        :raises ConsentError: nothing of this holder is on record.
        """
        return self._answer(Right.COPY, holder, by, at, copied)

    def explain(self, holder: str, *, by: str, at: datetime | None = None) -> Answer:
        """By what rule a face opens the gate, in English and Chinese (PIPL 24, 48).

        :raises ConsentError: nothing of this holder is on record.
        """

        def explained(standing: Standing | None, _: list[Record]) -> dict[str, Any]:
            rule = {"model": self.model, "members": self._vault.state().holders, **self._rule()}
            return {**rule, **explain.sentences(rule, standing)._asdict()}

        return self._answer(Right.EXPLAIN, holder, by, at, explained)

    def correct(
        self, holder: str, consent: str, facts: Mapping[str, object], *, by: str, at: datetime | None = None
    ) -> Answer:
        """Put right what was written down wrongly of a consent (PIPL 46). The old record stays: it is evidence.

        Where the consent as it should have been does not cover the template, the template is erased.

        :param consent: its id.
        :param facts: new values of ``CORRECTABLE``; an end may become earlier, not later.
        :raises ConsentError: no such consent of this holder, or a fact that only a new consent can change.
        :raises ValueError: a value that no consent can have.
        """
        with self._vault.lock:
            moment = self.clock.strictly_now(at)
            standing = {one.id: one for one in self._vault.standing(holder)}
            if consent not in standing:
                raise ConsentError(
                    two(
                        f"holder {holder!r} has no standing consent {consent!r}; there "
                        f"are: {', '.join(standing) or 'none'}",
                        f"持有人 {holder!r} 没有有效同意书 {consent!r}；现有：{'、'.join(standing) or '无'}",
                    )
                )
            old = standing[consent]
            check_correctable(old, facts)
            new = replace(old, **facts)  # type: ignore[arg-type]  # the record checks its own facts
            child = new.age_band is AgeBand.UNDER_14 and not self._allow_under_14
            with self._rereading():
                erased = self._vault.correct(new, moment, keep=new.is_living(moment, self._terms) and not child)
            answer = {
                "holder": holder,
                "consent": Standing.of(new, moment, self._terms).facts,
                "template_erased": bool(erased.templates),
            }
            return self._put_on_record(Right.CORRECT, holder, by, moment, answer, erased=erased)

    def delete(self, holder: str, *, by: str, at: datetime | None = None) -> Answer:
        """Erase key and template, and end every consent (PIPL 47). What proves the consents is kept (PIPL 69).

        :raises ConsentError: nothing of this holder is on record.
        """
        with self._vault.lock:
            moment = self.clock.now(at)
            self._of(holder)
            with self._rereading():
                erased = self._vault.withdraw(holder, moment)
            facts = {
                "holder": holder,
                "templates": len(erased.templates),
                "keys": len(erased.keys),
                "erased": erased.digest,
                "kept": dict(explain.EVIDENCE_KEPT._asdict()),
            }
            return self._put_on_record(Right.DELETE, holder, by, moment, facts, erased=erased)

    # Gates

    def snapshot(self, *, at: datetime | None = None) -> bytes:
        """All that a gate of this site must know, signed; without the site's key it tells nobody anything."""
        return self.delta(since=0, at=at)

    def delta(self, *, since: int, at: datetime | None = None) -> bytes:
        """What a gate must know that is at record ``since``, signed.

        :raises StorageError: there is no such record, or files were put back since.
        """
        with self._vault.lock:
            return exchange.make(self._vault, since=since, at=self.clock.now(at))

    def apply(self, bundle: bytes) -> int:
        """Bring this gate's copy up to a snapshot or delta: all of it or nothing. The number of its last record.

        :raises StorageError: it is altered, another site's, older than what is here, or does not follow on it.
        """
        with self._vault.lock, self._rereading():
            return exchange.apply(self._vault, exchange.read(bundle))

    def accept_clock(self, at: datetime, *, by: str, reason: str) -> None:
        """Take an earlier time for now, because a later one that was seen was wrong; who decided it is on record.

        Consents that had ended by the wrong time live again if they should.
        """
        with self._vault.lock, self._rereading():
            self._vault.set_clock(lawful.moment(at), {"by": by, "reason": reason})
            self.clock.refresh()

    def renew(self, key: bytes | KeySource, *, by: str, reason: str, at: datetime | None = None) -> None:
        """Give the site a new key: every template is turned and sealed anew, and the old key opens nothing any more.

        Nobody has to come again. This register is closed by it, and whoever else has the folder open is refused at the
        next change: open anew with the new key, and give the gates a snapshot, each in an empty folder. A copy of all
        files made before stays under the old key.

        :raises RefusedError: this is a gate's copy.
        """
        with self._vault.lock:
            renew(self._vault, site_key(key), self.clock.strictly_now(at), {"by": by, "reason": reason})
            self._vault.close()

    # Inside

    @contextmanager
    def _rereading(self) -> Iterator[None]:
        try:
            yield
        finally:
            self._vault.forget()

    def _answer(
        self,
        right: Right,
        holder: str,
        by: str,
        at: datetime | None,
        facts: Callable[[Standing | None, list[Record]], dict[str, Any]],
    ) -> Answer:
        with self._vault.lock:
            moment, records, consent = self.clock.now(at), self._of(holder), self._vault.enrolled(holder)
            standing = None if consent is None else Standing.of(consent, moment, self._terms)
            answer = {"site": self.site, "model": self.model, "holder": holder, **facts(standing, records)}
            return self._put_on_record(right, holder, by, moment, answer)

    def _put_on_record(
        self, right: Right, holder: str, by: str, at: datetime, facts: Mapping[str, Any], *, erased: Erased = NOTHING
    ) -> Answer:
        digest = hashlib.sha256(canonical(facts).encode()).hexdigest()
        record = self._vault.note(Kind.REQUEST, holder, at, {"right": right.value, "by": by, "answer": digest})
        receipt = issue(
            self._vault.keys, right, site=self.site, at=at, record=record, digest=digest, counts=erased.counts
        )
        return Answer(facts=facts, receipt=receipt)

    def _of(self, holder: str) -> list[Record]:
        records = self._vault.records(holder)
        if not records:
            raise ConsentError(
                two(
                    f"nothing of holder {holder!r} is on record here; is the reference right?",
                    f"此处没有持有人 {holder!r} 的任何记录；编号是否正确？",
                )
            )
        return records


def restore_gallery(
    path: str | os.PathLike[str],
    *,
    key: bytes | KeySource,
    keys: str | os.PathLike[str] | None = None,
    at: datetime | None = None,
) -> Restored:
    """After ``consents.db`` and ``templates.db`` were put back from a backup: bring them and the keys into step.

    Whoever was erased since the backup stays erased: their keys are in no backup (governance G53).

    :raises StorageError: no gallery, broken evidence, or a gate's copy.
    :raises SiteKeyError: another key, or none.
    """
    return restore(Folders.of(path, keys), key=site_key(key), at=lawful.moment(at))
