"""Readings made to order, without pictures: as doubtful as asked, and honest about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records import PLATE_ALPHABET, PlateColour, PlateReading, likeliest_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def noisy_reading(
    text: str,
    rng: np.random.Generator,
    *,
    noise: float = 0.2,
    corners: NDArray[np.float32] | None = None,
    colour: PlateColour = PlateColour.BLUE,
) -> PlateReading:
    """What a calibrated reader makes of a plate: its probabilities are those with which it is right.

    Each character is seen through a Gaussian channel (its one-hot row plus ``noise``), and its row is the posterior.

    :param noise: 0.1 reads nearly every character rightly, 0.2 about 98 of 100, 0.3 three in four.
    :param corners: float32 (4, 2), pixels; None: 140 by 45 in the left upper corner.
    """
    import numpy as np  # noqa: PLC0415

    codes = [PLATE_ALPHABET.index(character) for character in text]
    seen = rng.normal(0, noise, (len(text), len(PLATE_ALPHABET)))
    seen[np.arange(len(text)), codes] += 1
    logs = seen / max(noise, 1e-3) ** 2
    rows = np.exp(logs - logs.max(axis=1, keepdims=True)) + 1e-6
    rows /= rows.sum(axis=1, keepdims=True)
    return PlateReading(
        text=likeliest_text(rows),
        colour=colour,
        corners=np.array([[0, 0], [140, 0], [140, 45], [0, 45]], np.float32) if corners is None else corners,
        probabilities=rows.astype(np.float32),
        score=float(rows.max(axis=1).prod()),
    )
