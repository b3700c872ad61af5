"""Downloads: they hold up neither pages nor other readers, and none lasts for ever."""

import asyncio
import time

import pytest

from bff.gateway import http, transfer
from bff.gateway.client import Patience
from bff.gateway.problems import Away, Refused
from bff.gateway.transfer import Haste, Places
from tests.bff.test_gateway import Answer, Reply, Server, drip, gateway_to, good, reader


async def begun(writer: asyncio.StreamWriter) -> None:
    """A download of which nothing more comes."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst")
    await writer.drain()
    await asyncio.sleep(30)


async def test_downloads_do_not_hold_up_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "STREAMS", 2)
    async with gateway_to(Server(begun, begun, good)) as gateway:
        readers = [gateway.on_behalf_of(reader(number)) for number in range(3)]
        open_ones = [await each.download("x") for each in readers[:2]]

        unhurried, gateway.patience = gateway.patience, Patience(read=0.3)
        with pytest.raises(Away):
            await readers[2].download("x")
        gateway.patience = unhurried
        answer = await readers[2].get("x", Answer)

        assert answer.name == "Ada"
        for each in open_ones:
            await anext(each.pieces)
            await each.pieces.aclose()


async def test_a_reader_has_only_so_many_downloads_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "OF_A_READER", 2)
    async with gateway_to(Server(begun)) as gateway:
        ada, bob = gateway.on_behalf_of(reader(1)), gateway.on_behalf_of(reader(2))
        first, second = await ada.download("x"), await ada.download("x")
        with pytest.raises(Refused) as raised:
            await ada.download("x")
        others = await bob.download("x")

        await anext(first.pieces)
        await first.pieces.aclose()
        again = await ada.download("x")

        assert (raised.value.status, raised.value.retry_after) == (429, "10")
        for each in (second, others, again):
            await anext(each.pieces)
            await each.pieces.aclose()


async def test_a_download_that_never_begins_keeps_no_place() -> None:
    places = Places()
    held = [places.take(None) for _ in range(transfer.OF_A_READER)]
    assert places.take(None) is None

    held.pop()

    assert places.take(None)


@pytest.mark.parametrize(
    ("fault", "haste"), [(begun, Haste(piece=0.2)), (drip, Haste(piece=5, whole=0.3))]
)
async def test_a_download_that_stands_still_or_drips_is_cut_off(fault: Reply, haste: Haste) -> None:
    patience = Patience(one_try=20, read=40, download=haste)
    async with gateway_to(Server(fault), patience=patience) as gateway:
        download = await gateway.on_behalf_of(reader()).download("x")

        started = time.monotonic()
        with pytest.raises(TimeoutError):
            async for _ in download.pieces:
                pass

    assert time.monotonic() - started < 20  # either would take longer than that
