"""``zbsec gallery`` as its operator types it, in English and Chinese."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zbsec.cli import main
from zbsec.cli.gallery import SUBJECTS, subjects
from zbsec.cli.gallery.words import _WORDS
from zbsec.faces import FACE_TERMS, key_source
from zbsec.faces.vault import Folders, Vault, database
from zbsec.records import Consent, Purpose, Template

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def consent(holder: str, **changes: Any) -> Consent:
    facts: dict[str, Any] = {
        "id": f"consent-of-{holder}",
        "holder": holder,
        "purpose": Purpose.FACE_ACCESS,
        "terms_hash": FACE_TERMS.hash,
        "notice_hash": "0" * 64,
        "shown_at": NOW - 9 * DAY,
        "given_at": NOW - 9 * DAY,
        "expires_at": NOW + 30 * DAY,
        "actor": "desk-1",
        "channel": "counter",
        "alternative_shown": True,
    }
    return Consent(**{**facts, **changes})


class Office:
    """A gallery of three, one of whom may no longer pass, and the command on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.key, self._capsys = folder / "gallery", f"file:{folder / 'site.key'}", capsys
        assert main(["gallery", "new-key", self.key]) == 0
        vault = Vault.open(
            Folders.of(self.folder), key=key_source(self.key).read(), model=("painted", 16), site="shifan-estate"
        )
        for number, ends in enumerate((NOW + 30 * DAY, NOW - DAY, NOW + 30 * DAY), 1):
            vector = np.eye(16, dtype=np.float32)[number]
            given = consent(f"h{number}", expires_at=ends)
            vault.put(given, Template(vector=vector, model="painted"), given.given_at)
        vault.close()
        capsys.readouterr()

    def __call__(self, subject: str, *words: str, lang: str = "en", expect: int = 0, at: Path | None = None) -> str:
        arguments = [subject, str(at or self.folder), *words, "--key", self.key, "--lang", lang]
        assert main(["gallery", *arguments]) == expect
        told = self._capsys.readouterr()
        return told.err if expect == 2 else told.out

    def json(self, subject: str, *words: str, expect: int = 0) -> Any:
        return json.loads(self(subject, *words, "--json", expect=expect))


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(database, "SYNCHRONOUS", "OFF")
    return Office(tmp_path, capsys)


def test_every_subject_does_something_and_every_text_has_two_languages() -> None:
    assert all(callable(getattr(subjects, name.replace("-", "_"))) for name in SUBJECTS)
    assert all(en and zh for en, zh in _WORDS.values())


def test_the_list_says_whose_consent_lives(office: Office) -> None:
    told = office("list", expect=1).splitlines()
    assert told[0].split() == ["holder", "consent", "ends", "state"]
    assert told[1].endswith("living")
    assert "it ended on" in told[2]
    assert told[-1] == "3 enrolled, 2 identified, 1 not"
    assert "同意已于" in office("list", lang="zh", expect=1)
    facts = office.json("list", expect=1)["holders"]
    assert [one["living"] for one in facts] == [True, False, True]


def test_what_a_gallery_is(office: Office) -> None:
    facts = office.json("info")
    assert (facts["site"], facts["model"], facts["suite"]) == ("shifan-estate", "painted", "aes-256-gcm")
    assert (facts["members"], facts["sequence"], facts["replica"]) == (3, 3, False)
    assert facts["public_key"] in office("info")
    assert "密码套件" in office("info", lang="zh")


