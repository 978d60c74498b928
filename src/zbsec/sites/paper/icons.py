"""One mark for each status, told apart by shape and not by colour alone: a black-and-white print says as much."""

from __future__ import annotations

from markupsafe import Markup

from zbsec.sites.findings import Status

_SHAPES = {
    Status.REFUSED: '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
    '<path d="M5 5l6 6M11 5l-6 6" stroke="#fff" stroke-width="2" fill="none"/>',
    Status.FAILED: '<rect x="1" y="1" width="14" height="14" fill="currentColor"/>'
    '<path d="M5 5l6 6M11 5l-6 6" stroke="#fff" stroke-width="2" fill="none"/>',
    Status.MISSING: '<path d="M8 .8 15.6 15H.4z" fill="currentColor"/>'
    '<path d="M8 6v4.6M8 12v1.8" stroke="#fff" stroke-width="1.8" fill="none"/>',
    Status.UNKNOWN: '<rect x="1" y="1" width="14" height="14" rx="3" fill="currentColor"/>'
    '<path d="M5.6 6.3a2.5 2.3 0 1 1 3.6 2q-1.2.6-1.2 1.7M8 11.4v1.8" stroke="#fff" stroke-width="1.7" fill="none"/>',
    Status.NOT_VERIFIED: '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6" '
    'stroke-dasharray="2.6 2"/><circle cx="8" cy="8" r="1.8" fill="currentColor"/>',
    Status.CONDITIONAL: '<circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path d="M8 1.7a6.3 6.3 0 0 1 0 12.6z" fill="currentColor"/>',
    Status.VOID: '<circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path d="M4.5 8h7" stroke="currentColor" stroke-width="1.6" fill="none"/>',
    Status.PRESENT: '<path d="M2 8.6 6.2 13 14 3.6" stroke="currentColor" stroke-width="2.4" fill="none"/>'
    '<path d="M1 15h14" stroke="currentColor" stroke-width="1.6"/>',
    Status.SATISFIED: '<path d="M2 8.6 6.2 13 14 3.6" stroke="currentColor" stroke-width="2.4" fill="none"/>',
    Status.NOT_APPLICABLE: '<path d="M3 8h10" stroke="currentColor" stroke-width="1.6" fill="none"/>',
}
_COLOURS = {
    Status.REFUSED: "#a32018",
    Status.FAILED: "#a32018",
    Status.MISSING: "#a32018",
    Status.UNKNOWN: "#7d5200",
    Status.NOT_VERIFIED: "#7d5200",
    Status.CONDITIONAL: "#2f4f68",
    Status.VOID: "#2f4f68",
    Status.PRESENT: "#17603e",
    Status.SATISFIED: "#17603e",
    Status.NOT_APPLICABLE: "#566473",
}


def icon(status: Status) -> Markup:
    """The mark of a status as inline SVG, 1 em high."""
    shape = _SHAPES[status].replace("currentColor", _COLOURS[status])
    return Markup(f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{shape}</svg>')  # noqa: S704
