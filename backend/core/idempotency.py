"""Idempotency-Key: a POST that is sent twice happens once and answers twice."""

import hmac
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from advanced_alchemy.base import DefaultBase
from litestar import Response
from sqlalchemy import ForeignKey, LargeBinary, String, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Database
from backend.core.refusals import KeyReused
from backend.core.tidying import forget
from backend.core.work import Work


class IdempotencyKey(DefaultBase):
    """The answer to the first request with this key; expired ones are removed by a job."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int | None]
    location: Mapped[str | None]
    etag: Mapped[str | None]
    body: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)


class Replay(Exception):
    """The request was answered before; here is that answer."""

    def __init__(self, response: Response[bytes]) -> None:
        super().__init__("replay")
        self.response = response


async def claim(work: Work, key: str, *, method: str, path: str, body: bytes, secret: str) -> None:
    """Takes the key for this transaction, or raises Replay or KeyReused.

    A second request with the key waits here on the unique index until the first has ended.
    The fingerprint is keyed, for a body may hold a password, which must not be guessed from it.
    """
    said = f"{method} {path}\n".encode() + body
    request = hmac.digest(secret.encode(), b"foyer:idempotency" + said, "sha256")
    row = {"user_id": work.actor.id, "key": key, "request": request}
    taken = await work.session.execute(
        insert(IdempotencyKey).values(row).on_conflict_do_nothing().returning(IdempotencyKey.key)
    )
    if taken.first() is not None:
        work.idempotency_key = key
        return
    first = await work.one(select(IdempotencyKey).filter_by(user_id=work.actor.id, key=key))
    if first is None or first.request != request:
        raise KeyReused("The key belongs to another request; make a new one")
    raise Replay(_stored(first))


async def remember(work: Work, response: Response[Any]) -> None:
    """Keeps the answer beside the change that it speaks of."""
    if work.idempotency_key is None:
        return
    await work.session.execute(
        update(IdempotencyKey)
        .filter_by(user_id=work.actor.id, key=work.idempotency_key)
        .values(
            status=response.status_code,
            location=response.headers.get("location"),
            etag=response.headers.get("etag"),
            body=b"" if response.content is None else msgspec.json.encode(response.content),
        )
    )


async def forget_keys(database: Database) -> int:
    """After a day nobody tries again; the key is free for another request."""
    old = IdempotencyKey.created_at < func.now() - text("interval '24 hours'")
    return await forget(database, IdempotencyKey, old)


def _stored(row: IdempotencyKey) -> Response[bytes]:
    headers = {"location": row.location, "etag": row.etag, "idempotency-replayed": "true"}
    return Response(
        row.body or b"",
        status_code=row.status or 200,
        headers={name: value for name, value in headers.items() if value},
        media_type="application/json",
    )
