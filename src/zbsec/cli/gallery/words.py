"""What ``zbsec gallery`` says, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.language import spoken

if TYPE_CHECKING:
    from types import SimpleNamespace

_WORDS: dict[str, tuple[str, str]] = {
    "holder": ("holder", "持有人"),
    "consent": ("consent", "同意记录"),
    "ends": ("ends", "到期"),
    "state": ("state", "状态"),
    "living": ("living", "有效"),
    "nobody": ("nobody is enrolled", "无人登记"),
    "sum": (
        "{enrolled} enrolled, {living} identified, {ended} not",
        "登记 {enrolled} 人，可识别 {living} 人，不可识别 {ended} 人",
    ),
    "site": ("site", "场所"),
    "model": ("model", "模型"),
    "suite": ("ciphers", "密码套件"),
    "public_key": ("public key", "公钥"),
    "sequence": ("last record", "末条记录号"),
    "members": ("enrolled", "登记人数"),
    "replica": ("gate's copy", "闸机副本"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "key_made": ("key made: {key}", "已生成密钥：{key}"),
    "erased": ("erased: {templates} template, {keys} key", "已删除：模板 {templates} 个，密钥 {keys} 个"),
    "corrected": ("corrected", "已更正"),
    "corrected_erased": ("corrected; the template was erased with it", "已更正；模板随之删除"),
    "receipt": ("receipt: record {record}, signed by {public_key}", "回执：记录 {record}，签名公钥 {public_key}"),
    "receipt_file": ("receipt written to {path}", "回执已写入 {path}"),
    "refusal_kept": ("on record: nobody asks {holder} again", "已记录：不再询问 {holder}"),
    "refusal_until": (
        "on record: nobody asks {holder} again for {days:g} days",
        "已记录：{days:g} 天内不再询问 {holder}",
    ),
    "snapshot": (
        "snapshot at record {sequence}: {path}, {size:,} bytes",
        "快照至记录 {sequence}：{path}，{size:,} 字节",
    ),
    "delta": (
        "delta from record {since} to {sequence}: {path}, {size:,} bytes",
        "增量自记录 {since} 至 {sequence}：{path}，{size:,} 字节",
    ),
    "applied": ("this gate is at record {sequence}", "本闸机已更新至记录 {sequence}"),
    "restored": (
        "{holders} can be recognised again, {records_missing} records are not in the backup",
        "{holders} 人恢复可识别，备份缺少 {records_missing} 条记录",
    ),
    "lost": ("to enrol anew if they still want: {holders}", "如仍愿意须重新登记：{holders}"),
    "renewed": (
        "renewed: open the gallery with the new key, and give every gate a new snapshot; public key {public_key}",
        "已更换密钥：请用新密钥打开人脸库，并向各闸机重新下发快照；公钥 {public_key}",
    ),
    "progress": (
        "{done:,} of {total:,}, {refused:,} refused, {rate:.1f} a second, {left} left",
        "{done:,}/{total:,}，拒绝 {refused:,}，每秒 {rate:.1f} 人，剩余 {left}",
    ),
    "goes_on": (
        "stopped after {done:,} of {total:,}; the same command goes on from there",
        "已中断：完成 {done:,}/{total:,}；再次运行同一命令即可继续",
    ),
    "enrolled": (
        "{enrolled:,} of {total:,} enrolled, {refused:,} refused, {resembling:,} resemble another; report: {path}",
        "登记 {enrolled:,}/{total:,} 人，拒绝 {refused:,} 人，与他人相似 {resembling:,} 人；报告：{path}",
    ),
    "refusals": ("Refused", "未通过"),
    "picture": ("picture", "照片"),
    "why": ("what is wrong, and what would be right", "原因与改进方法"),
    "more": ("… and {count:,} more: {path}", "……另有 {count:,} 项，见 {path}"),
    "alike": (
        "One person twice, or two as alike as twins: look at both",
        "疑似一人两次登记，或两人极为相似：请人工核对",
    ),
    "resembles": ("resembles (score)", "相似者（分数）"),
    "erased_pictures": ("pictures overwritten and deleted: {count:,}", "已覆写并删除照片 {count:,} 张"),
    "pictures_left": (
        "The pictures still lie in {path}: delete them once nobody needs to come again (--erase does it)",
        "照片仍保存在 {path}：无需补登后请删除（--erase 可自动删除）",
    ),
    "clock": ("the clock is accepted: {at}", "已采用当前时间：{at}"),
    "genuine": (
        "genuine: {act} at {at} by site {site}, record {record}",
        "真实：{act}，{at}，场所 {site}，记录 {record}",
    ),
    "unpublished": (
        "compare the public key with the one that the site has published: {public_key}",
        "请将公钥与场所公布的公钥核对：{public_key}",
    ),
}


def words(language: str) -> SimpleNamespace:
    """Every text of the command in one language, as attributes."""
    return spoken(_WORDS, language)
