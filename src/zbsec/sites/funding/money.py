"""Amounts to the fen, and shares that always add up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")

K = TypeVar("K", bound=str)


def round_half_up(exact: Fraction) -> Decimal:
    """An exact amount in whole fen, halves up; no binary number and no rounded division on the way."""
    return floor(exact * 100 + Fraction(1, 2)) * FEN


def split(total: Decimal, weights: Mapping[K, Decimal]) -> dict[K, Decimal]:
    """``total`` in whole fen among the keys, in proportion to their weights, by the method of largest remainder.

    The parts always add up to the total, none is negative, and none is a fen or more away from its exact share. The
    fen that are left over go to the largest remainders, and among equal ones to the first key by name: the
    order of ``weights`` changes nothing.

    :param total: 0 or more, in whole fen.
    :param weights: 0 or more each, above 0 in sum; only their proportions matter.
    :raises ValueError: a negative weight or total, no weight above 0, or a fraction of a fen.
    """
    units = _units(total)
    whole = sum((Fraction(weight) for weight in weights.values()), Fraction(0))
    if any(weight < 0 for weight in weights.values()) or whole <= 0:
        raise ValueError("weights are 0 or more, and above 0 in sum")
    exact = {key: units * Fraction(weight) / whole for key, weight in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    left = units - sum(parts.values())
    for key in sorted(exact, key=lambda key: (parts[key] - exact[key], key))[:left]:
        parts[key] += 1
    return {key: part * FEN for key, part in parts.items()}


def evenly(total: Decimal, times: int) -> list[Decimal]:
    """``total`` in whole fen in so many parts that differ by a fen at most, the larger ones first."""
    part, left = divmod(_units(total), times)
    return [(part + (number < left)) * FEN for number in range(times)]


def _units(total: Decimal) -> int:
    units = total / FEN
    if total < 0 or units != int(units):
        raise ValueError(f"{total} is no amount of 0 or more in whole fen")
    return int(units)
