"""What every backend keeps of the protocol, over the whole table."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from zbsec.errors import ImageError, ShapeError

if TYPE_CHECKING:
    from zbsec.faces import Backend


def test_it_says_what_gallery_and_templates_must_know(backend: Backend) -> None:
    assert backend.name
    assert backend.name.isascii()
    assert type(backend.dim) is int
    assert backend.dim > 0
    assert 0.0 < backend.min_score < 1.0


def test_nothing_leaves_the_machine(backend: Backend, astronaut: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    """G66: no outbound calls, least of all with a face."""

    def connect(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)
    assert len(backend.embed(astronaut, backend.detect(astronaut))) == 1


def test_the_same_picture_gives_the_same_vectors(backend: Backend, astronaut: np.ndarray) -> None:
    first, second = (backend.embed(astronaut, backend.detect(astronaut)) for _ in range(2))
    np.testing.assert_allclose(first, second, atol=1e-6)


def test_a_vector_does_not_depend_on_what_is_beside_it(backend: Backend, astronaut: np.ndarray) -> None:
    count = 5
    (face,) = backend.detect(astronaut)
    shifted = [replace(face, landmarks=face.landmarks + np.float32(number / 4)) for number in range(count)]
    vectors = backend.embed(astronaut, shifted)
    assert vectors.shape == (count, backend.dim)
    for number in (0, count // 2, count - 1):
        np.testing.assert_allclose(backend.embed(astronaut, [shifted[number]])[0], vectors[number], atol=1e-4)


@pytest.mark.parametrize(
    ("image", "sentence"),
    [
        (None, "is a NoneType; give an array, uint8"),
        (np.zeros((0, 0, 3), np.uint8), "has no pixels: it is 0x0"),
        (np.zeros((480, 0, 3), np.uint8), "has no pixels: it is 0x480"),
        (np.zeros((480, 640), np.uint8), r"is uint8 \(480, 640\); give uint8 \(h, w, 3\), BGR"),
        (np.zeros((480, 640, 4), np.uint8), r"is uint8 \(480, 640, 4\)"),
        (np.zeros((480, 640, 3), np.float32), r"is float32 \(480, 640, 3\)"),
    ],
)
def test_what_is_no_picture_is_refused_by_name(backend: Backend, image: Any, sentence: str) -> None:
    with pytest.raises(ImageError, match=sentence):
        backend.detect(image)
    with pytest.raises(ImageError, match=sentence):
        backend.embed(image, [])


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (31, 33), (480, 640)])
def test_an_empty_scene_has_no_faces(backend: Backend, size: tuple[int, int]) -> None:
    assert backend.detect(np.full((*size, 3), 128, np.uint8)) == []


def test_no_faces_give_no_vectors(backend: Backend, astronaut: np.ndarray) -> None:
    vectors = backend.embed(astronaut, [])
    assert vectors.shape == (0, backend.dim)
    assert vectors.dtype == np.float32


def test_faces_come_widest_first_each_with_its_vector(
    backend: Backend, astronaut: np.ndarray, hopper: np.ndarray
) -> None:
    scene = np.zeros((600, 1024, 3), np.uint8)
    scene[:512, :512] = astronaut
    scene[:, 512:] = hopper
    found = backend.detect(scene)
    assert [face.box.left > 512 for face in found] == [True, False]
    vectors = backend.embed(scene, found)
    assert vectors.shape == (2, backend.dim)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    for face, vector in zip(found, vectors, strict=True):
        np.testing.assert_allclose(backend.embed(scene, [face])[0], vector, atol=1e-4)


def test_a_face_is_described_in_pixels_of_the_picture(backend: Backend, astronaut: np.ndarray) -> None:
    (face,) = backend.detect(astronaut)
    assert face.landmarks.shape == (5, 2)
    assert face.landmarks.dtype == np.float32
    left_eye, right_eye, nose, left_mouth, right_mouth = face.landmarks
    np.testing.assert_allclose(left_eye, (200, 102), atol=6)
    np.testing.assert_allclose(right_eye, (247, 103), atol=6)
    assert left_eye[1] < nose[1] < left_mouth[1]
    assert left_mouth[0] < nose[0] < right_mouth[0]
    assert 0.5 < face.score <= 1.0
    assert face.quality is not None
    assert 0.5 < face.quality < 1.0
    larger = backend.detect(cv2.resize(astronaut, None, fx=5, fy=5, interpolation=cv2.INTER_CUBIC))
    np.testing.assert_allclose(larger[0].landmarks, face.landmarks * 5, atol=30)


def test_a_face_cut_by_the_edge_has_its_box_inside(backend: Backend, astronaut: np.ndarray) -> None:
    cut = astronaut[90:, 185:].copy()
    for face in backend.detect(cut):
        assert 0 <= face.box.left < face.box.right <= cut.shape[1]
        assert 0 <= face.box.top < face.box.bottom <= cut.shape[0]


def test_landmarks_that_are_none_are_refused(backend: Backend, astronaut: np.ndarray) -> None:
    (face,) = backend.detect(astronaut)
    with pytest.raises(ShapeError, match="five finite points"):
        backend.embed(astronaut, [replace(face, landmarks=face.landmarks[:3])])


def test_the_picture_is_left_as_it_was(backend: Backend, astronaut: np.ndarray) -> None:
    image = astronaut.copy()
    backend.embed(image, backend.detect(image))
    np.testing.assert_array_equal(image, astronaut)


def test_threads_may_share_it(backend: Backend, astronaut: np.ndarray, hopper: np.ndarray) -> None:
    expected = {id(image): backend.embed(image, backend.detect(image)) for image in (astronaut, hopper)}
    wrong: list[int] = []

    def work(image: np.ndarray) -> None:
        for _ in range(3):
            vectors = backend.embed(image, backend.detect(image))
            if not np.allclose(vectors, expected[id(image)], atol=1e-4):
                wrong.append(id(image))

    threads = [threading.Thread(target=work, args=(image,)) for image in (astronaut, hopper)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
