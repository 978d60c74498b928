"""What the benchmark of faces says, in English and Chinese: on the terminal and on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.language import spoken

if TYPE_CHECKING:
    from types import SimpleNamespace

_WORDS: dict[str, tuple[str, str]] = {
    "html_lang": ("en", "zh-CN"),
    "title": ("Faces told apart: {backend}", "人脸识别评测：{backend}"),
    "lead": (
        "{pictures} pictures of {people} people; {genuine} genuine and {impostor} impostor pairs",
        "{people} 人的 {pictures} 张图像；同人比对 {genuine} 对，异人比对 {impostor} 对",
    ),
    "sampled": ("(a sample of {all})", "（从 {all} 对中抽样）"),
    "failures": (
        "no vector from {failed} of {pictures} pictures (failure to acquire {fta}), from no picture of {fte} of "
        "{people} people (failure to enrol); their genuine pairs and searches count as misses",
        "{pictures} 张图像中 {failed} 张未取得特征（采集失败率 {fta}），{people} 人中 {fte} 人无任何可用图像"
        "（注册失败）；其同人比对与检索均计为漏识",
    ),
    "several": (
        "{several} pictures show more than one face: the widest counted",
        "{several} 张图像含多张人脸，取最宽者",
    ),
    "intervals": (
        "In brackets 95 % intervals: people drawn again {resamples} times, or counts (Wilson) where that is wider. "
        "Measurable: at least {least} errors are to be expected; by the rule of 30 (ISO/IEC 19795-1) those with fewer "
        "than 30 are rough.",
        "括号内为 95 % 区间：对人员重抽样 {resamples} 次，或按计数（Wilson）取较宽者。预期错误不少于 {least} 次方可测；"
        "按 ISO/IEC 19795-1 的 30 次规则，少于 30 次仅为粗略估计。",
    ),
    "verification": ("Verification, everybody (1:1)", "1:1 比对，全体"),
    "far": ("FAR", "误识率 FAR"),
    "errors": ("pairs above", "预期超阈对数"),
    "score": ("score", "阈值"),
    "tar": ("TAR", "通过率 TAR"),
    "not_measurable": ("not measurable: needs {pairs} pairs", "不可测：需 {pairs} 对"),
    "no_genuine": ("no genuine pair", "无同人对"),
    "eer": ("EER (equal error rate)", "等错误率 EER"),
    "own": ("at {score}, the backend's min_score", "后端阈值 min_score {score}"),
    "own_figures": ("FMR {fmr}, FNMR {fnmr}", "误匹配率 FMR {fmr}，漏匹配率 FNMR {fnmr}"),
    "groups": (
        "Impostors within each group, at {score}: {rate} of everybody's pairs reach it",
        "各组组内异人比对，阈值 {score}（全体误匹配率 {rate}）",
    ),
    "group": ("group", "组"),
    "people": ("people", "人数"),
    "pictures": ("pictures", "图像"),
    "pairs": ("impostor pairs", "异人对"),
    "fmr_there": ("FMR there", "该阈值误匹配率"),
    "times": ("times all", "为全体倍数"),
    "fmr_own": ("FMR at min_score", "min_score 误匹配率"),
    "fnmr_own": ("FNMR at min_score", "min_score 漏匹配率"),
    "lowest": ("lowest measurable FMR", "可测最低误匹配率"),
    "needs": ("score for it", "所需阈值"),
    "everybody": ("everybody", "全体"),
    "worst": (
        "Worst group: {group}, beyond chance. Its thresholds follow.",
        "最差组：{group}，差异超出偶然。下列阈值按该组给出。",
    ),
    "worst_perhaps": (
        "Worst group: {group}; with these pairs the difference may be chance. Its thresholds follow.",
        "最差组：{group}；以现有对数，差异可能出于偶然。下列阈值按该组给出。",
    ),
    "no_groups": (
        "No group can be measured: figures over everybody hide the group that a model serves worst "
        "(docs/benchmarks.md).",
        "无可测分组：全体数据会掩盖模型表现最差的人群（见 docs/benchmarks.md）。",
    ),
    "small": (
        "Too small to be measured (fewer than {fewest} impostor pairs): {groups}",
        "异人对不足 {fewest}，无法测量：{groups}",
    ),
    "identification": ("Open-set identification (1:N), everybody", "开集 1:N 识别，全体"),
    "members": ("members", "库容"),
    "rounds": ("galleries", "抽样次数"),
    "fpir": ("FPIR", "误报率 FPIR"),
    "fnir": ("FNIR measured", "漏报率 FNIR（实测）"),
    "modelled": ("FNIR modelled", "漏报率 FNIR（模型）"),
    "modelled_score": ("at score", "模型阈值"),
    "not_measured": ("not measurable", "不可测"),
    "identification_note": (
        "Measured: galleries drawn from the {people} people, {least} of them left as strangers at least, one picture "
        "each enrolled; up to {most} members. Intervals count people, not searches. Modelled: FPIR = 1 - (1 - FMR)^N "
        "from the pairs, as if a stranger's scores were independent, FNIR = FNMR. * the score lies where no pair was "
        "measured, on the impostor curve's straight line in normal deviates: an estimate.",
        "实测：从 {people} 人中抽取人像库，至少留 {least} 人作陌生人，每人注册一张；最多 {most} 人。"
        "区间按人数而非检索次数计。模型：由比对得 FPIR = 1 - (1 - FMR)^N（假设陌生人各分数独立），FNIR = FNMR。"
        "* 阈值超出实测范围，按异人曲线在正态偏差坐标上直线外推，仅为估计。",
    ),
    "gate": (
        "The gate as the folder's roles say, at min_score {score}: {members} enrolled",
        "按目录所给角色的门岗，min_score {score}：已注册 {members} 人",
    ),
    "searches": ("searches", "检索"),
    "right": ("members identified", "成员识别"),
    "another": ("as somebody else", "误认为他人"),
    "accepted": ("strangers accepted", "陌生人误放行"),
    "thresholds": (
        "Thresholds for {whose}: one stranger in {strangers} taken for a member",
        "{whose}阈值：陌生人误放行 1/{strangers}",
    ),
    "by_line": ("by these photographs, straight on", "按本数据，直线外推"),
    "by_pareto": ("by their highest scores (Pareto)", "按最高分（广义帕累托）"),
    "by_shipped": ("by the library's curve", "按库内曲线"),
    "above": ("none: above {ceiling}", "无：超过 {ceiling}"),
    "no_curve": ("none: fewer than two measurable points", "无：可测点不足两个"),
    "thresholds_note": (
        "These photographs measure to FMR {rate}; scores above {score} are estimates, by two models of the tail: "
        "straight on in normal deviates, and a generalised Pareto distribution of the highest scores. In brackets "
        "95 %: people drawn again, each model taken for right; that the two differ says what that leaves out.",
        "本数据实测至 FMR {rate}；高于 {score} 的阈值仅为估计，用两种尾部模型：正态偏差坐标上的直线外推，以及最高分的"
        "广义帕累托分布。括号内为 95 % 区间：对人员重抽样并假定模型成立；两者之差即区间未涵盖的部分。",
    ),
    "points": ("The library's impostor curve, measured here on {whose}", "库内异人曲线与本数据实测对照（{whose}）"),
    "shipped": ("library's FMR", "库内 FMR"),
    "measured": ("measured FMR", "实测 FMR"),
    "verdict": ("verdict", "结论"),
    "agrees": ("agrees", "一致"),
    "too_kind": ("too kind: strangers match more often here", "偏乐观：本数据误匹配更多"),
    "too_strict": ("stricter than these photographs need", "偏严：本数据误匹配更少"),
    "not_contradicted": ("not contradicted; too few pairs to confirm it", "未见矛盾；对数不足以证实"),
    "print_curve": (
        "Measured here, in the form a backend brings as its attribute impostors. Choose the ceiling: at {half} half of "
        "the genuine pairs are refused.",
        "本次实测曲线，可作为后端属性 impostors。ceiling 需自行选定：阈值 {half} 时一半同人对被拒。",
    ),
    "print_curve_alone": (
        "Measured here, in the form a backend brings as its attribute impostors. Choose the ceiling yourself.",
        "本次实测曲线，可作为后端属性 impostors。ceiling 需自行选定。",
    ),
    "time": (
        "find and embed, median {ms} ms a picture, {threads} thread(s)",
        "检测与特征提取，中位数每张 {ms} 毫秒，{threads} 线程",
    ),
    "failed": ("Pictures without a vector", "未取得特征的图像"),
    "file": ("file", "文件"),
    "why": ("why", "原因"),
    "no_charts": ("no charts: {remedy}", "未作图：{remedy}"),
    "written": ("written: {path}", "已写入：{path}"),
    "roc": ("ROC", "ROC 曲线"),
    "roc_note": (
        "true accept rate by false accept rate, as far as measurable; band: 95 %",
        "通过率随误识率变化，仅绘可测部分；色带为 95 % 区间",
    ),
    "det": ("DET", "DET 曲线"),
    "det_note": (
        "both errors on normal-deviate axes; dashed: equal errors",
        "正态偏差坐标上的两类错误；虚线为两者相等",
    ),
    "scores": ("Scores", "分数分布"),
    "scores_note": (
        "density of genuine and impostor pairs; line: min_score",
        "同人与异人比对的密度；竖线为 min_score",
    ),
    "sizes": ("Misses by gallery size", "库容与漏报"),
    "sizes_note": (
        "FNIR; points: measured, 95 %; lines: modelled, dashed where extrapolated",
        "FNIR；点为实测及 95 % 区间；线为模型，虚线为外推",
    ),
    "impostors": ("Impostors by group", "各组异人曲线"),
    "impostors_note": (
        "false match rate by score, as far as measurable; dots: the library's curve",
        "误匹配率随分数变化，仅绘可测部分；圆点为库内曲线",
    ),
    "limits": (
        "Figures hold for photographs like these; they do not show that a backend is fit for a site.",
        "数据仅适用于同类图像，不能证明后端适合某一现场。",
    ),
}


def words(language: str) -> SimpleNamespace:
    """Every text in one language, as attributes."""
    return spoken(_WORDS, language)
