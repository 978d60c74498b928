"""Work out who pays what in which year, and what the law asks for first.

Exit code 0: nothing is missing; 1: a vote or paper is missing or does not count; 2: the file has faults.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zbsec.cli.arguments import picture
from zbsec.cli.language import add_language, spoken

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from decimal import Decimal

    from zbsec.sites import Lang
    from zbsec.sites.funding import Advance, Budget

HELP = "work out who pays for a site, year by year"

_WORDS: dict[str, tuple[str, str]] = {
    "item": ("item", "项目"),
    "source": ("source", "来源"),
    "mode": ("mode", "模式"),
    "year": ("year", "年份"),
    "quantity": ("quantity", "数量"),
    "price": ("unit price", "单价"),
    "cost": ("cost", "金额"),
    "upkeep": ("upkeep a year", "年维护费"),
    "payer": ("payer", "付款方"),
    "total": ("total", "合计"),
    "all": (
        "cost {cost}, upkeep {upkeep}, finance {finance}: {total} yuan",
        "购置 {cost}，维护 {upkeep}，融资 {finance}，合计 {total} 元",
    ),
    "advance": (
        "{source}: the contractor pays {amount} yuan first, in {year}, and is paid back {repaid}",
        "{source}：{year} 年建设方先行垫付 {amount} 元，合计偿付 {repaid} 元",
    ),
    "opening": ("owed", "期初余额"),
    "interest": ("interest", "利息"),
    "principal": ("principal", "本金"),
    "payment": ("payment", "付款"),
    "closing": ("left", "期末余额"),
    "asked": ("What the law asks for first", "须先满足的条件"),
}


def add(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, help="path of the funding file")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument(
        "--chart", type=picture(".png"), metavar="PNG", help='also draw it (pip install "zbsec[charts]")'
    )
    add_language(command)


def run(options: argparse.Namespace) -> int:
    from zbsec.sites import funding  # noqa: PLC0415

    budget = funding.work_out(funding.load(options.file))
    if options.chart:
        options.chart.write_bytes(funding.chart(budget, lang=options.lang))
    print(budget.to_json() if options.json else "\n".join(_lines(budget, options.lang)))
    return 0 if budget.ready else 1


def _lines(budget: Budget, lang: Lang) -> Iterator[str]:
    from zbsec.cli.columns import aligned  # noqa: PLC0415
    from zbsec.sites.citation import cited  # noqa: PLC0415

    said = vars(spoken(_WORDS, lang))
    yield budget.plan.name
    yield ""
    yield from aligned(_items(budget, said), left=3)
    yield ""
    yield from aligned(_years(budget, said, lang), left=1)
    yield said["all"].format(
        cost=_yuan(budget.cost), upkeep=_yuan(budget.upkeep), finance=_yuan(budget.finance), total=_yuan(budget.total)
    )
    for advance in budget.advances:
        yield ""
        yield said["advance"].format(
            source=advance.source, year=advance.year, amount=_yuan(advance.amount), repaid=_yuan(advance.repaid)
        )
        yield from aligned(_schedule(advance, said), left=1)
    yield ""
    yield said["asked"]
    for condition in budget.conditions:
        law = cited(condition.law, lang)
        yield f"[{condition.status.of(lang)}] {condition.source}: {condition.message.of(lang)} ({law})"


def _items(budget: Budget, said: dict[str, str]) -> list[list[str]]:
    titles = ("item", "source", "mode", "year", "quantity", "price", "cost", "upkeep")
    modes = {source.id: source.mode for source in budget.plan.sources}
    rows = [
        [
            item.name,
            item.source,
            modes[item.source],
            str(item.year),
            f"{item.quantity.normalize():f} {item.unit}",
            _yuan(item.unit_price),
            _yuan(item.cost),
            _yuan(item.upkeep),
        ]
        for item in budget.plan.items
    ]
    return [[said[title] for title in titles], *rows]


def _years(budget: Budget, said: dict[str, str], lang: Lang) -> list[list[str]]:
    table, years = budget.table(), budget.plan.years
    rows = [
        [payer.of(lang), *(_yuan(row[year]) for year in years), _yuan(sum(row.values()))]
        for payer, row in table.items()
    ]
    sums = [sum(row[year] for row in table.values()) for year in years]
    return [
        [said["payer"], *map(str, years), said["total"]],
        *rows,
        [said["total"], *map(_yuan, sums), _yuan(budget.total)],
    ]


def _schedule(advance: Advance, said: dict[str, str]) -> list[list[str]]:
    titles = ("year", "opening", "interest", "principal", "payment", "closing")
    rows = [
        [str(row.year), *map(_yuan, (row.opening, row.interest, row.principal, row.payment, row.closing))]
        for row in advance.instalments
    ]
    return [[said[title] for title in titles], *rows]


def _yuan(amount: Decimal | int) -> str:
    return f"{amount:,.2f}"
