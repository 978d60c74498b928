"""What is wrong in a site file, for people and for programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zbsec.errors import SiteFileError
    from zbsec.sites import Lang

MISTAKE = 2


def tell(error: SiteFileError, *, lang: Lang, as_json: bool) -> int:
    """Name every complaint; with ``as_json`` as one JSON object without a verdict."""
    if not as_json:
        for complaint in error.complaints:
            print(complaint.of(lang), file=sys.stderr)
        return MISTAKE
    complaints = [
        {
            "file": complaint.file,
            "line": complaint.line,
            "key": complaint.key,
            "problem": {"en": complaint.problem, "zh": complaint.problem_zh or complaint.problem},
            "remedy": {"en": complaint.remedy, "zh": complaint.remedy_zh or complaint.remedy},
        }
        for complaint in error.complaints
    ]
    print(json.dumps({"complaints": complaints, "findings": [], "verdict": None}, ensure_ascii=False, indent=2))
    return MISTAKE
