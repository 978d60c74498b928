"""``load``: a funding file read as a whole, with every complaint about it at once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec.errors import SiteFileError
from zbsec.sites.funding.amounts import amount, number
from zbsec.sites.funding.fit import MOST_YEARS, Declared, check_fit
from zbsec.sites.funding.model import FundingPlan, Item, Source
from zbsec.sites.funding.payers import PAYERS, PUBLIC, Payer
from zbsec.sites.funding.repay import BuyBack, Lease, Method
from zbsec.sites.funding.votes import Matter, Vote
from zbsec.sites.funding_modes import FUNDING_MODES
from zbsec.sites.kinds import KINDS
from zbsec.sites.section import IDENTIFIER, Complaints, Section, suggestion
from zbsec.sites.text import Text
from zbsec.sites.toml_file import parse, read_text
from zbsec.sites.toml_lines import key_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

_FIRST, _LAST = 2000, 2200
_MOST_OWNERS = 10_000_000


def load(path: str | PathLike[str]) -> FundingPlan:
    """The funding plan that the TOML file at ``path`` describes. Amounts are read as decimals, never as binary numbers.

    :raises SiteFileError: the file cannot be read or has faults; ``complaints`` lists all of them, each with line, key
        and remedy.
    """
    file = Path(path)
    text = read_text(file)
    table = parse(file, text, parse_float=Decimal)
    complaints = Complaints(str(file), key_lines(text))
    plan, declared = _plan(Section(table, (), complaints))
    if plan is not None:
        check_fit(plan, declared, complaints)
    if complaints.found or plan is None:
        raise SiteFileError(complaints.sorted())
    return plan


def _plan(root: Section) -> tuple[FundingPlan | None, Declared]:
    heading = root.section("plan")
    outer = {name: root.section(name, optional=name == "votes") for name in ("sources", "items", "votes")}
    makers: dict[str, Callable[[str, Section], Any]] = {"sources": _source, "items": _item, "votes": _vote}
    facts = _heading(heading) if heading else {}
    parts: dict[str, Any] = {name: _built(table, makers[name]) for name, table in outer.items()}
    root.close()
    declared = {name: frozenset(table.names if table else ()) for name, table in outer.items()}
    if None in facts.values() or not facts:
        return None, declared
    return root.build(FundingPlan, **facts, **parts), declared


def _heading(table: Section) -> dict[str, Any]:
    kind = table.text("kind", example="estate_gated")
    if kind is not None and kind not in KINDS.names():
        problem = Text(en=f"{kind!r} is no site kind", zh=f"没有场所类别 {kind!r}")
        table.complain("kind", problem, suggestion(kind, KINDS.names()))
    facts = {
        "id": table.text("id", example="shifan-estate-2026"),
        "name": table.text("name", example="示范小区安防改造"),
        "kind": kind,
        "first_year": table.whole("first_year", low=_FIRST, high=_LAST),
        "last_year": table.whole("last_year", low=_FIRST, high=_LAST),
    }
    table.close()
    return facts


def _source(id: str, table: Section) -> Source | None:
    mode = table.text("mode", example="F2b")
    shares = _shares(table, mode)
    repay = table.section("repay", optional=True)
    if mode == "F6" and repay is None:
        problem = Text(en="mode F6 is paid back, and how is not said", zh="F6 模式须写明如何偿付")
        remedy = Text(en="write [sources.NAME.repay]", zh="写入 [sources.名称.repay]")
        table.complain("mode", problem, remedy)
    if mode in PAYERS and mode != "F6" and repay is not None:
        problem = Text(en="only mode F6 is paid back", zh="只有 F6 模式才有偿付")
        table.complain("repay", problem, Text(en='write mode = "F6", or take it out', zh='写 mode = "F6"，或删除'))
    return table.build(
        Source,
        id=id,
        mode=mode,
        shares=shares,
        repay=_repay(repay) if repay else None,
        votes=table.texts("votes", example="fund-2026") if "votes" in table else (),
        contract_ref=table.optional_text("contract_ref", example="合同 2026-12"),
        acceptance_ref=table.optional_text("acceptance_ref", example="验收报告 2026-9"),
        renewal_ref=table.optional_text("renewal_ref", example="维修资金管理部门复函 2026-3"),
        accounts_ref=table.optional_text("accounts_ref", example="公示栏，每季度"),
    )


def _shares(table: Section, mode: str | None) -> dict[Payer, Decimal]:
    modes = {one.id for one in FUNDING_MODES}
    if mode is not None and mode not in modes:
        table.complain(
            "mode", Text(en=f"{mode!r} is no mode", zh=f"没有模式 {mode!r}"), suggestion(mode, sorted(modes))
        )
    inner = table.section("shares")
    if inner is None:
        return {}
    shares = {name: number(inner, name, low=Decimal(0), high=Decimal(1_000_000_000)) for name in inner.names}
    for name in shares:
        _check_payer(inner, name, mode)
    _check_sum(inner, shares, mode)
    return {Payer(name): part for name, part in shares.items() if part is not None and name in list(Payer)}


def _check_payer(shares: Section, name: str, mode: str | None) -> None:
    allowed = PAYERS.get(mode or "", frozenset(Payer))
    names = [payer.value for payer in Payer if payer in allowed]
    if name not in list(Payer):
        shares.complain(name, Text(en=f"{name!r} is no payer", zh=f"没有付款方 {name!r}"), suggestion(name, names))
    elif name not in names:
        problem = Text(en=f"does not pay under mode {mode}", zh=f"在 {mode} 模式下不付款")
        remedy = Text(en=f"name one of {', '.join(names)}", zh=f"写下列之一：{'、'.join(names)}")
        shares.complain(name, problem, remedy)


def _check_sum(shares: Section, parts: dict[str, Decimal | None], mode: str | None) -> None:
    known = {name: part for name, part in parts.items() if part is not None}
    if len(known) < len(parts):
        return
    if not sum(known.values()):
        problem = Text(en="nobody pays anything", zh="无人付款")
        shares.complain("", problem, Text(en="give one payer a part above 0", zh="至少一方的份额大于 0"))
    public = [name for name, part in known.items() if part and name in PUBLIC]
    if mode == "F3" and len(public) < 2:
        problem = Text(en="fewer than two public payers share", zh="共同出资的公共付款方不足两家")
        remedy = Text(en=f"name two or more of {', '.join(sorted(PUBLIC))}", zh="写入市、区县、镇办、村居中的两家以上")
        shares.complain("", problem, remedy)


def _repay(table: Section) -> BuyBack | Lease | None:
    kind = table.text("kind", example="buy_back")
    years = table.whole("years", low=1, high=MOST_YEARS)
    first_after = table.whole("first_after", low=0, high=10, default=1)
    if kind == "buy_back":
        return table.build(
            BuyBack,
            years=years,
            first_after=first_after,
            annual_rate=number(table, "annual_rate", low=Decimal(0), high=Decimal(36)),
            method=table.choice("method", Method, default=Method.EQUAL_PAYMENTS),
        )
    if kind == "lease":
        return table.build(
            Lease,
            years=years,
            first_after=first_after,
            rent=amount(table, "rent"),
            residual=amount(table, "residual") if "residual" in table else None,
        )
    if kind is not None:
        problem = Text(en=f"{kind!r} is not known here", zh=f"此处没有 {kind!r}")
        table.complain("kind", problem, suggestion(kind, ["buy_back", "lease"]))
    return None


def _item(id: str, table: Section) -> Item | None:
    return table.build(
        Item,
        id=id,
        name=table.text("name", example="人脸闸机"),
        source=table.text("source", example="fund"),
        year=table.whole("year", low=_FIRST, high=_LAST),
        quantity=number(table, "quantity", low=Decimal(0), high=Decimal(1_000_000)),
        unit=table.text("unit", example="套", default="套"),
        unit_price=amount(table, "unit_price"),
        upkeep=amount(table, "upkeep", default=Decimal(0)),
        biometric=table.flag("biometric", default=False),
    )


def _vote(id: str, table: Section) -> Vote | None:
    area = Decimal(1_000_000_000)
    return table.build(
        Vote,
        id=id,
        matter=table.choice("matter", Matter),
        held_on=table.day("held_on"),
        ref=table.text("ref", example="业主大会决议 2026-2"),
        owners=table.whole("owners", low=1, high=_MOST_OWNERS),
        owners_voting=table.whole("owners_voting", low=0, high=_MOST_OWNERS),
        owners_for=table.whole("owners_for", low=0, high=_MOST_OWNERS),
        area_m2=number(table, "area_m2", low=Decimal("0.01"), high=area),
        area_voting_m2=number(table, "area_voting_m2", low=Decimal(0), high=area),
        area_for_m2=number(table, "area_for_m2", low=Decimal(0), high=area),
    )


def _built(outer: Section | None, make: Callable[[str, Section], Any]) -> tuple[Any, ...]:
    found = []
    for name, table in outer.named() if outer else ():
        if not IDENTIFIER.fullmatch(name):
            problem = Text(en=f"{name!r} is no id", zh=f"{name!r} 不能作为标识")
            remedy = Text(en="write small letters, digits and hyphens", zh="用小写字母、数字和连字符")
            table.complain("", problem, remedy)
        found.append(make(name, table))
    return tuple(part for part in found if part is not None)
