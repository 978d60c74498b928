"""The gallery: who may be recognised by face at this site, as long as they want to be."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec._closing import Closing
from zbsec._text import two
from zbsec.errors import ConsentError, ModelError, ShapeError, StorageError
from zbsec.faces import lawful
from zbsec.faces.enrolment import Enrolment, Prepared, check_wipeable, prepare, wipe
from zbsec.faces.impostors import FALSE_ACCEPT_LIMIT, curve_of, effective
from zbsec.faces.keys import site_key
from zbsec.faces.lawful import FACE_TERMS
from zbsec.faces.members import Members
from zbsec.faces.receipt import Receipt, Trigger, issue
from zbsec.faces.register import Register
from zbsec.faces.vault import Entry, Folders, Head, Suite, Vault
from zbsec.records import Match, Template

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime, timedelta

    from numpy.typing import NDArray

    from zbsec._text import Text
    from zbsec.faces.backend import Backend
    from zbsec.faces.enrolment import FaceQuality
    from zbsec.faces.keys import KeySource
    from zbsec.faces.vault import Erased
    from zbsec.records import Consent, Terms


MOST_ALIKE = 5
"""Other holders that an enrolment names as alike, at most."""


class Gallery(Closing):
    """Holders with consent, their templates turned and sealed on disk, and searchable in memory.

    Only holders with a living consent are identified. A face that matches nobody leaves nothing: ``identify`` neither
    writes nor logs anything of it (governance G31). Two galleries share no key, so their files and vectors cannot be
    linked (ISO/IEC 24745; governance G43).

    Any thread may call any method, and several processes may have a gallery open: what one withdraws, the others do not
    identify any more. Key and template are gone from the files when ``withdraw`` returns. A copy of the gallery's
    folder holds no keys, so it stays unreadable when it is put back; keep no copy of the ``keys`` folder.

    Time does not go back: a moment before one that was seen counts as that one, so a clock set back revives no consent
    (``clock_behind``).

    It does not tell a living face from a photograph; a lane that opens to a face alone needs that from elsewhere
    (``liveness``; governance G45).
    """

    def __init__(
        self,
        vault: Vault,
        *,
        model: Backend,
        terms: Terms,
        min_score: float,
        false_accept_limit: float,
        allow_under_14: bool = False,
        quality: FaceQuality | None = None,
    ) -> None:
        """Use ``Gallery.open``."""
        self._vault = vault
        self._model = model
        self._terms = terms
        self._floor = min_score
        self._limit = false_accept_limit
        self._curve = curve_of(model)
        self._allow_under_14 = allow_under_14
        self.quality = quality
        """What refuses pictures that recognition would fail on; None: nothing learned does."""
        self.register = Register(vault, terms=terms, allow_under_14=allow_under_14, rule=self._rule)
        """Rights of the holders, refusals, snapshots: all that needs no camera."""
        self._clock = self.register.clock
        self._head = Head()
        self._members = self._read()

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        key: bytes | KeySource,
        model: Backend,
        site: str | None = None,
        keys: str | os.PathLike[str] | None = None,
        suite: str | None = None,
        terms: Terms = FACE_TERMS,
        min_score: float | None = None,
        false_accept_limit: float = FALSE_ACCEPT_LIMIT,
        allow_under_14: bool = False,
        quality: FaceQuality | None = None,
    ) -> Gallery:
        """Open the gallery in a folder; make one where there is none.

        :param key: 32 secret bytes of the site, or where they come from (``key_source``). Kept outside ``path``.
        :param model: the backend that makes the vectors.
        :param site: whose gallery it is, as errors and receipts name it; None: whatever it was made as.
        :param keys: folder of the holders' keys, which no backup may hold; None: ``path`` with ``.keys`` behind it.
        :param suite: ``aes-256-gcm`` or ``sm4-gcm`` (with SM3) for a new gallery; None: AES, or what it was made with.
        :param terms: what holders must have agreed to; a consent to other terms opens nothing (governance G05).
        :param min_score: lowest cosine similarity from which a face is a holder's; at least the model's own.
        :param false_accept_limit: share of strangers that may be taken for some member, 0 to 1. Where the model's
            impostor curve is known, ``min_score`` rises with the number of members to keep it (governance G34).
        :param allow_under_14: enrol children under 14 too, with their guardian's consent (PIPL 31; governance G09).
        :param quality: refuses pictures that recognition would fail on, such as ``faces.lightqnet.load()``; None: size
            and sharpness are all that is asked.
        :raises ValueError: a key of another length, terms that are not for this, or a number out of range.
        :raises SiteKeyError: the source gives no key, or another one than the gallery was made with.
        :raises StorageError: damage, or files put back from a backup; the sentence says where and what to do.
        :raises ModelError: its templates are another model's.
        """
        secret = site_key(key)
        lawful.check_terms(terms)
        score = model.min_score if min_score is None else min_score
        if not model.min_score <= score <= 1.0:
            raise ValueError(f"min_score {score} is outside {model.min_score} (measured for {model.name}) to 1")
        if not 0.0 < false_accept_limit < 1.0:
            raise ValueError(f"false_accept_limit {false_accept_limit} is outside 0 to 1; one in 10,000 is 1e-4")
        vault = Vault.open(
            Folders.of(path, keys),
            key=secret,
            model=(model.name, model.dim),
            site=site,
            suite=None if suite is None else Suite(suite),
        )
        try:
            return cls(
                vault,
                model=model,
                terms=terms,
                min_score=score,
                false_accept_limit=false_accept_limit,
                allow_under_14=allow_under_14,
                quality=quality,
            )
        except BaseException:
            vault.close()
            raise

    def close(self) -> None:
        """Let go of the files. Nothing else may be called after this."""
        self.register.close()

    def __len__(self) -> int:
        """Templates that can be searched: those whose consent covers the terms, ended ones too until ``purge``."""
        with self._vault.lock:
            return len(self._current())

    def __bool__(self) -> bool:
        """A gallery is true even when empty."""
        return True

    @property
    def backend(self) -> Backend:
        """What makes the vectors."""
        return self._model

    @property
    def min_score(self) -> float:
        """Cosine similarity from which a face is a holder's now, -1 to 1: it rises with the number of members."""
        return self._score_for(len(self))

    @property
    def false_accept_rate(self) -> float | None:
        """The share of strangers that would be taken for some member; None: nobody has measured the model.

        Beyond the scores that were measured it is an estimate (``ImpostorCurve``).
        """
        members = len(self)
        return None if self._curve is None else effective(self._curve.rate_at(self._score_for(members)), members)

    @property
    def clock_behind(self) -> timedelta:
        """By how much the last moment given lies before the latest one seen; minutes: the clock was set back."""
        return self._clock.behind

    def tell_time(self, at: datetime | None = None) -> timedelta:
        """Take notice of a moment; by how much it lies before the latest one seen (``clock_behind``)."""
        with self._vault.lock:
            self._clock.now(at)
            return self._clock.behind

    def enroll(
        self,
        holder: str,
        image: NDArray[np.uint8] | Sequence[NDArray[np.uint8]],
        consent: Consent,
        *,
        at: datetime | None = None,
        keep_image: bool = False,
    ) -> Enrolment:
        """Enrol the only face in a picture, or in each of several, in place of what the holder had.

        The pictures are overwritten with zeros, taken or refused, and so are crops and vectors made on the way
        (governance G42). Nothing is enrolled by halves: the files hold all of it or what they held before.

        :param holder: opaque reference, valid at this site only.
        :param image: uint8 (h, w, 3), BGR; several of one person make one better template.
        :param consent: the holder's own, living, to the gallery's terms.
        :param at: now, with a time zone; None: by the clock.
        :param keep_image: leave the pictures as they are; whoever holds them answers for them.
        :raises ConsentError: the consent is another's, does not cover this, or was withdrawn; the sentence says which.
        :raises EnrolmentError: an ImageError: no face, several, too small, too blurred, two people, and what to change.
        :raises ClockError: the clock was set back.
        :raises ModelError: with one more member strangers could not be told from members rarely enough.
        :raises StorageError: the disk refused; nothing of this was kept.
        """
        pictures = [image] if isinstance(image, np.ndarray) else list(image)
        if not keep_image:
            check_wipeable(pictures)
        try:
            with self._vault.lock:
                moment = self._clock.strictly_now(at)
            lawful.check(consent, holder, moment, self._terms, allow_under_14=self._allow_under_14)
            prepared = prepare(self._model, pictures, self.quality)
        finally:
            if not keep_image:
                wipe(pictures)
        try:
            return self._enroll([(consent, prepared)], moment)[0]
        finally:
            prepared.wipe()

    def enroll_prepared(
        self,
        people: Sequence[tuple[Consent, Prepared]],
        *,
        at: datetime | None = None,
        before_commit: Callable[[Sequence[Enrolment]], None] = lambda _: None,
    ) -> list[Enrolment]:
        """Enrol several holders in one transaction: all of them, or nobody. ``faces.bulk`` is made of this.

        :param people: one or more, each holder once, with the consent and what ``prepare`` made of the pictures; the
            caller wipes that.
        :param before_commit: called when everything is written and nothing is certain; what it raises undoes it all.
        :raises ConsentError, ClockError, ModelError, StorageError: as ``enroll``, for the first whom it concerns.
        """
        with self._vault.lock:
            moment = self._clock.strictly_now(at)
        for consent, _ in people:
            lawful.check(consent, consent.holder, moment, self._terms, allow_under_14=self._allow_under_14)
        return self._enroll(people, moment, before_commit)

    def refusal(self, consent: Consent, *, at: datetime | None = None) -> Text | None:
        """Why nobody can be enrolled on a consent now, before any picture is looked at; None: its holder can."""
        with self._vault.lock:
            moment = self._clock.now(at)
            why = lawful.refusal(consent, moment, self._terms, allow_under_14=self._allow_under_14)
            return why or self._vault.refusal(consent)

    def identify(
        self, vector: NDArray[np.float32], *, at: datetime | None = None, allowed: frozenset[str] | None = None
    ) -> Match | None:
        """The holder a face belongs to, among those whose consent lives at that moment.

        None: it is nobody's, and nothing of it is kept.

        :param vector: float32 (dim,), one row of the model's ``embed``.
        :param at: when the face was seen, with a time zone; None: now.
        :param allowed: holders that this lane is for; nobody else is looked at. None: everybody.
        :raises ShapeError: a vector of another shape or dtype, zero, or not finite.
        """
        found = self.candidates(vector, at=at, allowed=allowed, limit=1)
        return found[0] if found else None

    def candidates(
        self,
        vector: NDArray[np.float32],
        *,
        at: datetime | None = None,
        allowed: frozenset[str] | None = None,
        looks: int = 1,
        limit: int = 2,
    ) -> list[Match]:
        """Every holder a face may belong to, the likeliest first: several only where members are as alike as twins.

        :param vector: float32 (dim,), one row of the model's ``embed`` or a mean of several.
        :param at: when the face was seen, with a time zone; None: now.
        :param allowed: as for ``identify``.
        :param looks: how often one arrival may ask. Every look is a chance to be taken for somebody, so the limit on
            false accepts is shared among them (Bonferroni), whatever the looks have in common.
        :param limit: at most so many.
        :raises ShapeError: a vector of another shape or dtype, zero, or not finite.
        """
        if vector.shape != (self._model.dim,) or vector.dtype != np.float32:
            raise ShapeError(
                f"vector is {vector.dtype} {vector.shape}; "
                f"a vector of {self._model.name} is float32 ({self._model.dim},), one row of embed"
            )
        with self._vault.lock:
            members = self._current()
            moment = self._clock.now(at)
            if members.any_ends(self._clock.kept_at, moment):
                with suppress(StorageError):  # it counts here already; the next face tries the disk again
                    self._clock.keep()
            turned = self._vault.templates.rotation.turned(vector)
            try:
                floor = self._score_for(len(members), looks)
                return members.nearest(turned, at=moment, min_score=floor, limit=limit, allowed=allowed)
            finally:
                turned.fill(0.0)

    def withdraw(self, holder: str, *, at: datetime | None = None) -> Receipt:
        """End a holder's consents and erase key and template. No reason is asked (PIPL 15; governance G06).

        Effective for the next ``identify``. Withdrawing once more erases nothing and is no error.

        :raises ConsentError: no consent of this holder is on record.
        :raises StorageError: the disk refused; the holder is not identified, but call again, for the template is still
            on it.
        """
        with self._vault.lock:
            self._vault.check_own()
            moment = self._clock.now(at)
            self._current().remove(holder)
            if not self._vault.consents(holder):
                raise ConsentError(
                    two(
                        f"no consent of holder {holder!r} is on record here; is the reference right?",
                        f"此处没有持有人 {holder!r} 的同意记录；编号是否正确？",
                    )
                )
            return self._receipt(Trigger.WITHDRAWN, moment, self._vault.withdraw(holder, moment))

    def purge(self, *, at: datetime | None = None) -> Receipt:
        """Erase every template whose consent has ended or is to other terms than the gallery's (PIPL 47).

        None of them is identified in any case; this takes them off the disk.
        """

        def lapsed(consent: Consent) -> bool:
            return not consent.is_living(max(moment, consent.given_at), self._terms)

        with self._vault.lock:
            moment = self._clock.strictly_now(at)
            erased = self._vault.purge(lapsed, moment)
            self._vault.forget()
            return self._receipt(Trigger.LAPSED, moment, erased)

    def consents(self, holder: str) -> list[Consent]:
        """Every record of a holder's consents, oldest first; a withdrawal is a record of its own (governance G11)."""
        return self.register.consents(holder)

    def _enroll(
        self,
        people: Sequence[tuple[Consent, Prepared]],
        at: datetime,
        before_commit: Callable[[Sequence[Enrolment]], None] = lambda _: None,
    ) -> list[Enrolment]:
        """Write templates down, and say whom they resemble."""
        turned = np.stack([self._vault.templates.rotation.turned(one.template.vector) for _, one in people])
        try:
            with self._vault.lock:
                members = self._current()
                self._check_room(members, [consent.holder for consent, _ in people])
                enrolled = [
                    Enrolment(
                        holder=consent.holder,
                        consent=consent.id,
                        enrolled_at=at,
                        quality=one.grade.measured,
                        learned_quality=one.grade.learned,
                        pictures=one.pictures,
                        resembles=alike,
                    )
                    for (consent, one), alike in zip(people, self._alike(people, turned, members, at), strict=True)
                ]
                ids = self._vault.put_all(
                    [(consent, one.template) for consent, one in people],
                    at,
                    before_commit=lambda: before_commit(enrolled),
                )
                members.add(
                    Entry(
                        id=id,
                        who=self._vault.ledger.name(consent.holder),
                        consent=consent,
                        template=Template(vector=row, model=self._model.name),
                    )
                    for id, row, (consent, _) in zip(ids, turned, people, strict=True)
                )
        finally:
            turned.fill(0.0)
        return enrolled

    def _alike(
        self, people: Sequence[tuple[Consent, Prepared]], turned: NDArray[np.float32], members: Members, at: datetime
    ) -> Iterator[tuple[Match, ...]]:
        """Whom each resembles, among the members and those before them in the row."""
        # Not by ``@``: BLAS copies what it multiplies into buffers of its own, which nobody wipes.
        scores = np.einsum("ik,jk->ij", turned, turned)
        found = members.nearest_each(turned, at=at, min_score=self._floor, limit=MOST_ALIKE + 1)
        holders = [consent.holder for consent, _ in people]
        for number, (holder, matches) in enumerate(zip(holders, found, strict=True)):
            before = holders[:number]
            alike = [one for one in matches if one.holder not in (holder, *before)]
            alike += [
                Match(holder=other, score=float(score))
                for other, score in zip(before, scores[number], strict=False)
                if score >= self._floor
            ]
            yield tuple(sorted(alike, key=lambda one: -one.score)[:MOST_ALIKE])

    def _check_room(self, members: Members, holders: Sequence[str]) -> None:
        """
        :raises ModelError: the threshold for so many more members would refuse members too.
        """
        size = len(members) + sum(not members.holds(holder) for holder in holders)
        if self._curve is not None and self._score_for(size) > max(self._curve.ceiling, self._floor):
            most = self._curve.most_members(self._limit)
            raise ModelError(
                two(
                    f"{self._model.name} keeps strangers below one in {1 / self._limit:,.0f} up to {most:,} members, "
                    f"and this would be number {size:,} (governance G34); use a "
                    "better model, or a gallery for each gate",
                    f"{self._model.name} 至多 {most:,} 名成员时才能将陌生人误识率保持在 1/{1 / self._limit:,.0f} 以下，"
                    f"而这将是第 {size:,} 名（governance G34）；请换用更好的模型，或每个出入口各建一库",
                )
            )

    def _score_for(self, members: int, looks: int = 1) -> float:
        if self._curve is None:
            return self._floor
        return min(1.0, max(self._floor, self._curve.min_score(members, self._limit / looks)))

    def _rule(self) -> dict[str, Any]:
        limit = None if self._curve is None else self._limit
        return {"min_score": round(self.min_score, 4), "false_accept_limit": limit}

    def _current(self) -> Members:
        if self._vault.changed():
            self._catch_up()
        return self._members

    def _catch_up(self) -> None:
        """Take over what was written, here by the register or by another process: what changed, where that is known."""
        news = self._vault.news(self._head)
        if news is None:
            self._members = self._read()
            return
        self._members.forget(news.changed)
        self._take_in(self._members, news.entries)
        self._head = news.head
        self._clock.refresh()
        if self._members.held != news.holders:
            self._members = self._read()

    def _read(self) -> Members:
        members = Members(dim=self._model.dim, key=self._vault.rotation, terms=self._terms)
        with self._vault.lock:
            self._head = self._vault.ledger.head
            self._take_in(members, self._vault.entries())
            self._clock.refresh()
        return members

    @staticmethod
    def _take_in(members: Members, entries: list[Entry]) -> None:
        members.add(entries)
        for entry in entries:
            entry.template.vector.fill(0.0)

    def _receipt(self, trigger: Trigger, at: datetime, erased: Erased) -> Receipt:
        return issue(
            self._vault.keys,
            trigger,
            site=self.register.site,
            at=at,
            record=self._vault.ledger.head.sequence,
            digest=erased.digest,
            counts=erased.counts,
        )
