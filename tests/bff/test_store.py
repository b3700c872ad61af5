"""The store is a cache: whatever happens to its file, pages go on."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest

from bff.seal import Sealer
from bff.store import KEPT_PER_USER, Device, Store

ADA, BOB = UUID(int=1), UUID(int=2)
SEALER = Sealer("s" * 32)


@asynccontextmanager
async def store_at(path: Path) -> AsyncGenerator[Store]:
    store = Store(str(path), SEALER)
    async with store.running():
        yield store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "bff.sqlite3"


async def keep(path: Path, user: UUID = ADA, question: str = "q", content: bytes = b"a") -> None:
    async with store_at(path) as store:
        store.keep(user, question, content)


async def last(path: Path, user: UUID = ADA, question: str = "q") -> bytes | None:
    async with store_at(path) as store:
        stored = await store.last(user, question)
    return stored.content if stored else None


async def test_an_answer_outlives_its_process(path: Path) -> None:
    await keep(path, content=b"answer")

    assert await last(path) == b"answer"
    assert await last(path, BOB) is None
    assert await last(path, question="other") is None


async def test_an_answer_not_yet_written_is_known(path: Path) -> None:
    async with store_at(path) as store:
        store.keep(ADA, "q", b"answer")
        stored = await store.last(ADA, "q")

    assert stored is not None
    assert stored.content == b"answer"


async def test_the_file_can_be_read_by_nobody_else_and_tells_nothing(path: Path) -> None:
    await keep(path, content=b"Grace Hopper")

    assert mode_of(path) & 0o077 == 0
    assert b"Grace" not in content_of(path.parent)


def mode_of(path: Path) -> int:
    return path.stat().st_mode


def content_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def damage(path: Path, at: int, length: int) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("r+b" if path.exists() else "wb") as file:
        file.seek(at)
        file.write(b"\xff" * length)


async def test_an_answer_moved_to_another_person_does_not_open(path: Path) -> None:
    await keep(path, content=b"for Ada")
    with sqlite3.connect(path) as db:
        db.execute("UPDATE answers SET user_id = ?", [str(BOB)])
    db.close()

    assert await last(path, BOB) is None


async def test_forgetting_takes_all_answers_of_one_and_of_nobody_else(path: Path) -> None:
    async with store_at(path) as store:
        store.keep(ADA, "q", b"hers")
        store.keep(BOB, "q", b"his")
        await store.forget(ADA, "session")

    assert await last(path, ADA) is None
    assert await last(path, BOB) == b"his"


async def test_a_damaged_file_is_thrown_away(path: Path) -> None:
    damage(path, 0, 3000)
    await keep(path, content=b"first")
    await keep(path, content=b"second")

    assert await last(path) == b"second"


async def test_a_file_damaged_in_its_middle_is_thrown_away(path: Path) -> None:
    for number in range(50):
        await keep(path, question=f"q{number}", content=b"x" * 3000)
    damage(path, 4096, 16_000)

    for _ in range(3):
        await keep(path, content=b"new")

    assert await last(path) == b"new"


async def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    impossible = tmp_path / "file" / "bff.sqlite3"

    await keep(impossible)

    assert await last(impossible) is None


async def test_a_full_disk_is_no_error(path: Path) -> None:
    await keep(path, content=b"old")
    async with store_at(path) as store:
        await store.last(ADA, "q")
        limit_pages(store, 12)
        store.keep(ADA, "large", b"x" * 500_000)
        await store.flush()

        stored = await store.last(ADA, "q")

    assert stored is not None
    assert stored.content == b"old"


def limit_pages(store: Store, pages: int) -> None:
    """SQLite's own way to be full: it answers as it does on a full disk."""
    db = vars(store)["_db"]
    store_thread = vars(store)["_thread"]
    store_thread.submit(db.execute, f"PRAGMA max_page_count = {pages}").result()


async def test_only_the_newest_answers_of_a_person_stay(path: Path) -> None:
    async with store_at(path) as store:
        for number in range(KEPT_PER_USER + 20):
            store.keep(ADA, f"q{number:03}", b"x")
    await keep(path, question="one more")

    with sqlite3.connect(path) as db:
        count = db.execute("SELECT count(*) FROM answers").fetchone()[0]
    db.close()

    assert count == KEPT_PER_USER


async def test_devices_come_with_signing_in_and_go_with_signing_out(path: Path) -> None:
    device = Device("digest", ADA, "Firefox", "203.0.113.7")
    async with store_at(path) as store:
        await store.remember(device, email="ada@foyer.test", full_name="Ada")
        known = await store.devices(ADA)
        await store.forget(ADA, "digest")

        assert known == [device]
        assert await store.devices(ADA) == []
