"""Encrypts what leaves our hands (cookies, Redis, SQLite) and derives one key per purpose."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def derived_key(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), hashlib.sha256)


class Sealer:
    """AES-256-GCM. What is sealed for one owner does not open for another."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(derived_key(secret, "seal"))

    def seal(self, plain: bytes, *, owner: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, owner.encode())

    def open(self, sealed: bytes, *, owner: str) -> bytes | None:
        """None for whatever was not sealed here for this owner: damage and forgery look alike."""
        nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, body, owner.encode())
        except (InvalidTag, ValueError):
            return None

    def seal_text(self, plain: bytes, *, owner: str) -> str:
        return urlsafe_b64encode(self.seal(plain, owner=owner)).decode()

    def open_text(self, sealed: str, *, owner: str) -> bytes | None:
        try:
            return self.open(urlsafe_b64decode(sealed.encode()), owner=owner)
        except ValueError:
            return None
