from __future__ import annotations

from zbsec.scenes.tracks import PATIENCE_FRAMES, Tracker


def test_a_place_is_followed() -> None:
    tracker = Tracker(gate_px=20)
    numbers = {number for step in range(20) for number in tracker.follow([(step * 10.0, 5.0)])}
    assert numbers == {0}


def test_two_that_pass_each_other_keep_their_numbers() -> None:
    tracker = Tracker(gate_px=40)
    for step in range(21):
        seen = tracker.follow([(step * 10.0, 50.0), (200.0 - step * 10, 55.0)])
    assert seen == {0: (200.0, 50.0), 1: (0.0, 55.0)}


def test_a_place_beyond_the_gate_is_another() -> None:
    tracker = Tracker(gate_px=20)
    tracker.follow([(0, 0)])
    assert tracker.follow([(21, 0)]) == {1: (21, 0)}


def test_a_short_gap_is_bridged_where_it_leads() -> None:
    tracker = Tracker(gate_px=15)
    for step in range(5):
        tracker.follow([(step * 10.0, 0)])
    for _ in range(PATIENCE_FRAMES):
        assert tracker.follow([]) == {}
    assert tracker.follow([(100.0, 0)]) == {0: (100.0, 0)}


def test_a_track_is_forgotten_and_what_comes_back_is_another() -> None:
    tracker = Tracker(gate_px=15)
    tracker.follow([(0, 0)])
    for _ in range(PATIENCE_FRAMES + 1):
        tracker.follow([])
    assert tracker.alive == frozenset()
    assert tracker.follow([(0, 0)]) == {1: (0, 0)}


def test_each_place_goes_to_one_track() -> None:
    tracker = Tracker(gate_px=50)
    tracker.follow([(0, 0), (30, 0)])
    assert tracker.follow([(14, 0)]) == {0: (14, 0)}


def test_each_track_takes_one_place() -> None:
    tracker = Tracker(gate_px=50)
    tracker.follow([(0, 0)])
    assert tracker.follow([(1, 0), (10, 0)]) == {0: (1, 0), 1: (10, 0)}
