"""``zbsec gallery enroll``: a table of consents and a folder of pictures, as an operator has them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from zbsec import faces
from zbsec.cli import main
from zbsec.cli.gallery.people import COLUMNS, applicants
from zbsec.errors import ApplicantsError, ImageError
from zbsec.faces import FACE_TERMS, align
from zbsec.faces.vault import database
from zbsec.records import AgeBand, Box, Face

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


class Painted:
    """Reads who is in a picture from the colour of its left upper corner, which outlives compression."""

    name, dim, min_score = "painted", 16, 0.8

    def detect(self, image: NDArray[np.uint8]) -> list[Face]:
        box = Box(left=0, top=0, right=112, bottom=112)
        return [Face(box=box, landmarks=align.TEMPLATE, score=1.0)] * int(image[4, 4, 1] > 100)

    def embed(self, image: NDArray[np.uint8], faces: Any) -> NDArray[np.float32]:
        drawn = np.random.default_rng(round(image[4, 4, 0] / 10)).normal(size=self.dim)
        return np.asarray([drawn / np.linalg.norm(drawn)], np.float32)


@pytest.fixture(autouse=True)
def painted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(faces, "load", lambda *_, **__: Painted())
    monkeypatch.setenv("ZBSEC_MODELS", str(tmp_path / "no-models"))
    monkeypatch.setattr(database, "SYNCHRONOUS", "OFF")


def picture(path: Path, number: int, *, face: bool = True) -> None:
    image = np.random.default_rng(number).integers(0, 256, (112, 112, 3), np.uint8)
    image[:8, :8] = (10 * number, 200 if face else 0, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), image)


def row(holder: str, **changes: str) -> dict[str, str]:
    return {
        "holder": holder,
        "consent": f"consent-of-{holder}",
        "terms_hash": FACE_TERMS.hash,
        "notice_hash": "0" * 64,
        "shown_at": (NOW - DAY).isoformat(),
        "given_at": (NOW - DAY).isoformat(),
        "expires_at": (NOW + 30 * DAY).isoformat(),
        "actor": "desk-1",
        "channel": "counter",
        "alternative_shown": "true",
    } | changes


def table(path: Path, rows: list[dict[str, str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    names = list(dict.fromkeys([*COLUMNS, *(name for one in rows for name in one)]))
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Four: two pictures in a folder, one named, one of a wall, one the same as the first."""
    folder = tmp_path / "people"
    for number, name in ((1, "h1/1.png"), (1, "h1/2.jpg"), (2, "two.png"), (1, "h4/again.png")):
        picture(folder / name, number)
    picture(folder / "h3" / "wall.png", 3, face=False)
    table(folder / "consents.csv", [row("h1"), row("h2", pictures=" two.png ;"), row("h3"), row("h4")])
    return folder


class Desk:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.gallery, self.key, self._capsys = folder / "gallery", f"file:{folder / 'site.key'}", capsys
        assert main(["gallery", "new-key", self.key]) == 0
        capsys.readouterr()

    def __call__(self, people: Path, *words: str, expect: int = 0) -> str:
        named = ["--key", self.key, "--site", "estate"]
        assert main(["gallery", "enroll", str(self.gallery), str(people), *named, *words]) == expect
        told = self._capsys.readouterr()
        return told.err if expect == 2 else told.out

    def json(self, people: Path, *words: str, expect: int = 0) -> Any:
        return json.loads(self(people, *words, "--json", expect=expect))


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_a_folder_of_people_is_enrolled_and_what_is_to_be_looked_at_is_named(desk: Desk, people: Path) -> None:
    told = desk(people, "--lang", "en", expect=1)
    assert "3 of 4 enrolled, 1 refused, 1 resemble another" in told
    assert "h3      h3/wall.png  no face was found; look straight" in told
    assert "h4      h1 (1.00)" in told
    assert f"still lie in {people}" in told
    again = desk.json(people, expect=1)
    assert (again["enrolled"], again["refused"], again["before"]) == (3, 1, 4)
    assert [one["holder"] for one in again["look_at"]] == ["h3", "h4"]
    assert again["look_at"][0]["refused"][0]["picture"] == "h3/wall.png"
    report = desk.gallery.with_name("gallery.enrolment.jsonl")
    assert again["report"] == str(report)
    assert json.loads(report.read_text().splitlines()[1])["pictures"] == 2


