"""The rules of the notice as data, against the table they were taken from."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from zbsec import sites
from zbsec.sites import Modality, Today

# Rule, kind, locations, capability, modality, and what became of it.
SEED = """\
rule_id,site_kind,location,capability,modality,today
R01,estate_new,entry_passage|car_park|public_area,smart_door,required,keep
R02,estate_new,entry_passage|car_park|public_area,vehicle_recognition,required,gate
R03,estate_new,entry_passage|car_park|public_area,face_recognition,required,gate
R04,estate_new,entry_passage|car_park|public_area,video,required,keep
R05,estate_new,entry_passage|car_park|public_area,unnoticed_multi_collect,required,refuse
R06,estate_new,entry_passage|car_park|public_area,person_vehicle_smart_id,required,narrow
R10,estate_gated,entry_passage,face_turnstile,required,gate
R11,estate_gated,entry_passage,vehicle_barrier,required,keep
R12,estate_gated,car_park|public_area,person_info_collector,required,narrow
R13,estate_gated,car_park|public_area,vehicle_info_collector,required,gate
R14,estate_gated,perimeter,perimeter_protection,promoted,keep
R15,estate_gated,site,e_patrol,promoted,keep
R16,estate_gated,site,behaviour_anomaly,promoted,narrow
R17,estate_gated,site,risk_identification,promoted,refuse
R18,estate_gated,site,panorama,conditional,keep
R19,estate_gated,site,unnoticed_multi_collect,conditional,refuse
R20,estate_gated,unattended_entrance,smart_kiosk,required,keep
R21,estate_gated,unattended_entrance,one_touch_call,required,keep
R22,estate_gated,unattended_entrance,visitor_info,required,gate
R30,estate_open_old,surplus_passage,close_passage,required,keep
R31,estate_open_old:closable,site,as_estate_gated,required,keep
R32,estate_open_old:not_closable,arterial_junction|key_road_section|complex_ground,face_capture,required,refuse
R33,estate_open_old:not_closable,arterial_junction|key_road_section|complex_ground,plate_capture,required,gov
R40,village,arterial_junction|key_road_section|complex_ground,person_info_collector,required,gov
R41,village,arterial_junction|key_road_section|complex_ground,vehicle_info_collector,required,gov
R42,village,site,fused_analytics,required,refuse
R50,org_compound,person_entrance,face_capture,required,narrow
R51,org_compound,vehicle_entrance,plate_capture,required,gate
R52,org_compound,public_corridor,smart_video,required,keep
R53,org_compound,site,other_security,conditional,keep
R54,org_compound,site,data_link,required,gate
R60,single_building,person_entrance,face_capture,required,narrow
R61,single_building,vehicle_entrance,plate_capture,required,gate
R62,single_building,public_corridor,smart_video,required,keep
R63,single_building,site,other_security,conditional,keep
R70,other_key_sector,person_entrance,face_capture,required,narrow
R71,other_key_sector,vehicle_entrance,plate_capture,required,gate
R72,other_key_sector,public_corridor,smart_video,required,keep
R73,other_key_sector,site,other_security,as_needed,keep
R80,all,site,health_code_link,duty,void
"""
ROWS = list(csv.DictReader(SEED.splitlines()))


def rule(kind: str, rule_id: str) -> sites.Rule:
    return next(rule for rule in sites.KINDS.load(kind).rules if rule.id == rule_id)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule_id"])
def test_a_rule_says_what_the_notice_said(row: dict[str, str]) -> None:
    kinds = list(sites.KINDS.own) if row["site_kind"] == "all" else [row["site_kind"].partition(":")[0]]
    for kind in kinds:
        found = rule(kind, row["rule_id"])
        assert [location.value for location in found.locations] == row["location"].split("|")
        assert found.capability == row["capability"]
        assert found.modality == row["modality"]
        assert found.today == row["today"]


def test_there_are_no_other_rules() -> None:
    own = {rule.id for kind in sites.KINDS.own for rule in sites.KINDS.load(kind).rules}
    assert own == {row["rule_id"] for row in ROWS} | {"R55"}
    goal = rule("org_compound", "R55")
    assert (goal.modality, goal.today) == (Modality.GOAL, Today.REFUSE)


def test_the_notice_has_its_days() -> None:
    first = rule("estate_gated", "R10")
    assert [first.is_in_force(day) for day in (date(2020, 7, 31), date(2020, 8, 1))] == [False, True]
    assert [first.is_in_force(day) for day in (date(2025, 7, 31), date(2025, 8, 1))] == [True, False]


def test_an_open_old_estate_has_two_sets_of_rules() -> None:
    kind = sites.KINDS.load("estate_open_old")
    gated = [rule.id for rule in sites.KINDS.load("estate_gated").rules if rule.id != "R80"]
    closed = kind.applying({"closable": True})
    assert [rule.id for rule in closed] == ["R30", "R31", *gated, "R80"]
    assert {rule.via for rule in closed if rule.id in gated} == {"R31"}
    assert [rule.id for rule in kind.applying({"closable": False})] == ["R32", "R33", "R80"]


def test_only_new_housing_blocks_delivery() -> None:
    assert [name for name in sites.KINDS.own if sites.KINDS.load(name).blocks_delivery] == ["estate_new"]
