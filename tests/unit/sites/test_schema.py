"""The schema that editors read and the loader agree: on every key, on every kind of value, on every table."""

from __future__ import annotations

import copy
import datetime
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import tomlkit

from zbsec import sites
from zbsec.sites.key_texts import KEY_TEXTS
from zbsec.sites.loading import read_site
from zbsec.sites.outline import ANY, keys
from zbsec.sites.section import Complaints, Section

if TYPE_CHECKING:
    from collections.abc import Iterator


Path = tuple[str | int, ...]
VALIDATOR = jsonschema.Draft202012Validator(sites.schema())


def complete() -> dict[str, Any]:
    """One file with every key that there is."""
    document = tomlkit.parse(sites.starter("estate_open_old", filled=True)).unwrap()
    compound = tomlkit.parse(sites.starter("org_compound", filled=True)).unwrap()
    document["uplinks"] = compound["uplinks"]
    document["uplinks"]["platform"]["cross_border_ref"] = "approval 3"
    document["site"] |= {"key_target": False, "rule_sets": ["gb-55029"], "plan": "plan.geojson"}
    document["storage"]["face_backend"] = "yunet-mobilefacenet"
    document["retention"]["video_days"] = 90
    document["zones"]["gardens"] |= {"regime": "art9_other_public", "part_code": "1010101"}
    document["schedules"]["always"]["windows"][0]["days"] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    document["facilities"]["patrol"] |= {"zone": "gardens", "by": "security_duty"}
    document["egress"]["north-out"]["device"] = "east-turnstile"
    camera = document["devices"]["gardens-panorama"]
    camera |= {"address": "frames/a", "model": "M", "settings": {"a": 1}}
    camera["mount"] = {"x_m": 1.5, "y_m": 2, "height_m": 3.0, "bearing_deg": 10, "tilt_deg": 5}
    camera["lens"] = {"horizontal_deg": 84, "vertical_deg": 47, "width_px": 1920, "height_px": 1080, "range_m": 30}
    document["access_points"]["east-in"] |= {"tollgate": "37030300011218000009", "heading": "west_to_east"}
    document["measurements"]["event-to-centre"] |= {"retest": True, "samples": 5, "median": 0.4, "simulated": False}
    unread = {key: document["measurements"]["event-to-centre"][key] for key in ("figure", "subject", "on", "by", "ref")}
    document["measurements"]["drift"] = unread | {"not_measured": "no time server", "timer": "the host's clock"}
    (lane,) = (one for one in document["access_points"].values() if "face" in one["methods"])
    lane["capture"] = {"region": [[0.2, 0], [0.8, 0], [0.8, 1]], "eyes_min_px": 40, "eyes_max_px": 300}
    tested = {"attacks": 300, "attacks_passed": 2, "people": 90, "people_refused": 4, "ref": "report 9"}
    lane["presentation_attack"] |= {
        "measure": "liveness",
        "checks": ["passive", "challenge"],
        "moves": ["nod", "blink"],
        "test": {**tested, "on": datetime.date(2026, 11, 6)},
    }
    document["evidence"] |= {"neighbour_consent_ref": "letter", "face_store_opinion_ref": "opinion"}
    for name in ("access_register", "housing_acceptance", "police_filing", "quality_acceptance", "security_rules"):
        document["evidence"][name] = {"ref": "paper", "on": datetime.date(2026, 11, 1)}
    return document


COMPLETE = complete()
WHOLE = {"site.measurements", "evidence.roles.*", "storage.gallery_key"}
"""Not in it: other forms of what is."""


def loader(document: dict[str, Any]) -> tuple[str, ...]:
    """What the readers of the loader complain of."""
    complaints = Complaints("site.toml", {})
    root = Section(document, (), complaints)
    read_site(root)
    root.close()
    return tuple(f"{one.key}: {one.problem}" for one in complaints.found)