def test_in_chinese(desk: Desk, people: Path) -> None:
    told = desk(people, "--lang", "zh", "--workers", "1", expect=1)
    assert "登记 3/4 人，拒绝 1 人，与他人相似 1 人" in told
    assert "未检测到人脸；请正对镜头" in told
    assert "请人工核对" in told
    assert "照片仍保存在" in told


def test_corrected_pictures_are_tried_again_and_those_enrolled_are_erased(desk: Desk, people: Path) -> None:
    first = desk.json(people, "--erase", expect=1)
    assert first["pictures_erased"] == 4
    left = [path.name for path in people.rglob("*") if path.is_file()]
    assert sorted(left) == ["consents.csv", "wall.png"]
    picture(people / "h3" / "wall.png", 3)
    second = desk.json(people, "--again", "--erase", expect=1)
    assert (second["enrolled"], second["refused"], second["pictures_erased"]) == (4, 0, 1)
    assert [path.name for path in people.rglob("*") if path.is_file()] == ["consents.csv"]


def test_a_new_gallery_is_some_site_s(desk: Desk, people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["gallery", "enroll", str(desk.gallery), str(people), "--key", desk.key, "--lang", "en"]
    assert main(command) == 2
    assert "a new gallery needs --site: no site opens one that is nobody's; give the id" in capsys.readouterr().err
    assert not desk.gallery.exists(), "nothing was begun"
    desk(people, expect=1)
    assert main(command) == 1, "one that is there knows whose it is"
    with faces.Gallery.open(desk.gallery, key=faces.key_source(desk.key), model=Painted(), site="estate") as gallery:
        assert len(gallery) == 3


def test_the_same_folder_again_changes_nothing(desk: Desk, people: Path) -> None:
    desk(people, expect=1)
    before = {path: path.read_bytes() for path in desk.gallery.parent.rglob("*") if path.is_file()}
    desk(people, expect=1)
    after = {path: path.read_bytes() for path in desk.gallery.parent.rglob("*") if path.is_file()}
    assert before.keys() == after.keys()
    assert [path.name for path in before if before[path] != after[path]] == []


def test_every_wrong_line_is_named_at_once_in_both_languages(tmp_path: Path, desk: Desk) -> None:
    rows = [
        row("h1"),
        row("h1", consent="other"),
        row("h3", consent="consent-of-h1"),
        row("h4", given_at="yesterday"),
        row("h5", expires_at="2030-01-01T00:00:00"),
        row("h6", alternative_shown="yes"),
        row("h7", notice_hash=""),
        row("h8", expires_at=(NOW - 9 * DAY).isoformat()),
        row("h9", age_band="under_14"),
        row("h10", age_band="old"),
    ]
    path = table(tmp_path / "list.csv", rows)
    with pytest.raises(ApplicantsError) as caught:
        applicants(path)
    said = [(one.line, one.key, one.problem) for one in caught.value.complaints]
    assert [(line, key) for line, key, _ in said] == [
        (3, "holder"),
        (4, "consent"),
        (5, "given_at"),
        (6, "expires_at"),
        (7, "alternative_shown"),
        (8, "notice_hash"),
        (9, "consent"),
        (10, "consent"),
        (11, "age_band"),
    ]
    for line, words in {3: "stands in line 2 already", 6: "no time with a zone", 9: "out of order"}.items():
        assert words in next(problem for number, _, problem in said if number == line)
    assert all(one.problem_zh and one.remedy_zh and one.remedy for one in caught.value.complaints)
    told = desk(path, "--lang", "zh", expect=2)
    assert f"{path}:5: given_at：'yesterday' 不是带时区的时间；请写成 2026" in told
    assert f"{path}:9: consent：不构成有效的同意记录：shown_at、given_at、expires_at 先后有误；先告知" in told
    assert "未满 14 周岁须监护人同意：guardian_ref 为空" in told
    assert not desk.gallery.exists(), "nothing was begun"


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "short.csv").write_text("holder,consent\n")
    with pytest.raises(ImageError, match=r"short\.csv: has no column terms_hash"):
        applicants(tmp_path / "short.csv")
    with pytest.raises(ImageError, match=r"consents\.csv: No such file"):
        applicants(tmp_path)


