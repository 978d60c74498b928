"""What happens in a place, never who: things that cross a line, and what no analysis may see.

A moving thing is a blob of changed pixels. It has a place and a size for as long as it moves; it has no picture, no
appearance and no number outside this room, so two cameras, or two passages before one, cannot be linked.
"""

from zbsec.scenes.crossing import Crossing, LineCrossing
from zbsec.scenes.lines import Line, Point, Side
from zbsec.scenes.masks import PrivacyMask

__all__ = ["Crossing", "Line", "LineCrossing", "Point", "PrivacyMask", "Side"]
