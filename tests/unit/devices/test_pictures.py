"""Picture files of every depth, broken ones, and those that claim to be huge."""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from zbsec.devices.drivers.pictures import breaks_off, picture_files, read_image, size_of
from zbsec.errors import ImageError

SUFFIXES = [".jpg", ".png", ".bmp", ".tif", ".webp"]


def coloured(height: int = 37, width: int = 53) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)


def encoded(picture: np.ndarray, suffix: str) -> bytes:
    there, data = cv2.imencode(suffix, picture)
    assert there
    return data.tobytes()


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be so large."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IEND\xaeB`\x82"


def jpeg_that_claims(data: bytes, width: int, height: int) -> bytes:
    frame = data.index(b"\xff\xc0")
    return data[: frame + 5] + struct.pack(">HH", height, width) + data[frame + 9 :]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "picture",
    [coloured(), coloured()[:, :, 0], np.dstack([coloured(), coloured()[:, :, :1]])],
    ids=["colour", "grey", "alpha"],
)
def test_every_picture_becomes_eight_bit_colour(tmp_path: Path, picture: np.ndarray, suffix: str) -> None:
    path = tmp_path / f"车{suffix}"
    path.write_bytes(encoded(picture, suffix))
    image = read_image(path)
    assert (image.shape, image.dtype) == ((37, 53, 3), np.uint8)
    assert size_of(path.read_bytes()) == (53, 37)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_of_sixteen_bits_the_upper_eight_are_kept(tmp_path: Path, suffix: str, channels: int) -> None:
    deep = np.full((9, 11, channels), 0x8040, np.uint16)
    path = tmp_path / f"deep{suffix}"
    path.write_bytes(encoded(deep, suffix))
    image = read_image(path)
    assert (image.shape, image.dtype) == ((9, 11, 3), np.uint8)
    assert abs(int(image[0, 0, 0]) - 0x80) <= 1


def test_one_pixel_is_a_picture(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(encoded(np.full((1, 1, 3), 7, np.uint8), ".png"))
    assert read_image(tmp_path / "1.png").tolist() == [[[7, 7, 7]]]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("huge.png", png_header(20_000, 20_000)),
        ("huge.jpg", jpeg_that_claims(encoded(coloured(), ".jpg"), 20_000, 20_000)),
        ("huge.bmp", b"BM" + bytes(12) + struct.pack("<Iii", 40, 20_000, -20_000) + bytes(40)),
        ("huge.webp", b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + (19_999).to_bytes(3, "little") * 2),
        ("huge.tif", struct.pack("<2sHIHHHIIHHII", b"II", 42, 8, 2, 256, 4, 1, 20_000, 257, 4, 1, 20_000)),
    ],
)
def test_a_huge_picture_is_refused_by_its_header(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ImageError, match="is 20000x20000 pixels; at most 64 million are read"):
        read_image(tmp_path / name)


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_picture_that_breaks_off_is_named(tmp_path: Path, suffix: str, share: float) -> None:
    data = encoded(coloured(120, 160), suffix)
    assert not breaks_off(data)
    (tmp_path / f"half{suffix}").write_bytes(data[: int(share * len(data))])
    with pytest.raises(ImageError, match=r"breaks off|no picture"):
        read_image(tmp_path / f"half{suffix}")


def test_a_thumbnail_inside_does_not_end_a_picture() -> None:
    data = encoded(coloured(), ".jpg")
    thumbnail = encoded(coloured(4, 4), ".jpg")
    segment = b"\xff\xe1" + (len(thumbnail) + 2).to_bytes(2, "big") + thumbnail
    whole = data[:2] + segment + data[2:]
    assert size_of(whole) == (53, 37)
    assert not breaks_off(whole)
    assert breaks_off(whole[:-2])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"hello", "no JPEG, PNG, BMP, TIFF or WebP"),
        (b"GIF89a\x01\0\x01\0", "no JPEG, PNG"),
        (b"\xff\xd8", "no picture"),
        (b"\x89PNG\r\n\x1a\n", "no picture"),
        (b"BM", "no picture"),
        (b"II*\0\xff\xff\xff\xff", "no picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "no picture"),
        (png_header(0, 5), "the picture is empty"),
        (png_header(5, 5), "no picture that can be decoded"),
    ],
)
def test_what_is_no_picture_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "x.jpg").write_bytes(data)
    with pytest.raises(ImageError, match=reason) as caught:
        read_image(tmp_path / "x.jpg")
    assert caught.value.source.endswith("x.jpg")


def test_folders_missing_files_and_devices_are_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="is a folder"):
        read_image(tmp_path)
    with pytest.raises(ImageError, match="No such file"):
        read_image(tmp_path / "nothing.jpg")
    with pytest.raises(ImageError, match="is no file"):
        read_image(Path(os.devnull))
    with pytest.raises(ImageError, match="holds no picture"):
        picture_files(tmp_path)
    assert picture_files(tmp_path / "nothing.jpg") == [tmp_path / "nothing.jpg"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_damage_crashes(tmp_path: Path, suffix: str) -> None:
    data, rng = bytearray(encoded(coloured(), suffix)), np.random.default_rng(1)
    path = tmp_path / f"x{suffix}"
    for _ in range(150):
        hurt = bytearray(data)
        for place in rng.integers(0, min(len(data), 400), 3):
            hurt[place] = int(rng.integers(256))
        path.write_bytes(bytes(hurt[: int(rng.integers(1, len(hurt) + 1))]) if rng.random() < 0.3 else bytes(hurt))
        with contextlib.suppress(ImageError):
            assert read_image(path).ndim == 3


def test_what_was_read_from_the_file_is_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken or refused: a picture of a person may not stay behind in memory (governance G42)."""
    seen = []
    decode = cv2.imdecode

    def watch(data: np.ndarray, flags: int) -> np.ndarray:
        seen.append(data)
        return decode(data, flags)

    monkeypatch.setattr(cv2, "imdecode", watch)
    path = tmp_path / "a.png"
    image = np.random.default_rng(1).integers(0, 256, (16, 16, 3), np.uint8)
    assert cv2.imwrite(str(path), image)
    np.testing.assert_array_equal(read_image(path), image)
    content = bytearray(path.read_bytes())
    content[60:-20] = bytes(len(content) - 80)
    path.write_bytes(content)
    with pytest.raises(ImageError):
        read_image(path)
    assert len(seen) == 2
    assert not any(data.any() for data in seen)
