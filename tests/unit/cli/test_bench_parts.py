"""The parts of ``zbsec bench`` that decide what a figure means."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from tests.reference import alignment_cost, cosine_scores, reading_costs

from zbsec.cli.bench import must_read, peers, plate_peers, plate_texts, timing, truth, vectors
from zbsec.cli.bench.building import build
from zbsec.cli.bench.peers.base import Answers, Peer
from zbsec.cli.bench.plots.style import _apart
from zbsec.cli.bench.results import rounded
from zbsec.records import PLATE_ALPHABET


@pytest.mark.parametrize("data", vectors.DATA)
def test_galleries_are_unit_vectors_and_come_again_with_their_seed(data: str) -> None:
    made = vectors.gallery(100, 24, data, 5)
    assert made.dtype == np.float32
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-6)
    assert np.array_equal(made, vectors.gallery(100, 24, data, 5))
    assert not np.array_equal(made, vectors.gallery(100, 24, data, 6))


def test_pictures_of_one_person_lie_close_together() -> None:
    made = vectors.gallery(800, 512, "clusters", 1)
    scores = made @ made.T
    assert np.isclose(scores[0, 1:8].mean(), 1 / (1 + 0.6**2), atol=0.05)
    assert abs(scores[0, 8:].mean()) < 0.02


def test_members_score_as_promised_and_strangers_do_not() -> None:
    made = vectors.gallery(500, 512, "random", 1)
    assert np.allclose((vectors.members(made, 20, 1) @ made.T).max(axis=1), 0.65, atol=0.06)
    assert (vectors.strangers(made, 20, 1) @ made.T).max() < 0.36


def test_the_brute_force_is_one() -> None:
    made = vectors.gallery(300, 16, "clusters", 2)
    made[7] = made[3]  # the same score twice: by smaller id
    queries = np.concatenate([vectors.members(made, 10, 2), made[3:4]])
    found = truth.brute_force(made, queries, 5, -1.0)
    scores = queries.astype(np.float64) @ made.astype(np.float64).T
    assert np.array_equal(found, np.argsort(-scores, axis=1, kind="stable")[:, :5])
    assert found[-1, :2].tolist() == [3, 7]
    assert (truth.brute_force(made, queries, 400, 0.9)[:, -1] == -1).all()
    assert np.allclose(cosine_scores(queries, made), scores, atol=1e-6)


def test_answers_are_judged_by_what_should_have_been_found() -> None:
    made = np.eye(4, dtype=np.float32)
    queries = made[:2]
    right = np.array([[0, 1], [-1, -1]])
    answers = Answers(np.array([[0, 2], [-1, -1]]), np.array([[1, 0.25], [0, 0]], np.float32))
    verdict = truth.judge(answers, right, made, queries)
    assert verdict.recall == pytest.approx(2 / 3)  # one of two, and rightly none
    assert verdict.equal_ids == 0.75
    assert verdict.score_error == 0.25


def test_no_answer_lies_below_what_must_be_read() -> None:
    """Of the planes: a member's rows are ruled out earlier than a stranger's, and nothing is where nothing is asked."""
    made = vectors.gallery(1000, 128, "random", 3)
    few = vectors.members(made, 16, 3)
    planes = must_read.Planes(made)
    sizes = [planes.bytes(few, np.full(16, cut_off, np.float32), 1) for cut_off in (0.9, 0.6, 0.36, -1.0)]
    assert sizes == sorted(sizes)
    assert sizes[0] >= 1000 * (128 / 8 + 4)
    assert sizes[-1] == 1000 * (6 * (128 / 8 + 4) + 4 * 128)
    assert planes.bytes(few, np.full(16, 0.36, np.float32), 16) > sizes[2]


@pytest.mark.parametrize("name", sorted(peers.PEERS))
def test_a_peer_finds_and_forgets(name: str) -> None:
    kind = peers.load(name)
    if lack := peers.missing(kind.needs):
        pytest.skip(lack)
    made = vectors.gallery(600, 32, "clusters", 4)
    peer: Peer = kind(32, 600, threads=1, seed=4)
    assert build(peer, made, 60, say=lambda _: None).whole
    peer.set(peer.settings(1)[-1])
    found = peer.search(made[:3], 4, 0.5)
    assert found.ids[:, 0].tolist() == [0, 1, 2]
    assert np.allclose(found.scores[:, 0], 1, atol=0.05)
    assert (peer.search(-made[:1], 1, 0.99).ids == -1).all()
    if peer.changes:
        for id in (600, 601):
            peer.come_and_go(id, -made[:1])
        assert (peer.search(-made[:1], 1, 0.99).ids == -1).all()


@pytest.mark.parametrize("book", plate_texts.BOOKS)
def test_plates_are_different_and_ordinary(book: str) -> None:
    made = plate_texts.registered(2000, book, 1)
    assert len(set(made)) == 2000
    assert made == plate_texts.registered(2000, book, 1)
    plate_peers.Ours(made)  # would refuse what is no plate
    assert {plate[:2] for plate in made} == {"鲁C"} if book == "city" else len({plate[0] for plate in made}) == 31


def test_the_plain_scan_sums_what_the_slow_table_sums() -> None:
    made = plate_texts.registered(60, "random", 1)
    plain = plate_peers.Plain(made)
    for lookup in plate_texts.soft(made, 5, 1):
        assert not isinstance(lookup.question, str)
        costs = reading_costs(lookup.question)
        slow = [alignment_cost(costs, [PLATE_ALPHABET.index(character) for character in plate]) for plate in made]
        assert made[int(np.argmin(slow))] == plain.find(lookup) == lookup.meant


def test_calls_take_turns_and_are_compared_round_by_round() -> None:
    seen: list[str] = []
    calls = {name: (lambda _, name=name: seen.append(name)) for name in ("a", "b")}
    rounds = timing.in_turns(calls, timing.Effort(seconds=0, rounds=4, most_s=9))
    assert [len(samples) for samples in rounds.values()] == [4, 4]
    turns = [name for name, _ in itertools.groupby(seen)]
    assert turns == ["a", "b"] * 3 + ["a"]  # warming up, then four rounds; who was last in one begins the next
    assert timing.times([[2, 2], [9]], [[1, 1], [3]]).median == 2.5


def test_what_takes_long_runs_one_round() -> None:
    rounds = timing.in_turns({"slow": lambda _: time.sleep(0.02)}, timing.Effort(seconds=9, rounds=9, most_s=0.01))
    assert [len(samples) for samples in rounds["slow"]] == [1]


def test_labels_move_apart_and_stay_in_order() -> None:
    assert _apart([0, 1, 50], 10, 0, 100) == [-4.5 + 4.5, 5.5, 50]
    assert _apart([95, 99], 10, 0, 100) == [90, 100]


def test_figures_keep_six_digits() -> None:
    assert rounded({"a": [1 / 3, float("nan"), 7]}) == {"a": [0.333333, None, 7]}
