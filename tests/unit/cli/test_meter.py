"""How far something is, on one line of a terminal."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from zbsec.cli import meter
from zbsec.cli.gallery import enroll
from zbsec.cli.gallery.enroll import Progress
from zbsec.cli.gallery.words import words
from zbsec.cli.meter import Meter, download
from zbsec.faces.bulk import Tally


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """And a clock that moves on by two seconds whenever it is asked."""
    screen, now = Terminal(), iter(range(0, 1000, 2))
    for module in (meter, enroll):
        monkeypatch.setattr(module, "sys", SimpleNamespace(stderr=screen))
    monkeypatch.setattr(meter, "time", SimpleNamespace(monotonic=lambda: float(next(now))))
    return screen


def test_a_shorter_line_leaves_nothing_of_a_longer_one(terminal: Terminal) -> None:
    shown = Meter(lambda done, total, _: "登记" if done else "a long line", shown=True)
    shown(0, 2)
    shown(1, 2)
    shown.end()
    assert terminal.getvalue() == "\ra long line\r登记" + " " * 7 + "\n"


def test_a_download_tells_share_and_rate(terminal: Terminal) -> None:
    shown = download("yunet", shown=True)
    shown(0, 8 << 20)
    shown(4 << 20, 8 << 20)
    assert terminal.getvalue().endswith("\ryunet:  50 % of 8.0 MiB, 1.0 MiB/s ")


@pytest.mark.parametrize(
    ("lang", "said", "stopped"),
    [
        ("en", "120 of 1,000, 7 refused, 25.0 a second, 0:35 left", "stopped after 120 of 1,000"),
        ("zh", "120/1,000，拒绝 7，每秒 25.0 人，剩余 0:35", "已中断：完成 120/1,000"),
    ],
)
def test_an_enrolment_tells_how_long_it_will_take_and_how_to_go_on(
    terminal: Terminal, lang: str, said: str, stopped: str
) -> None:
    progress = Progress(words(lang), shown=True)
    progress(Tally(total=1000, enrolled=20, before=20))
    progress(Tally(total=1000, enrolled=113, refused=7, before=20))
    assert said in terminal.getvalue()
    progress.end()
    assert stopped in terminal.getvalue()


def test_silent_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(meter, "sys", SimpleNamespace(stderr=screen))
    shown = Meter(lambda *_: "x", shown=True)
    shown(1, 2)
    shown.end()
    assert screen.getvalue() == ""
