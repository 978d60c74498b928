"""What people are told about the decision, and why an answer leaves something out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zbsec._text import Text, two

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbsec.faces.rights import Standing

TEMPLATE_LEFT_OUT = two(
    "The face template is not handed out: it is sealed, means nothing outside this gallery, and there is no way out of "
    "the device for it (governance G40). You may have it erased at any time.",
    "人脸特征模板不予导出：其已加密，在本库之外没有意义，也不存在传出本设备的途径。您可以随时要求删除。",
)
EVIDENCE_KEPT = two(
    "The records of your consent and of this request are kept, sealed, as proof (PIPL 69).",
    "您的同意记录及本次请求的记录加密留存，作为证明（个人信息保护法第六十九条）。",
)


def sentences(rule: Mapping[str, Any], standing: Standing | None) -> Text:
    """The rule behind a decision, for the person it was made about."""
    score, limit = rule.get("min_score"), rule.get("false_accept_limit")
    en = [
        f"A face before the gate is turned into numbers by the network {rule['model']} and compared with those "
        f"of the {rule['members']} people who are enrolled here with a living consent.",
        "Nothing else is looked at: not who you are with, not how you look, not where you have been.",
        "A face that resembles nobody closely enough is forgotten at once.",
    ]
    zh = [
        f"门前的人脸经网络 {rule['model']} 转换为一组数字，仅与在本处登记且同意有效的 {rule['members']} 人比对。",
        "不分析其他任何信息：不看同行者、不看外貌特征、不看行踪。",
        "与任何人都不够相似的人脸立即遗忘。",
    ]
    if score is not None:
        en.insert(1, f"It opens where the cosine similarity with one of them is {score:.3f} or more.")
        zh.insert(1, f"与其中一人的余弦相似度不低于 {score:.3f} 时开门。")
    if limit is not None:
        en.insert(2, f"That score is set so that at most one stranger in {1 / limit:,.0f} would be taken for a member.")
        zh.insert(2, f"该阈值使陌生人被误认的比例不超过 {1 / limit:,.0f} 分之一。")
    state = _state(standing)
    en.append(state.en)
    zh.append(state.zh)
    en.append("There is always a way in without a face, and a person who can look at a refusal.")
    zh.append("始终有不使用人脸的通行方式，拒绝通行时可由人工复核。")
    return two(" ".join(en), "".join(zh))


def _state(standing: Standing | None) -> Text:
    if standing is None:
        return two(
            "You have no template here, so no face of yours opens this gate.", "您在本处没有人脸模板，人脸不会开门。"
        )
    why_not = standing.why_not
    if why_not is not None:
        return two(f"Your face does not open this gate now: {why_not.en}.", f"您的人脸目前不能开门：{why_not.zh}。")
    return two("You are enrolled, and your consent lives.", "您已登记，且同意有效。")
