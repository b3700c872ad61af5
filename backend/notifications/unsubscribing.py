"""Wanting no more mails of a type, by a link that needs no sign-in and never grows old."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from uuid import UUID

ID = 16  # bytes of a UUID, before the signature


class Unsubscribing:
    """A token names its person and is good for one type of mail."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"foyer:unsubscribe", "sha256")

    def token(self, user_id: UUID, type: str) -> str:
        return urlsafe_b64encode(user_id.bytes + self._mac(user_id, type)).decode().rstrip("=")

    def reader(self, token: str, type: str) -> UUID | None:
        """Whose token it is; None for what we never signed."""
        try:
            raw = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
            user_id = UUID(bytes=raw[:ID])
        except (Error, ValueError):
            return None
        return user_id if hmac.compare_digest(raw[ID:], self._mac(user_id, type)) else None

    def _mac(self, user_id: UUID, type: str) -> bytes:
        return hmac.digest(self._key, user_id.bytes + type.encode(), "sha256")
