"""Frames as the report shows them: what was found is framed, and a face that matched nobody is gone."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zbsec.records import Box, Frame

GREEN = (90, 170, 60)
RED = (60, 60, 210)
BLANK = (90, 90, 90)


def annotate(frame: Frame, box: Box, *, granted: bool, blank: bool) -> NDArray[np.uint8]:
    """A copy of the picture, half its size at most 640 pixels wide, with the box drawn in green or red.

    :param blank: fill the box, enlarged to the whole head; nothing of the face stays in the picture (governance G31).
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    picture = np.array(frame.image)
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    if blank:
        wide, high = box.width_px // 2, box.height_px // 2
        left, top, right, bottom = left - wide, top - high * 2, right + wide, bottom + high
        cv2.rectangle(picture, (left, top), (right, bottom), BLANK, -1)
    cv2.rectangle(picture, (left, top), (right, bottom), GREEN if granted else RED, max(2, frame.width_px // 240))
    scale = min(1.0, 640 / frame.width_px)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def data_address(picture: NDArray[np.uint8]) -> str:
    """The picture as a ``data:`` address for an HTML page."""
    import cv2  # noqa: PLC0415

    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 82])
    return "data:image/jpeg;base64," + base64.b64encode(jpeg.tobytes()).decode()
