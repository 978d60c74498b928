"""Signatures over reports: a detached envelope beside the file, by Ed25519 (RFC 8032) or SM2 with SM3 (GB/T 32918).

``load_signer`` and ``load_verifier`` read PEM keys; whoever keeps keys in a token or a security module passes an object
of their own that has what ``Signer`` asks. The envelope is DSSE version 1 around an in-toto statement, so tools that
read those can check an Ed25519 signature without this library.
"""

from zbsec.sites.signing.envelope import Verification, sign_file, signature_beside, signing_key, verify_file
from zbsec.sites.signing.keys import ALGORITHMS, Signer, Verifier, generate_key, load_signer, load_verifier

__all__ = [
    "ALGORITHMS",
    "Signer",
    "Verification",
    "Verifier",
    "generate_key",
    "load_signer",
    "load_verifier",
    "sign_file",
    "signature_beside",
    "signing_key",
    "verify_file",
]
