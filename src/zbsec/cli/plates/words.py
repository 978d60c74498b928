"""What ``zbsec plates`` says, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.language import spoken

if TYPE_CHECKING:
    from types import SimpleNamespace

_WORDS: dict[str, tuple[str, str]] = {
    "kind": ("kind", "kind_zh"),
    "colour": ("colour", "colour_zh"),
    "none": ("no plate", "未见车牌"),
    "refused": ("refused: {reason}", "无法使用：{reason}"),
    "odd": ("reads as no kind of plate", "不符合任何号牌种类"),
    "shown": ("shown in {path}", "标注图：{path}"),
    "sum": (
        "{pictures} pictures, {plates} plates, {refused} refused",
        "{pictures} 张图像，{plates} 个车牌，{refused} 张无法使用",
    ),
}


def words(language: str) -> SimpleNamespace:
    """Every text of the command in one language, as attributes."""
    return spoken(_WORDS, language)
