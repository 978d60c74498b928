"""The index against a scan in double precision, on inputs meant to break it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import cosine_scores

from zbsec import Allowed, VectorIndex
from zbsec.errors import ShapeError, StorageError

TOLERANCE = 2e-6
KEY = bytes(range(32))

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def gaussian(count: int, dim: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)


def filled(vectors: np.ndarray, *, key: bytes | None = None) -> VectorIndex:
    index = VectorIndex(vectors.shape[1], key=key)
    index.add(np.arange(len(vectors)), vectors)
    return index


def hard_vectors(rng: np.random.Generator, count: int, dim: int) -> np.ndarray:
    """Duplicates, opposites, one-hot, constant, tiny, huge, and neighbours one rounding step apart."""
    vectors = rng.standard_normal((count, dim)).astype(np.float32)
    for row in range(count):
        kind = rng.integers(8)
        if kind == 0 and row:
            vectors[row] = vectors[rng.integers(row)]
        elif kind == 1 and row:
            vectors[row] = -vectors[rng.integers(row)]
        elif kind == 2:
            vectors[row] = 0
            vectors[row, rng.integers(dim)] = rng.choice([-1, 1])
        elif kind == 3:
            vectors[row] = rng.choice([-2.5, 1.0])
        elif kind == 4:
            vectors[row] *= np.float32(1e-38)
        elif kind == 5:
            vectors[row] *= np.float32(1e37)
        elif kind == 6 and row:
            vectors[row] = np.nextafter(vectors[row - 1], np.float32(np.inf))
    zero = ~vectors.any(axis=1)
    vectors[zero, 0] = 1
    return vectors


def check_against_scan(vectors: np.ndarray, queries: np.ndarray, k: int, min_score: float, hits) -> None:
    """Every answer is right to the tolerance, in order, and nothing clearly better is missing."""
    exact = cosine_scores(queries, vectors)
    for query, scores in enumerate(exact):
        ids, found = hits.ids[query], hits.scores[query]
        there = ids >= 0
        assert np.all(there[:-1] | ~there[1:])
        ids, found = ids[there], found[there]
        assert len(set(ids)) == len(ids)
        assert np.all(np.abs(found - scores[ids]) <= TOLERANCE)
        assert np.all(found >= min_score)
        order = list(zip(-found, ids, strict=True))
        assert order == sorted(order)
        others = np.delete(scores, ids)
        limit = found[-1] if len(found) == k else min_score
        assert np.all(others <= limit + TOLERANCE)


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    dim=st.one_of(st.sampled_from([1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 511, 512, 513, 2048]), st.integers(1, 100)),
    count=st.integers(1, 60),
    k=st.integers(1, 70),
    at_once=st.sampled_from([3, 9]),
    min_score=st.sampled_from([-1.0, -0.2, 0.0, 0.36, 0.999999, 1.0]),
)
def test_answers_equal_a_scan(seed: int, dim: int, count: int, k: int, at_once: int, min_score: float) -> None:
    rng = np.random.default_rng(seed)
    vectors = hard_vectors(rng, count, dim)
    queries = np.concatenate([hard_vectors(rng, at_once, dim), vectors[:1]])
    hits = filled(vectors).search(queries, k=k, min_score=min_score)
    assert hits.ids.shape == hits.scores.shape == (at_once + 1, k)
    check_against_scan(vectors, queries, k, min_score, hits)


@pytest.mark.parametrize("dim", [16, 100, 512])
@pytest.mark.parametrize(("k", "min_score"), [(1, 0.36), (10, -1.0), (300, 0.0)])
@pytest.mark.parametrize("at_once", [4, 12])
def test_answers_of_large_galleries_equal_a_scan(dim: int, k: int, min_score: float, at_once: int) -> None:
    """Larger than what one pass looks at, so that cut-offs found in one part rule out rows of another."""
    rng = np.random.default_rng(dim + k)
    vectors = hard_vectors(rng, 5000, dim)
    near = (
        vectors[[40, 4990]] + rng.standard_normal((2, dim)).astype(np.float32) * np.abs(vectors[[40, 4990]]).max() / 4
    )
    queries = np.concatenate([hard_vectors(rng, at_once, dim), near.astype(np.float32)])
    index = filled(vectors)
    check_against_scan(vectors, queries, k, min_score, index.search(queries, k=k, min_score=min_score))
    some = np.sort(rng.choice(5000, 700, replace=False))
    hits = index.search(queries, k=k, min_score=min_score, allowed=some)
    only = np.where(hits.ids >= 0, np.searchsorted(some, hits.ids), -1)
    check_against_scan(vectors[some], queries, k, min_score, SimpleNamespace(ids=only, scores=hits.scores))


@pytest.mark.parametrize("dim", [64, 512])
@pytest.mark.parametrize("spread", [0.0, 0.002, 0.01])
def test_rows_that_no_plane_tells_apart_are_all_compared(dim: int, spread: float) -> None:
    """All are about as near, closer together than the planes tell: far more rows wait for their floats than may."""
    rng = np.random.default_rng(dim)
    query = gaussian(1, dim, 1)
    query /= np.linalg.norm(query)
    others = gaussian(12_000, dim, 2)
    others -= (others @ query.T) * query
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    near = (0.55 + spread * rng.standard_normal((len(others), 1))).astype(np.float32)
    vectors = near * query + np.sqrt(1 - near**2) * others
    check_against_scan(vectors, query, 7, -1.0, filled(vectors).search(query, k=7))


def test_a_member_at_the_threshold_is_found_and_just_above_it_not() -> None:
    vectors, query = gaussian(500, 64, 1), gaussian(1, 64, 2)
    index = filled(vectors)
    best = index.search(query)
    score = best.scores[0, 0]
    assert index.search(query, min_score=score).ids[0, 0] == best.ids[0, 0]
    assert index.search(query, min_score=float(np.nextafter(score, np.float32(2)))).ids[0, 0] == -1


def test_equal_scores_go_by_smaller_id() -> None:
    index = VectorIndex(4)
    index.add(np.array([9, 3, 7]), np.ones((3, 4), np.float32))
    assert index.search(np.ones((1, 4), np.float32), k=3).ids.tolist() == [[3, 7, 9]]


def test_allowed_restricts_and_loses_nothing() -> None:
    vectors, queries = gaussian(400, 32, 3), gaussian(5, 32, 4)
    allowed = np.array([5, 390, 17, 200, 17, 9999])
    hits = filled(vectors).search(queries, k=10, allowed=allowed)
    exact = cosine_scores(queries, vectors)[:, [5, 17, 200, 390]]
    assert (hits.ids[:, 4:] == -1).all()
    assert np.isnan(hits.scores[:, 4:]).all()
    assert np.allclose(hits.scores[:, :4], np.sort(exact)[:, ::-1], atol=TOLERANCE)
    assert (filled(vectors).search(queries, allowed=np.array([], np.int64)).ids == -1).all()


def test_ids_prepared_for_many_searches_follow_the_index() -> None:
    vectors, queries = gaussian(600, 24, 21), gaussian(9, 24, 22)
    index, other = filled(vectors), filled(vectors[:50])
    ids = np.array([3, 40, 41, 300, 599, 7000], np.int64)
    allowed = Allowed(ids)
    assert len(allowed) == len(ids)
    for _ in range(2):
        for at_once in (1, 9):
            found = index.search(queries[:at_once], k=7, allowed=allowed)
            listed = index.search(queries[:at_once], k=7, allowed=ids)
            assert (found.ids == listed.ids).all()
            assert set(found.ids[0].tolist()) == {3, 40, 41, 300, 599, -1}
        assert set(other.search(queries[:1], k=7, allowed=allowed).ids[0].tolist()) == {3, 40, 41, -1}
    index.remove(np.array([40]))
    index.add(np.array([7000]), vectors[[40]])
    assert set(index.search(queries[:1], k=7, allowed=allowed).ids[0].tolist()) == {3, 41, 300, 599, 7000, -1}
    with pytest.raises(ShapeError, match="ids is int64"):
        Allowed(np.array([1.0]))


def test_an_empty_index_answers_nothing() -> None:
    assert VectorIndex(8).search(gaussian(2, 8, 0), k=3).ids.tolist() == [[-1] * 3] * 2


def test_adding_and_removing_is_seen_by_the_next_search() -> None:
    vectors = gaussian(50, 16, 5)
    index = filled(vectors)
    index.remove(np.array([10, 49, 0]))
    assert len(index) == 47
    assert 10 not in index
    assert index.search(vectors[[10]], min_score=0.999).ids[0, 0] == -1
    index.add(np.array([10]), vectors[[10]])
    assert index.search(vectors[[10]], min_score=0.999).ids[0, 0] == 10
    assert index.ids().tolist() == [id for id in range(49) if id != 0]


@pytest.mark.parametrize(
    ("ids", "vectors", "error", "reason"),
    [
        ([1], np.ones((1, 4)), ShapeError, r"vectors is float32 \(n, 4\), not float64 \(1, 4\)"),
        ([1], np.ones((1, 5), np.float32), ShapeError, r"not float32 \(1, 5\)"),
        ([1], np.ones(4, np.float32), ShapeError, r"not float32 \(4,\)"),
        ([1], [[1.0] * 4], ShapeError, "not list"),
        ([1, 2], np.asfortranarray(np.ones((2, 4), np.float32)), ShapeError, "in C order; numpy.ascontiguousarray"),
        ([1, 2], np.ones((1, 4), np.float32), ShapeError, "2 ids for 1 vectors"),
        ([7], np.ones((1, 4), np.float32), ShapeError, "ids, row 0: id 7 is there already"),
        ([1, 1], np.ones((2, 4), np.float32), ShapeError, "ids, row 1: id 1 is there already"),
        ([-1], np.ones((1, 4), np.float32), ShapeError, "ids, row 0: id -1 is negative"),
        ([1, 2], np.array([[1, 0, 0, 0], [0, 0, 0, 0]], np.float32), ShapeError, "vectors, row 1: is zero"),
        ([1], np.array([[1, np.nan, 0, 0]], np.float32), ShapeError, "vectors, row 0: holds NaN or infinity"),
        ([1], np.array([[1, np.inf, 0, 0]], np.float32), ShapeError, "vectors, row 0: holds NaN or infinity"),
    ],
)
def test_bad_vectors_are_named_and_nothing_is_added(ids, vectors, error, reason) -> None:
    index = VectorIndex(4)
    index.add(np.array([7]), np.ones((1, 4), np.float32))
    with pytest.raises(error, match=reason):
        index.add(np.array(ids), vectors)
    assert len(index) == 1


def test_unknown_ids_and_options_are_named() -> None:
    index = VectorIndex(4)
    with pytest.raises(KeyError, match="id 3 is not in the index"):
        index.remove(np.array([3]))
    with pytest.raises(ValueError, match="k is 1 or more"):
        index.search(np.ones((1, 4), np.float32), k=0)
    with pytest.raises(ValueError, match="min_score is NaN"):
        index.search(np.ones((1, 4), np.float32), min_score=float("nan"))
    with pytest.raises(ValueError, match="key is 32 bytes, not 3"):
        VectorIndex(4, key=b"abc")
    with pytest.raises(ValueError, match="dim is 1 or more"):
        VectorIndex(0)
    with pytest.raises(ValueError, match="threads is 1 or more"):
        VectorIndex(4, threads=0)


def test_threads_change_no_answer() -> None:
    vectors, queries = gaussian(3000, 48, 6), gaussian(33, 48, 7)
    one = filled(vectors).search(queries, k=5)
    many = VectorIndex(48, threads=4)
    many.add(np.arange(3000), vectors)
    found = many.search(queries, k=5)
    assert (found.ids == one.ids).all()
    assert (found.scores == one.scores).all()


def test_a_key_changes_no_answer_and_hides_the_vectors(tmp_path: Path) -> None:
    vectors, queries = gaussian(300, 40, 8), gaussian(9, 40, 9)
    plain, keyed = filled(vectors), filled(vectors, key=KEY)
    a, b = plain.search(queries, k=4), keyed.search(queries, k=4)
    assert (a.ids == b.ids).all()
    assert np.allclose(a.scores, b.scores, atol=TOLERANCE)
    other = filled(vectors, key=bytes(32))
    for name, index in (("plain", plain), ("keyed", keyed), ("other", other)):
        index.save(tmp_path / name)
    stored = {name: (tmp_path / name).read_bytes() for name in ("plain", "keyed", "other")}
    rows = range(64 + 300 * 8 + 32, 64 + 300 * 8 + 32 + 300 * 48 * 4, 16)
    words = {name: {data[at : at + 16] for at in rows} for name, data in stored.items()}
    padding = {bytes(16)}
    assert words["plain"] & words["keyed"] <= padding
    assert words["keyed"] & words["other"] <= padding


def test_a_saved_index_answers_alike(tmp_path: Path) -> None:
    vectors, queries = gaussian(200, 24, 10), gaussian(6, 24, 11)
    index = filled(vectors, key=KEY)
    index.save(tmp_path / "faces")
    opened = VectorIndex.open(tmp_path / "faces", key=KEY)
    assert (opened.search(queries, k=7).scores == index.search(queries, k=7).scores).all()
    opened.remove(np.array([3]))
    assert len(VectorIndex.open(tmp_path / "faces", key=KEY)) == 200
    with pytest.raises(ValueError, match="key is not the one"):
        VectorIndex.open(tmp_path / "faces")


MEMORY_OF_AN_OPENED_INDEX = """
import re, sys
import numpy as np
import zbsec

