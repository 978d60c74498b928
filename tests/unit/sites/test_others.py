"""What another package brings: a site kind, a location, a capability and a rule set, found through entry points."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

MODULE = """
from datetime import date

from zbsec.sites import Bound, Capability, Certainty, Figure, Function, Location, Modality, Place, Rule, RuleSet
from zbsec.sites import SiteKind, Text, Today

SCHOOL_GATE = Place("school gate", "校门", within="person_entrance")
DRESSING_ROOM = Place("dressing room", "化妆间", private_interior=True)
BUS_STOP = Function("school bus stop", "校车停靠点", ("busstop",))

GUARD = Rule(
    id="S01",
    capability=Capability("school_bus_stop"),
    locations=(Location("school_gate"),),
    modality=Modality.REQUIRED,
    today=Today.KEEP,
    offer=Text(en="a stop that a guard watches", zh="有保安值守的停靠点"),
    clause="school rules 4.2",
    law="none of its own",
    certainty=Certainty.B,
    valid_from=date(2026, 1, 1),
    valid_to=None,
)
KIND = SiteKind(id="school", label=Text(en="school", zh="学校"), rules=(GUARD,), starter="schools:school.toml")
CITY = RuleSet(
    id="city",
    label=Text(en="rules of the city", zh="地方规则"),
    kinds=("school",),
    rules=(GUARD._replace(id="C01", modality=Modality.PROMOTED),),
    figures=(
        Figure(
            code="bell_to_guard",
            rule="C02",
            clause="city rules 7",
            label=Text(en="from bell to guard", zh="铃声至保安"),
            parts=lambda site: ("site",),
            certainty=Certainty.B,
            bound=Bound("at_most", 60, "s"),
        ),
    ),
)
"""
STARTER = """\
[site]
id = "school"
name = "示范学校"
kind = "school"
regime = "art7_operator"   # {{ say("a school", "学校") }}

[storage]
journal = "data/journal.db"

[retention]
access_events_days = 180
vehicle_events_days = 365
alarm_events_days = 180

[zones.gate]
name = "校门"
location = "school_gate"

[devices.stop]
class = "school-busstop"
name = "校车停靠点"
zone = "gate"

[evidence]
{% filter stated %}
[evidence.inspection]
ref = "report 1"
on = 2026-11-01

[evidence.trial_run]
ref = "record 1"
on = 2026-11-02
{% endfilter %}
"""
ENTRY_POINTS = """\
[zbsec.site_kinds]
school = schools:KIND
[zbsec.site_locations]
school_gate = schools:SCHOOL_GATE
dressing_room = schools:DRESSING_ROOM
car_park = schools:SCHOOL_GATE
[zbsec.site_capabilities]
school_bus_stop = schools:BUS_STOP
[zbsec.site_rules]
city = schools:CITY
"""


USE = """
import copy, pickle
from datetime import UTC, datetime
from zbsec import sites

gate = sites.Location("school_gate")
assert gate is sites.Location("school_gate") is copy.deepcopy(gate) is pickle.loads(pickle.dumps(gate))
assert (gate, gate.zh, repr(gate)) == ("school_gate", "校门", "<Location.school_gate: 'school_gate'>")
assert sites.Location.PERSON_ENTRANCE.includes(gate)
assert sites.Location("car_park") is sites.Location.CAR_PARK and sites.Location.CAR_PARK.zh == "停车场"
assert sites.Location.codes()[-2:] == ["dressing_room", "school_gate"]

text = sites.starter("school", filled=True)
at = datetime(2026, 11, 24, tzinfo=UTC)

def found(text, rule):
    return [f for f in sites.check(sites.loads(text, path="site.toml"), at=at).findings if f.rule == rule]

assert [f.status for f in found(text, "S01")] == ["present"]
assert [f.status for f in found(text.replace("school-busstop", "school-bench"), "S01")] == ["missing"]
assert [f.effect for f in found(text.replace("school-busstop", "school-bench"), "S01")] == ["fails"]
assert found(text, "C01") == found(text, "C02") == []

named = text.replace('kind = "school"', 'kind = "school"\\nrule_sets = ["city"]')
assert [f.status for f in found(named, "C01")] == ["present"]
assert [f.status for f in found(named, "C02")] == ["conditional"]
slow = named + '''
[measurements.bell]
figure = "bell_to_guard"
subject = "site"
value = 61
on = 2026-11-03
by = "x"
ref = "y"
'''
assert [f.status for f in found(slow, "C02")] == ["failed"]
for wrong in (slow.replace('["city"]', '["town"]'), slow.replace('rule_sets = ["city"]', "")):
    try:
        sites.loads(wrong, path="site.toml")
    except ValueError as error:
        print(error)
filming = text.replace("school-busstop", "camera").replace("school_gate", "dressing_room")
try:
    sites.loads(filming, path="site.toml")
except ValueError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a package index would leave it: the package, its template, its entry points."""
    folder = tmp_path_factory.mktemp("installed")
    package, facts = folder / "schools", folder / "schools-1.0.dist-info"
    package.mkdir()
    facts.mkdir()
    (package / "__init__.py").write_text(MODULE, encoding="utf-8")
    (package / "school.toml").write_text(STARTER, encoding="utf-8")
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: schools\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text(ENTRY_POINTS)
    return folder


def run(installed: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    ran = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, env=environment, cwd=ROOT
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    return ran.stdout


def test_the_words_of_others_behave_like_our_own(installed: Path) -> None:
    told = run(installed, "-c", USE).splitlines()
    assert "site.rule_sets: there is no rule set 'town'" in told[0]
    assert "measurements.bell.figure: no rule set asks for 'bell_to_guard'" in told[1]
    assert any("may film or listen in a place where nobody may: dressing room" in line for line in told)


def test_the_schema_knows_the_words_of_others(installed: Path) -> None:
    schema = run(installed, "-c", "from zbsec.cli import main; main(['site', 'schema'])")
    for word in ('"school"', '"school_gate"', '"school_bus_stop"'):
        assert word in schema


def test_the_kind_of_others_runs_the_same_conformance_suite(installed: Path) -> None:
    suite = run(
        installed,
        "-m",
        "pytest",
        "tests/conformance/test_site_kinds.py",
        "-q",
        "-k",
        "school",
        "-p",
        "no:cacheprovider",
    )
    assert "12 passed" in suite, suite
