"""The same pictures once more, a little otherwise: a network on a GPU learns faster than pictures are made."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def relit(pictures: Tensor, much: float = 1.0) -> Tensor:
    """Float (n, 3, h, w), 0 to 1, as another exposure and sensor would give them; ``much`` 0 to 1: how otherwise."""
    n, device = len(pictures), pictures.device

    def drawn(low: float, high: float, channels: int = 1) -> Tensor:
        return torch.rand((n, channels, 1, 1), device=device) * (high - low) + low

    lit = pictures.clamp(1e-3, 1) ** drawn(0.75, 1.35) * drawn(0.8, 1.15) * drawn(0.94, 1.06, 3) + drawn(-0.04, 0.06)
    lit = pictures + (lit - pictures) * much
    return (lit + torch.randn_like(lit) * drawn(0, 0.025 * much)).clamp(0, 1)


def recut(pictures: Tensor, much: float = 1.0) -> Tensor:
    """Float (n, 3, h, w), moved, scaled, sheared, and some of them softened; ``much`` 0 to 1."""
    n, device = len(pictures), pictures.device

    def spread(by: float) -> Tensor:
        return torch.randn(n, device=device).clamp(-2, 2) * by * much

    matrix = torch.zeros((n, 2, 3), device=device)
    matrix[:, 0, 0], matrix[:, 1, 1] = 1 + spread(0.015), 1 + spread(0.035)
    matrix[:, 0, 1], matrix[:, 1, 0] = spread(0.03), spread(0.02)
    matrix[:, 0, 2], matrix[:, 1, 2] = spread(0.012), spread(0.035)
    grid = functional.affine_grid(matrix, list(pictures.shape), align_corners=False)
    moved = functional.grid_sample(pictures, grid, padding_mode="border", align_corners=False)
    soft = functional.avg_pool2d(functional.pad(moved, (1, 1, 1, 1), mode="replicate"), 3, 1)
    share = torch.rand((n, 1, 1, 1), device=device) * (torch.rand((n, 1, 1, 1), device=device) < 0.25 * much)
    return _coarser(moved * (1 - share) + soft * share, much)


def _coarser(pictures: Tensor, much: float) -> Tensor:
    """Half of them seen from so far that fewer pixels show them."""
    scale = 1 - 0.5 * much * float(torch.rand(()))
    half = round(len(pictures) / 2 * much)
    size = [max(12, round(scale * side)) for side in pictures.shape[2:]]
    small = functional.interpolate(pictures[:half], size, mode="bilinear", antialias=True)
    again = functional.interpolate(small, list(pictures.shape[2:]), mode="bilinear")
    return torch.cat([again, pictures[half:]])
