"""Secrets that must be read again, encrypted in the database: AES-256-GCM, bound to their owner."""

import hmac
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes; NIST SP 800-38D section 8.2.2


class Unreadable(Exception):
    """Sealed under another CRM_SECRET_KEY, or for somebody else."""


class Sealer:
    """``purpose`` keeps what is sealed for one thing from being opened for another."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._cipher = AESGCM(hmac.digest(secret.encode(), f"foyer:{purpose}".encode(), "sha256"))

    def seal(self, content: bytes, owner: UUID) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._cipher.encrypt(nonce, content, owner.bytes)

    def open(self, sealed: bytes, owner: UUID) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], owner.bytes)
        except InvalidTag as error:
            raise Unreadable from error
