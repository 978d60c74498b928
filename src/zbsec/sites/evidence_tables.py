"""From ``[evidence]`` of a site file to what the site states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records import LegalBasis, Purpose
from zbsec.sites.evidence import (
    Assessment,
    Duty,
    Evidence,
    FaceStore,
    Installer,
    Necessity,
    Proof,
    PurposeBasis,
    Sign,
)
from zbsec.sites.places import InstallerRole

if TYPE_CHECKING:
    from zbsec.sites.section import Section


def evidence(table: Section) -> Evidence | None:
    return table.build(
        Evidence,
        installer=_installer(table.section("installer", optional=True)),
        near_sensitive_unit=table.flag("near_sensitive_unit") if "near_sensitive_unit" in table else None,
        neighbour_consent_ref=table.optional_text("neighbour_consent_ref", example="letter 2026-7"),
        signs=_signs(table.section("signs", optional=True)),
        purposes=_purposes(table.section("purposes", optional=True)),
        necessity=_necessity(table.section("necessity", optional=True)),
        assessment=_assessment(table.section("assessment", optional=True)),
        face_store=table.choice("face_store", FaceStore, default=FaceStore.DEVICE_ONLY),
        face_store_opinion_ref=table.optional_text("face_store_opinion_ref", example="opinion 2026-11, counsel"),
        roles=_roles(table.section("roles", optional=True)),
        network_test=_proof(table.section("network_test", optional=True)),
        police_filing=_proof(table.section("police_filing", optional=True)),
        security_rules=_proof(table.section("security_rules", optional=True)),
        access_register=_proof(table.section("access_register", optional=True)),
        owners_decision=_proof(table.section("owners_decision", optional=True)),
        fire_egress_check=_proof(table.section("fire_egress_check", optional=True)),
        quality_acceptance=_proof(table.section("quality_acceptance", optional=True)),
        housing_acceptance=_proof(table.section("housing_acceptance", optional=True)),
        inspection=_proof(table.section("inspection", optional=True)),
        trial_run=_proof(table.section("trial_run", optional=True)),
    )


def _installer(table: Section | None) -> Installer | None:
    if table is None:
        return None
    name = table.text("name", example="某某物业服务有限公司")
    return table.build(Installer, name=name, roles=table.choices("roles", InstallerRole))


def _signs(outer: Section | None) -> dict[str, Sign]:
    signs = {camera: _sign(table) for camera, table in outer.named()} if outer else {}
    return {camera: sign for camera, sign in signs.items() if sign}


def _sign(table: Section) -> Sign | None:
    return table.build(
        Sign,
        place=table.text("place", example="left of the gate, 1.6 m high"),
        text_version=table.text("text_version", example="2026-10"),
        photo_ref=table.text("photo_ref", example="photograph 2026-11-02/3"),
        checked_on=table.day("checked_on"),
        recheck_days=table.whole("recheck_days", low=1, high=1100),
    )


def _purposes(outer: Section | None) -> dict[Purpose, PurposeBasis]:
    bases = {name: _purpose(table) for name, table in outer.named(Purpose)} if outer else {}
    return {Purpose(name): basis for name, basis in bases.items() if basis}


def _purpose(table: Section) -> PurposeBasis | None:
    return table.build(
        PurposeBasis,
        basis=table.choice("basis", LegalBasis),
        ref=table.text("ref", example="consent form, version 2026-10"),
    )


def _necessity(table: Section | None) -> Necessity | None:
    if table is None:
        return None
    return table.build(
        Necessity,
        text=table.text("text", example="why a face is needed here"),
        less_intrusive_considered=table.texts("less_intrusive_considered", example="cards only"),
        area=table.text("area", example="0.3 to 1 m in front of the turnstile, no passers-by"),
    )


def _assessment(table: Section | None) -> Assessment | None:
    if table is None:
        return None
    return table.build(
        Assessment,
        ref=table.text("ref", example="PIA-2026-01"),
        signed_by=table.text("signed_by", example="the data-protection officer"),
        signed_on=table.day("signed_on"),
        valid_to=table.day("valid_to"),
    )


def _roles(table: Section | None) -> dict[str, frozenset[Duty]]:
    if table is None:
        return {}
    roles = {name: frozenset(table.choices(name, Duty) or ()) for name in table.names}
    table.close()
    return roles


def _proof(table: Section | None) -> Proof | None:
    if table is None:
        return None
    return table.build(Proof, ref=table.text("ref", example="report 2026-31"), on=table.day("on"))
