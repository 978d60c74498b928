"""The hash that ties an entry to all entries before it (governance G65).

Written so that an auditor can recompute it with any tool: SHA-256 over the UTF-8 bytes of four lines without a final
newline: previous hash (64 hex digits, zeros for the first entry), sequence (decimal), recorded_at (ISO 8601, UTC,
microseconds), canonical JSON of the event (one line: JSON escapes line breaks, so the four cannot run together).
"""

from __future__ import annotations

import hashlib

GENESIS = "0" * 64
"""Stands before the first entry."""


def link(previous: str, sequence: int, recorded_at: str, body: str) -> str:
    """Hash of one entry, 64 hex digits."""
    return hashlib.sha256(f"{previous}\n{sequence}\n{recorded_at}\n{body}".encode()).hexdigest()
