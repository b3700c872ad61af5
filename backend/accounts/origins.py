"""Where a request comes from: the BFF's word for its browsers, else what the peer shows itself."""

import hashlib
import hmac
import time
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from litestar import Request
from msgspec import Struct

SIGNATURE_AGE = 300
AnyRequest = Request[Any, Any, Any]


class Origin(Struct, frozen=True):
    """``network``: an IPv4 address, or the whole /64 that an IPv6 customer has."""

    network: str = ""
    user_agent: str = ""


NOWHERE = Origin()


def origin_of(request: AnyRequest, bff_key: str) -> Origin:
    if is_from_bff(request, bff_key):
        address, agent = request.headers["x-forwarded-for"], "x-bff-user-agent"
    else:
        address, agent = request.client.host if request.client else "unknown", "user-agent"
    return Origin(network_of(address), _printable(request.headers.get(agent, ""))[:200])


def is_from_bff(request: AnyRequest, bff_key: str) -> bool:
    """Whether its signature holds: nobody else may say whom a request is for."""
    claimed = request.headers.get("x-forwarded-for", "")
    stamp = request.headers.get("x-bff-timestamp", "")
    signature = request.headers.get("x-bff-signature", "")
    if not (claimed and stamp.isascii() and stamp.isdigit() and signature.isascii()):
        return False
    signed = hmac.new(bff_key.encode(), f"{claimed}|{stamp}".encode(), hashlib.sha256).hexdigest()
    fresh = abs(time.time() - int(stamp[:15])) < SIGNATURE_AGE
    return fresh and hmac.compare_digest(signed, signature)


def reached_at(request: AnyRequest, files_url: str, bff_key: str) -> str:
    """Where whoever asks reaches this API's files: by the address that clients are told, but for
    our own web front, which may be where that one leads nowhere.
    """
    inside = not files_url or is_from_bff(request, bff_key)
    return str(request.base_url) if inside else files_url


def network_of(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return _printable(address)[:64]
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Network((int(parsed), 64), strict=False))
    return address


def _printable(text: str) -> str:
    return "".join(filter(str.isprintable, text))
