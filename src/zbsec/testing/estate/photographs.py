"""Real photographs that may be shown to anyone, found in installed packages.

scikit-image's wheel holds NASA's portrait of Eileen Collins (public domain) and photographs of walls and ground (CC0);
matplotlib's holds the US Navy's portrait of Grace Hopper (public domain). The files are located through package
metadata; neither package is imported.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.devices.drivers.pictures import read_image
from zbsec.errors import ImageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def holder_portrait() -> NDArray[np.uint8]:
    """A woman in an orange suit: uint8 (512, 512, 3), BGR."""
    return _photograph("scikit-image", "skimage/data/astronaut.png")


def stranger_portrait() -> NDArray[np.uint8]:
    """A woman in a navy uniform, who is enrolled nowhere: uint8 (600, 512, 3), BGR."""
    return _photograph("matplotlib", "matplotlib/mpl-data/sample_data/grace_hopper.jpg")


def background(width_px: int = 1280, height_px: int = 720) -> NDArray[np.uint8]:
    """A brick wall over gravel, both photographed: uint8 (height_px, width_px, 3), BGR."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    horizon = height_px * 3 // 5
    bricks = cv2.rotate(_photograph("scikit-image", "skimage/data/brick.png"), cv2.ROTATE_90_CLOCKWISE)
    wall = cv2.resize(bricks, (horizon, horizon))
    ground = cv2.resize(_photograph("scikit-image", "skimage/data/gravel.png"), (512, height_px - horizon))
    rows = [np.tile(part, (1, width_px // part.shape[1] + 1, 1))[:, :width_px] for part in (wall, ground)]
    tint = np.array([[0.92, 0.97, 1.0]], np.float32)
    return np.asarray(np.vstack(rows) * tint, np.uint8)


def _photograph(package: str, name: str) -> NDArray[np.uint8]:
    try:
        listed = files(package) or []
    except PackageNotFoundError as error:
        raise ImageError(
            name,
            two(
                f'comes with {package}; install it with: pip install "zbsec[demo]"',
                f'随 {package} 提供；请运行：pip install "zbsec[demo]"',
            ),
        ) from error
    for entry in listed:
        if str(entry) == name:
            return read_image(Path(str(entry.locate())))
    raise ImageError(name, two(f"is not among the files of {package}", f"不在 {package} 的文件之中"))
