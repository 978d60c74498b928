"""Picture files: decoded as eight-bit colour, or refused by name before they can do harm.

Greyscale, 16-bit and transparent pictures are read as what they show. A picture's size is read from its header, so that
a small file which claims to be huge costs nothing; one that breaks off is named, where decoders fill up with grey.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from zbsec._failures import words
from zbsec._text import two
from zbsec.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

    import numpy as np
    from numpy.typing import NDArray

IMAGE_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
FORMATS = "JPEG, PNG, BMP, TIFF or WebP"
MAX_PIXELS = 64_000_000
"""Twice what the largest cameras at a gate give."""
MAX_BYTES = 256 * 2**20

Size = tuple[int, int]
Content: TypeAlias = bytes | bytearray
Order: TypeAlias = Literal["little", "big"]


def read_image(path: Path) -> NDArray[np.uint8]:
    """Decode one picture file, turned upright by its EXIF orientation: uint8 (height, width, 3), BGR.

    Of 16 bits the upper eight are kept; transparency is dropped. What was read from the file is overwritten with zeros.

    :raises ImageError: the file cannot be read, is empty, breaks off, holds no picture or one beyond ``MAX_PIXELS``.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    data = _content(path)
    try:
        _check(path, data)
        try:
            image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        except cv2.error:
            image = None
        if image is None:
            raise ImageError(
                str(path),
                two(
                    f"holds no picture that can be decoded (starts with {bytes(data[:8])!r})",
                    f"没有可解码的图像（开头为 {bytes(data[:8])!r}）",
                ),
            )
        return np.asarray(image, np.uint8)
    finally:
        data[:] = bytes(len(data))


def picture_files(path: Path) -> list[Path]:
    """The file itself, or the pictures of a folder in natural order.

    :raises ImageError: the folder holds none.
    """
    if not path.is_dir():
        return [path]
    try:
        pictures = sorted((entry for entry in path.iterdir() if _is_picture(entry)), key=_natural)
    except OSError as error:
        raise ImageError(str(path), words(error)) from error
    if not pictures:
        raise ImageError(
            str(path),
            two(
                f"the folder holds no picture ({', '.join(sorted(IMAGE_SUFFIXES))})",
                f"文件夹中没有图片（{'、'.join(sorted(IMAGE_SUFFIXES))}）",
            ),
        )
    return pictures


def _content(path: Path) -> bytearray:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ImageError(str(path), two("is a folder, not a picture", "是文件夹，不是图片"))
        if not stat.S_ISREG(found.st_mode):
            raise ImageError(str(path), two("is no file", "不是文件"))
        if found.st_size > MAX_BYTES:
            raise ImageError(
                str(path),
                two(
                    f"is larger than {MAX_BYTES // 2**20} MiB: no picture of a camera",
                    f"超过 {MAX_BYTES // 2**20} MiB：不像摄像机图像",
                ),
            )
        with path.open("rb", buffering=0) as file:
            data = bytearray(found.st_size)
            del data[_fill(file, data) :]
    except (OSError, ValueError) as error:
        if isinstance(error, ImageError):
            raise
        raise ImageError(str(path), words(error)) from error
    if not data:
        raise ImageError(str(path), two("the file is empty", "文件为空"))
    return data


def _fill(file: FileIO, data: bytearray) -> int:
    """Read a file; how many bytes there were."""
    done = 0
    with memoryview(data) as view:
        while done < len(data) and (read := file.readinto(view[done:])):
            done += read
    return done


