"""What became of one applicant, and its form in a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zbsec._text import Text, two
from zbsec.records import Match

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from zbsec.faces.bulk.applicant import Applicant
    from zbsec.faces.enrolment import EnrolmentError
    from zbsec.faces.guidance import Advice

NO_PICTURE = two("there is no picture; give one or more of the holder", "没有照片；请提供本人照片一张或多张")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a picture, or an applicant, was not taken."""

    reason: str
    """A value of ``Fault``, or ``consent``, ``no_picture``, ``unreadable``."""
    said: Text
    """What is wrong and what would be right."""
    picture: str | None = None
    """Its name; None: it concerns the applicant."""
    advice: tuple[Text, ...] = ()
    """What to change before the next picture, most important first."""

    @classmethod
    def of_picture(cls, picture: str | None, error: EnrolmentError, advice: tuple[Advice, ...] = ()) -> Self:
        said = tuple(two(one.en, one.zh) for one in advice)
        return cls(reason=error.fault.value, said=two(error.fault.en, error.fault.zh), picture=picture, advice=said)

    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = {"reason": self.reason, **self.said._asdict()}
        if self.picture is not None:
            facts["picture"] = self.picture
        if self.advice:
            facts["advice"] = [one._asdict() for one in self.advice]
        return facts

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        return cls(
            reason=facts["reason"],
            said=two(facts["en"], facts["zh"]),
            picture=facts.get("picture"),
            advice=tuple(two(**one) for one in facts.get("advice", ())),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one applicant."""

    holder: str
    consent: str
    """Id of the consent record."""
    at: datetime
    enrolled: bool
    quality: float | None = None
    """Of the worst picture taken, 0 to 1; None: not enrolled, or enrolled before this report."""
    learned_quality: float | None = None
    """The same by the gallery's ``FaceQuality``, where it has one."""
    pictures: int = 0
    """That the template is made of."""
    resembles: tuple[Match, ...] = ()
    """Other holders so alike that one may be taken for the other: the operator is to look (``Enrolment``)."""
    refused: tuple[Refusal, ...] = ()
    """Pictures that were left out; where nobody was enrolled, why."""

    @classmethod
    def refusal(cls, applicant: Applicant, at: datetime, refused: tuple[Refusal, ...]) -> Self:
        return cls(holder=applicant.holder, consent=applicant.consent.id, at=at, enrolled=False, refused=refused)

    @property
    def pictures_refused(self) -> int:
        """How many pictures were left out."""
        return sum(one.picture is not None for one in self.refused)

    def facts(self) -> dict[str, Any]:
        """As one line of a report."""
        facts: dict[str, Any] = {
            "holder": self.holder,
            "consent": self.consent,
            "at": self.at.isoformat(),
            "outcome": "enrolled" if self.enrolled else "refused",
        }
        if self.enrolled:
            facts |= {"quality": _rounded(self.quality), "pictures": self.pictures}
        if self.learned_quality is not None:
            facts["learned_quality"] = _rounded(self.learned_quality)
        if self.resembles:
            facts["resembles"] = [{"holder": one.holder, "score": round(one.score, 4)} for one in self.resembles]
        if self.refused:
            facts["refused"] = [one.facts() for one in self.refused]
        return facts

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """
        :raises KeyError, TypeError, ValueError: it is no such line.
        """
        return cls(
            holder=facts["holder"],
            consent=facts["consent"],
            at=datetime.fromisoformat(facts["at"]),
            enrolled={"enrolled": True, "refused": False}[facts["outcome"]],
            quality=facts.get("quality"),
            learned_quality=facts.get("learned_quality"),
            pictures=facts.get("pictures", 0),
            resembles=tuple(Match(**one) for one in facts.get("resembles", ())),
            refused=tuple(Refusal.from_facts(one) for one in facts.get("refused", ())),
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
