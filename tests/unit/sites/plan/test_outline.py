"""The JSON Schema of a plan says what the readers say, in both notations."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from zbsec.cli import main
from zbsec.errors import SiteFileError
from zbsec.sites import plan
from zbsec.sites.plan import outline
from zbsec.sites.plan.key_texts import KIND_TEXTS, PROPERTY_TEXTS

jsonschema = pytest.importorskip("jsonschema")

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "estate" / "plan.toml"
DRAWN = {"point": "Point", "line": "LineString", "polygon": "Polygon"}


def tables() -> dict[str, Any]:
    """The example as JSON has it: days as texts."""
    document: dict[str, Any] = json.loads(json.dumps(tomllib.loads(EXAMPLE.read_text("utf-8")), default=str))
    return document


def collection(document: dict[str, Any]) -> dict[str, Any]:
    """The same as GeoJSON."""
    members = []
    for kind, value in document.items():
        for table in value if isinstance(value, list) else [value]:
            facts = dict(table)
            geometry = None
            for key, name in DRAWN.items():
                if key in facts:
                    drawn = facts.pop(key)
                    geometry = {"type": name, "coordinates": [[*drawn, drawn[0]]] if name == "Polygon" else drawn}
            members.append({"type": "Feature", "geometry": geometry, "properties": {"kind": kind, **facts}})
    return {"type": "FeatureCollection", "features": members}


def valid(notation: outline.Notation, document: object) -> bool:
    return bool(jsonschema.Draft202012Validator(plan.schema(notation)).is_valid(document))


def loads(document: object, folder: Path) -> bool:
    file = folder / "plan.geojson"
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    try:
        plan.load(file)
    except SiteFileError:
        return False
    return True


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("notation", ["geojson", "toml"])
def test_it_is_a_schema_and_every_key_is_described(notation: outline.Notation, lang: str) -> None:
    drawn = plan.schema(notation, lang=lang)
    jsonschema.Draft202012Validator.check_schema(drawn)
    for text in (*KIND_TEXTS.values(), *PROPERTY_TEXTS.values()):
        assert json.dumps(text.of(lang), ensure_ascii=False) in json.dumps(drawn, ensure_ascii=False) or (
            notation == "toml" and text == PROPERTY_TEXTS["kind"]
        )


def test_the_example_is_valid_in_both_notations() -> None:
    assert valid("toml", tables())
    assert valid("geojson", collection(tables()))


def test_what_the_schema_refuses_the_reader_refuses_and_the_other_way_round(tmp_path: Path) -> None:
    """One property less, or of another type, in every feature of the example: the two agree about each."""
    whole = collection(tables())
    refused = 0
    for number, feature in enumerate(whole["features"]):
        for key in [*feature["properties"], "geometry"]:
            for wrong in (None, {"not": "that"}):
                spoilt = copy.deepcopy(whole)
                holder = spoilt["features"][number]
                holder = holder if key == "geometry" else holder["properties"]
                holder.pop(key)
                if wrong:
                    holder[key] = wrong
                if key in ("id", "building", "cameras") or (
                    key == "kind" and feature["properties"]["kind"] == "boundary"
                ):
                    continue  # whether an id exists, no schema says
                readable = loads(spoilt, tmp_path)
                assert valid("geojson", spoilt) is readable, (feature["properties"], key, wrong)
                refused += not readable
    assert refused > 100


def test_a_lens_is_given_one_way() -> None:
    whole = collection(tables())
    camera = next(one for one in whole["features"] if one["properties"]["kind"] == "camera")
    camera["properties"] |= {"focal_mm": 4, "sensor_width_mm": 5}
    assert not valid("geojson", whole)
    del camera["properties"]["hfov_deg"]
    assert valid("geojson", whole)
    del camera["properties"]["focal_mm"]
    assert not valid("geojson", whole)


def test_another_notation_is_named() -> None:
    with pytest.raises(ValueError, match="geojson or toml, not 'dxf'"):
        plan.schema("dxf")  # type: ignore[arg-type]


def test_the_command_prints_both(capsys: pytest.CaptureFixture[str]) -> None:
    for option, notation in (([], "geojson"), (["--toml"], "toml")):
        assert main(["plan", "schema", *option, "--lang", "zh"]) == 0
        assert json.loads(capsys.readouterr().out) == plan.schema(notation, lang="zh")
