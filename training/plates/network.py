"""The readers: convolutional networks whose columns name characters, trained with CTC (Graves et al., ICML 2006)."""

from __future__ import annotations

from torch import Tensor, nn


def _block(inward: int, outward: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inward, outward, 3, padding=1, bias=False), nn.BatchNorm2d(outward), nn.ReLU(inplace=True)
    )


def _begun(*widths: int) -> list[nn.Module]:
    """What both readers begin with: an eighth of the height and a quarter of the width is left."""
    first, second, third, fourth, fifth, sixth = widths
    return [
        _block(3, first),
        nn.MaxPool2d(2),
        _block(first, second),
        _block(second, third),
        nn.MaxPool2d(2),
        _block(third, fourth),
        _block(fourth, fifth),
        nn.MaxPool2d((2, 1)),
        _block(fifth, sixth),
    ]


class _Columns(nn.Module):
    """Features of one row of columns, and what each of them names."""

    features: nn.Sequential
    name: nn.Conv2d

    def forward(self, pictures: Tensor) -> Tensor:
        return self.name(self.features(pictures)).squeeze(2).transpose(1, 2).float()


class Reader(_Columns):
    """float32 (n, 3, 32, 128) BGR, 0 to 1 → float32 (n, 32, classes) logits; class 0 is the blank."""

    size = (128, 32)
    """Width and height of the pictures."""
    widths = (32, 64, 64, 112, 112, 144, 144)
    """Channels of the shipped reader's layers."""

    def __init__(self, classes: int, widths: tuple[int, ...] = ()) -> None:
        super().__init__()
        first, second, third, fourth, fifth, sixth, last = widths or self.widths
        self.features = nn.Sequential(
            *_begun(first, second, third, fourth, fifth, sixth),
            nn.Conv2d(sixth, last, (4, 1), bias=False),
            nn.BatchNorm2d(last),
            nn.ReLU(inplace=True),
            nn.Conv2d(last, last, (1, 5), padding=(0, 2), bias=False),
            nn.BatchNorm2d(last),
            nn.ReLU(inplace=True),
            nn.Dropout(0.1),
        )
        self.name = nn.Conv2d(last, classes, 1)


class Second(_Columns):
    """The second opinion on a weak reading: more pixels, more weights, and every column sees most of the plate.

    float32 (n, 3, 48, 192) BGR, 0 to 1 → float32 (n, 48, classes) logits; class 0 is the blank.
    """

    size = (192, 48)
    widths = (32, 64, 64, 112, 112, 176, 176)

    def __init__(self, classes: int, widths: tuple[int, ...] = ()) -> None:
        super().__init__()
        first, second, third, fourth, fifth, sixth, last = widths or self.widths
        self.features = nn.Sequential(
            *_begun(first, second, third, fourth, fifth, sixth),
            _block(sixth, sixth),
            nn.Conv2d(sixth, last, (6, 1), bias=False),
            nn.BatchNorm2d(last),
            nn.ReLU(inplace=True),
            Neighbours(last),
            Neighbours(last),
            nn.Dropout(0.15),
        )
        self.name = nn.Conv2d(last, classes, 1)


class Neighbours(nn.Module):
    """Columns that learn from six beside them, each channel as strong as the whole row says (Hu et al., CVPR 2018)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.beside = nn.Sequential(
            nn.Conv2d(channels, channels, (1, 7), padding=(0, 3), bias=False), nn.BatchNorm2d(channels)
        )
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(channels, channels // 4, 1),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels // 4, channels, 1),
            nn.Sigmoid(),
        )
        self.cut = nn.ReLU(inplace=True)

    def forward(self, columns: Tensor) -> Tensor:
        told = self.beside(columns)
        return self.cut(columns + told * self.gate(told))


READERS: dict[str, type[Reader | Second]] = {"reader": Reader, "second": Second}


def kind_of(name: str) -> type[Reader | Second]:
    """Of a network's name what stands before a hyphen says what it is: second-narrow is a ``Second``."""
    kind = name.partition("-")[0]
    if kind not in READERS:
        raise SystemExit(f"a network's name begins with {' or '.join(READERS)}, not {name!r}")
    return READERS[kind]


def greedy(logits: Tensor) -> list[list[int]]:
    """The likeliest labels: repeats merged, blanks dropped."""
    best = logits.argmax(2).tolist()
    return [[now for before, now in zip([0, *row], row, strict=False) if now not in (0, before)] for row in best]
