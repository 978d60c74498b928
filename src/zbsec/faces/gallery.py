"""The gallery: who may be recognised by face at this site, as long as they want to be."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zbsec.errors import ConsentError, ShapeError
from zbsec.faces.enrolment import Enrolment, make_template
from zbsec.faces.members import Members
from zbsec.faces.receipt import Receipt, Trigger
from zbsec.faces.vault import Entry, Vault
from zbsec.faces.vault.sealing import KEY_BYTES
from zbsec.records import AgeBand, Consent, Match, Purpose, Terms

if TYPE_CHECKING:
    import os
    from types import TracebackType
    from typing import Self

    from numpy.typing import NDArray

    from zbsec.faces.backend import Backend
    from zbsec.faces.vault import Erased

FACE_TERMS = Terms(
    purpose=Purpose.FACE_ACCESS,
    method="1:N on the device",
    data_kinds=("face template",),
    retention=timedelta(days=365),
)
"""What holders agree to where a site states nothing else: compared at this gate only, kept a year, told to nobody."""


class Gallery:
    """Holders with consent, their templates sealed on disk and searchable in memory.

    Only holders with a living consent are identified. A face that matches nobody leaves nothing: ``identify`` neither
    writes nor logs (governance G31). Two galleries share no key, so their files and vectors cannot be linked
    (ISO/IEC 24745; governance G43).

    Any thread may call any method, and several processes may have a gallery open: what one withdraws, the others do not
    identify any more. Key and template are gone from the files when ``withdraw`` returns, and from ``templates.db``
    even if an old copy of it is put back. A copy of ``consents.db`` holds keys: keep no backup of it for longer than
    a withdrawn template may live.

    It does not tell a living face from a photograph; a lane that opens to a face alone needs that from elsewhere
    (governance G45).
    """

    def __init__(
        self, vault: Vault, *, model: Backend, terms: Terms, min_score: float, allow_under_14: bool = False
    ) -> None:
        """Use ``Gallery.open``."""
        self._vault = vault
        self._model = model
        self._terms = terms
        self._min_score = min_score
        self._allow_under_14 = allow_under_14
        self._lock = threading.Lock()
        self._members = self._read()

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        key: bytes,
        model: Backend,
        terms: Terms = FACE_TERMS,
        min_score: float | None = None,
        allow_under_14: bool = False,
    ) -> Gallery:
        """Open the gallery in a folder; make one where there is none.

        :param key: 32 secret bytes of the site, kept outside ``path``.
        :param model: the backend that makes the vectors.
        :param terms: what holders must have agreed to; a consent to other terms opens nothing (governance G05).
        :param min_score: cosine similarity from which a face is a holder's; at least the model's own.
        :param allow_under_14: enrol children under 14 too, with their guardian's consent (PIPL 31; governance G09).
        :raises ValueError: a key of another length, terms of another purpose, or a ``min_score`` below the model's.
        :raises StorageError: another key than the gallery was made with, or damage; the sentence says where.
        :raises ModelError: its templates are another model's.
        """
        if len(key) != KEY_BYTES:
            raise ValueError(
                f"key is {len(key)} bytes; give {KEY_BYTES} random ones, such as secrets.token_bytes({KEY_BYTES})"
            )
        if terms.purpose is not Purpose.FACE_ACCESS:
            raise ValueError(f"terms are for {terms.purpose}; those of a gallery are for {Purpose.FACE_ACCESS}")
        score = model.min_score if min_score is None else min_score
        if not model.min_score <= score <= 1.0:
            raise ValueError(f"min_score {score} is outside {model.min_score} (measured for {model.name}) to 1")
        vault = Vault.open(Path(path), key=key, model=model.name, dim=model.dim)
        try:
            return cls(vault, model=model, terms=terms, min_score=score, allow_under_14=allow_under_14)
        except BaseException:
            vault.close()
            raise

    def close(self) -> None:
        """Let go of the files. Nothing else may be called after this."""
        with self._lock:
            self._vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """Templates that can be searched: those whose consent covers the terms, ended ones too until ``purge``."""
        with self._lock:
            return len(self._current())

    def __bool__(self) -> bool:
        """A gallery is true even when empty."""
        return True

    def enroll(
        self, holder: str, image: NDArray[np.uint8], consent: Consent, *, at: datetime | None = None
    ) -> Enrolment:
        """Enrol the only face in a picture, in place of what the holder had.

        Crops and vectors made on the way are overwritten; ``image`` is the caller's, who should do the same
        (``image.fill(0)``; governance G42).

        :param holder: opaque reference, valid at this site only.
        :param image: uint8 (h, w, 3), BGR.
        :param consent: the holder's own, living, to the gallery's terms.
        :param at: now, with a time zone; None: by the clock.
        :raises ConsentError: the consent is another's, does not cover this, or was withdrawn; the sentence says which.
        :raises EnrolmentError: an ImageError: no face, several, too small or too blurred, and what to change.
        """
        moment = _moment(at)
        self._check(holder, consent, moment)
        template, quality = make_template(self._model, image)
        try:
            with self._lock:
                members = self._current()
                alike = members.nearest(template.vector, at=moment, min_score=self._min_score, limit=5)
                id = self._vault.put(consent, template)
                members.remove(holder)
                members.add([Entry(id=id, consent=consent, template=template)])
        finally:
            template.vector.fill(0.0)
        return Enrolment(
            holder=holder,
            consent=consent.id,
            enrolled_at=moment,
            quality=quality,
            resembles=tuple(match.holder for match in alike if match.holder != holder),
        )

    def identify(self, vector: NDArray[np.float32], *, at: datetime | None = None) -> Match | None:
        """The holder a face belongs to, among those whose consent lives at that moment.

        None: it is nobody's, and nothing of it is kept.

        :param vector: float32 (dim,), one row of the model's ``embed``.
        :param at: when the face was seen, with a time zone; None: now.
        :raises ShapeError: a vector of another shape or dtype, zero, or not finite.
        """
        if vector.shape != (self._model.dim,) or vector.dtype != np.float32:
            raise ShapeError(
                f"vector is {vector.dtype} {vector.shape}; "
                f"a vector of {self._model.name} is float32 ({self._model.dim},), one row of embed"
            )
        moment = _moment(at)
        with self._lock:
            found = self._current().nearest(vector, at=moment, min_score=self._min_score)
        return found[0] if found else None

    def withdraw(self, holder: str, *, at: datetime | None = None) -> Receipt:
        """End a holder's consents and erase key and template. No reason is asked (PIPL 15; governance G06).

        Effective for the next ``identify``. Withdrawing once more erases nothing and is no error.

        :raises ConsentError: no consent of this holder is on record.
        :raises StorageError: the disk refused; the holder is not identified, but call again, for the template is still
            on it.
        """
        moment = _moment(at)
        with self._lock:
            self._current().remove(holder)
            if not self._vault.consents(holder):
                raise ConsentError(f"no consent of holder {holder!r} is on record here; is the reference right?")
            erased = self._vault.withdraw(holder, moment)
        return _receipt(Trigger.WITHDRAWN, moment, erased)

    def purge(self, *, at: datetime | None = None) -> Receipt:
        """Erase every template whose consent has ended or is to other terms than the gallery's (PIPL 47).

        None of them is identified in any case; this takes them off the disk.
        """
        moment = _moment(at)

        def lapsed(consent: Consent) -> bool:
            return not consent.is_living(max(moment, consent.given_at), self._terms)

        with self._lock:
            erased = self._vault.purge(lapsed)
            self._members = self._read()
        return _receipt(Trigger.LAPSED, moment, erased)

    def consents(self, holder: str) -> list[Consent]:
        """Every consent record of a holder, oldest first; a withdrawal is a record of its own (governance G11)."""
        with self._lock:
            return self._vault.consents(holder)

    def _current(self) -> Members:
        if self._vault.changed():
            self._members = self._read()
        return self._members

    def _read(self) -> Members:
        members = Members(dim=self._model.dim, key=self._vault.rotation, terms=self._terms)
        entries = self._vault.entries()
        members.add(entries)
        for entry in entries:
            entry.template.vector.fill(0.0)
        return members

    def _check(self, holder: str, consent: Consent, at: datetime) -> None:
        if consent.holder != holder:
            raise ConsentError(f"consent {consent.id!r} is of holder {consent.holder!r}, not of {holder!r}")
        if consent.age_band is AgeBand.UNDER_14 and not self._allow_under_14:
            raise ConsentError(f"holder {holder!r} is under 14, and this gallery takes no faces of children")
        if not consent.is_living(at, self._terms):
            raise ConsentError(f"consent {consent.id!r} does not cover this: {_why_not(consent, at, self._terms)}")


def _why_not(consent: Consent, at: datetime, terms: Terms) -> str:
    if not consent.alternative_shown:
        return "no way in without a face was offered, so it was not given freely (governance G04)"
    if consent.purpose is not terms.purpose:
        return f"it is for {consent.purpose}, not for {terms.purpose}"
    if consent.terms_hash != terms.hash:
        return "it was given to other terms than the gallery's; show the present ones and ask again (governance G05)"
    if at < consent.given_at:
        return f"it is given only on {consent.given_at.isoformat()}"
    if at >= consent.expires_at:
        return f"it ended on {consent.expires_at.isoformat()}; ask again"
    return f"it was withdrawn on {consent.withdrawn_at and consent.withdrawn_at.isoformat()}"


def _moment(at: datetime | None) -> datetime:
    moment = datetime.now(UTC) if at is None else at
    if moment.tzinfo is None:
        raise ValueError(f"at {moment.isoformat()} has no time zone; give one, such as datetime.now(timezone.utc)")
    return moment


def _receipt(trigger: Trigger, at: datetime, erased: Erased) -> Receipt:
    return Receipt(
        trigger=trigger,
        erased_at=at,
        templates=len(erased.templates),
        keys=len(erased.keys),
        digest=erased.digest,
    )
