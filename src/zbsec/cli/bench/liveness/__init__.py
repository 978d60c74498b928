"""How well a judge tells people from pictures of them (ISO/IEC 30107-3): APCER for each kind of attack, and BPCER.

Results hold counts, rates and scores, no picture and nobody's name; of presentations without an answer they name the
file.
"""

from __future__ import annotations

BPCER_AT = (0.10, 0.05, 0.01)
"""APCER at which BPCER is reported: BPCER10, BPCER20 and BPCER100."""
