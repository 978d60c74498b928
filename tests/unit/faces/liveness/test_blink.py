"""A blink in openness and times: what counts, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec.faces.liveness import Blink, EyesSeen, Unseen
from zbsec.faces.liveness.blink import LONGEST_S, MAX_GAP_S, OPEN, SHUT
from zbsec.testing import eyelids

if TYPE_CHECKING:
    from collections.abc import Iterable


def after(frames: Iterable[float | tuple[float, float] | Unseen | None], per_s: float = 25.0) -> Blink:
    blink = Blink()
    for number, frame in enumerate(frames):
        eyes = EyesSeen(unseen=frame) if isinstance(frame, Unseen) else EyesSeen()
        if isinstance(frame, float):
            eyes = EyesSeen((frame, frame))
        if isinstance(frame, tuple):
            eyes = EyesSeen(frame)
        blink = blink.seen(eyes, number / per_s)
    return blink


OPENED = [1.0] * 5


@pytest.mark.parametrize("per_s", [8.0, 12.5, 25.0, 60.0])
def test_a_slow_blink_is_seen_at_every_frame_rate(per_s: float) -> None:
    assert after(eyelids.blink(per_s=per_s), per_s).done


@given(st.floats(0.1, 0.9), st.floats(0.05, 0.2), st.floats(0.05, 0.3), st.sampled_from([12.5, 25.0, 30.0]))
def test_blinks_of_many_lengths(shut_s: float, closing_s: float, opening_s: float, per_s: float) -> None:
    shares = eyelids.blink(per_s=per_s, shut_s=max(shut_s, 2 / per_s), closing_s=closing_s, opening_s=opening_s)
    assert after(shares, per_s).done


@pytest.mark.parametrize(
    "frames",
    [
        pytest.param([*OPENED, 0.0, *OPENED], id="one frame may be a fault"),
        pytest.param([0.0] * 5 + OPENED, id="never open before"),
        pytest.param([*OPENED, *[0.0] * 40, *OPENED], id="shut for too long"),
        pytest.param([*OPENED, *[(0.0, 1.0)] * 5, *OPENED], id="one eye"),
        pytest.param([*OPENED, *[(0.9, 0.4)] * 5, *OPENED], id="one eye narrowed"),
        pytest.param([*OPENED, *[SHUT + 0.02] * 5, *OPENED], id="narrowed"),
        pytest.param([*OPENED, 0.0, 0.0, Unseen.HIDDEN, 0.0, *OPENED], id="covered meanwhile"),
        pytest.param([*OPENED, 0.0, 0.0, None, *OPENED], id="another reference meanwhile"),
        pytest.param([*OPENED, *[0.0] * 5], id="not open again"),
        pytest.param([*OPENED, *[0.0] * 5, *[0.3] * 5], id="hardly open again"),
    ],
)
def test_what_is_no_blink(frames: list[float | tuple[float, float] | Unseen | None]) -> None:
    assert not after(frames).done


def test_eyes_that_open_again_need_not_be_quite_as_they_were() -> None:
    assert after([*OPENED, *[-0.3] * 4, *[0.6] * 2]).done
    assert after([*OPENED, *[SHUT - 0.02] * 4, OPEN + 0.01]).done, "narrow eyes, of which a blink takes less away"


def test_a_blink_that_is_over_stays_so() -> None:
    done = after([*OPENED, *[0.0] * 4, *OPENED])
    assert done.done
    assert done.seen(EyesSeen(unseen=Unseen.DARK), 99.0) is done


@given(st.lists(st.floats(OPEN, 1.3), min_size=2, max_size=60), st.integers(8, 60))
def test_open_eyes_never_blink(shares: list[float], per_s: int) -> None:
    assert not after(shares, per_s).done


def test_too_few_frames_are_said_to_be_so() -> None:
    slow = after([1.0, 1.0, 0.0, 0.0, 1.0], per_s=1 / (MAX_GAP_S + 0.05))
    assert (slow.done, slow.ready, slow.unseen) == (False, False, Unseen.TOO_FEW_FRAMES)
    assert "帧率" in slow.unseen.zh


def test_what_hinders_is_told_while_it_does() -> None:
    hidden = after([*OPENED, Unseen.HIDDEN])
    assert (hidden.ready, hidden.unseen) == (False, Unseen.HIDDEN)
    assert after([*OPENED, Unseen.HIDDEN, *OPENED]).unseen is None


def test_time_is_by_the_frames() -> None:
    """The same frames shown slowly are shut for too long."""
    frames = [*OPENED, *[0.0] * 14, *OPENED]
    assert after(frames, per_s=25.0).done
    assert not after(frames, per_s=14 / LONGEST_S - 1).done
