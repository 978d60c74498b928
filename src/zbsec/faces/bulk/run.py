"""From a list of applicants to a gallery and a report: pictures in parallel, the gallery in the order of the list."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.errors import ConsentError, ModelError
from zbsec.faces.bulk.look import Looked, look
from zbsec.faces.bulk.outcome import Outcome, Refusal
from zbsec.faces.bulk.tally import Tally
from zbsec.models.spread import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from zbsec.faces.bulk.applicant import Applicant
    from zbsec.faces.bulk.look import Read
    from zbsec.faces.bulk.report import Report
    from zbsec.faces.enrolment import Enrolment
    from zbsec.faces.gallery import Gallery

GROUP = 32
"""Applicants settled in one transaction: each then waits for the disk a twentieth of what it would alone."""
AHEAD = GROUP
"""Applicants a worker may be ahead of the gallery, so that it has work while the disk does its own. What waits are
templates; of pictures there is one a worker."""


def enroll_many(
    gallery: Gallery,
    applicants: Sequence[Applicant],
    report: Report,
    *,
    read: Read,
    workers: int | None = None,
    again: bool = False,
    progress: Callable[[Tally], None] = lambda _: None,
) -> Tally:
    """Enrol everybody on the list who is not enrolled on that very consent already, and report on each.

    The gallery changes in the order of the list, so its content does not depend on the number of workers, nor on how
    often the run was interrupted. An applicant with some unfit pictures is enrolled with the others.

    :param read: the picture of a name, uint8 (h, w, 3), BGR, writable: it is overwritten with zeros. Several threads
        call it. Its ``ImageError`` is a refusal of that picture.
    :param workers: threads that look at pictures; None: one for every core. Load the backend with ``threads=1``.
    :param again: try those again whom the report has as refused.
    :param progress: told after each transaction.
    :raises ValueError: a holder, or a consent, is on the list twice.
    :raises ModelError: the gallery is full; who was before is enrolled.
    :raises StorageError, ClockError: who was before is enrolled, and the next run goes on.
    """
    check_list(applicants)
    waiting, known = _sorted_out(gallery, applicants, report, again=again)
    tally = Tally(total=len(applicants), before=len(known)).plus(report.outcomes[one.consent.id] for one in known)
    progress(tally)
    count = workers or cores()
    with ThreadPoolExecutor(count, thread_name_prefix="zbsec-enrol") as pool:
        looked = _looked(pool, gallery, waiting, read, ahead=AHEAD * count)
        with closing(looked), closing(_groups(looked)) as groups:
            for group in groups:
                _settle(gallery, report, group)
                tally = tally.plus(report.outcomes[one.applicant.consent.id] for one in group)
                progress(tally)
    return tally


def check_list(applicants: Sequence[Applicant]) -> None:
    """
    :raises ValueError: a holder, or a consent, is on the list twice.
    """
    for what, names in (
        ("holder", [one.holder for one in applicants]),
        ("consent", [one.consent.id for one in applicants]),
    ):
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise ValueError(f"{what} {name!r} is on the list twice; give all pictures of a holder together, once")
            seen.add(name)


def _sorted_out(
    gallery: Gallery, applicants: Sequence[Applicant], report: Report, *, again: bool
) -> tuple[list[Applicant], list[Applicant]]:
    """Those to do, and those who are done. What the gallery holds counts, whatever the report says."""
    standing = {one.consent.holder: one.consent.id for one in gallery.register.holders()}
    waiting, known, unreported = [], [], []
    for one in applicants:
        said = report.outcomes.get(one.consent.id)
        if standing.get(one.holder) == one.consent.id:
            known.append(one)
            if said is None or not said.enrolled:
                unreported.append(one)
        elif said is not None and not said.enrolled and not again:
            known.append(one)
        else:
            waiting.append(one)
    now = datetime.now(UTC)
    if unreported:
        report.add(Outcome(holder=one.holder, consent=one.consent.id, at=now, enrolled=True) for one in unreported)
    return waiting, known


def _looked(
    pool: ThreadPoolExecutor, gallery: Gallery, applicants: Sequence[Applicant], read: Read, *, ahead: int
) -> Generator[Looked]:
    """Each applicant, in the order of the list, worked on by several threads that are not far ahead."""
    underway: deque[Future[Looked]] = deque()
    try:
        for applicant in applicants:
            underway.append(_begun(pool, gallery, applicant, read))
            if len(underway) > ahead:
                yield underway.popleft().result()
        while underway:
            yield underway.popleft().result()
    finally:
        for future in underway:
            if not future.cancel() and future.exception() is None:
                future.result().wipe()


def _begun(pool: ThreadPoolExecutor, gallery: Gallery, applicant: Applicant, read: Read) -> Future[Looked]:
    """Nobody's pictures are looked at without a consent that covers it."""
    why = gallery.refusal(applicant.consent)
    if why is None:
        return pool.submit(look, gallery.backend, gallery.quality, read, applicant)
    refused: Future[Looked] = Future()
    refused.set_result(Looked(applicant=applicant, refused=(Refusal(reason="consent", said=why),)))
    return refused


def _groups(looked: Iterator[Looked]) -> Generator[list[Looked]]:
    """So many at a time; what they became is wiped before the next, whatever happens."""
    group: list[Looked] = []
    try:
        for one in looked:
            group.append(one)
            if len(group) == GROUP:
                yield group
                _wipe(group)
        if group:
            yield group
    finally:
        _wipe(group)


def _wipe(group: list[Looked]) -> None:
    for one in group:
        one.wipe()
    group.clear()


def _settle(gallery: Gallery, report: Report, group: Sequence[Looked]) -> None:
    """Enrol a group in one transaction, its lines in the report first; where one stands in the way, one by one."""
    fit = [(one.applicant.consent, one.prepared) for one in group if one.prepared is not None]
    if not fit:
        report.add(_outcomes(group, []))
        return
    try:
        gallery.enroll_prepared(fit, before_commit=lambda enrolled: report.add(_outcomes(group, enrolled)))
    except (ConsentError, ModelError) as error:
        if len(group) > 1:
            for one in group:
                _settle(gallery, report, [one])
        elif isinstance(error, ConsentError):  # withdrawn, or over, since the pictures were looked at
            report.add([_refused(gallery, group[0], str(error))])
        else:
            raise


def _outcomes(group: Sequence[Looked], enrolled: Sequence[Enrolment]) -> Iterator[Outcome]:
    made = {one.holder: one for one in enrolled}
    now = datetime.now(UTC)
    for one in group:
        found = made.get(one.applicant.holder)
        if found is None:
            yield Outcome.refusal(one.applicant, now, one.refused)
            continue
        yield Outcome(
            holder=found.holder,
            consent=found.consent,
            at=found.enrolled_at,
            enrolled=True,
            quality=found.quality,
            learned_quality=found.learned_quality,
            pictures=found.pictures,
            resembles=found.resembles,
            refused=one.refused,
        )


def _refused(gallery: Gallery, one: Looked, sentence: str) -> Outcome:
    why = gallery.refusal(one.applicant.consent) or two(sentence, sentence)
    refusal = Refusal(reason="consent", said=why)
    return Outcome.refusal(one.applicant, datetime.now(UTC), (refusal,))
