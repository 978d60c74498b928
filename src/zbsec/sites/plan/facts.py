"""Results as plain JSON."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zbsec.sites.plan.coverage import Coverage
    from zbsec.sites.plan.enclose import Enclosure
    from zbsec.sites.plan.model import Camera, Plan
    from zbsec.sites.plan.propose import Proposal
    from zbsec.sites.text import Text

_SMOOTH_M = 0.01


def as_json(facts: dict[str, Any]) -> str:
    """Sorted keys, Chinese as it stands: the same facts always give the same text."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, indent=2)


def coverage_facts(found: Coverage) -> dict[str, Any]:
    plan = found.plan
    return {
        **_heading(plan),
        "ground_m2": round(found.ground_m2, 1),
        "is_met": found.is_met,
        "classes": [
            {
                "class": one.value,
                "px_per_m": one.px_per_m,
                "edition": one.edition,
                "share": round(found.share(one), 4),
                "area_m2": round(found.union[one].area, 1),
                "geometry": _geometry(plan, found.union[one]),
            }
            for one in plan.classes
        ],
        "blind": {"area_m2": round(found.blind.area, 1), "geometry": _geometry(plan, found.blind)},
        "cameras": [
            {
                **_camera_facts(plan, view.camera),
                "near_m": _rounded(view.near_m),
                "far_m": _rounded(view.far_m),
                "classes": {
                    one.value: {"area_m2": round(shape.area, 1), "geometry": _geometry(plan, shape)}
                    for one, shape in view.areas.items()
                },
            }
            for view in found.views
        ],
        "wanted": [
            {
                "id": one.area.id,
                "class": one.area.pixel_class.value,
                "share": round(one.share, 4),
                "min_share": one.area.min_share,
                "is_met": one.is_met,
                "missed_m2": round(one.missed.area, 1),
                "missed": _geometry(plan, one.missed),
            }
            for one in found.areas
        ],
        "breaches": [
            {
                "area": one.area.id,
                "why": one.area.why.value,
                "camera": one.camera.id,
                "px_per_m": round(one.px_per_m, 1),
                "max_px_per_m": one.area.max_px_per_m,
                "times": round(one.times, 2),
                "height_m": round(one.height_m, 2),
                "geometry": _geometry(plan, one.shape),
            }
            for one in found.breaches
        ],
    }


def coverage_summary(found: Coverage) -> dict[str, Any]:
    """The figures alone, for a report that draws the polygons."""
    facts = coverage_facts(found)
    drawn = {"geometry", "missed"}
    return {
        **facts,
        "blind": _without(facts["blind"], drawn),
        "breaches": [_without(one, drawn) for one in facts["breaches"]],
        "cameras": [_without(one, {"classes"}) for one in facts["cameras"]],
        "classes": [_without(one, drawn) for one in facts["classes"]],
        "wanted": [_without(one, drawn) for one in facts["wanted"]],
    }


def _without(facts: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key not in keys}


def proposal_facts(found: Proposal) -> dict[str, Any]:
    plan = found.before.plan
    return {
        **_heading(plan),
        "added": [_camera_facts(plan, camera) for camera in found.added],
        "proved": found.proved,
        "views_tried": found.views_tried,
        "views_refused": found.views_refused,
        "unmet": [
            {
                "area": one.area,
                "why": one.why.value,
                "limited": list(one.limited),
                "area_m2": round(one.shape.area, 1),
                "at": _point(plan, *one.at),
                "geometry": _geometry(plan, one.shape),
            }
            for one in found.unmet
        ],
        "before": coverage_facts(found.before),
        "after": coverage_facts(found.after),
    }


def enclosure_facts(found: Enclosure) -> dict[str, Any]:
    return {
        **_heading(found.plan),
        "standing": {"id": found.standing.value, "en": found.standing.en, "zh": found.standing.zh},
        "decision": [_both(reason) for reason in found.decision.reasons],
        "kept": [
            {"id": one.passage.id, "may_close": one.may_close, "reasons": [_both(reason) for reason in one.reasons]}
            for one in found.kept
        ],
        "closed": [one.id for one in found.closed],
        "cost_yuan": found.cost,
        "deficits": [
            {"duty": one.duty.value, "subject": one.subject, "message": _both(one.message)} for one in found.deficits
        ],
        "detours": [
            {
                "entrance": one.walk.entrance,
                "households": one.walk.households,
                "destination": one.walk.destination,
                "today_m": round(one.walk.today_m, 1),
                "length_m": round(one.length_m, 1),
                "longer_m": round(one.longer_m, 1),
            }
            for one in found.detours
        ],
    }


def _heading(plan: Plan) -> dict[str, Any]:
    return {"plan": plan.name, "frame": plan.frame.kind.value, "target_height_m": plan.target_height_m}


def _camera_facts(plan: Plan, camera: Camera) -> dict[str, Any]:
    return {
        "id": camera.id,
        "at": _point(plan, camera.x, camera.y),
        "height_m": camera.height_m,
        "azimuth_deg": camera.azimuth_deg,
        "tilt_deg": camera.tilt_deg,
        "hfov_deg": round(camera.lens.hfov_deg, 2),
        "vfov_deg": round(camera.lens.vfov_deg, 2),
        "width_px": camera.lens.width_px,
        "height_px": camera.lens.height_px,
    }


def _geometry(plan: Plan, shape: BaseGeometry) -> dict[str, Any]:
    """GeoJSON in the frame of the plan, a centimetre rough."""
    import shapely  # noqa: PLC0415
    from shapely.geometry import mapping  # noqa: PLC0415

    smooth = shapely.normalize(shape.simplify(_SMOOTH_M))
    placed = shapely.transform(smooth, lambda points: np.round(plan.frame.from_metres(points), plan.frame.digits))
    return dict(mapping(placed))


def _point(plan: Plan, x: float, y: float) -> list[float]:
    ((across, up),) = plan.frame.from_metres(np.array([[x, y]]))
    return [round(float(across), plan.frame.digits), round(float(up), plan.frame.digits)]


def _rounded(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, 2)


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}