def test_a_table_of_nobody_is_no_success(tmp_path: Path, desk: Desk) -> None:
    path = table(tmp_path / "list.csv", [])
    assert desk(path, "--lang", "en", expect=2).strip() == (
        f"{path}: (the file): lists nobody; write one line for each holder"
    )
    assert "没有列出任何人" in desk(path, "--lang", "zh", expect=2)
    assert not desk.gallery.exists(), "nothing was begun"


def test_full_width_signs_are_taken_but_not_in_names(tmp_path: Path) -> None:
    wide = {"alternative_shown": "ｔｒｕｅ", "expires_at": "２０２７－０１－０１Ｔ００：００：００＋０８：００"}
    ((one,), _) = applicants(table(tmp_path / "list.csv", [row("ｈ１", pictures="一.png；二.png", **wide)]))
    assert one.consent.alternative_shown
    assert one.consent.expires_at == datetime.fromisoformat("2027-01-01T00:00:00+08:00")
    assert one.pictures == ("一.png", "二.png")
    assert one.consent.holder == "ｈ１", "a reference is taken to the letter"


def test_refusals_are_chinese_throughout_and_say_what_would_be_right(tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "words.jpg").write_text("hello")
    rows = [row("h1", pictures="none.jpg"), row("h2", pictures="words.jpg"), row("h3", terms_hash="a" * 64)]
    path = table(tmp_path / "list.csv", rows)
    told = desk(path, "--lang", "zh", expect=1)
    assert "照片无法读取（没有此文件或文件夹）" in told
    assert "照片无法读取（没有可解码的图像：" in told
    assert f"条款哈希为 {'a' * 64}，应为 {FACE_TERMS.hash}" in told
    assert f"照片仍保存在 {tmp_path}：" in told, "the folder, not the table"


def test_a_child_s_consent_carries_its_guardian(tmp_path: Path) -> None:
    guardian = {"age_band": "under_14", "guardian_ref": "g-1", "guardian_consent": "paper 1"}
    found, folder = applicants(table(tmp_path / "list.csv", [row("h1", **guardian), row("../h2")]))
    assert found[0].consent.age_band is AgeBand.UNDER_14
    assert found[0].consent.guardian_ref == "g-1"
    assert [one.pictures for one in found] == [(), ()]
    assert folder == tmp_path


def test_children_are_enrolled_only_where_the_operator_says_so(tmp_path: Path, desk: Desk) -> None:
    """PIPL 31, governance G09: off unless it is switched on, and never without the guardian."""
    picture(tmp_path / "list" / "h1" / "1.png", 1)
    guardian = {"age_band": "under_14", "guardian_ref": "g-1", "guardian_consent": "paper 1"}
    path = table(tmp_path / "list" / "consents.csv", [row("h1", **guardian)]).parent
    assert "未满 14 周岁，本库不收儿童人脸" in desk(path, "--lang", "zh", expect=1)
    assert desk.json(path, "--again", "--allow-under-14")["enrolled"] == 1
    with faces.Gallery.open(desk.gallery, key=faces.key_source(desk.key), model=Painted(), site="estate") as gallery:
        (held,) = gallery.register.consents("h1")
        assert (held.age_band, held.guardian_ref) == (AgeBand.UNDER_14, "g-1")
