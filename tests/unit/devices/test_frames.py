"""Pictures from files, folders and videos, whole and broken."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from zbsec.devices.drivers.frames import open_frames
from zbsec.errors import ImageError

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


def picture(seed: int = 0, height: int = 48, width: int = 64) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def write_video(path: Path, frames: int) -> None:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, (64, 48))
    for index in range(frames):
        writer.write(picture(index))
    writer.release()


def open_at_noon(path: Path):
    return open_frames(str(path), camera="cam", clock=lambda: NOON)


def test_a_picture_is_one_frame(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "门口.png"), picture())
    source = open_at_noon(tmp_path / "门口.png")
    frame = source.read()
    assert frame is not None
    assert np.array_equal(frame.image, picture())
    assert (frame.camera, frame.captured_at, frame.sequence) == ("cam", NOON, 0)
    assert source.read() is None


def test_a_folder_plays_in_natural_order_and_goes_on_behind_a_bad_picture(tmp_path: Path) -> None:
    for number in (10, 9, 1):
        cv2.imwrite(str(tmp_path / f"frame{number}.png"), np.full((4, 4, 3), number, np.uint8))
    (tmp_path / "frame2.jpg").write_bytes(b"no picture")
    (tmp_path / "notes.txt").write_text("not played")
    source = open_at_noon(tmp_path)
    seen: list[int] = []
    complaints: list[str] = []
    while True:
        try:
            frame = source.read()
        except ImageError as error:
            complaints.append(str(error))
            continue
        if frame is None:
            break
        seen.append(int(frame.image[0, 0, 0]))
    assert seen == [1, 9, 10]
    assert len(complaints) == 1
    assert "frame2.jpg" in complaints[0]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("nothing.png", None, "no such file"),
        ("empty.png", b"", "the file is empty"),
        ("text.jpg", b"hello", "no picture"),
        ("video.mp4", b"hello" * 50, "cannot be opened as a video"),
    ],
)
def test_what_is_no_picture_is_named(tmp_path: Path, name: str, content: bytes | None, reason: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ImageError, match=reason) as caught:
        open_at_noon(tmp_path / name).read()
    assert name in str(caught.value)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="holds no picture"):
        open_at_noon(tmp_path)


def test_a_video_plays_every_frame(tmp_path: Path) -> None:
    write_video(tmp_path / "lane.avi", 12)
    source = open_at_noon(tmp_path / "lane.avi")
    assert source.continuous
    sequences = []
    while (frame := source.read()) is not None:
        sequences.append(frame.sequence)
    assert sequences == list(range(12))


def test_a_video_that_breaks_off_says_so_once(tmp_path: Path) -> None:
    whole = tmp_path / "whole.avi"
    write_video(whole, 30)
    broken = tmp_path / "broken.avi"
    broken.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    source = open_at_noon(broken)
    frames = []
    with pytest.raises(ImageError, match="breaks off after") as caught:
        frames.extend(iter(source.read, None))
    assert source.read() is None
    assert "of 30 frames" in str(caught.value)


def test_a_password_in_an_address_is_never_shown() -> None:
    with pytest.raises(ImageError) as caught:
        open_frames("rtsp://admin:secret@127.0.0.1:9/stream", camera="cam")
    assert "secret" not in str(caught.value)
    assert "127.0.0.1:9" in str(caught.value)
