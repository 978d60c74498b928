"""What the law asks for before money may be spent: votes, contracts, accounts. Unknown is never met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.sites.findings import Status
from zbsec.sites.funding.payers import PUBLIC, Payer
from zbsec.sites.funding.votes import Matter
from zbsec.sites.funding_modes import FUNDING_MODES
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zbsec.sites.funding.model import FundingPlan, Source
    from zbsec.sites.funding.votes import Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One precondition of one source, and how it stands."""

    source: str
    law: str
    status: Status
    """``satisfied`` as far as the file states it, ``conditional``, ``refused``, or ``unknown``."""
    message: Text

    @property
    def met(self) -> bool:
        return self.status in (Status.SATISFIED, Status.CONDITIONAL)

    def facts(self) -> dict[str, object]:
        return {
            "law": self.law,
            "message": {"en": self.message.en, "zh": self.message.zh},
            "source": self.source,
            "status": self.status.value,
        }


def conditions(plan: FundingPlan, source: Source) -> Iterator[Condition]:
    """Every precondition of a source, in the order in which somebody should read them."""
    yield from _fit(plan, source)
    if source.mode == "F1":
        yield _paper(source, source.acceptance_ref, "GB 55029 5.0.1 to 5.0.5; A7", _ACCEPTANCE)
    if Payer.COMMON_INCOME in source.shares:
        yield _vote(plan, source, Matter.COMMON_BUSINESS, "CC 278(8)")
        yield _paper(source, source.accounts_ref, "CC 282", _INCOME)
    if Payer.MAINTENANCE_FUND in source.shares:
        yield _vote(plan, source, Matter.MAINTENANCE_FUND, "CC 278(5)")
        yield _paper(source, source.accounts_ref, "CC 281", _ACCOUNTS)
        if any(item.biometric for item in plan.items_of(source)):
            yield _paper(source, source.renewal_ref, "CC 281", _RENEWAL)
    if source.mode == "F3" or len(PUBLIC & set(source.shares)) > 1:
        yield _paper(source, source.contract_ref, "notice 2020, part 3", _JOINT)
    if source.mode == "F6":
        yield _paper(source, source.contract_ref, "PIPL 21; NDR 12", _CONTRACT)


def _fit(plan: FundingPlan, source: Source) -> Iterator[Condition]:
    """The notice lapsed, so a mode that it meant for other kinds is no fault, and is said."""
    mode = next(mode for mode in FUNDING_MODES if mode.id == source.mode)
    if plan.kind not in mode.kinds:
        message = Text(
            en=f"the notice of 2020 meant {mode.id} ({mode.label.en}) for {', '.join(mode.kinds)}, not for {plan.kind}",
            zh=f"2020 年文件中 {mode.id}（{mode.label.zh}）适用于 {'、'.join(mode.kinds)}，而非 {plan.kind}",
        )
        yield _condition(source, mode.clause, Status.CONDITIONAL, message)


def _vote(plan: FundingPlan, source: Source, matter: Matter, law: str) -> Condition:
    named = plan.votes_of(source)
    fitting = [vote for vote in named if vote.matter is matter]
    if not fitting:
        said = _other_matter(named, matter) if named else _NO_VOTE
        return _condition(source, law, Status.REFUSED if named else Status.UNKNOWN, said)
    vote = min(fitting, key=lambda vote: (len(vote.shortfalls()), vote.id))
    faults = vote.shortfalls()
    if faults:
        message = Text(en="; ".join(fault.en for fault in faults), zh="；".join(fault.zh for fault in faults))
        return _condition(source, law, Status.REFUSED, message)
    message = Text(
        en=f"the owners agreed on {vote.held_on}: {vote.ref}", zh=f"业主于 {vote.held_on} 表决同意：{vote.ref}"
    )
    return _condition(source, law, Status.SATISFIED, message)


def _other_matter(votes: Iterable[Vote], matter: Matter) -> Text:
    told = sorted(f"{vote.id} ({vote.matter})" for vote in votes)
    return Text(
        en=f"{matter} has to be decided, and the votes are about other matters: {', '.join(told)}",
        zh=f"须就 {matter} 表决，所列表决为其他事项：{'、'.join(told)}",
    )


def _paper(source: Source, ref: str | None, law: str, asked: Text) -> Condition:
    if ref is None:
        message = Text(en=f"{asked.en}: no paper is named", zh=f"{asked.zh}：未写明材料")
        return _condition(source, law, Status.UNKNOWN, message)
    return _condition(source, law, Status.SATISFIED, Text(en=f"{asked.en}: {ref}", zh=f"{asked.zh}：{ref}"))


def _condition(source: Source, law: str, status: Status, message: Text) -> Condition:
    return Condition(source=source.id, law=law, status=status, message=message)


_NO_VOTE = Text(en="no vote of the owners is named", zh="未写明业主表决")
_ACCEPTANCE = Text(
    en="the security facilities pass acceptance, or the building must not be handed over",
    zh="安防设施验收合格，否则不得交付使用",
)
_INCOME = Text(
    en="income from common parts is the owners', and its accounts are published", zh="公共收益归业主所有并公布账目"
)
_ACCOUNTS = Text(en="the accounts of the maintenance fund are published", zh="维修资金账目公布")
_RENEWAL = Text(
    en="whether biometric equipment renews common parts is contested, and needs evidence",
    zh="生物识别设备是否属于共有部分更新存在争议，须有依据",
)
_JOINT = Text(en="the public payers agree on their parts", zh="各级出资方就分担达成一致")
_CONTRACT = Text(
    en="a contract with the contractor: price, terms, ownership, and no use of the site's data of his own",
    zh="与建设方签订合同：价款、期限、权属，且不得自行使用场所数据",
)
