"""Access tokens that are not ours, or not meant for this: RFC 8725 (JWT best practice)."""

import hmac
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, NamedTuple
from uuid import uuid4

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from joserfc import jwt
from joserfc.jwk import RSAKey
from litestar import Litestar

from tests.support.people import SignedIn, client_for

Claims = dict[str, Any]
ME = "/api/v1/me"
GONE = object()  # stands for a member that is left out


class FromNow(NamedTuple):
    """A moment by the clock of the request, for collecting the tests may be long ago."""

    seconds: float


HEADERS: dict[str, Claims] = {
    "alg none": {"alg": "none"},
    "alg none in capitals": {"alg": "NONE"},
    "alg HS384 named, HS256 signed": {"alg": "HS384"},
    "alg RS256 with the HMAC key": {"alg": "RS256"},
    "alg missing": {"alg": GONE},
    "alg a list": {"alg": ["HS256"]},
    "typ JWT": {"typ": "JWT"},
    "typ missing": {"typ": GONE},
    "typ of a refresh token": {"typ": "rt+jwt"},
    "kid of another key": {"kid": "0" * 16},
    "kid a path": {"kid": "../../../../dev/null"},
    "kid SQL": {"kid": "' OR 1=1 --"},
    "kid missing": {"kid": GONE},
    "crit unknown": {"crit": ["exp2"], "exp2": 1},
    "not compact": {"b64": False, "crit": ["b64"]},
}
CLAIMS: dict[str, Claims] = {
    "iss foreign": {"iss": "somebody"},
    "iss missing": {"iss": GONE},
    "aud foreign": {"aud": "another-api"},
    "aud a list": {"aud": ["foyer-api", "another-api"]},
    "aud missing": {"aud": GONE},
    "exp past": {"iat": FromNow(-900), "exp": FromNow(-600)},
    "exp text": {"exp": "99999999999"},
    "exp missing": {"exp": GONE},
    "exp huge": {"exp": 9 * 10**18},
    "exp beyond 64 bits": {"exp": 10**40},
    "exp a fraction": {"exp": FromNow(299.5)},
    "exp a bool": {"exp": True},
    "exp null": {"exp": None},
    "exp before iat": {"iat": FromNow(10), "exp": FromNow(0)},
    "iat future": {"iat": FromNow(600), "exp": FromNow(900)},
    "iat missing": {"iat": GONE},
    "lives for a day": {"exp": FromNow(86_400)},
    "sub missing": {"sub": GONE},
    "sub no id": {"sub": "admin"},
    "sub a number": {"sub": 1},
    "sub nobody": {"sub": str(uuid4())},
    "sid missing": {"sid": GONE},
    "sid another session": {"sid": str(uuid4())},
}


def forged(app: Litestar, token: str, *, header: Claims | None = None, **claims: Any) -> str:
    """Signed by our very own key, so that only the change can be what is wrong."""
    head, body, _ = (urlsafe_b64decode(part + "==") for part in token.split("."))
    new_head = {**msgspec.json.decode(head), **(header or {})}
    new_body = {**msgspec.json.decode(body), **claims}
    return sealed(app, as_json(new_head), as_json(new_body))


def as_json(members: Claims) -> bytes:
    told = {name: value for name, value in members.items() if value is not GONE}
    return msgspec.json.encode({name: in_seconds(value) for name, value in told.items()})


def in_seconds(value: Any) -> Any:
    return int(time.time()) + value.seconds if isinstance(value, FromNow) else value


def sealed(app: Litestar, head: bytes, body: bytes) -> str:
    secret = app.state.settings.secret_key.encode()
    key = hmac.digest(secret, b"foyer:access", "sha256")
    signed = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in (head, body))
    signature = urlsafe_b64encode(hmac.digest(key, signed, "sha256")).rstrip(b"=")
    return (signed + b"." + signature).decode()


async def status_of(app: Litestar, authorization: str | bytes) -> int:
    value = authorization if isinstance(authorization, bytes) else authorization.encode()
    async with client_for(app) as stranger:
        return (await stranger.get(ME, headers={b"Authorization": value})).status_code


async def test_the_forger_himself_can_make_a_good_one(api: SignedIn, backend_app: Litestar) -> None:
    token = forged(backend_app, api.tokens["access_token"])

    assert await status_of(backend_app, f"Bearer {token}") == 200


@pytest.mark.parametrize("case", [*HEADERS, *CLAIMS])
async def test_one_wrong_member_is_enough(api: SignedIn, backend_app: Litestar, case: str) -> None:
    header, claims = HEADERS.get(case), CLAIMS.get(case, {})
    token = forged(backend_app, api.tokens["access_token"], header=header, **claims)

    assert await status_of(backend_app, f"Bearer {token}") == 401


async def test_a_doubled_claim_takes_nobody_else_in(api: SignedIn, backend_app: Litestar) -> None:
    head, body, _ = (
        urlsafe_b64decode(part + "==") for part in api.tokens["access_token"].split(".")
    )
    doubled = body.replace(b"{", b'{"sub":"%s",' % api.user_id.encode(), 1)
    doubled = doubled[:-1] + b',"sub":"%s"}' % str(uuid4()).encode()

    assert await status_of(backend_app, "Bearer " + sealed(backend_app, head, doubled)) == 401


async def test_a_public_key_is_no_secret(api: SignedIn, backend_app: Litestar) -> None:
    body = urlsafe_b64decode(api.tokens["access_token"].split(".")[1] + "==")
    key = RSAKey.import_key(generate_private_key(65537, 2048))
    token = jwt.encode({"alg": "RS256"}, msgspec.json.decode(body), key, algorithms=["RS256"])

    assert await status_of(backend_app, f"Bearer {token}") == 401


async def test_junk_is_refused_like_a_forgery(api: SignedIn, backend_app: Litestar) -> None:
    good = api.tokens["access_token"]
    head, body, signature = good.split(".")
    junk: dict[str, str | bytes] = {
        "none": "",
        "no token": "Bearer",
        "blank": "Bearer  ",
        "basic": "Basic YTpi",
        "no signature": f"Bearer {head}.{body}.",
        "signature of another": f"Bearer {head}.{body}.{signature[::-1]}",
        "two parts": f"Bearer {head}.{body}",
        "five parts": f"Bearer {good}.x.y",
        "dots": "Bearer ..",
        "refresh token": f"Bearer {api.tokens['refresh_token']}",
        "not base64": "Bearer !!!.???.***",
        "not JSON": "Bearer " + sealed(backend_app, b"{", b"}"),
        "a list": "Bearer " + sealed(backend_app, b"[]", b"[]"),
        "deep": "Bearer " + sealed(backend_app, b"[" * 1000, b"[" * 1000),
        "long": "Bearer " + "a" * 50_000,
        "bytes": b"Bearer \xff\xfe\x00",
        "not ASCII": "Bearer жетон.жетон.жетон".encode(),
        "two words": f"Bearer {good} {good}",
    }

    answers = {name: await status_of(backend_app, value) for name, value in junk.items()}

    assert set(answers.values()) == {401}, answers


async def test_a_good_one_is_asked_for_its_age_each_time(
    api: SignedIn, backend_app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await api.get(ME)).status_code == 200

    later = time.time() + 400
    monkeypatch.setattr(time, "time", lambda: later)

    assert await status_of(backend_app, f"Bearer {api.tokens['access_token']}") == 401
