"""No webhook leads into one's own network, however its address is spelled."""

import socket

import httpx
import pytest

from backend.core.networks import is_public
from backend.webhooks import guard
from backend.webhooks.guard import Blocked, Targets, webhook_client
from tests.backend.webhooks.receiver import Receiver

PRIVATE = """
    0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 192.0.0.8
    192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1
    240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:169.254.169.254
    64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1
    fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1
"""
LOOPBACK = """
    http://0x7f000001 http://127.1 http://2130706433 http://0177.1 http://[::1]
    http://[::ffff:127.0.0.1] http://localhost http://localhost. http://127.0.0.1:80
"""
ADDRESSES, SPELLINGS = PRIVATE.split(), LOOPBACK.split()


@pytest.mark.parametrize("address", ADDRESSES)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111"])
def test_public_ones_are(address: str) -> None:
    assert is_public(address)


class Anywhere(Targets):
    """Plain http is allowed here, so that only the address is in the way."""

    def check_url(self, url: httpx.URL) -> None:
        assert url.host


@pytest.mark.parametrize("url", SPELLINGS)
async def test_no_spelling_of_loopback_gets_through(url: str) -> None:
    async with webhook_client(Anywhere(private=False)) as client:
        with pytest.raises((Blocked, httpx.ConnectError)) as caught:
            await client.post(url)

    assert "public addresses only" in str(caught.value) or "has no address" in str(caught.value)


async def test_a_name_is_asked_once_and_what_was_checked_is_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second answer, as rebinding gives it, is never asked for."""
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    monkeypatch.setattr(guard, "resolve", resolve)
    async with webhook_client(Targets(private=True)) as client:
        answer = await client.post(f"http://hooks.example:{receiver.port}/x", content=b"{}")

    assert answer.status_code == 200
    assert asked == ["hooks.example"]
    assert receiver.messages[0].headers["host"] == f"hooks.example:{receiver.port}"


async def test_one_private_answer_among_public_ones_is_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.1"]

    monkeypatch.setattr(guard, "resolve", resolve)
    async with webhook_client(Targets(private=False)) as client:
        with pytest.raises(Blocked):
            await client.post("https://mixed.example/")


async def test_no_proxy_of_the_environment_is_asked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async with webhook_client(Targets(private=True)) as client:
        assert (await client.post(receiver.url, content=b"")).status_code == 200


async def test_a_name_without_an_address_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    async with webhook_client(Targets(private=False)) as client:
        with pytest.raises(httpx.ConnectError, match=r"nowhere\.example has no address"):
            await client.post("https://nowhere.example/")