def schema(document: dict[str, Any]) -> tuple[str, ...]:
    """What the schema complains of; dates are texts to it."""
    return tuple(error.message for error in VALIDATOR.iter_errors(_plain(document)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key), one
        if "settings" not in path:
            yield from walk(one, (*path, key))


def each_key_once() -> dict[str, tuple[Path, Any]]:
    """One place of every key: tables of the same kind have the same keys."""
    places: dict[str, tuple[Path, Any]] = {}
    for path, value in walk(COMPLETE):
        if isinstance(path[-1], str) and "settings" not in path:
            nameless = [ANY if depth == 1 and path[0] in NAMED else str(part) for depth, part in enumerate(path)]
            places.setdefault(
                ".".join(nameless[:2] + ([ANY] if path[:2] in SIGNS else nameless[2:3]) + nameless[3:]), (path, value)
            )
    return places


NAMED = {
    "zones",
    "schedules",
    "devices",
    "access_points",
    "perimeter",
    "egress",
    "facilities",
    "uplinks",
    "measurements",
}
SIGNS = {("evidence", "signs"), ("evidence", "purposes"), ("evidence", "roles")}
EVERY = list(each_key_once().values())
TABLES = [(), *(path for path, value in EVERY if isinstance(value, dict))]


def shown(path: Path) -> str:
    return ".".join(map(str, path)) or "root"


def changed(path: Path, change: Any) -> dict[str, Any]:
    document = copy.deepcopy(COMPLETE)
    table: Any = document
    for part in path[:-1]:
        table = table[part]
    change(table, path[-1])
    return document


@pytest.fixture(autouse=True, scope="module")
def packages_are_looked_up_once() -> Iterator[None]:
    """A complaint that lists a vocabulary asks the disk for words of others; here it is made thousands of times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(metadata, "entry_points", cache(metadata.entry_points))
        yield


def test_both_take_the_complete_file() -> None:
    assert loader(COMPLETE) == ()
    assert schema(COMPLETE) == ()
    assert sites.loads(tomlkit.dumps(COMPLETE), path="site.toml").kind == "estate_open_old"


def test_the_complete_file_has_every_key() -> None:
    seen = {tuple(str(part) for part in path if isinstance(part, str)) for path, _ in walk(COMPLETE)}
    for key in keys():
        parts = key.split(".")
        assert key in WHOLE or any(
            len(path) == len(parts) and all(part in (ANY, real) for part, real in zip(parts, path, strict=True))
            for path in seen
        ), key


def test_every_key_is_described_in_both_languages() -> None:
    wanted = {key for key in keys() if not key.endswith(f".{ANY}") or key == "evidence.roles.*"}
    assert wanted == set(KEY_TEXTS)
    assert all(text.en.isascii() and not text.zh.isascii() for text in KEY_TEXTS.values())
    assert sites.schema(lang="zh") != sites.schema(lang="en")


@pytest.mark.parametrize("kind", sites.KINDS.own)
@pytest.mark.parametrize("filled", [False, True])
def test_the_schema_takes_every_starting_file(kind: str, filled: bool) -> None:
    assert schema(tomlkit.parse(sites.starter(kind, filled=filled)).unwrap()) == ()


def test_both_miss_the_same_keys() -> None:
    """What the schema requires, the loader misses; where the loader refuses for another reason the schema may not."""
    for path, _ in EVERY:
        document = changed(path, lambda table, key: table.pop(key))
        said = [told for told in loader(document) if told.startswith(f"{_dotted(path)}: is missing") or ALONE in told]
        required = [told for told in schema(document) if any(sign in told for sign in REQUIRED)]
        semantic = path[-1] in {"camera", "schedule", "ref", "checks", "test"} and "access_points" in path
        other = path[-1] in {"not_measured", "gallery_key_env"}  # then the loader misses what stands instead
        assert semantic or other or bool(said) == bool(required), shown(path)


ALONE = "stands without"
REQUIRED = ("is a required property", "dependency", "is not valid under any of the given schemas")
"""The last where one of two keys has to stand."""


def _dotted(path: Path) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def test_neither_takes_a_key_it_does_not_know() -> None:
    for path in TABLES:
        document = changed((*path, "nonsense-"), lambda table, key: table.update({key: 1}))
        assert loader(document), shown(path)
        assert schema(document), shown(path)


@pytest.mark.parametrize(
    ("keys", "valid"),
    [
        ({"gallery": "g", "gallery_key": "file:/etc/zbsec/site.key"}, True),
        ({"gallery": "g", "gallery_key_env": "KEY"}, True),
        ({"gallery": "g", "gallery_key": "env:KEY", "gallery_key_env": "KEY"}, False),
        ({"gallery": "g"}, False),
        ({"gallery_key": "env:KEY"}, False),
        ({"gallery_key_env": "KEY"}, False),
        ({}, True),
    ],
)
def test_a_gallery_has_one_source_of_its_key(keys: dict[str, str], valid: bool) -> None:
    document = copy.deepcopy(COMPLETE)
    document["storage"] = {"journal": "journal.db", **keys}
    assert (loader(document) == ()) is valid
    assert (schema(document) == ()) is valid


WRONG: list[Any] = [True, -1, " ", [[]]]


def test_whatever_the_loader_takes_the_schema_takes() -> None:
    """And what the schema refuses the loader refuses: an editor never marks what would load."""
    for path, _ in EVERY:
        for value in WRONG:
            document = changed(path, lambda table, key, value=value: table.update({key: value}))
            if not VALIDATOR.is_valid(_plain(document)):
                assert loader(document), (shown(path), value)


def test_both_refuse_a_value_of_another_kind() -> None:
    kinds: list[tuple[type, Any]] = [(str, 7), (bool, "x"), (int, "x"), (float, "x"), (list, 7), (dict, 7)]
    for path, value in EVERY:
        wrong = next((other for kind, other in kinds if type(value) is kind), 7)
        document = changed(path, lambda table, key, wrong=wrong: table.update({key: wrong}))
        assert loader(document), shown(path)
        assert schema(document), shown(path)


@pytest.mark.parametrize(
    ("kind", "answers", "valid"),
    [
        ("estate_open_old", {"closable": True}, True),
        ("estate_open_old", {}, False),
        ("estate_open_old", {"closable": "yes"}, False),
        ("single_building", {"use": "office"}, True),
        ("single_building", {"use": "shop"}, False),
        ("estate_gated", {"use": "office"}, False),
        ("estate_gated", {}, True),
        ("other_key_sector", {"sector": "hospital"}, True),
        ("nowhere", {}, False),
    ],
)
def test_both_ask_the_same_questions_of_a_kind(kind: str, answers: dict[str, Any], valid: bool) -> None:
    document = copy.deepcopy(COMPLETE)
    document["site"].pop("closable")
    document["site"] |= {"kind": kind, **answers}
    assert (loader(document) == ()) is valid
    assert (schema(document) == ()) is valid
