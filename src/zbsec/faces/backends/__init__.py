"""Detectors and embedding networks that belong together, one file a backend."""
