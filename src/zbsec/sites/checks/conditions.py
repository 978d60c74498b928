"""What has to hold where something is there: the data-protection gate, masks, papers. One fault each, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records import Purpose
from zbsec.sites.capability import Capability
from zbsec.sites.checks.uplinks import faults_of
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.evidence import Proof

    Condition = Callable[[Inspection, Sequence[str]], Iterator[Text]]


def faults(capability: Capability, found: Sequence[str], inspection: Inspection) -> Iterator[Text]:
    """Why what is there may not be as it is."""
    for condition in _CONDITIONS.get(capability, ()):
        yield from condition(inspection, found)


def _gate_is_open(inspection: Inspection, found: Sequence[str]) -> Iterator[Text]:
    for activation in inspection.activations:
        if activation.access_point in found and not activation.active:
            lane, labels = activation.access_point, [step.label for step in activation.blocking]
            yield Text(
                en=f"{lane} is stopped by its gate at: {', '.join(label.en for label in labels)}",
                zh=f"{lane} 未通过启用审查：{'、'.join(label.zh for label in labels)}",
            )


def _plates_have_a_basis(inspection: Inspection, found: Sequence[str]) -> Iterator[Text]:
    reading = [point.id for point in inspection.site.access_points if point.for_vehicles and point.id in found]
    if reading and Purpose.VEHICLE_ACCESS not in inspection.site.evidence.purposes:
        yield Text(
            en="plates are read without a basis: [evidence.purposes.vehicle_access] is missing",
            zh="识别车牌没有合法性基础：缺少 [evidence.purposes.vehicle_access]",
        )


def _uplinks_have_a_policy(inspection: Inspection, found: Sequence[str]) -> Iterator[Text]:
    for uplink in inspection.site.uplinks:
        if uplink.id in found:
            for fault in faults_of(uplink, inspection):
                yield Text(en=f"{uplink.id}: {fault.message.en}", zh=f"{uplink.id}：{fault.message.zh}")


def _panoramas_are_masked(inspection: Inspection, found: Sequence[str]) -> Iterator[Text]:
    bare = [device.id for device in inspection.site.devices if device.id in found and not device.masks]
    if bare:
        yield Text(
            en=f"no masks over windows and balconies: {', '.join(bare)}", zh=f"未遮挡窗户和阳台：{'、'.join(bare)}"
        )


def _closing_was_decided(inspection: Inspection, found: Sequence[str]) -> Iterator[Text]:
    stated = inspection.site.evidence
    if not found:
        return
    if not _made(stated.owners_decision, inspection):
        yield Text(
            en="no decision of the owners: [evidence.owners_decision]", zh="缺少业主决定：[evidence.owners_decision]"
        )
    if not _made(stated.fire_egress_check, inspection):
        yield Text(
            en="nobody has checked that people still get out: [evidence.fire_egress_check]",
            zh="未核查封堵后的消防疏散：[evidence.fire_egress_check]",
        )


def _made(proof: Proof | None, inspection: Inspection) -> bool:
    return proof is not None and proof.is_made(inspection.today)


_CONDITIONS: dict[Capability, tuple[Condition, ...]] = {
    Capability.CLOSE_PASSAGE: (_closing_was_decided,),
    Capability.DATA_LINK: (_uplinks_have_a_policy,),
    Capability.FACE_CAPTURE: (_gate_is_open,),
    Capability.FACE_RECOGNITION: (_gate_is_open,),
    Capability.FACE_TURNSTILE: (_gate_is_open,),
    Capability.PANORAMA: (_panoramas_are_masked,),
    Capability.PERSON_VEHICLE_SMART_ID: (_gate_is_open, _plates_have_a_basis),
    Capability.PLATE_CAPTURE: (_plates_have_a_basis,),
    Capability.VEHICLE_INFO_COLLECTOR: (_plates_have_a_basis,),
    Capability.VEHICLE_RECOGNITION: (_plates_have_a_basis,),
}
