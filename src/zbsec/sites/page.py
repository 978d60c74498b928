"""A report as one self-contained HTML page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from zbsec.sites.findings import Effect
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from zbsec.sites.report import Report
    from zbsec.sites.text import Lang

_SECTIONS = {
    Effect.FAILS: Text(en="Fails the site", zh="导致不通过"),
    Effect.OPEN: Text(en="Open: to be verified or put right", zh="待核验或整改"),
    Effect.NONE: Text(en="For information", zh="供参考"),
}
_LABELS = {
    "title": Text(en="Acceptance report", zh="验收报告"),
    "verdict": Text(en="Verdict", zh="结论"),
    "blocked": Text(en="Must not be handed over", zh="不得交付使用"),
    "kind": Text(en="Kind of site", zh="场所类别"),
    "regime": Text(en="Legal regime", zh="适用条款"),
    "checked": Text(en="Checked", zh="核查时间"),
    "file": Text(en="Site file", zh="场所文件"),
    "gate": Text(en="Activation gate for face methods", zh="人脸方式启用审查"),
    "active": Text(en="may run", zh="可以启用"),
    "inactive": Text(en="stays off", zh="不得启用"),
    "stated": Text(en="stated, not verified", zh="据声明，未核验"),
    "ok": Text(en="ok", zh="通过"),
    "refuse": Text(en="refused", zh="拒绝"),
    "unknown": Text(en="unknown", zh="未知"),
    "rule": Text(en="Rule", zh="条目"),
    "subject": Text(en="Where", zh="对象"),
    "status": Text(en="Status", zh="状态"),
    "finding": Text(en="Finding", zh="核查情况"),
    "remedy": Text(en="What to do, or what is offered", zh="整改措施或可提供的内容"),
    "clause": Text(en="Basis", zh="依据"),
    "site": Text(en="whole site", zh="全场所"),
    "laws": Text(
        en="CC Civil Code · CK check of this library · FRM face-recognition measures, Order 19 of 2025 · G requirement "
        "of this library · NDR network data regulations 2025 · PIPL personal information protection law · R rule of "
        "the Zibo notice of 2020 · SPC Supreme People's Court, 法释〔2021〕15号 · VSR video regulations, Order 799",
        zh="CC 民法典 · CK 本库核查项 · FRM 人脸识别技术应用安全管理办法 · G 本库要求 · NDR 网络数据安全管理条例 · "
        "PIPL 个人信息保护法 · R 淄政办字〔2020〕64号条目 · SPC 法释〔2021〕15号 · "
        "VSR 公共安全视频图像信息系统管理条例（国务院令第799号）",
    ),
    "caveat": Text(
        en="This report reads what the site file states. It measured nothing and proves no paper genuine. What is not "
        "verified counts as open, never as passed. It is no legal advice.",
        zh="本报告仅核对场所文件的声明，未进行测量，也不证明文件真伪。未核验事项视为待办，不视为通过。本报告不构成法律意见。",
    ),
}


def render(report: Report, lang: Lang) -> str:
    """The page in one language, ``en`` or ``zh``; everything from the site file is escaped.

    :raises ValueError: another language.
    """
    if lang not in ("en", "zh"):
        raise ValueError(f"a report is written in en or zh, not {lang!r}")
    environment = Environment(
        loader=PackageLoader("zbsec.sites"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["say"] = lambda text: text.of(lang)
    return environment.get_template("report.html.j2").render(
        report=report,
        lang=lang,
        labels={name: label.of(lang) for name, label in _LABELS.items()},
        sections=[
            (_SECTIONS[effect], effect.value, list(found))
            for effect, found in groupby(report.findings, key=lambda finding: finding.effect)
        ],
    )
