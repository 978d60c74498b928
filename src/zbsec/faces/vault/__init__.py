"""Consents and templates at rest: two files, two sets of keys, and nothing readable without the site's key."""

from zbsec.faces.vault.store import Entry, Erased, Vault

__all__ = ["Entry", "Erased", "Vault"]
