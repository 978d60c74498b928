"""Drivers talk a protocol: they turn actions into bytes and bytes into signals."""
