"""What the benchmark of liveness says, in English and Chinese: on the terminal and on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.language import spoken

if TYPE_CHECKING:
    from types import SimpleNamespace

_WORDS: dict[str, tuple[str, str]] = {
    "html_lang": ("en", "zh-CN"),
    "title": ("Presentation attack detection: {liveness}", "呈现攻击检测评测：{liveness}"),
    "lead": (
        "{bona_fide} bona fide presentations, {attacks} attacks of {kinds} kind(s), {subjects} subjects",
        "真实呈现 {bona_fide} 次，{kinds} 类攻击共 {attacks} 次，涉及 {subjects} 人",
    ),
    "time": ("median {ms} ms a judgement, {threads} thread(s)", "中位数每次判断 {ms} 毫秒，{threads} 线程"),
    "intervals": (
        "In brackets 95 % intervals: counts (Wilson), or subjects drawn again {resamples} times where that is wider. "
        "Measurable: at least {least} errors are to be expected. Without subjects every picture counts as another "
        "person.",
        "括号内为 95 % 区间：按计数（Wilson），或对人员重抽样 {resamples} 次，取较宽者。"
        "预期错误不少于 {least} 次方可测。未标注人员时每张图像视为不同的人。",
    ),
    "threshold": ("At min_score {score} (ISO/IEC 30107-3)", "阈值 min_score {score}（ISO/IEC 30107-3）"),
    "kind": ("presented", "呈现"),
    "people": ("bona fide", "真实呈现"),
    "measure": ("measure", "指标"),
    "judged": ("judged", "判断数"),
    "errors": ("errors", "错误数"),
    "rate": ("rate", "错误率"),
    "silent": ("no answer", "无应答"),
    "worst": ("APCER of the worst kind, {kind}: {apcer}", "最差攻击类型 {kind} 的 APCER：{apcer}"),
    "costs": ("What fewer attacks cost", "降低攻击成功率的代价"),
    "apcer_at_most": ("APCER at most", "APCER 不超过"),
    "score": ("score", "阈值"),
    "not_measurable": ("not measurable: needs {count} attacks of each kind", "不可测：每类攻击需 {count} 次"),
    "eer": ("D-EER (both errors alike, worst kind)", "等错误率 D-EER（最差类型）"),
    "silent_files": ("Presentations without an answer", "无应答的呈现"),
    "file": ("file", "文件"),
    "why": ("why", "原因"),
    "det": ("DET", "DET 曲线"),
    "det_note": (
        "both errors on normal-deviate axes; a line a kind of attack; dashed: equal errors",
        "正态偏差坐标上的两类错误；每类攻击一条；虚线为两者相等",
    ),
    "scores": ("Scores", "分数分布"),
    "scores_note": ("density by what was presented; line: min_score", "各类呈现的密度；竖线为 min_score"),
    "no_charts": ("no charts: {remedy}", "未作图：{remedy}"),
    "written": ("written: {path}", "已写入：{path}"),
    "limits": (
        "Figures hold for these attacks, this camera and this light; kinds of attack not among them are unmeasured.",
        "数据仅适用于所列攻击类型、所用摄像机与光照；未列入的攻击类型未经测试。",
    ),
}


def words(language: str) -> SimpleNamespace:
    """Every text in one language, as attributes."""
    return spoken(_WORDS, language)
