"""Pictures from where cameras put them: an image, a folder, a video file, a local camera or an RTSP stream.

One address, one :class:`FrameSource`. ``read`` gives the next frame, ``None`` at the end, and raises
:class:`~zbsec.errors.ImageError` for a picture that cannot be used; after that it may be called again, so one bad
file in a folder costs that file and nothing else.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec._ambient import now
from zbsec._text import two
from zbsec.devices.drivers.pictures import picture_files, read_image
from zbsec.errors import ImageError
from zbsec.records import Frame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    import cv2
    from numpy.typing import NDArray

VIDEO_SUFFIXES = frozenset({".avi", ".m4v", ".mjpeg", ".mkv", ".mov", ".mp4", ".mpg", ".ts", ".webm"})
STREAM_SCHEMES = ("rtsp://", "rtsps://", "http://", "https://")


def open_frames(address: str, *, camera: str, clock: Callable[[], datetime] = now) -> FrameSource:
    """Open what ``address`` names: a path, ``camera:0`` (or ``0``), or an ``rtsp://`` address.

    :param camera: id that the frames carry.
    :param clock: gives ``Frame.captured_at``; files carry the time at which they are played.
    :raises ImageError: nothing is there, or it is neither picture, folder of pictures nor video.
    """
    device = re.fullmatch(r"(?:camera:)?(\d+)", address)
    if device:
        return StreamSource(int(device[1]), camera=camera, clock=clock)
    if address.startswith(STREAM_SCHEMES):
        return StreamSource(address, camera=camera, clock=clock)
    return _open_path(Path(address), camera=camera, clock=clock)


class FrameSource(ABC):
    """Frames of one camera, one after the other."""

    continuous = False
    """Whether successive frames show the same scene a moment later, as in a video, or unrelated pictures."""

    def __init__(self, *, camera: str, clock: Callable[[], datetime]) -> None:
        self.camera = camera
        self._clock = clock
        self._sequence = 0

    @abstractmethod
    def read(self) -> Frame | None:
        """The next frame; None at the end.

        :raises ImageError: this picture cannot be used; the next call goes on behind it.
        """

    def close(self) -> None:  # noqa: B027  (pictures hold nothing)
        """Give back what the source holds; calling it twice is fine."""

    def _frame(self, image: NDArray[Any]) -> Frame:
        frame = Frame(image=image, camera=self.camera, captured_at=self._clock(), sequence=self._sequence)
        self._sequence += 1
        return frame


class PictureSource(FrameSource):
    """Picture files, in the order given."""

    def __init__(self, paths: Sequence[Path], *, camera: str, clock: Callable[[], datetime]) -> None:
        super().__init__(camera=camera, clock=clock)
        self._paths = list(paths)

    def read(self) -> Frame | None:
        if not self._paths:
            return None
        return self._frame(read_image(self._paths.pop(0)))


class VideoSource(FrameSource):
    """A video file. One that ends before the number of frames it declares is reported, not taken as finished."""

    continuous = True

    def __init__(self, path: Path, *, camera: str, clock: Callable[[], datetime]) -> None:
        import cv2  # noqa: PLC0415

        super().__init__(camera=camera, clock=clock)
        self._path = path
        self._capture = _capture(str(path))
        self._declared = int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        self._ended = False

    def read(self) -> Frame | None:
        if self._ended:
            return None
        there, image = self._capture.read()
        if there:
            return self._frame(image)
        self._ended = True
        self.close()
        if self._sequence < self._declared:
            raise ImageError(
                str(self._path),
                two(
                    f"the video breaks off after {self._sequence} of {self._declared} frames",
                    f"视频在 {self._declared} 帧中的第 {self._sequence} 帧后中断",
                ),
            )
        return None

    def close(self) -> None:
        self._capture.release()


class StreamSource(FrameSource):
    """A local camera or a network stream: it has no end, and a lost picture means opening it again."""

    continuous = True

    def __init__(self, address: int | str, *, camera: str, clock: Callable[[], datetime]) -> None:
        super().__init__(camera=camera, clock=clock)
        self._address = address
        self._capture: cv2.VideoCapture | None = _capture(address)

    def read(self) -> Frame | None:
        if self._capture is None:
            self._capture = _capture(self._address)
        there, image = self._capture.read()
        if there:
            return self._frame(image)
        self.close()
        raise ImageError(
            _shown(self._address),
            two(
                "the stream gave no picture; it is opened again on the next read",
                "视频流未给出图像；下次读取时重新打开",
            ),
        )

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def _open_path(path: Path, *, camera: str, clock: Callable[[], datetime]) -> FrameSource:
    if path.is_dir():
        return PictureSource(picture_files(path), camera=camera, clock=clock)
    if not path.exists():
        raise ImageError(str(path), two("there is no such file or folder", "没有此文件或文件夹"))
    if path.suffix.lower() in VIDEO_SUFFIXES:
        return VideoSource(path, camera=camera, clock=clock)
    return PictureSource([path], camera=camera, clock=clock)


def _capture(address: int | str) -> cv2.VideoCapture:
    import cv2  # noqa: PLC0415

    capture = cv2.VideoCapture(address)
    if not capture.isOpened():
        capture.release()
        raise ImageError(_shown(address), two("cannot be opened as a video", "无法作为视频打开"))
    return capture


def _shown(address: int | str) -> str:
    """The address without a password that it may carry."""
    return re.sub(r"//[^/@]*@", "//***@", str(address)) if isinstance(address, str) else f"camera:{address}"
