"""Consents, templates and keys at rest: three files, and nothing readable without the site's key."""

from zbsec.faces.vault.folders import Folders
from zbsec.faces.vault.ledger import Head
from zbsec.faces.vault.record import Kind, Record
from zbsec.faces.vault.store import News, Vault
from zbsec.faces.vault.suite import Suite
from zbsec.faces.vault.templates import NOTHING, Entry, Erased

__all__ = ["NOTHING", "Entry", "Erased", "Folders", "Head", "Kind", "News", "Record", "Suite", "Vault"]
