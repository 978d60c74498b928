"""What the benchmark of photographs says, in English and Chinese: on the terminal and on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.language import spoken

if TYPE_CHECKING:
    from types import SimpleNamespace

_WORDS: dict[str, tuple[str, str]] = {
    "html_lang": ("en", "zh-CN"),
    "title": ("Plates read from photographs", "照片车牌识别评测"),
    "lead": (
        "{pictures} photographs and crops, {plates} labelled plates",
        "{pictures} 张照片与裁剪图，{plates} 个标注车牌",
    ),
    "view": ("view", "图像类型"),
    "part": ("part", "分组"),
    "reader": ("reader", "识别器"),
    "plates": ("plates", "车牌数"),
    "found": ("found", "检出"),
    "exact": ("exact", "整牌正确"),
    "near": ("all but one", "至多错一位"),
    "corners": ("corners off", "角点误差"),
    "ms": ("ms", "毫秒"),
    "p90": ("p90", "p90"),
    "all": ("all", "全部"),
    "by_all": ("all", "全部"),
    "by_colour": ("ground", "底色"),
    "by_kind": ("kind", "种类"),
    "by_rows": ("rows", "行数"),
    "by_width": ("width", "宽度"),
    "by_angle": ("lean", "倾斜"),
    "by_light": ("light", "光照"),
    "by_sight": ("sight", "清晰度"),
    "times": ("Milliseconds a picture, {threads} thread(s) a network", "每张图像毫秒数，每个网络 {threads} 线程"),
    "photograph": ("photograph", "照片"),
    "crop": ("crop", "裁剪图"),
    "matched": (
        "Matched with {book} registered plates, {own} of them the photographs' own",
        "与 {book} 个登记号牌比对，其中 {own} 个为照片中的号牌",
    ),
    "asked": ("readings", "识别次数"),
    "right": ("right", "正确"),
    "right_after": ("right after matching", "比对后正确"),
    "wrong": ("another plate", "误认为他车"),
    "unsure": ("right, not certain enough", "正确但把握不足"),
    "twins": ("twins, refused", "相近号牌，拒绝"),
    "accepts": ("wrong accepts, own plates absent", "照片号牌未登记时误放行"),
    "at_most": ("95 %: {share} at most", "95% 置信上限 {share}"),
    "driven": ("Photographs driven past a lane's camera, 25 frames a second", "照片车辆驶过车道摄像机，每秒 25 帧"),
    "passages": ("passages", "通过次数"),
    "once": ("exactly one event", "恰一事件"),
    "at_least": ("95 %: at least", "95% 置信下限"),
    "several_events": ("several", "多个事件"),
    "no_event": ("none", "无事件"),
    "let_in": ("registered and let in", "已登记且放行"),
    "compared": ("Which of them is right", "双方对比"),
    "both": ("both", "均正确"),
    "ours": ("ours alone", "仅本库"),
    "peer": ("{peer} alone", "仅 {peer}"),
    "neither": ("neither", "均错误"),
    "elsewhere": (
        "{reader}: {count} readings in photographs are of no labelled plate",
        "{reader}：照片中有 {count} 次识别不属于任何标注车牌",
    ),
    "left_out": ("left out: {peer}; {remedy}", "未测：{peer}；{remedy}"),
    "written": ("written: {path}", "已写入：{path}"),
    "causes": ("Failures by cause", "失败原因"),
    "not_found": ("not found", "未检出"),
    "not_found_why": ("nothing was proposed where the plate is", "车牌处没有候选框"),
    "not_read": ("found, not read", "检出未识别"),
    "not_read_why": ("a plate was proposed there, and nothing read as one", "有候选框，但没有内容可读作号牌"),
    "corners_cause": ("corners", "角点"),
    "corners_why": (
        "with the labelled corners the same reader reads it rightly",
        "用标注角点校正后，同一识别器读对",
    ),
    "length": ("number of characters", "字符数"),
    "length_why": ("characters are lost, or too many", "字符缺失或多余"),
    "province": ("province", "省份简称"),
    "province_why": ("only the province character is wrong", "仅省份简称错误"),
    "pair": ("confused pair", "易混字符"),
    "pair_why": ("one character is taken for another", "一个字符被误认"),
    "several": ("several characters", "多个字符"),
    "several_why": ("two characters or more are wrong", "两个及以上字符错误"),
    "colour": ("ground colour", "底色"),
    "colour_why": ("every character is right, the ground colour is not", "字符全部正确，底色判断错误"),
    "pairs": ("Characters taken for others", "字符误认"),
    "small": ("small", "过小"),
    "dark": ("dark", "暗"),
    "bright": ("bright", "过亮"),
    "tilted": ("tilted", "倾斜"),
    "blurred": ("blurred", "模糊"),
    "two_rows": ("two rows", "双行"),
    "label": ("label", "标注"),
    "read": ("read", "识别"),
    "nothing": ("nothing", "无"),
    "upright": ("upright, as the reader saw it", "识别器所见（校正后）"),
    "upright_label": ("upright, by the labelled corners", "按标注角点校正"),
    "posterior": ("probability of each character, %", "各字符概率，%"),
    "peer_right": ("{peer} reads it rightly", "{peer} 读对"),
    "peer_wrong": ("{peer}: {text}", "{peer}：{text}"),
    "legend": (
        "cyan: labelled corners; orange: found corners; bars: what the reader takes each character for, in percent, "
        "green where that is the labelled one; small pictures are enlarged",
        "青色：标注角点；橙色：检出角点；条形：识别器对每位字符的概率（百分比），绿色为标注字符；小图已放大",
    ),
    "chart_width": ("Exact, by width of the plate", "按车牌宽度的整牌正确率"),
    "chart_width_note": (
        "photographs with labelled corners, and crops; bars: 95 % interval (Wilson)",
        "含有标注角点的照片及裁剪图；误差线为 95 % 区间（Wilson）",
    ),
    "chart_trust": ("How far its score is to be believed", "置信度校准"),
    "chart_trust_note": (
        "our readings by their least score; where the share that is right lies below the mean score, it is too sure",
        "按识别分数下限统计；正确率低于平均分数表示过于自信",
    ),
    "no_failures": ("No failure.", "没有失败。"),
    "tables": ("Figures", "数据"),
    "group_n": ("n", "数量"),
    "no_charts": ("no charts: {remedy}", "未作图：{remedy}"),
    "privacy": (
        "This page holds pictures of plates: keep it as you keep the photographs.",
        "本页含车牌图像，请按原照片的要求保管。",
    ),
}


def words(language: str) -> SimpleNamespace:
    """Every text in one language, as attributes."""
    return spoken(_WORDS, language)


def cause_name(texts: SimpleNamespace, cause: str) -> str:
    name: str = getattr(texts, "corners_cause" if cause == "corners" else cause)
    return name