def test_rights_with_receipts_that_verify(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public_key = office.json("info")["public_key"]
    for right, words in {
        "know": ["h1"],
        "copy": ["h1"],
        "explain": ["h1"],
        "correct": ["h1", "consent-of-h1", "channel=paper"],
        "delete": ["h1"],
    }.items():
        receipt, whole = tmp_path / f"{right}.json", tmp_path / f"{right}-whole.json"
        whole.write_text(office(right, *words, "--by", "desk-1", "--receipt", str(receipt), "--json"))
        for file in (receipt, whole):
            assert main(["gallery", "verify", str(file), "--public-key", public_key, "--lang", "zh"]) == 0
            assert f"真实：{right}" in capsys.readouterr().out
        altered = json.loads(whole.read_text())
        altered["answer"]["holder"] = "h2"
        whole.write_text(json.dumps(altered))
        assert main(["gallery", "verify", str(whole), "--lang", "en"]) == 2
        assert "is for another answer" in capsys.readouterr().err
    assert [one["holder"] for one in office.json("list", expect=1)["holders"]] == ["h2", "h3"]


def test_a_person_reads_the_explanation_in_their_language(office: Office) -> None:
    assert "forgotten at once" in office("explain", "h2", "--by", "desk-1")
    assert "立即遗忘" in office("explain", "h2", "--by", "desk-1", lang="zh")
    assert "erased: 1 template, 1 key" in office("delete", "h2", "--by", "desk-1")
    assert "已删除：模板 1 个" in office("delete", "h3", "--by", "desk-1", lang="zh")


def test_a_gate_is_fed_from_files(office: Office, tmp_path: Path) -> None:
    snapshot, delta, gate = tmp_path / "all", tmp_path / "news", tmp_path / "gate"
    assert "snapshot at record 3" in office("snapshot", "--out", str(snapshot))
    assert "this gate is at record 3" in office("apply", str(snapshot), at=gate)
    office("delete", "h1", "--by", "desk-1")
    assert "增量自记录 3 至 5" in office("snapshot", "--since", "3", "--out", str(delta), lang="zh")
    assert "本闸机已更新至记录 5" in office("apply", str(delta), at=gate, lang="zh")
    assert "h1" not in office("list", at=gate, expect=1)
    assert "is older than this gate" in office("apply", str(snapshot), at=gate, expect=2)
    assert "a gate's copy of a gallery is refused" in office("delete", "h3", "--by", "x", at=gate, expect=2)


def test_after_a_backup_was_put_back(office: Office, tmp_path: Path) -> None:
    shutil.copytree(office.folder, tmp_path / "backup")
    office("delete", "h1", "--by", "desk-1")
    shutil.rmtree(office.folder)
    shutil.copytree(tmp_path / "backup", office.folder)
    assert "run: zbsec gallery restore" in office("list", expect=2)
    told = office("restore", expect=1)
    assert "2 can be recognised again, 2 records are not in the backup" in told
    assert "to enrol anew if they still want: h1" in told
    assert "2 enrolled" in office("list", expect=1)


def test_a_new_key(office: Office, tmp_path: Path) -> None:
    new = f"file:{tmp_path / 'new.key'}"
    words = ["--new-key", new, "--by", "engineer-2", "--reason", "a gate was stolen"]
    assert "key file" in office("renew", *words, expect=2)
    assert main(["gallery", "new-key", new]) == 0
    assert "已更换密钥" in office("renew", *words, lang="zh")
    assert "this key does not open it" in office("list", expect=2)
    office.key = new
    assert "3 enrolled" in office("list", expect=1)


def test_refusals_and_the_clock(office: Office) -> None:
    assert "nobody asks h9 again for 30 days" in office("refused", "h9", "--by", "kiosk", "--again-after", "30")
    assert "不再询问 h9" in office("refused", "h9", "--by", "kiosk", lang="zh")
    assert "the clock is accepted" in office("accept-clock", "--by", "engineer-2", "--reason", "battery")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["know", "FOLDER", "h9", "--by", "x", "--key", "KEY"], "nothing of holder 'h9' is on record here"),
        (["list", "/no/such/gallery", "--key", "KEY"], "there is no gallery in /no/such/gallery"),
        (["list", "FOLDER", "--key", "env:NO_SUCH_KEY"], "the environment has no NO_SUCH_KEY"),
        (["list", "FOLDER", "--key", "somewhere"], "names no source of a key; write one of file:/path"),
        (["new-key", "KEY"], "no key is ever overwritten"),
        (["apply", "FOLDER", "/no/file", "--key", "KEY"], "No such file"),
        (["verify", "/no/file"], "No such file"),
        (["snapshot", "FOLDER", "--out", "/no/folder/file", "--key", "KEY"], "No such file"),
        (["snapshot", "FOLDER", "--out", "/dev/null", "--since", "9", "--key", "KEY"], "ends at record 3, before 9"),
        (["correct", "FOLDER", "h1", "c", "channel=x", "--by", "x", "--key", "KEY"], "no standing consent 'c'"),
        (
            ["correct", "FOLDER", "h1", "consent-of-h1", "age_band=7", "--by", "x", "--key", "KEY"],
            "age_band '7' is none of: under_14, from_14",
        ),
        (
            ["correct", "FOLDER", "h1", "consent-of-h1", "age_band=under_14", "--by", "x", "--key", "KEY"],
            "no consent can be so: under 14 a guardian consents",
        ),
    ],
)
def test_a_mistake_is_named_and_shows_no_traceback(
    office: Office, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    filled = [{"FOLDER": str(office.folder), "KEY": office.key}.get(word, word) for word in words]
    assert main(["gallery", *filled]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert "Traceback" not in told


@pytest.mark.parametrize("fact", ["channel", "channel=", "expires_at=soon", "expires_at=2026-12-31T00:00:00"])
def test_a_correction_is_written_name_equals_value(
    office: Office, capsys: pytest.CaptureFixture[str], fact: str
) -> None:
    with pytest.raises(SystemExit):
        office("correct", "h1", "consent-of-h1", fact, "--by", "x")
    assert "write" in capsys.readouterr().err
