"""Standard Webhooks 1.0.0: what a secret looks like, and how a message is signed."""

import hmac
import secrets
from base64 import b64encode
from collections.abc import Iterable

SECRET_BYTES = 32


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def shown(secret: bytes) -> str:
    return f"whsec_{b64encode(secret).decode()}"


def headers_for(
    message_id: str, timestamp: int, body: bytes, keys: Iterable[bytes]
) -> dict[str, str]:
    """``timestamp`` is in seconds; every key signs, so that receivers can change over."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digests = (b64encode(hmac.digest(key, signed, "sha256")).decode() for key in keys)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{digest}" for digest in digests),
    }
