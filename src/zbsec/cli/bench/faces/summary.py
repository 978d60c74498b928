"""Everything of a run as one JSON document."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zbsec.cli.bench.faces import LEAST
from zbsec.cli.bench.faces.identify import most_members
from zbsec.cli.bench.results import rounded

if TYPE_CHECKING:
    from zbsec.cli.bench.faces.measure import Results
    from zbsec.cli.bench.machine import Machine

SCHEMA = 1


def to_json(results: Results, machine: Machine, asked: dict[str, Any]) -> str:
    """Counts, rates and intervals; no vector, nobody's name."""
    seen, groups, found = results.seen, results.groups, results.thresholds
    document = {
        "schema": SCHEMA,
        "command": "bench faces",
        "asked": asked,
        "machine": machine.facts(),
        "backend": results.backend,
        "min_score": results.min_score,
        "measurable_from_errors": LEAST,
        "pictures": len(seen.portraits),
        "people": len(seen.people),
        "failed_to_acquire": len(seen.failures),
        "failed_to_enrol": seen.not_enrolled,
        "failures": [asdict(one) for one in seen.failures],
        "several_faces": seen.several,
        "ms": statistics.median(seen.ms),
        "impostor_pairs_in_all": results.pairs.impostor_all,
        "everybody": asdict(results.everybody),
        "groups": [asdict(one) for one in groups.groups],
        "groups_compared_at": {"score": groups.score, "fmr": groups.rate},
        "worst_group": groups.worst and groups.worst.name,
        "worst_group_beyond_chance": groups.beyond_chance,
        "groups_too_small": groups.small,
        "gate": results.gate and asdict(results.gate),
        "most_members_measurable": max(most_members(seen), 0),
        "identification": [asdict(one) for one in results.identifications],
        "thresholds": {**asdict(found), "points": [{**asdict(one), "verdict": one.verdict} for one in found.points]},
    }
    return json.dumps(rounded(document), ensure_ascii=False, indent=1)
