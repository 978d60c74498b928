"""Faces in the video of one lane: followed by place, one at a time, decided once an arrival, strangers forgotten.

``FaceFollower`` looks at frames and says each arrival once. It embeds the one face before the lane and nobody else's,
and overwrites every vector when it has decided.
"""

from zbsec.faces.lane.arrival import Finding, Outcome
from zbsec.faces.lane.desk import Desk
from zbsec.faces.lane.follower import FaceFollower, look_once
from zbsec.faces.lane.witness import Doubt, Witnesses

__all__ = ["Desk", "Doubt", "FaceFollower", "Finding", "Outcome", "Witnesses", "look_once"]
