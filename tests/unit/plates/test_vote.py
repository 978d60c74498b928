"""Readings of one vehicle become one, and vehicles stay apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from zbsec.plates import Track, Travel, Voter
from zbsec.plates.align import align, alikeness, contradict
from zbsec.plates.ballot import KEPT_VIEWS, MOST_VIEWS, Ballot
from zbsec.plates.trust import guarded
from zbsec.records import PlateColour, PlateReading
from zbsec.testing.estate import traffic
from zbsec.testing.estate.traffic import Scene
from zbsec.testing.plates import noisy_reading

START = datetime(2026, 11, 26, tzinfo=UTC)
FRAME = timedelta(seconds=0.08)
A, B = "鲁C12345", "鲁A8K7M2"


def reading(text: str, seed: int = 0, *, noise: float = 0.12, x: float = 0, width: float = 140) -> PlateReading:
    corners = np.array([[0, 0], [1, 0], [1, 0.32], [0, 0.32]], np.float32) * width + (x, 0)
    return noisy_reading(text, np.random.default_rng(seed), noise=noise, corners=corners.astype(np.float32))


def follow(scene: Scene, *, noise: float = 0.15, seed: int = 0, frame: timedelta = FRAME) -> list[Track]:
    """Every vehicle that was present, in the order in which they came."""
    rng = np.random.default_rng(seed)
    voter, tracks = Voter(), []
    for number, shown in enumerate(scene):
        readings = [
            noisy_reading(one.text, rng, noise=noise, corners=traffic.corners(one, rng, shake_px=2)) for one in shown
        ]
        present = voter.follow(readings, START + number * frame).present
        tracks += [track for track in present if track not in tracks]
    return tracks


# Alignment


@pytest.mark.parametrize(
    ("one", "other", "pairs"),
    [
        ("鲁C12345", "鲁C12345", [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)]),
        ("鲁C1245", "鲁C12345", [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (5, 6)]),
        ("鲁C12345", "C12345", [(1, 0), (2, 1), (3, 2), (4, 3), (5, 4), (6, 5)]),
    ],
)
def test_characters_are_aligned_over_gaps(one: str, other: str, pairs: list[tuple[int, int]]) -> None:
    a, b = (guarded(reading(text).probabilities) for text in (one, other))
    assert align(a, b) == pairs
    assert align(b, a) == [(j, i) for i, j in pairs]


def test_what_is_alike_and_what_contradicts() -> None:
    one, same, twin, other = (guarded(reading(text, 1).probabilities) for text in (A, A, "鲁C12348", B))
    assert alikeness(one, same) > 0.97
    assert not contradict(one, same, sure=0.95)
    assert 0.8 < alikeness(one, twin) < 0.9
    assert contradict(one, twin, sure=0.95)
    assert alikeness(one, other) < 0.35


# Fusion


def test_doubtful_readings_of_different_views_become_a_sure_one() -> None:
    ballot = Ballot()
    right = 0
    for seed in range(9):
        one = reading(A, seed, noise=0.27, x=90 * seed, width=130 + 8 * seed)
        right += one.text == A
        ballot.add(one)
    assert right < 6
    assert ballot.reading.text == A
    assert ballot.reading.score > 0.95
    assert ballot.reading.probabilities.sum(axis=1) == pytest.approx(np.ones(7), abs=1e-5)
    assert ballot.weight == MOST_VIEWS


def test_one_view_seen_a_thousand_times_weighs_as_one() -> None:
    misread = reading("鲁C12845", 3, noise=0.12)
    once, often = Ballot(), Ballot()
    once.add(misread)
    for _ in range(1000):
        often.add(misread)
    assert often.count == 1000
    assert often.weight == pytest.approx(once.weight)
    assert np.allclose(often.reading.probabilities, once.reading.probabilities, atol=1e-4)


def test_a_reading_that_lost_a_character_counts_for_the_others() -> None:
    ballot = Ballot()
    ballot.add(reading(A, 0, noise=0.2))
    ballot.add(reading("鲁C1245", 1, noise=0.2, x=120))
    ballot.add(reading(A, 2, noise=0.2, x=240))
    assert ballot.reading.text == A
    assert len(ballot.reading.probabilities) == 7


def test_small_and_blurred_readings_weigh_less() -> None:
    sharp, small = Ballot(), Ballot()
    sharp.add(reading(A, 0, width=140))
    small.add(reading(A, 0, width=50))
    assert small.weight < 0.6 * sharp.weight
    assert small.reading.score < sharp.reading.score


def test_the_colour_is_voted_and_unknown_has_no_vote() -> None:
    ballot = Ballot()
    for number, colour in enumerate([PlateColour.UNKNOWN, PlateColour.UNKNOWN, PlateColour.GREEN]):
        corners = np.array([[0, 0], [140, 0], [140, 45], [0, 45]], np.float32)
        ballot.add(noisy_reading("鲁CD06729", np.random.default_rng(number), colour=colour, corners=corners))
    assert ballot.reading.colour is PlateColour.GREEN


def test_a_vehicle_seen_in_ever_new_views_keeps_the_best_of_them() -> None:
    """One that manoeuvres: more views than are kept, the weakest in the middle."""
    ballot = Ballot()
    for number in range(3 * KEPT_VIEWS):
        ballot.add(reading("鲁C12345", number, noise=0.3 if number % 2 else 0.1, x=200.0 * number))
    assert ballot.count == 3 * KEPT_VIEWS
    assert ballot.weight == MOST_VIEWS
    assert ballot.reading.text == "鲁C12345"


def test_an_empty_ballot_has_no_reading() -> None:
    with pytest.raises(ValueError, match="nothing was read"):
        _ = Ballot().reading


# Tracks


@pytest.mark.parametrize(
    ("scene", "texts", "travel"),
    [
        (traffic.approaching(A), [A], Travel.APPROACHING),
        (traffic.leaving(A), [A], Travel.LEAVING),
        (traffic.standing(A), [A], Travel.UNKNOWN),
        (traffic.waiting(A), [A], Travel.APPROACHING),
        (traffic.hidden(traffic.approaching(A), 15, 20), [A], Travel.APPROACHING),
        (traffic.behind(traffic.approaching(A), traffic.approaching(B), 44), [A, B], Travel.APPROACHING),
        (traffic.behind(traffic.approaching(A), traffic.approaching(B), 12), [A, B], Travel.APPROACHING),
        (traffic.behind(traffic.leaving(A), traffic.leaving(B), 12), [A, B], Travel.LEAVING),
    ],
    ids=["approaching", "leaving", "standing", "waiting", "hidden", "in a row", "tailgating", "tailgating away"],
)
def test_every_vehicle_is_one_track(scene: Scene, texts: list[str], travel: Travel) -> None:
    tracks = follow(scene)
    assert [track.reading.text for track in tracks] == texts
    assert {track.travel for track in tracks} == {travel}


def test_twins_that_follow_each_other_are_two() -> None:
    twin = "鲁C12348"
    for gap in (12, 41, 44):
        tracks = follow(traffic.behind(traffic.approaching(A), traffic.approaching(twin), gap), noise=0.1)
        assert [track.reading.text for track in tracks] == [A, twin]


@pytest.mark.parametrize("frame_s", [0.08, 0.4, 0.7, 1.0, 5.0])
def test_a_province_that_is_misread_for_sure_splits_no_vehicle(frame_s: float) -> None:
    """At any frame rate; the pictures of a slow camera are still those of one vehicle."""
    voter = Voter()
    texts = [A, A, "川C12345", A, A, "川C12345", "川C12345", A, A]
    for number, text in enumerate(texts):
        place = reading(text, number, noise=0.08, x=20 * number, width=90 * 1.08**number)
        followed = voter.follow([place], START + number * timedelta(seconds=frame_s))
    (track,) = followed.present
    assert (track.reading.text, track.readings) == (A, len(texts))


def test_a_lost_frame_does_not_hand_a_vehicle_to_the_one_behind() -> None:
    """Half the serials agree, the second is badly read, and the first is not read in the frame where it appears."""
    first, second = traffic.approaching("鲁C99719"), traffic.approaching("鲁C99837")
    for lost in range(16, 24):
        scene = traffic.behind(traffic.hidden(first, lost, 1), second, 18)
        for seed in range(6):
            tracks = follow(scene, noise=0.22, seed=seed)
            assert [track.reading.text for track in tracks] == ["鲁C99719", "鲁C99837"]


def test_a_vehicle_that_stands_for_ten_minutes_is_one_and_costs_no_memory() -> None:
    (track,) = follow(traffic.standing(A, frames=1200), frame=timedelta(seconds=0.5))
    assert track.readings >= 1190
    assert track.weight <= 1


def test_who_was_out_of_sight_for_long_arrives_anew() -> None:
    voter = Voter()
    first = voter.follow([reading(A)], START).present
    for second in (1, 2):
        assert voter.follow([], START + timedelta(seconds=second)).gone == ()
    assert voter.follow([], START + timedelta(seconds=3)).gone == first
    assert voter.follow([reading(A)], START + timedelta(seconds=3.1)).present != first


def test_a_pause_in_which_nobody_looked_is_no_absence() -> None:
    """As when a video file waits for the barrier to close."""
    voter = Voter()
    first = voter.follow([reading(A)], START).present
    later = voter.follow([reading(A, 1)], START + timedelta(seconds=60))
    assert later.present == first
    assert later.at == START + timedelta(seconds=1)
    assert first[0].captured_at == START + timedelta(seconds=60)


def test_one_misreading_in_the_middle_is_nobody() -> None:
    voter = Voter()
    for number, text in enumerate([A, A, A, B, A, A]):
        followed = voter.follow([reading(text, number)], START + number * FRAME)
    assert [track.reading.text for track in followed.present] == [A]
    assert len(voter.finish()) == 1


def test_the_nearest_comes_first() -> None:
    followed = Voter().follow([reading(A, width=80), reading(B, x=400, width=160)], START)
    assert [track.reading.text for track in followed.present] == [B, A]
