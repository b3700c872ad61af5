"""Access tokens (RFC 9068 style JWTs, five minutes) and the secrets behind all other tokens."""

import hashlib
import hmac
import re
import secrets
import time
from base64 import urlsafe_b64encode
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from msgspec import Struct

from backend.core.refusals import NotSignedIn

ISSUER = "foyer"
AUDIENCE = "foyer-api"
ALGORITHM = "HS256"
KIND = "at+jwt"
LIFETIME = 300
LEEWAY = 30
REMEMBERED = 4096
API_PREFIX = "foyer_pat_"
API_TOKEN = re.compile(f"({API_PREFIX}[0-9a-f]{{12}})_[A-Za-z0-9_-]{{43}}")


class Claims(Struct, frozen=True):
    """``session`` is the refresh family that the token was issued in."""

    user: UUID
    session: UUID
    issued_at: int
    expires_at: int


class AccessTokens:
    """Signs and verifies; a verified token is remembered whole, its expiry is asked each time."""

    def __init__(self, secret: str) -> None:
        self._key = OctKey.import_key(_derive(secret, "access"))
        self._kid = hashlib.sha256(_derive(secret, "kid")).hexdigest()[:16]
        self._known: dict[str, Claims] = {}

    def issue(self, user: UUID, session: UUID) -> str:
        now = int(time.time())
        header = {"alg": ALGORITHM, "typ": KIND, "kid": self._kid}
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user),
            "sid": str(session),
            "jti": uuid4().hex,
            "iat": now,
            "exp": now + LIFETIME,
        }
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])

    def verify(self, token: str) -> Claims:
        """Raises NotSignedIn for anything but a live token of ours."""
        claims = self._known.get(token)
        if claims is None:
            claims = self._read(token)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[token] = claims
        now = time.time()
        if not claims.issued_at - LEEWAY <= now < claims.expires_at + LEEWAY:
            raise NotSignedIn("The access token has expired")
        return claims

    def _read(self, token: str) -> Claims:
        try:
            decoded = jwt.decode(token, self._key, algorithms=[ALGORITHM])
            header, claims = decoded.header, decoded.claims
            ours = (
                header.get("typ") == KIND
                and header.get("kid") == self._kid
                and claims["iss"] == ISSUER
                and claims["aud"] == AUDIENCE
                and isinstance(claims["iat"], int)
                and isinstance(claims["exp"], int)
                and 0 < claims["exp"] - claims["iat"] <= LIFETIME
            )
            if ours:
                return Claims(
                    UUID(claims["sub"]), UUID(claims["sid"]), claims["iat"], claims["exp"]
                )
        except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass  # said below, in the same words for every reason
        raise NotSignedIn("The access token is not valid")


class RefreshSecrets:
    """A child is derived from its parent, so a lost answer can be given again and never stored."""

    def __init__(self, secret: str) -> None:
        self._key = _derive(secret, "refresh")

    def new(self) -> str:
        return secrets.token_urlsafe(32)

    def child_of(self, token: str) -> str:
        digest = hmac.digest(self._key, token.encode(), "sha256")
        return urlsafe_b64encode(digest).decode().rstrip("=")


class ResetSecrets:
    """Derived from the reset's id, so that the secret is stored nowhere until it is mailed."""

    def __init__(self, secret: str) -> None:
        self._key = _derive(secret, "password-reset")

    def of(self, reset_id: UUID) -> str:
        digest = hmac.digest(self._key, reset_id.bytes, "sha256")
        return urlsafe_b64encode(digest).decode().rstrip("=")


def new_api_token() -> tuple[str, str]:
    """Its public prefix, by which it is known and found, and the whole with 256 random bits."""
    prefix = API_PREFIX + secrets.token_hex(6)
    return prefix, f"{prefix}_{secrets.token_urlsafe(32)}"


def api_token_prefix(token: str) -> str | None:
    """None for what is no API token of ours."""
    found = API_TOKEN.fullmatch(token)
    return found[1] if found else None


def fingerprint(token: str) -> bytes:
    """What is stored of a token that has 256 random bits: no salt, no stretching is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _derive(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"foyer:{purpose}".encode(), "sha256")
