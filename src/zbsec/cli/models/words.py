"""What ``zbsec models`` says, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.language import Language, of, spoken

if TYPE_CHECKING:
    from types import SimpleNamespace

_WORDS: dict[str, tuple[str, str]] = {
    "heading": ("model", "模型"),
    "task": ("task", "用途"),
    "size": ("bytes", "字节"),
    "licence": ("licence", "许可"),
    "place": ("where", "位置"),
    "absent": ("not installed", "未安装"),
    "backends": ("face backends", "人脸后端"),
    "ready": ("ready", "可用"),
    "lacks": ("lacks {models}", "缺少 {models}"),
    "fetched": ("{model}: installed {path} ({size} bytes)", "{model}：已安装 {path}（{size} 字节）"),
    "there": ("{model}: already there, {path}", "{model}：已存在，{path}"),
}
_VERDICTS: dict[str | None, tuple[str, str]] = {
    None: ("{model}: right, {path}", "{model}：正确，{path}"),
    "missing": ("{model}: not installed: {problem}", "{model}：未安装；请运行 zbsec models pull {model}"),
    "digest": (
        "{model}: wrong bytes: {problem}",
        "{model}：{path} 不是该文件（SHA-256 不符）；请重新运行 zbsec models pull {model}",
    ),
    "contract": ("{model}: cannot be run: {problem}", "{model}：无法按清单运行：{problem}"),
}

TASKS = {
    "face-detection": "人脸检测",
    "face-embedding": "人脸特征",
    "face-landmarks": "人脸关键点",
    "face-quality": "人脸质量",
    "face-liveness": "活体检测",
    "object-detection": "目标检测",
    "plate-detection": "车牌检测",
    "plate-reading": "车牌识别",
}
"""The tasks of the library's own manifest in Chinese."""


def words(language: str) -> SimpleNamespace:
    """Every text of the command in one language, as attributes; ``verdicts`` by fault, ``tasks`` where it has names."""
    texts = spoken(_WORDS, language)
    texts.verdicts = {fault: of(said, language) for fault, said in _VERDICTS.items()}
    texts.tasks = TASKS if language == Language.ZH else {}
    return texts
