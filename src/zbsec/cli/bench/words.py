"""What the benchmarks say on the terminal, in English and Chinese. Plots are in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.language import spoken

if TYPE_CHECKING:
    from types import SimpleNamespace

_WORDS: dict[str, tuple[str, str]] = {
    "machine": ("{line}; seed {seed}", "{line}；随机种子 {seed}"),
    "stream": (
        "memory streams {stream:g} GB/s with that many threads",
        "该线程数下内存读取带宽 {stream:g} GB/s",
    ),
    "case": ("case", "用例"),
    "peer": ("library", "库"),
    "setting": ("setting", "参数"),
    "median": ("median ms", "中位数 ms"),
    "spread": ("10-90 %", "10-90 %"),
    "times": ("times ours", "为本库倍数"),
    "recall": ("recall", "召回率"),
    "right": ("meant", "正确率"),
    "equal": ("equal ids", "编号一致"),
    "same": ("as scan", "与扫描一致"),
    "share": ("of bandwidth", "占带宽"),
    "build": ("build s", "构建 s"),
    "memory": ("memory MB", "内存 MB"),
    "left_out": ("left out: {peer}; {remedy}", "未测：{peer}；{remedy}"),
    "budget": (
        "{peer}: not within the budget: {done:.0%} built after {seconds:.0f} s, all takes at least {expected:.0f} s",
        "{peer}：超出时间预算：{seconds:.0f} 秒后完成 {done:.0%}，全部至少需要 {expected:.0f} 秒",
    ),
    "below": (
        "< the recall asked for is not reached at any setting that was tried",
        "< 所试参数均未达到要求的召回率",
    ),
    "written": ("written: {path}", "已写入：{path}"),
    "no_plots": ("no plots: {remedy}", "未作图：{remedy}"),
    "stopped": ("stopped", "已停止"),
}


def words(language: str) -> SimpleNamespace:
    """Every text in one language, as attributes."""
    return spoken(_WORDS, language)
