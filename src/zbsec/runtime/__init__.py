"""Sites at work: the only place that wires rooms together."""

from zbsec.runtime.lane import Lane, Passage
from zbsec.runtime.post import Post
from zbsec.runtime.site import RunningSite, open_site
from zbsec.runtime.watch import Watch

__all__ = ["Lane", "Passage", "Post", "RunningSite", "Watch", "open_site"]
