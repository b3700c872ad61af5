"""Clients that may be the very one that somebody is about to add."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import CITEXT

from backend.accounts.models import User
from backend.clients.models import DIGITS, Client
from backend.clients.schemas import Likeness, SimilarClient, SimilarClients
from backend.core.actor import Actor, scoped
from backend.core.db import Database, Query
from backend.core.listing import AnySelect, view_columns
from backend.core.paging import fold
from backend.core.work import Work

MOST = 5
RANKED = 200  # of what the trigram index finds, which may be every Smith
FEWEST_DIGITS = 7
LAST_DIGITS = 10  # as many as DIGITS keeps
ALIKE = 0.5  # of their trigrams: "Jon Smith" is John (0.62), and "Jane Smith" is not (0.47)
SHORTEST = 3  # letters: what is shorter is like everything
Given = frozenset[Likeness]


def asked(*, email: str = "", phone: str = "", name: str = "", company: str = "") -> dict[str, str]:
    """What is worth looking for, by the name of its likeness."""
    digits = re.sub("[^0-9]", "", phone)
    values = {
        Likeness.EMAIL: email.strip(),
        Likeness.PHONE: digits[-LAST_DIGITS:] if len(digits) >= FEWEST_DIGITS else "",
        Likeness.NAME: name.strip() if len(name.strip()) >= SHORTEST else "",
        Likeness.COMPANY: company.strip() if len(company.strip()) >= SHORTEST else "",
    }
    return {likeness.value: value for likeness, value in values.items() if value}


async def similar(
    database: Database, actor: Actor, values: Mapping[str, str], *, besides: UUID | None = None
) -> SimilarClients:
    if not values:
        return SimilarClients([])
    query = similar_query(_given(values), sees_all=actor.sees_all)
    rows = await query.rows(database, **values, besides=besides, actor_id=actor.id)
    return SimilarClients([SimilarClient(*row) for row in rows])


async def similar_ids(work: Work, values: Mapping[str, str], *, besides: UUID) -> set[UUID]:
    """As the open transaction sees them."""
    if not values:
        return set()
    statement = _statement(_given(values), sees_all=work.actor.sees_all)
    bound = {**values, "besides": besides, "actor_id": work.actor.id}
    return {row.id for row in await work.session.execute(statement, bound)}


@lru_cache
def similar_query(given: Given, *, sees_all: bool) -> Query:
    return Query(_statement(given, sees_all=sees_all))


def _given(values: Mapping[str, str]) -> Given:
    return frozenset(map(Likeness, values))


@lru_cache
def _statement(given: Given, *, sees_all: bool) -> AnySelect:
    parts = [_part(likeness, sees_all=sees_all) for likeness in Likeness if likeness in given]
    found = union_all(*parts).subquery("found")
    score = func.sum(found.c.score)
    best = (
        select(found.c.id, score.label("score"), func.array_agg(found.c.likeness).label("matches"))
        .group_by(found.c.id)
        .order_by(score.desc(), found.c.id.desc())
        .limit(MOST)
        .subquery("best")
    )
    columns: dict[str, Any] = {
        "email": cast(Client.email, Text),
        "owner_name": User.full_name,
        "matches": best.c.matches,
    }
    return (
        select(*view_columns(SimilarClient, Client, **columns))
        .join(best, best.c.id == Client.id)
        .join(User, User.id == Client.owner_id)
        .order_by(best.c.score.desc(), best.c.id.desc())
    )


def _part(likeness: Likeness, *, sees_all: bool) -> AnySelect:
    """In brackets of its own: a bare limit would be the union's."""
    clause, score = _rule(likeness)
    row = select(Client.id, score.label("score"), literal(likeness.value, Text()).label("likeness"))
    others = Client.id.is_distinct_from(bindparam("besides", type_=Uuid()))
    found = row.where(Client.deleted_at.is_(None), others, clause).limit(RANKED)
    return select(*scoped(found, Client.owner_id, sees_all=sees_all).subquery().c)


def _rule(likeness: Likeness) -> tuple[ColumnElement[bool], ColumnElement[float]]:
    """The same e-mail or phone says more than nearly the same name, and a company least."""
    value = bindparam(likeness.value, type_=Text())
    if likeness is Likeness.EMAIL:
        return Client.email == cast(value, CITEXT), _score(2)
    if likeness is Likeness.PHONE:
        return literal_column(DIGITS, Text()) == value, _score(2)
    found = Client.search.bool_op("%>")(fold(value))  # by the trigram index, in any of its fields
    if likeness is Likeness.NAME:
        alike = func.similarity(fold(value), fold(Client.name), type_=Float())
        return and_(found, alike >= _score(ALIKE)), alike
    return found, func.word_similarity(fold(value), Client.search, type_=Float()) * _score(0.5)


def _score(value: float) -> ColumnElement[float]:
    return literal(value, Float())
