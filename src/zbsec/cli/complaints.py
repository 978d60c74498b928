"""What went wrong with a command, for people and for programs: one shape for every error of every command."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from zbsec._failures import explain
from zbsec._text import Text, same, two
from zbsec.errors import Complaint, ComplaintsError, ZbsecError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zbsec._text import Lang

MISTAKE = 2


def sentence(mistake: BaseException) -> Text:
    """What was wrong, where, what would be right, in both languages; also of what the system says."""
    if isinstance(mistake, ZbsecError):
        return mistake.said
    if isinstance(mistake, OSError) and mistake.filename is not None:
        said = explain(mistake)
        return two(
            f"{mistake.filename}: {said.problem}; {said.remedy}",
            f"{mistake.filename}：{said.problem_zh}；{said.remedy_zh}",
        )
    return same(str(mistake) or type(mistake).__name__)


def tell(mistakes: Sequence[BaseException], *, command: str, lang: Lang, as_json: bool) -> int:
    """Name every mistake: on standard error, or with ``as_json`` as one JSON object on standard output."""
    if as_json:
        print(json.dumps(facts(mistakes), ensure_ascii=False, indent=2))
        return MISTAKE
    for mistake in mistakes:
        if isinstance(mistake, ComplaintsError):
            print(mistake.of(lang), file=sys.stderr)
        else:
            print(f"zbsec {command}: {sentence(mistake).of(lang)}", file=sys.stderr)
    return MISTAKE


def facts(mistakes: Sequence[BaseException]) -> dict[str, Any]:
    """``verdict`` null, ``findings`` empty, ``error`` with its type and sentence, ``complaints`` one by one."""
    said = [sentence(mistake) for mistake in mistakes]
    error = {
        "type": type(mistakes[0]).__name__,
        "en": "\n".join(one.en for one in said),
        "zh": "\n".join(one.zh for one in said),
    }
    return {"verdict": None, "error": error, "complaints": list(map(_complaint, _all(mistakes))), "findings": []}


def _all(mistakes: Iterable[BaseException]) -> list[Complaint]:
    lists = (one.complaints for one in mistakes if isinstance(one, ComplaintsError))
    return [complaint for complaints in lists for complaint in complaints]


def _complaint(complaint: Complaint) -> dict[str, Any]:
    return {
        "file": complaint.file,
        "line": complaint.line,
        "key": complaint.key,
        "problem": {"en": complaint.problem, "zh": complaint.problem_zh or complaint.problem},
        "remedy": {"en": complaint.remedy, "zh": complaint.remedy_zh or complaint.remedy},
    }
