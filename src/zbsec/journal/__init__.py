"""What happened, kept: an append-only, hash-chained event store with outbox cursors, on SQLite.

Nothing here deletes: this release prunes no entries and writes no snapshots.
"""

from zbsec.journal.entry import Entry, Head, Verification
from zbsec.journal.store import Journal

__all__ = ["Entry", "Head", "Journal", "Verification"]
