"""``zbsec site`` and ``zbsec check`` as a person types them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zbsec import sites
from zbsec.cli import main

if TYPE_CHECKING:
    Capture = pytest.CaptureFixture[str]

ROOT = Path(__file__).resolve().parents[3]


def printed(capture: Capture, *arguments: str, code: int = 0) -> str:
    assert main(list(arguments)) == code
    return capture.readouterr().out


@pytest.mark.parametrize("kind", sites.KINDS.own)
def test_a_starting_file_goes_from_one_command_into_the_other(kind: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "site.toml"
    path.write_text(printed(capsys, "site", "new", kind), encoding="utf-8")
    report = json.loads(printed(capsys, "check", str(path), "--json", code=1))
    assert report["verdict"] == "fail"
    path.write_text(printed(capsys, "site", "new", kind, "--example", "--lang", "zh"), encoding="utf-8")
    report = json.loads(printed(capsys, "check", str(path), "--json"))
    assert report["verdict"] == "pass"
    found = {finding["rule"] for finding in report["findings"]}
    assert {rule.id for rule in sites.KINDS.load(kind).rules if rule.when in (None, ("closable", True))} <= found


def test_the_json_of_a_check_is_what_the_documentation_says(tmp_path: Path, capsys: Capture) -> None:
    page = (ROOT / "docs" / "sites.md").read_text(encoding="utf-8").split("`--json` prints one object")[1]
    keys = {
        key for row in page.split("\n\n")[1].splitlines()[2:] for key in re.findall(r"`([\w-]+)`", row.split("|")[1])
    }
    path = tmp_path / "site.toml"
    path.write_text(sites.starter("estate_gated", lang="en"), encoding="utf-8")
    report = json.loads(printed(capsys, "check", str(path), "--json", "--lang", "zh", code=1))
    assert keys == set(report) - {"at", "digest", "kind", "site"}
    for finding in report["findings"]:
        assert set(finding) == {"rule", "clause", "status", "subject", "message", "remedy", "weight", "today", "effect"}
        assert (finding["today"] is not None) is bool(re.fullmatch(r"R\d\d", finding["rule"]))
        for said in (finding["message"], finding["remedy"]):
            assert set(said) == {"en", "zh"}
            assert all(said.values())


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", "zbsec site: no site kind named 'castle'; there are: "),
        ("zh", "zbsec site: 没有名为 'castle' 的场所类别；可用的有："),
    ],
)
def test_an_unknown_kind_is_named_with_those_there_are(lang: str, says: str, capsys: Capture) -> None:
    for subject in ("new", "rules"):
        assert main(["site", subject, "castle", "--lang", lang]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert says in said.err
        assert all(kind in said.err for kind in sites.KINDS.names())


def test_a_reader_who_has_seen_enough_is_no_mistake() -> None:
    code = "from zbsec.cli import main; raise SystemExit(main(['site', 'schema']))"
    command = f"{shlex.quote(sys.executable)} -c {shlex.quote(code)} | head -1"
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("{\n", "")


@pytest.mark.parametrize(("lang", "says"), [("en", "is no site kind; there are: "), ("zh", "不是场所类别；可用的有：")])
def test_all_complaints_come_at_once_in_the_language_asked_for(
    lang: str, says: str, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "site.toml"
    path.write_text('[site]\nid = "x"\nkind = "castle"\nname = ""\n')
    assert main(["check", str(path), "--lang", lang]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.splitlines()
    assert all(line.startswith(f"{path}:") for line in lines)
    assert [line.split(":")[1] for line in lines] == ["1", "1", "1", "1", "3", "4"]
    assert says in lines[4]


def test_complaints_for_machines(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "site.toml"
    path.write_text(sites.starter("village").replace("lane = 1", "lane = 100"), encoding="utf-8")
    for command in (["check"], ["site", "gate"]):
        told = json.loads(printed(capsys, *command, str(path), "--json", code=2))
        (complaint,) = told["complaints"]
        assert told["verdict"] is None
        assert (complaint["file"], complaint["key"]) == (str(path), "access_points.yard-in.lane")
        assert complaint["line"] > 1
        assert complaint["problem"] == {"en": "100 is out of range", "zh": "100 超出范围"}
        assert complaint["remedy"]["zh"] == "写 1 到 99 之间的整数"


def test_the_gate_is_printed_in_its_order(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "site.toml"
    path.write_text(sites.starter("estate_gated", filled=True), encoding="utf-8")
    lines = printed(capsys, "site", "gate", str(path)).splitlines()
    assert lines[0] == "east-in: may run"
    assert [line.split(".")[0].strip() for line in lines[1:]] == [str(number) for number in range(1, 15)]
    shut = sites.starter("estate_gated", filled=True).replace("valid_to = 2029-10-19", "valid_to = 2026-10-20")
    path.write_text(shut, encoding="utf-8")
    told = printed(capsys, "site", "gate", str(path), "--lang", "zh", code=1)
    assert "east-in: 不得启用" in told
    assert "[拒绝] 影响评估" in told
    facts = json.loads(printed(capsys, "site", "gate", str(path), "--json", code=1))
    assert [(step["access_point"], step["id"]) for step in facts["steps"] if step["answer"] != "ok"] == [
        ("east-in", "assessment")
    ]
    assert (facts["active"], facts["site"]) == (False, "gated-estate")
    (activation,) = facts["activations"]
    assert [{"access_point": "east-in", **step} for step in activation["steps"]] == facts["steps"]


def test_without_a_face_there_is_no_gate_to_ask(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "site.toml"
    path.write_text(sites.starter("village"), encoding="utf-8")
    assert printed(capsys, "site", "gate", str(path)) == "no access point has a face method\n"


def test_the_schema_is_json(capsys: Capture) -> None:
    schema = json.loads(printed(capsys, "site", "schema"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema == sites.schema()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("table", ["kinds", "terms", "figures", "duties", "rules estate_open_old"])
def test_the_tables_are_printed(table: str, lang: str, capsys: Capture) -> None:
    shown = printed(capsys, "site", *table.split(), "--lang", lang).splitlines()
    rows = json.loads(printed(capsys, "site", *table.split(), "--lang", lang, "--json"))
    assert len(shown) == 1 + len(rows), "a line of headings stands above"
    for line, row in zip(shown[1:], rows, strict=True):
        if lang == "en":
            assert line.startswith(str(next(iter(row.values()))))
        assert row.get("id", row.get("code", next(iter(row.values())))) in line.split()


def test_a_rule_is_told_whole(capsys: Capture) -> None:
    rows = {row["rule"]: row for row in json.loads(printed(capsys, "site", "rules", "estate_open_old", "--json"))}
    assert rows["R32"] == {
        "rule": "R32",
        "capability": "face_capture",
        "name": "capture of faces",
        "locations": ["arterial_junction", "key_road_section", "complex_ground"],
        "modality": "required",
        "today": "refuse",
        "offer": "nothing on public roads; ordinary video adapters for the department that may install there",
        "clause": "淄政办字〔2020〕64号, part 2 (建设内容), 开放式/半封闭式老旧小区",
        "law": "VSR 7(1); PIPL 26; NDR 24; governance 9.4",
        "certainty": "A",
        "valid_from": "2020-08-01",
        "valid_to": "2025-07-31",
        "via": None,
        "when": {"closable": False},
    }
    assert rows["R10"]["via"] == "R31"


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "rules estate_gated",
            ["R17 +不予提供 +推广应用 +风险识别", "R10 +须通过个人信息保护审查 +要求建设 +人脸闸机"],
        ),
        ("duties", ["验收 +A1 ", "资金 +F1 ", "无专门规定", "条款差异 +sign ", "CC 278\\(8\\)、282"]),
        ("figures", ["patrol_plan +是 ", "GB 55029 5.0.1 至 5.0.5"]),
        ("terms", ["部位 +car_park +停车场", "能力 +video +视频监控"]),
    ],
)
def test_a_table_in_chinese_has_the_names_of_codes(
    table: str, rows: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["site", *table.split(), "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    for row in rows:
        assert re.search(row, shown), row
