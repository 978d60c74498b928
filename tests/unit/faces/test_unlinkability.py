"""The same people at two sites look like strangers to each other (ISO/IEC 24745; governance G43)."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from zbsec.faces.vault import Folders, Vault
from zbsec.faces.vault.rotation import Rotation
from zbsec.faces.vault.suite import Suite
from zbsec.records import Template

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeConsent
    from numpy.typing import NDArray

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PEOPLE = 400
DIM = 128


def faces(seed: int, count: int = PEOPLE) -> NDArray[np.float32]:
    """As networks make them: unit vectors with a direction that all share, and few strong ones."""
    rng = np.random.default_rng(seed)
    drawn = rng.normal(size=(count, DIM)) * np.linspace(2.0, 0.5, DIM) + 0.4
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


def again(people: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """Other pictures of the same people: a cosine of about 0.7."""
    other = people + 0.09 * np.random.default_rng(seed).normal(size=people.shape)
    return np.asarray(other / np.linalg.norm(other, axis=1, keepdims=True), np.float32)


def turned(vectors: NDArray[np.float32], key: bytes, suite: Suite = Suite.AES_256_GCM) -> NDArray[np.float32]:
    rotation = Rotation(suite, key, DIM)
    return np.stack([rotation.turned(vector) for vector in vectors])


def scores(one: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Of each person with their own other template, and with everybody else's."""
    all_scores = one @ other.T
    return np.diagonal(all_scores), all_scores[~np.eye(len(one), dtype=bool)]


@pytest.mark.parametrize("seed", range(5))
def test_the_same_people_at_two_sites_score_like_strangers(seed: int) -> None:
    """Two-sample Kolmogorov-Smirnov test; five seeds at one in a thousand are alarmed once in two hundred runs, and the
    seeds are fixed."""
    people = faces(seed)
    ours = turned(people, bytes([seed]) * 32)
    theirs = turned(again(people, seed + 100), bytes([seed + 50]) * 32)
    same, strangers = scores(ours, theirs)
    assert ks_2samp(same, strangers).pvalue > 1e-3
    assert abs(float(same.mean() - strangers.mean())) < 3 * float(strangers.std()) / np.sqrt(PEOPLE)
    best = np.argmax(ours @ theirs.T, axis=1)
    assert int((best == np.arange(PEOPLE)).sum()) <= 6, "by chance one finds itself"


def test_the_test_would_notice() -> None:
    """At one site, under one key, the same comparison is as different as can be."""
    people = faces(1)
    key = bytes(32)
    same, strangers = scores(turned(people, key), turned(again(people, 101), key))
    assert ks_2samp(same, strangers).pvalue < 1e-100


def test_what_the_files_of_two_sites_hold(tmp_path: Path, consent: MakeConsent) -> None:
    """The same, with what a thief who has both keys would read: each template as it lies on disk."""
    people, kept = faces(3, 60), []
    for number, name in enumerate("ab"):
        with closing(Vault.open(Folders.of(tmp_path / name), key=bytes([number]) * 32, model=("m", DIM))) as vault:
            for index, vector in enumerate(again(people, number)):
                vault.put(consent(f"h{index}"), Template(vector=vector, model="m"), NOON)
            kept.append(np.stack([entry.template.vector for entry in vault.entries()]))
    same, strangers = scores(*kept)
    assert ks_2samp(same, strangers).pvalue > 1e-3


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(list(Suite)), st.integers(0, 2**32), st.sampled_from([1, 2, 16, 128]))
def test_a_turn_keeps_every_score(suite: Suite, seed: int, dim: int) -> None:
    rng = np.random.default_rng(seed)
    rotation = Rotation(suite, rng.bytes(suite.key_bytes), dim)
    vectors = rng.normal(size=(5, dim)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kept = np.stack([rotation.turned(vector) for vector in vectors])
    np.testing.assert_allclose(kept @ kept.T, vectors @ vectors.T, atol=2e-6)


@pytest.mark.parametrize("suite", Suite)
def test_a_key_draws_the_same_turn_every_time_and_another_key_another(suite: Suite) -> None:
    vector = faces(9, 1)[0]
    key = bytes(range(suite.key_bytes))
    first, second = Rotation(suite, key, DIM).turned(vector), Rotation(suite, key, DIM).turned(vector)
    np.testing.assert_array_equal(first, second)
    assert abs(float(first @ Rotation(suite, key[::-1], DIM).turned(vector))) < 0.5


def test_the_turn_is_drawn_from_all_directions_alike() -> None:
    """One vector turned by many keys is spread like a uniform direction: each coordinate like a normal number."""
    vector = np.eye(1, 32, dtype=np.float32)[0]
    drawn = np.stack(
        [Rotation(Suite.AES_256_GCM, bytes([n % 256, n // 256] * 16), 32).turned(vector) for n in range(600)]
    )
    uniform = np.random.default_rng(0).normal(size=drawn.shape)
    uniform /= np.linalg.norm(uniform, axis=1, keepdims=True)
    assert ks_2samp(drawn.ravel(), uniform.ravel()).pvalue > 1e-3
    assert float(np.abs(drawn.mean(axis=0)).max()) < 4 / np.sqrt(600 * 32)
