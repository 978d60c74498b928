"""Uplinks: what may leave the site, and in which words."""

from zbsec.uplink.encoder import ENCODERS, Context, Encoder, encoder
from zbsec.uplink.message import Message
from zbsec.uplink.policy import Policy, Release

__all__ = ["ENCODERS", "Context", "Encoder", "Message", "Policy", "Release", "encoder"]
