"""Whether a consent covers a face at this gate now, and if not, why, in words for a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from zbsec._text import Text, two
from zbsec.errors import ConsentError
from zbsec.records import AgeBand, LegalBasis, Purpose, Terms

if TYPE_CHECKING:
    from zbsec.records import Consent

FACE_TERMS = Terms(
    purpose=Purpose.FACE_ACCESS,
    basis=LegalBasis.CONSENT,
    basis_ref="PIPL 29",
    method="1:N on the device",
    data_kinds=("face template",),
    retention=timedelta(days=365),
)
"""What holders agree to where a site states nothing else: compared at this gate only, kept a year, told to nobody."""


def check_terms(terms: Terms) -> None:
    """Refuse terms that no face may be enrolled under.

    :raises ValueError: another purpose; another basis than consent (whether staff rules replace it is disputed:
        governance G10); a recipient, for no template leaves the site (governance G40).
    """
    if terms.purpose is not Purpose.FACE_ACCESS:
        raise ValueError(f"terms are for {terms.purpose}; those of a gallery are for {Purpose.FACE_ACCESS}")
    if terms.basis is not LegalBasis.CONSENT:
        raise ValueError(
            f"terms rest on {terms.basis}; a face template rests on consent alone (PIPL 29, governance G10)"
        )
    if terms.recipients:
        raise ValueError(
            f"terms name a recipient, {terms.recipients[0]!r}; no template leaves the site (governance G40)"
        )


def check(consent: Consent, holder: str, at: datetime, terms: Terms, *, allow_under_14: bool) -> None:
    """
    :raises ConsentError: the consent is another's, or does not cover this; the sentence says which.
    """
    if consent.holder != holder:
        raise ConsentError(
            two(
                f"consent {consent.id!r} is of holder {consent.holder!r}, not of {holder!r}",
                f"同意书 {consent.id!r} 属于持有人 {consent.holder!r}，不属于 {holder!r}",
            )
        )
    why = refusal(consent, at, terms, allow_under_14=allow_under_14)
    if why is not None:
        raise ConsentError(why)


def refusal(consent: Consent, at: datetime, terms: Terms, *, allow_under_14: bool) -> Text | None:
    """Why nobody may be enrolled on a consent at that moment; None: its holder may."""
    if consent.age_band is AgeBand.UNDER_14 and not allow_under_14:
        return two(
            f"holder {consent.holder!r} is under 14, and this gallery takes no faces of children",
            f"持有人 {consent.holder!r} 未满 14 周岁，本库不收儿童人脸",
        )
    why = why_not(consent, at, terms)
    if why is None:
        return None
    return two(f"consent {consent.id!r} does not cover this: {why.en}", f"同意书 {consent.id!r} 不涵盖此项：{why.zh}")


def why_not(consent: Consent, at: datetime, terms: Terms) -> Text | None:
    """Why a consent does not live at that moment; None: it does."""
    if consent.is_living(at, terms):
        return None
    if not consent.alternative_shown:
        return two(
            "no way in without a face was offered, so it was not given freely (governance G04)",
            "未提供人脸以外的通行方式，不属于自愿同意",
        )
    if consent.purpose is not terms.purpose:
        return two(
            f"it is for {consent.purpose}, not for {terms.purpose}",
            f"同意的目的是 {consent.purpose}，不是 {terms.purpose}",
        )
    if consent.terms_hash != terms.hash:
        return two(
            f"it was given to other terms than the gallery's: their hash is {consent.terms_hash}, not {terms.hash}; "
            "show the present ones and ask again (governance G05)",
            f"所同意的条款与现行条款不同：条款哈希为 {consent.terms_hash}，应为 {terms.hash}；"
            "请出示现行条款并重新取得同意",
        )
    return _outside(consent, at, terms)


def _outside(consent: Consent, at: datetime, terms: Terms) -> Text:
    """Before it was given, or after it ended."""
    if at < consent.given_at:
        return two(
            f"it is given only on {consent.given_at.isoformat()}", f"同意自 {consent.given_at.isoformat()} 起生效"
        )
    if consent.withdrawn_at is not None and consent.withdrawn_at <= at:
        when = consent.withdrawn_at.isoformat()
        return two(f"it was withdrawn on {when}", f"已于 {when} 撤回同意")
    when = consent.end(terms).isoformat()
    return two(f"it ended on {when}; ask again", f"同意已于 {when} 到期；请重新征求同意")


def moment(at: datetime | None) -> datetime:
    """That moment, or now.

    :raises ValueError: it has no time zone.
    """
    when = datetime.now(UTC) if at is None else at
    if when.tzinfo is None:
        raise ValueError(f"at {when.isoformat()} has no time zone; give one, such as datetime.now(timezone.utc)")
    return when