def anonymous():
    with open("/proc/self/smaps_rollup") as file:
        return 1024 * int(re.search(r"Anonymous: +([0-9]+) kB", file.read())[1])

members, strangers = np.load(sys.argv[2]), np.load(sys.argv[3])
zbsec.VectorIndex(512).search(strangers[:1])
before = anonymous()
index = zbsec.VectorIndex.open(sys.argv[1])
for query in np.concatenate([members, strangers]):
    index.search(query[None], min_score=0.36)
print((anonymous() - before) / len(index))
"""


def test_an_opened_index_holds_at_most_280_bytes_of_a_vector_of_512_in_memory(tmp_path: Path) -> None:
    vectors = gaussian(20_000, 512, 19)
    filled(vectors).save(tmp_path / "index")
    np.save(tmp_path / "members.npy", vectors[:10])
    np.save(tmp_path / "strangers.npy", gaussian(10, 512, 20))
    files = [str(tmp_path / name) for name in ("index", "members.npy", "strangers.npy")]
    command = [sys.executable, "-c", MEMORY_OF_AN_OPENED_INDEX, *files]
    assert float(subprocess.run(command, capture_output=True, check=True, text=True).stdout) <= 280


def test_a_torn_or_altered_file_is_refused_by_name(tmp_path: Path) -> None:
    filled(gaussian(20, 8, 12)).save(tmp_path / "whole")
    whole = (tmp_path / "whole").read_bytes()
    broken = tmp_path / "broken"
    for cut in (0, 1, 63, 64, 100, len(whole) - 1):
        broken.write_bytes(whole[:cut])
        with pytest.raises(StorageError, match="broken"):
            VectorIndex.open(broken)
    for at in np.random.default_rng(0).integers(0, len(whole), 200):
        altered = bytearray(whole)
        altered[at] ^= 1 << int(at % 8)
        broken.write_bytes(altered)
        with pytest.raises(StorageError, match="broken"):
            VectorIndex.open(broken)
    with pytest.raises(StorageError, match="No such file"):
        VectorIndex.open(tmp_path / "nothing")


@contextmanager
def limited_file_size(size: int) -> Iterator[None]:
    """A disk that is full at that many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    index = filled(gaussian(20, 8, 13))
    index.save(tmp_path / "faces")
    before = (tmp_path / "faces").read_bytes()
    index.remove(np.array([1]))
    with limited_file_size(len(before) // 2), pytest.raises(StorageError, match=r"faces: cannot be written"):
        index.save(tmp_path / "faces")
    assert (tmp_path / "faces").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["faces"]
    with pytest.raises(StorageError, match="No such file"):
        index.save(tmp_path / "nowhere" / "faces")


def test_a_replaced_file_is_erased_when_nobody_maps_it(tmp_path: Path) -> None:
    vectors = gaussian(50, 16, 15)
    index = filled(vectors)
    index.save(tmp_path / "faces")
    with (tmp_path / "faces").open("rb") as old:
        mapped = VectorIndex.open(tmp_path / "faces")
        index.remove(np.array([7]))
        index.save(tmp_path / "faces")
        assert any(old.read()), "it is erased under an index that has it mapped"
        assert mapped.search(vectors[[7]], min_score=0.99).ids[0, 0] == 7
        del mapped
        old.seek(0)
        assert not any(old.read())
    assert len(VectorIndex.open(tmp_path / "faces")) == 49


def test_a_replaced_file_with_another_name_is_left_alone(tmp_path: Path) -> None:
    index = filled(gaussian(50, 16, 15))
    index.save(tmp_path / "faces")
    (tmp_path / "kept").hardlink_to(tmp_path / "faces")
    index.save(tmp_path / "faces")
    assert len(VectorIndex.open(tmp_path / "kept")) == 50


def test_a_file_without_a_name_is_opened_and_left_alone(tmp_path: Path) -> None:
    vectors = gaussian(20, 8, 3)
    filled(vectors).save(tmp_path / "index")
    with (tmp_path / "index").open("rb") as file:
        kept = file.read()
        (tmp_path / "index").unlink()
        opened = VectorIndex.open(f"/proc/self/fd/{file.fileno()}")
        assert list(opened.search(vectors, k=1).ids[:, 0]) == list(range(20))
        del opened
        file.seek(0)
        assert file.read() == kept


def test_an_index_that_saves_over_the_file_it_maps(tmp_path: Path) -> None:
    vectors = gaussian(50, 16, 16)
    filled(vectors).save(tmp_path / "faces")
    index = VectorIndex.open(tmp_path / "faces")
    for _ in range(2):
        index.save(tmp_path / "faces")
        assert (index.search(vectors).ids[:, 0] == np.arange(50)).all()
    index.remove(np.array([3]))
    assert index.search(vectors[[3]], min_score=0.99).ids[0, 0] == -1
    assert len(VectorIndex.open(tmp_path / "faces")) == 50


def test_another_key_changes_no_answer(tmp_path: Path) -> None:
    vectors, queries = gaussian(300, 40, 17), gaussian(5, 40, 18)
    index = filled(vectors, key=KEY)
    before = index.search(queries, k=4)
    for key in (bytes(32), None, KEY):
        index.rekey(key)
        after = index.search(queries, k=4)
        assert (after.ids == before.ids).all()
        np.testing.assert_allclose(after.scores, before.scores, atol=1e-6)
        index.save(tmp_path / "faces")
        assert len(VectorIndex.open(tmp_path / "faces", key=key)) == 300
    with pytest.raises(ValueError, match="key is 32 bytes, not 3"):
        index.rekey(b"abc")


def test_searches_run_beside_changes() -> None:
    vectors = gaussian(600, 16, 14)
    index = filled(vectors[:300])
    done = threading.Event()

    def change() -> None:
        for id in range(300, 600):
            index.add(np.array([id]), vectors[[id]])
            index.remove(np.array([id - 200]))
        done.set()

    writer = threading.Thread(target=change)
    writer.start()
    while not done.is_set():
        assert index.search(vectors[[0]], min_score=0.99).ids[0, 0] == 0
    writer.join()
    assert len(index) == 300


ANSWERS = """
import numpy as np, zbsec, hashlib
rng = np.random.default_rng(5)
vectors = rng.standard_normal((2000, 130)).astype(np.float32)
queries = rng.standard_normal((20, 130)).astype(np.float32)
digest = hashlib.sha256()
for key in (None, bytes(range(32))):
    index = zbsec.VectorIndex(130, key=key)
    index.add(np.arange(2000), vectors)
    hits = index.search(queries, k=20)
    digest.update(hits.ids.tobytes() + hits.scores.tobytes())
book = zbsec.PlateBook()
codes = rng.choice(list("ABCDEFGH0123456789"), (3000, 5))
plates = sorted({"鲁C" + "".join(row) for row in codes})
book.add(np.arange(len(plates)), plates)
for text in plates[:50]:
    for match in book.match(text[:-1] + "8", limit=5, max_cost=20):
        digest.update(f"{match.id} {match.cost!r}".encode())
print(zbsec.simd(), digest.hexdigest())
"""


def answers(isa: str) -> tuple[str, str] | None:
    environment = {**os.environ, "ZBSEC_SIMD": isa}
    done = subprocess.run([sys.executable, "-c", ANSWERS], check=False, capture_output=True, text=True, env=environment)
    if "this machine can run" in done.stderr:
        return None
    assert done.returncode == 0, done.stderr
    used, digest = done.stdout.split()
    return used, digest


INSTRUCTION_SETS = ("scalar", "avx2", "avx512", "avx512_vbmi", "neon", "neon_dotprod")


def test_every_instruction_set_gives_the_same_bits() -> None:
    found = [answer for isa in INSTRUCTION_SETS if (answer := answers(isa)) is not None]
    assert "scalar" in {used for used, _ in found}
    assert len({digest for _, digest in found}) == 1


def test_an_unknown_instruction_set_is_named() -> None:
    environment = {**os.environ, "ZBSEC_SIMD": "mmx"}
    command = [sys.executable, "-c", "import zbsec; zbsec.simd()"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert "ZBSEC_SIMD is 'mmx'; this machine can run:" in done.stderr