def _check(path: Path, data: Content) -> None:
    size = size_of(data)
    if size is None:
        raise ImageError(
            str(path),
            two(
                f"holds no picture that can be decoded: no {FORMATS} (starts with {bytes(data[:8])!r})",
                f"没有可解码的图像：不是 JPEG、PNG、BMP、TIFF 或 WebP（开头为 {bytes(data[:8])!r}）",
            ),
        )
    width, height = size
    if width < 1 or height < 1:
        raise ImageError(
            str(path), two(f"the picture is empty: {width}x{height} pixels", f"图像为空：{width}x{height} 像素")
        )
    if width * height > MAX_PIXELS:
        raise ImageError(
            str(path),
            two(
                f"is {width}x{height} pixels; at most {MAX_PIXELS // 1_000_000} million are read: "
                "scale it down or cut it",
                f"为 {width}x{height} 像素；至多读取 {MAX_PIXELS // 1_000_000} 百万像素：请缩小或裁剪",
            ),
        )
    if breaks_off(data):
        raise ImageError(
            str(path),
            two(
                "the picture breaks off: its end is missing; it was copied or sent incompletely",
                "图像不完整：缺少结尾，可能复制或传送中断",
            ),
        )


def size_of(data: Content) -> Size | None:
    """Width and height in pixels, as the header says; None: no header of ``FORMATS``."""
    if data.startswith(b"\xff\xd8"):
        return next((size for _, size in _jpeg_segments(data) if size), None)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _pair(data, 16, 4, "big")
    if data.startswith(b"BM"):
        return _bitmap(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data[:4] in (b"II*\0", b"MM\0*"):
        return _tiff(data)
    return None


def breaks_off(data: Content) -> bool:
    """Whether a JPEG or PNG ends before its end marker."""
    if data.startswith(b"\xff\xd8"):
        scan = next((place for place, _ in _jpeg_segments(data) if data[place + 1] == 0xDA), None)
        return scan is None or data.find(b"\xff\xd9", scan) < 0
    return data.startswith(b"\x89PNG") and data.rfind(b"IEND") < 0


def _jpeg_segments(data: Content) -> Iterator[tuple[int, Size | None]]:
    """Place of each marker up to the first scan, and the size where it is a frame header (T.81, B.2.2)."""
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            return
        marker = data[place + 1]
        if marker == 0xFF:  # fill
            place += 1
            continue
        frame = 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)
        size = _pair(data, place + 5, 2, "big") if frame else None
        yield place, (size[1], size[0]) if size else None
        if marker == 0xDA:
            return
        alone = marker == 0x01 or 0xD0 <= marker <= 0xD8
        place += 2 if alone else 2 + int.from_bytes(data[place + 2 : place + 4], "big")


def _bitmap(data: Content) -> Size | None:
    size = _pair(data, 18, 2 if data[14:15] == b"\x0c" else 4, "little", signed=True)
    return size and (abs(size[0]), abs(size[1]))


def _webp(data: Content) -> Size | None:
    kind = data[12:16]
    if kind == b"VP8X" and len(data) >= 30:
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    size = _pair(data, 26, 2, "little") if kind == b"VP8 " else None
    return size and (size[0] & 0x3FFF, size[1] & 0x3FFF)


def _tiff(data: Content) -> Size | None:
    """Of the first directory: tags 256 and 257, of type SHORT or LONG (TIFF 6.0, section 2)."""
    order: Order = "little" if data[:1] == b"I" else "big"

    def number(place: int, length: int) -> int:
        return int.from_bytes(data[place : place + length], order)

    start = number(4, 4)
    found = {}
    for entry in range(start + 2, start + 2 + 12 * number(start, 2), 12):
        if entry + 12 > len(data):
            break
        found[number(entry, 2)] = number(entry + 8, 2 if number(entry + 2, 2) == 3 else 4)
    return (found[256], found[257]) if {256, 257} <= set(found) else None


def _pair(data: Content, place: int, length: int, order: Order, *, signed: bool = False) -> Size | None:
    if len(data) < place + 2 * length:
        return None
    first, second = data[place : place + length], data[place + length : place + 2 * length]
    return (
        int.from_bytes(first, order, signed=signed),
        int.from_bytes(second, order, signed=signed),
    )


def _is_picture(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in IMAGE_SUFFIXES


def _natural(path: Path) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", path.name)]
