"""The reader: a convolutional network whose columns name characters, trained with CTC (Graves et al., ICML 2006)."""

from __future__ import annotations

from torch import Tensor, nn

HEIGHT, WIDTH = 32, 128
COLUMNS = 32
WIDTHS = (32, 64, 64, 112, 112, 144, 144)
"""Channels of the shipped reader's layers."""


def _block(inward: int, outward: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inward, outward, 3, padding=1, bias=False), nn.BatchNorm2d(outward), nn.ReLU(inplace=True)
    )


class Reader(nn.Module):
    """float32 (n, 3, 32, 128) BGR, 0 to 1 → float32 (n, 32, classes) logits; class 0 is the blank."""

    def __init__(self, classes: int, widths: tuple[int, ...] = WIDTHS) -> None:
        super().__init__()
        first, second, third, fourth, fifth, sixth, last = widths
        self.features = nn.Sequential(
            _block(3, first),
            nn.MaxPool2d(2),
            _block(first, second),
            _block(second, third),
            nn.MaxPool2d(2),
            _block(third, fourth),
            _block(fourth, fifth),
            nn.MaxPool2d((2, 1)),
            _block(fifth, sixth),
            nn.Conv2d(sixth, last, (4, 1), bias=False),
            nn.BatchNorm2d(last),
            nn.ReLU(inplace=True),
            nn.Conv2d(last, last, (1, 5), padding=(0, 2), bias=False),
            nn.BatchNorm2d(last),
            nn.ReLU(inplace=True),
            nn.Dropout(0.1),
        )
        self.name = nn.Conv2d(last, classes, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        return self.name(self.features(pictures)).squeeze(2).transpose(1, 2).float()


def greedy(logits: Tensor) -> list[list[int]]:
    """The likeliest labels: repeats merged, blanks dropped."""
    best = logits.argmax(2).tolist()
    return [[now for before, now in zip([0, *row], row, strict=False) if now not in (0, before)] for row in best]
