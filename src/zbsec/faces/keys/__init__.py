"""Where the site's key comes from: a file, the environment, the keyring of the system, or a PKCS#11 token."""

from zbsec.faces.keys.source import KEY_SOURCES, KeySource, key_source, site_key

__all__ = ["KEY_SOURCES", "KeySource", "key_source", "site_key"]
