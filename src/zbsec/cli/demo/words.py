"""What the demo says, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.language import spoken

if TYPE_CHECKING:
    from types import SimpleNamespace

_WORDS: dict[str, tuple[str, str]] = {
    "html_lang": ("en", "zh-CN"),
    "title": ("zbsec demo: one gate, end to end", "zbsec 演示：一道门，从摄像机到平台"),
    "frames": ("What the cameras saw", "摄像机画面"),
    "latency": ("From frame to confirmed actuation", "从画面到执行确认的时间"),
    "latency_limit": (
        "GB 50396-2007 5.1.2 asks for at most 2,000 ms from reading to actuator start.",
        "GB 50396-2007 第 5.1.2 条：识读至执行机构启动不超过 2000 毫秒。",
    ),
    "timeline": ("Timeline", "时间线"),
    "time": ("time", "时间"),
    "source": ("where", "位置"),
    "what": ("what", "事件"),
    "why": ("why", "原因"),
    "check": ("The site against the rules of its kind", "场所验收检查"),
    "open": ("opening the site {site}", "开通场所 {site}"),
    "enrolled": (
        "holder {holder} enrolled from a portrait, consent {consent} until {until}",
        "持有人 {holder} 已凭照片登记，同意记录 {consent}，有效期至 {until}",
    ),
    "vehicles": ("vehicles registered: {plates}", "已登记车辆：{plates}"),
    "act_face": ("people at the east gate", "东门行人"),
    "act_vehicle": ("vehicles at the west gate", "西门车辆"),
    "act_outage": ("the platform goes away", "平台中断"),
    "act_withdraw": ("holder {holder} withdraws the consent", "持有人 {holder} 撤回同意"),
    "act_kiosk": ("the call key of the kiosk", "岗亭一键呼叫"),
    "act_perimeter": ("the wall in the north", "北侧围墙"),
    "act_back": ("the platform comes back", "平台恢复"),
    "act_own": ("your own pictures", "自备图像"),
    "granted": ("granted", "允许通行"),
    "denied": ("denied", "拒绝通行"),
    "stranger": ("stranger, forgotten at once", "陌生人，已即时遗忘"),
    "repaired": (
        "read {read}, registered {plate}: repaired by the soft match",
        "识读 {read}，登记 {plate}：软匹配已纠正",
    ),
    "read": ("read {read}", "识读 {read}"),
    "delivered": (
        "platform: {stored} objects stored, {lost} lost, {repeats} twice",
        "平台：存入 {stored} 个对象，丢失 {lost}，重复 {repeats}",
    ),
    "outage": ("{count} objects waited in the outbox meanwhile", "期间有 {count} 个对象在发件箱等待"),
    "journal": ("journal: {count} entries, hash chain verified", "日志：{count} 条，哈希链校验通过"),
    "site_check": ("site check: {verdict}", "场所检查：{verdict}"),
    "report": ("report: {path}", "报告：{path}"),
    "lane_latency": (
        "{lane}: {count} passages, frame to confirmed actuation median {median_ms} ms, p99 {p99_ms} ms",
        "{lane}：{count} 次通行，画面到执行确认中位数 {median_ms} 毫秒，p99 {p99_ms} 毫秒",
    ),
    "stopped": ("stopped; gates are in their safe state, the journal is whole", "已停止；闸门处于安全状态，日志完整"),
    "card_passages": ("passages confirmed", "次通行确认"),
    "card_denied": ("refused, pointed to another way", "次拒绝并指引其他方式"),
    "card_stored": ("objects at the platform", "个对象送达平台"),
    "card_lost": ("lost / twice", "丢失 / 重复"),
    "card_median": ("ms median, frame to actuation", "毫秒，画面到执行中位数"),
    "card_verdict": ("site check", "场所检查"),
}


def words(language: str) -> SimpleNamespace:
    """Every text of the demo in one language, as attributes."""
    return spoken(_WORDS, language)
