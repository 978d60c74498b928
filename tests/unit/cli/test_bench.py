"""``zbsec bench`` as a person types it, on galleries of a few hundred."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import pytest

from zbsec.cli import bench, main
from zbsec.cli.bench import peers, plate_peers, search
from zbsec.cli.bench.cases import CASES, CHANGE
from zbsec.cli.bench.plate_texts import BOOKS
from zbsec.cli.bench.plate_texts import CASES as PLATE_CASES
from zbsec.cli.bench.timing import Effort
from zbsec.cli.bench.vectors import DATA
from zbsec.cli.bench.words import _WORDS, words

TIMING = {"median", "p10", "p90", "runs"}
RESULT = {
    "at_once",
    "bandwidth_share",
    "case",
    "chosen",
    "equal_ids",
    "exact",
    "ms",
    "must_read_bytes",
    "peer",
    "queries",
    "reaches",
    "recall",
    "room",
    "score_error",
    "setting",
    "times_ours",
}
BUILT = {"done", "expected_seconds", "memory_bytes", "peer", "room", "seconds", "train_seconds"}
MACHINE = {"blas_threads", "cache_mb", "cores", "cpu", "isa", "libraries", "stream_gb_s", "threads"}


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_effort", lambda *, quick: Effort(seconds=0.01, rounds=2, most_s=9))
    monkeypatch.setattr("zbsec.cli.bench.machine.STREAM_BYTES", 1 << 22)


def bench_json(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["bench", *arguments, "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def rows(document: dict[str, Any], peer: str) -> dict[tuple[int, str], dict[str, Any]]:
    return {(row["room"]["size"], row["case"]): row for row in document["results"] if row["peer"] == peer}


def test_search_is_measured_and_every_figure_names_where(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["search", "--quick", "--size", "200", "400", "--dim", "64", "--data", "clusters", "--peers", "numpy"]
    document = bench_json(small, capsys)
    assert document["schema"] == 1
    assert document["command"] == "bench search"
    assert document["asked"]["seed"] == 1
    assert set(document["machine"]) >= MACHINE
    assert document["machine"]["stream_gb_s"] > 0
    assert {row["peer"] for row in document["results"]} == {"zbsec", "numpy"}
    for row in document["results"]:
        assert set(row) == RESULT
        assert set(row["ms"]) == TIMING
        assert 0 < row["ms"]["p10"] <= row["ms"]["median"] <= row["ms"]["p90"]
    ours = rows(document, "zbsec")
    assert set(ours) == {(size, case) for size in (200, 400) for case in (*CASES, CHANGE)}
    for (size, case), row in ours.items():
        if case != CHANGE:
            assert row["recall"] == row["equal_ids"] == 1
            assert row["score_error"] < 2e-6
            assert 0 < row["must_read_bytes"] <= 1.5 * 4 * 64 * size
    assert all(set(built) == BUILT and built["done"] == 1 for built in document["builds"])


def test_plates_are_measured_and_found_as_a_scan_finds_them(capsys: pytest.CaptureFixture[str]) -> None:
    document = bench_json(["plates", "--quick", "--size", "300", "--peers", "scan"], capsys)
    for (_, case), row in rows(document, "zbsec").items():
        assert row["equal_ids"] == 1, case
        assert row["recall"] > 0.9 or case == "unknown"
    assert {row["room"]["data"] for row in document["results"]} == set(BOOKS)


def test_results_and_plots_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "deep" / "bench"
    command = ["bench", "search", "--quick", "--size", "200", "400", "--dim", "32", "--data", "random"]
    assert main([*command, "--peers", "numpy", "--cases", "member", "top10", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert "400 x 32 random" in said.out
    assert "brute force" in said.err
    document = json.loads((out / "results.json").read_text(encoding="utf-8"))
    pictures = {Path(name).stem for name in document["plots"]}
    assert pictures == {"time-size-32-random", "cost-400-32-random"}
    for picture in pictures:
        assert cv2.imread(str(out / f"{picture}.png")).shape[0] > 300
        assert "<svg" in (out / f"{picture}.svg").read_text(encoding="utf-8")


def test_plate_plots_are_written(tmp_path: Path) -> None:
    command = ["bench", "plates", "--quick", "--size", "100", "200", "--data", "city", "--peers", "scan"]
    assert main([*command, "--out", str(tmp_path)]) == 0
    assert cv2.imread(str(tmp_path / "time-size-plates-city.png")).std() > 1


def test_a_file_holds_the_same_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "figures.json"
    command = ["bench", "plates", "--quick", "--size", "100", "--peers", "--data", "city", "--cases", "exact"]
    assert main([*command, "--json", str(path), "--lang", "zh"]) == 0
    assert json.loads(path.read_text(encoding="utf-8"))["results"][0]["peer"] == "zbsec"
    assert "中位数" in capsys.readouterr().out


@pytest.mark.parametrize("subject", ["search", "plates"])
def test_a_peer_that_is_not_installed_is_named(
    subject: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = {"hnswlib", "rapidfuzz"}
    there = peers.find_spec
    monkeypatch.setattr(peers, "find_spec", lambda name: None if name in absent else there(name))
    peer = "hnswlib" if subject == "search" else "rapidfuzz"
    assert main(["bench", subject, "--quick", "--size", "100", "--peers", peer]) == 0
    assert f"left out: {peer}; pip install {peer}" in capsys.readouterr().out


def test_a_peer_that_takes_too_long_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(peers.load("numpy")):  # type: ignore[misc]
        def train(self, vectors: object) -> None:
            import time

            time.sleep(0.02)

    real = search.load
    monkeypatch.setattr(search, "load", lambda name: Slow if name == "numpy" else real(name))
    command = ["bench", "search", "--quick", "--size", "100", "--dim", "8", "--data", "random", "--cases", "member"]
    assert main([*command, "--peers", "numpy", "--budget-s", "0.01"]) == 0
    assert "numpy: not within the budget: 0% built after" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["search", "--size", "0"], "'0' is no whole number of 1 or more"),
        (["search", "--size", "many"], "'many' is no whole number"),
        (["search", "--budget-s", "-1"], "'-1' is no number of seconds"),
        (["search", "--peers", "annoy"], "invalid choice: 'annoy'"),
        (["search", "--data", "faces"], "invalid choice: 'faces'"),
        (["plates", "--dim", "3"], "unrecognized arguments"),
        (["plates", "--html", "page.html"], "--html, --views and --limit go with --photographs"),
        ([], "SUBJECT"),
    ],
)
def test_an_unknown_option_is_named(arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["bench", *arguments])
    assert complaint in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    occupied = tmp_path / "file"
    occupied.touch()
    assert main(["bench", "search", "--out", str(occupied)]) == 2
    assert main(["bench", "search", "--json", str(tmp_path / "no" / "folder.json")]) == 2
    complaints = capsys.readouterr().err
    assert str(occupied) in complaints
    assert "folder.json" in complaints
    assert "brute force" not in complaints


@pytest.mark.parametrize("dim", ["0", "4097"])
def test_a_width_that_no_index_has_is_named(dim: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["bench", "search", "--dim", dim])
    assert repr(dim) in capsys.readouterr().err


def test_too_little_memory_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "available_bytes", lambda: 10_000_000)
    assert main(["bench", "search", "--size", "1,000,000"]) == 2
    assert "1,000,000 x 512 needs about 8.8 GB of memory" in capsys.readouterr().err


def test_what_may_be_asked_for_is_what_there_is() -> None:
    assert set(bench.SEARCH_CASES) == {*CASES, CHANGE}
    assert {*bench.SEARCH_PEERS, peers.OURS} == set(peers.PEERS)
    assert set(bench.PLATE_CASES) == set(PLATE_CASES)
    assert {*bench.PLATE_PEERS, peers.OURS} == set(plate_peers.PLATE_PEERS)
    assert bench.DATA == DATA
    assert bench.BOOKS == BOOKS
    assert list(peers.PEERS) == sorted(peers.PEERS)
    for name in peers.PEERS:
        assert peers.load(name).__doc__, name


def test_everything_is_said_in_both_languages() -> None:
    for name, texts in _WORDS.items():
        assert len(texts) == 2, name
        assert all(texts), name
        fields = [{part.split("}")[0].split(":")[0] for part in text.split("{")[1:]} for text in texts]
        assert fields[0] == fields[1], name
    assert words("zh").recall != words("en").recall
