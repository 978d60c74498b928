"""The detector: a convolutional network that says, for every 8 by 8 pixels, whether a plate's middle lies there.

It also says where the plate's corners are. Centres as points: Zhou et al., "Objects as Points", 2019;
four corners instead of a box.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 8
UNIT_PX = 32
"""Corners are given from the cell's middle in this many pixels."""
WIDTHS = (16, 32, 48, 72, 96)
"""Channels of the shipped detector's levels."""


def _dense(inward: int, outward: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inward, outward, 3, stride, 1, bias=False), nn.BatchNorm2d(outward), nn.ReLU(inplace=True)
    )


def _pointwise(inward: int, outward: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inward, outward, 1, bias=False), nn.BatchNorm2d(outward), nn.ReLU(inplace=True))


class Separable(nn.Module):
    """Each channel over 5 by 5, then all channels at a point (MobileNet, 2017), added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.over = nn.Sequential(nn.Conv2d(width, width, 5, 1, 2, groups=width, bias=False), nn.BatchNorm2d(width))
        self.across = _pointwise(width, width)

    def forward(self, given: Tensor) -> Tensor:
        return given + self.across(self.over(given))


class Spotter(nn.Module):
    """float32 (n, 3, h, w) BGR, 0 to 1, h and w multiples of 32 → logits (n, 1, h/8, w/8), corners (n, 8, h/8, w/8)."""

    def __init__(self, widths: tuple[int, ...] = WIDTHS) -> None:
        super().__init__()
        first, second, third, fourth, fifth = widths
        self.eighth = nn.Sequential(
            _dense(3, first, 2), _dense(first, second, 2), _dense(second, third, 2), Separable(third), Separable(third)
        )
        self.sixteenth = nn.Sequential(_dense(third, fourth, 2), *(Separable(fourth) for _ in range(3)))
        self.coarsest = nn.Sequential(_dense(fourth, fifth, 2), *(Separable(fifth) for _ in range(4)))
        self.down_to_fourth, self.join_fourth = _pointwise(fifth, fourth), Separable(fourth)
        self.down_to_third, self.join_third = _pointwise(fourth, third), Separable(third)
        self.wide = _dense(third, 64)
        self.heat = nn.Conv2d(64, 1, 1)
        self.corners = nn.Conv2d(64, 8, 1)
        nn.init.constant_(self.heat.bias, -4.0)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        eighth = self.eighth(pictures - 0.45)
        sixteenth = self.sixteenth(eighth)
        deep = self.down_to_fourth(self.coarsest(sixteenth))
        sixteenth = self.join_fourth(sixteenth + functional.interpolate(deep, scale_factor=2.0, mode="nearest"))
        deep = self.down_to_third(sixteenth)
        eighth = self.join_third(eighth + functional.interpolate(deep, scale_factor=2.0, mode="nearest"))
        wide = self.wide(eighth)
        return self.heat(wide), self.corners(wide)


class Exported(nn.Module):
    """What is shipped: the map's heights 0 to 1, zero where a neighbour is higher, and the corners in pixels."""

    def __init__(self, spotter: Spotter) -> None:
        super().__init__()
        self.spotter = spotter

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        heat, corners = self.spotter(pictures)
        heat = heat.sigmoid()
        peak = functional.max_pool2d(heat, 3, 1, 1)
        return heat * (heat >= peak).to(heat.dtype), corners * UNIT_PX


def targets(corners: list[NDArray[np.float32]], width: int, height: int) -> tuple[NDArray[np.float32], ...]:
    """Heat (n, h/8, w/8), corners (n, 8, h/8, w/8) in units, and the weight of each cell's corners.

    The heat is a hill along the plate's own axes, 1 in the cell of its middle. Corners count where it is higher than
    0.3, in parts of the plate's size, so that a small plate's pixel weighs more.
    """
    wide, high = width // STRIDE, height // STRIDE
    heat = np.zeros((len(corners), high, wide), np.float32)
    where = np.zeros((len(corners), 8, high, wide), np.float32)
    weight = np.zeros((len(corners), high, wide), np.float32)
    middles = np.stack(np.meshgrid(np.arange(wide), np.arange(high)), -1).astype(np.float32) * STRIDE + STRIDE / 2
    for index, quads in enumerate(corners):
        for quad in quads:
            centre = quad.mean(axis=0)
            across, down = (quad[1] + quad[2] - quad[0] - quad[3]) / 2, (quad[3] + quad[2] - quad[0] - quad[1]) / 2
            long, tall = float(np.linalg.norm(across)), float(np.linalg.norm(down))
            from_centre = middles - centre
            along = from_centre @ (across / long) / max(long / 5, STRIDE * 0.5)
            upright = from_centre @ (down / tall) / max(tall / 4, STRIDE * 0.5)
            hill = np.exp(-(along**2 + upright**2) / 2)
            at = np.clip((centre / STRIDE).astype(int), 0, (wide - 1, high - 1))
            hill[at[1], at[0]] = 1
            better = hill > heat[index]
            heat[index][better] = hill[better]
            taught = better & (hill > 0.3)
            offsets = (quad[None, None] - middles[:, :, None]).reshape(high, wide, 8) / UNIT_PX
            where[index][:, taught] = offsets[taught].T
            weight[index][taught] = hill[taught] * UNIT_PX / np.sqrt(long * max(tall, 4.0))
    return heat, where, weight


def loss_of(logits: Tensor, corners: Tensor, heat: Tensor, where: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    """Focal loss of the heat (as in the paper, alpha 2, beta 4), and smooth absolute error of the corners."""
    logits = logits.squeeze(1).float()
    share = logits.sigmoid().clamp(1e-5, 1 - 1e-5)
    is_peak = heat >= 0.999
    count = is_peak.sum().clamp(min=1)
    hit = (1 - share) ** 2 * -functional.logsigmoid(logits) * is_peak
    missed = (1 - heat) ** 4 * share**2 * -functional.logsigmoid(-logits) * ~is_peak
    error = functional.smooth_l1_loss(corners.float(), where, reduction="none", beta=0.02).mean(1)
    return (hit.sum() + missed.sum()) / count, (error * weight).sum() / weight.gt(0).sum().clamp(min=1)


def channels_last(pictures: Tensor) -> Tensor:
    """uint8 (n, h, w, 3) as the network takes it, without a copy of the layout."""
    return pictures.permute(0, 3, 1, 2).float().div_(255)
