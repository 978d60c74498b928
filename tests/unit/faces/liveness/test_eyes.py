"""Eyes in pixels: real photographs whose lids are drawn down blink, and photographs in somebody's hands do not."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from zbsec.errors import ImageError, ShapeError
from zbsec.faces.liveness import Ask, Blink, Challenge, EyeContrast, EyesSeen, Unseen, overlay
from zbsec.faces.liveness.eyes import REFERENCE_FRAMES
from zbsec.testing import eyelids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from zbsec.faces import Backend

PER_S = 12.5
PEOPLE = ["ct01/ct01_01", "ct04/ct04_02", "ct06/ct06_02", "ct09/ct09_04", "ct11/ct11_03", "ct14/ct14_02"]
Photo = tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="session")
def photographs(shared: Path, yunet: Backend) -> dict[str, Photo]:
    """The face and what is about it, eyes 60 pixels apart, and its landmarks as YuNet finds them."""
    return {name: close(yunet, shared / "data/faces/people" / f"{name}.jpg") for name in PEOPLE}


def close(yunet: Backend, path: Path, eyes_px: float = 60.0) -> Photo:
    picture = cv2.imread(str(path))
    points = yunet.detect(picture)[0].landmarks
    scale = eyes_px / float(np.hypot(*(points[1] - points[0])))
    side = int(5 * eyes_px)
    matrix = np.array([[scale, 0, 0], [0, scale, 0]])
    matrix[:, 2] = side / 2 - scale * (points.mean(axis=0))
    return cv2.warpAffine(picture, matrix, (side, side)), np.float32(points * scale + matrix[:, 2])


@pytest.fixture
def photo(photographs: dict[str, Photo]) -> Photo:
    return photographs[PEOPLE[0]]


def filmed(frames: Iterable[Photo], seed: int = 0, noise: float = 3.0) -> Iterator[Photo]:
    """A camera that trembles, with grain, and a detector whose points are off by a pixel."""
    rng = np.random.default_rng(seed)
    for image, points in frames:
        height, width = image.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), rng.normal(0, 0.5), 1 + rng.normal(0, 0.005))
        matrix[:, 2] += rng.normal(0, 1, 2)
        view = cv2.warpAffine(image, matrix, (width, height)) + rng.normal(0, noise, image.shape)
        seen = np.column_stack([points, np.ones(5)]) @ matrix.T + rng.normal(0, 0.7, (5, 2))
        yield np.clip(view, 0, 255).astype(np.uint8), np.float32(seen)


def watch(frames: Iterable[Photo], eyes: EyeContrast | None = None) -> tuple[bool, list[EyesSeen]]:
    """Whether a blink was seen, and what each frame told."""
    eyes, blink, told, blinked = eyes or EyeContrast(), Blink(), [], False
    for number, (image, points) in enumerate(frames):
        told.append(eyes.see(image, points, number / PER_S))
        blink = blink.seen(told[-1], number / PER_S)
        blinked |= blink.done
    return blinked, told


def held(photo: Photo, frames: int = 8) -> Iterator[Photo]:
    yield from [photo] * frames


def blinking(photo: Photo, shares: Iterable[float]) -> Iterator[Photo]:
    image, points = photo
    for share in shares:
        yield eyelids.drawn(image, eyelids.eyes(points), share), points


def waves(frames: int = 30) -> list[float]:
    return [0.0] * 8 + np.abs(np.sin(np.linspace(0, 2 * np.pi, frames))).tolist() + [0.0] * 4


@pytest.mark.parametrize("name", PEOPLE)
def test_a_real_face_whose_lids_close_and_open_blinks(photographs: dict[str, Photo], name: str) -> None:
    blinked, told = watch(filmed(blinking(photographs[name], eyelids.blink(per_s=PER_S))))
    assert blinked
    assert told[0].openness is None
    assert told[0].unseen is None
    shares = [np.mean(one.openness) for one in told if one.openness is not None]
    assert max(shares) == pytest.approx(1.0, abs=0.12)
    assert min(shares) < 0.6


@pytest.mark.parametrize("eyes_px", [36.0, 110.0])
def test_near_and_far_in_dim_light(shared: Path, yunet: Backend, eyes_px: float) -> None:
    photo = close(yunet, shared / "data/faces/people/ct11/ct11_03.jpg", eyes_px)
    frames = blinking(photo, eyelids.blink(per_s=PER_S))
    dimmed = ((np.uint8(image * 0.5), points) for image, points in filmed(frames, noise=2.0))
    assert watch(dimmed)[0]


@pytest.mark.parametrize("name", PEOPLE[::2])
def test_a_challenge_counts_the_blink_of_a_real_face(photographs: dict[str, Photo], name: str) -> None:
    """The points of the face tremble as its lids do; neither fails the challenge."""
    challenge, eyes = Challenge.draw(at_s=0.0, dice=random.Random(1)), EyeContrast()
    challenge = replace(challenge, moves=(Ask.BLINK, Ask.TURN_LEFT))
    asked = []
    shares = [1.0] * 12 + list(eyelids.blink(per_s=PER_S))
    for number, (image, points) in enumerate(filmed(blinking(photographs[name], shares)), start=1):
        seen = eyes.see(image, points, number / PER_S) if challenge.watches_eyes else None
        challenge = challenge.seen(points, number / PER_S, seen)
        asked += [] if challenge.ask in asked[-1:] else [challenge.ask]
    assert asked == [Ask.LOOK_STRAIGHT, Ask.BLINK, Ask.TURN_LEFT]
    assert challenge.done == 1


def moved(photo: Photo, wave: float) -> Photo:
    image, points = photo
    matrix = cv2.getRotationMatrix2D((150, 150), 20 * wave, 1 + 0.4 * wave)
    return cv2.warpAffine(image, matrix, image.shape[1::-1]), np.float32(
        np.column_stack([points, np.ones(5)]) @ matrix.T
    )


def tilted(photo: Photo, wave: float) -> Photo:
    image, points = photo
    side = image.shape[0]
    corners = np.float32([[0, 0], [side, 0], [side, side], [0, side]])
    matrix = cv2.getPerspectiveTransform(corners, corners + np.float32([[0, 0], [-1, 1], [-1, -1], [0, 0]]) * 50 * wave)
    return cv2.warpPerspective(image, matrix, (side, side)), cv2.perspectiveTransform(points[None], matrix)[0]


def relit(photo: Photo, wave: float) -> Photo:
    slope = 1 - 0.6 * wave * np.linspace(0, 1, photo[0].shape[1])[None, :, None]
    return np.uint8(photo[0] * slope * (1 - 0.3 * wave)), photo[1]


def blurred(photo: Photo, wave: float) -> Photo:
    return (cv2.GaussianBlur(photo[0], (0, 0), 0.1 + 6 * wave), photo[1]) if wave else photo


def shaken(photo: Photo, wave: float) -> Photo:
    length = 1 + int(14 * wave)
    return cv2.filter2D(photo[0], -1, np.full((length, 1), 1 / length)), photo[1]


def rubbed(photo: Photo, wave: float) -> Photo:
    """A finger over both eyes, brow and bridge included."""
    image, points = photo[0].copy(), photo[1]
    y = int(points[:2, 1].mean() - 80 + 80 * wave)
    tone = [int(value) for value in image[int(points[2, 1])][int(points[2, 0])]]
    cv2.line(image, (0, y), (image.shape[1], y), tone, 20)
    return image, points


def glared(photo: Photo, wave: float) -> Photo:
    glare = np.zeros(photo[0].shape, np.float32)
    for x, y in photo[1][:2].tolist():
        cv2.circle(glare, (int(x), int(y)), 9, (200.0 * wave,) * 3, -1)
    return np.clip(photo[0] + cv2.GaussianBlur(glare, (0, 0), 2), 0, 255).astype(np.uint8), photo[1]


def one_eye(photo: Photo, wave: float) -> Photo:
    return eyelids.drawn(photo[0], eyelids.eyes(photo[1]), [1 - wave, 1.0]), photo[1]


@pytest.mark.parametrize("how", [moved, tilted, relit, blurred, shaken, rubbed, glared, one_eye])
@pytest.mark.parametrize("name", PEOPLE[::2])
def test_a_photograph_in_somebodys_hands_does_not_blink(
    photographs: dict[str, Photo], name: str, how: Callable[[Photo, float], Photo]
) -> None:
    blinked, told = watch(filmed(how(photographs[name], wave) for wave in waves()))
    assert not blinked
    assert any(one.openness is not None for one in told), "its eyes were measured"


def test_another_persons_photograph_with_shut_eyes_in_the_same_place_does_not_blink(
    photographs: dict[str, Photo],
) -> None:
    mine, (image, points) = photographs[PEOPLE[0]], photographs[PEOPLE[3]]
    matrix = cv2.estimateAffinePartial2D(points, mine[1])[0]
    shut = cv2.warpAffine(eyelids.drawn(image, eyelids.eyes(points), 0.0), matrix, mine[0].shape[1::-1])
    blinked, told = watch(filmed([*[mine] * 10, *[(shut, mine[1])] * 4, *[mine] * 10]))
    assert not blinked
    assert {one.unseen for one in told[10:14]} == {Unseen.HIDDEN}


def behind(photo: Photo, tone: int) -> Photo:
    """Dark or mirroring glasses."""
    image, points = photo[0].copy(), photo[1]
    for x, y in points[:2].tolist():
        cv2.ellipse(image, (int(x), int(y)), (24, 18), 0, 0, 360, (tone,) * 3, -1)
    return image, points


def test_why_eyes_cannot_be_measured_is_named(photo: Photo) -> None:
    small = cv2.resize(photo[0], None, fx=0.4, fy=0.4), photo[1] * np.float32(0.4)
    cases: dict[Unseen, Photo] = {
        Unseen.TOO_SMALL: small,
        Unseen.DARK: (np.uint8(photo[0] * 0.1), photo[1]),
        Unseen.GLARE: behind(photo, 255),
        Unseen.HIDDEN: behind(photo, 20),
    }
    for expected, case in cases.items():
        blinked, told = watch(filmed(held(case), noise=1.0))
        assert {one.unseen for one in told} == {expected}
        assert not blinked
    _, told = watch(filmed([*held(photo), *[blurred(photo, 0.4)] * 3]))
    assert {one.unseen for one in told[-3:]} == {Unseen.BLURRED}
    assert all(one.en and one.zh for one in Unseen)


def test_glasses_taken_off_are_soon_seen_through(photo: Photo) -> None:
    taken_off = [*held(behind(photo, 20)), *blinking(photo, eyelids.blink(per_s=PER_S))]
    assert watch(filmed(taken_off))[0]


def test_eyes_that_were_shut_at_first_are_no_reference(photo: Photo) -> None:
    image, points = photo
    shut = eyelids.drawn(image, eyelids.eyes(points), 0.0), points
    blinked, told = watch(filmed([*[shut] * 4, *held(photo, 10)]))
    assert not blinked
    assert told[-1].openness == pytest.approx((1.0, 1.0), abs=0.12)


def test_a_head_that_has_turned_a_little_gets_a_new_reference(photo: Photo) -> None:
    turned = tilted(photo, 1.2)
    frames = [*held(photo), *held(turned, 10), *blinking(turned, eyelids.blink(per_s=PER_S))]
    assert watch(filmed(frames))[0]


@pytest.fixture
def arrays(monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """Every array that OpenCV makes."""
    made: list[np.ndarray] = []

    def noted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            made.append(function(*given, **named))
            return made[-1]

        return call

    for name in ("warpAffine", "resize", "cvtColor", "GaussianBlur", "Sobel", "boxFilter"):
        monkeypatch.setattr(cv2, name, noted(getattr(cv2, name)))
    return made


@pytest.mark.parametrize("eyes_px", [60.0, 100.0])
def test_nothing_of_the_eyes_is_left_once_they_are_forgotten(
    shared: Path, yunet: Backend, arrays: list[np.ndarray], eyes_px: float
) -> None:
    """Governance G42: neither patch nor what was made of it, however the watching ended."""
    photo = close(yunet, shared / "data/faces/people/ct11/ct11_03.jpg", eyes_px)
    scene = [*blinking(photo, eyelids.blink(per_s=PER_S)), *held(behind(photo, 20)), *held(tilted(photo, 1.2)), photo]
    frames = list(filmed(scene))
    arrays.clear()
    eyes = EyeContrast()
    watch(frames, eyes)
    kept = [eyes._reference, eyes._next]
    assert any(kept)
    held_on = [one for made in kept if made is not None for one in pixels(made)]
    assert any(one.any() for one in held_on)
    eyes.forget()
    assert len(arrays) > 100
    assert not any(one.any() for one in [*arrays, *held_on])


def pixels(of: object) -> Iterator[np.ndarray]:
    for value in vars(of).values():
        if isinstance(value, overlay.Overlay):
            yield from (value.patch, value._slopes)
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, np.ndarray))
        elif isinstance(value, np.ndarray):
            yield value


def test_who_is_forgotten_is_learned_anew(photo: Photo) -> None:
    eyes = EyeContrast()
    assert watch(filmed(held(photo)), eyes)[1][-1].openness is not None
    eyes.forget()
    told = watch(filmed(held(photo)), eyes)[1]
    assert [one.openness is None for one in told[:REFERENCE_FRAMES]] == [True] * REFERENCE_FRAMES
    assert told[-1].openness is not None


def test_bad_input_is_named(photo: Photo) -> None:
    image, points = photo
    with pytest.raises(ImageError, match="float32"):
        EyeContrast().see(image.astype(np.float32), points, 0.0)
    for wrong in (points[:4], np.full((5, 2), np.nan, np.float32), np.zeros((5, 2), np.float32)):
        with pytest.raises(ShapeError):
            EyeContrast().see(image, wrong, 0.0)
    eyes = EyeContrast()
    watch(filmed(held(photo)), eyes)
    with pytest.raises(ShapeError):
        eyes.see(image, points[:4], 9.0)


def test_a_face_at_the_edge_and_an_empty_picture_tell_nothing_and_break_nothing(photo: Photo) -> None:
    image, points = photo
    eyes = EyeContrast()
    assert eyes.see(np.zeros_like(image), points, 0.0).unseen is Unseen.DARK
    watch(filmed(held(photo)), eyes)
    for number, (other, place) in enumerate([(np.zeros_like(image), points), (image, points + 400), (image, -points)]):
        assert eyes.see(other, np.float32(place), 5.0 + number / PER_S).openness is None


def test_drawn_lids_move_the_eyes_alone(photo: Photo) -> None:
    image, points = photo
    both = eyelids.eyes(points)
    before = image.copy()
    np.testing.assert_array_equal(eyelids.drawn(image, both, 1.0), image)
    shut = eyelids.drawn(image, both, 0.0)
    np.testing.assert_array_equal(image, before)
    changed = np.argwhere((shut != image).any(axis=2))[:, ::-1]
    far = np.min([np.hypot(*(changed - points[side]).T) for side in (0, 1)], axis=0)
    assert len(changed) > 200
    assert far.max() < 0.3 * 60
    left = eyelids.drawn(image, both, [0.0, 1.0])
    assert (np.argwhere((left != image).any(axis=2))[:, 1] < points[:2, 0].mean()).all()
    with pytest.raises(ShapeError):
        eyelids.eyes(points[:3])
