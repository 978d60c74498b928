"""Loopback platforms: the far side of an uplink, for tests and demonstrations."""

from zbsec.testing.platforms.gat1400 import Gat1400Platform, PlatformFault

__all__ = ["Gat1400Platform", "PlatformFault"]
