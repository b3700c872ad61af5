"""Finds records of every type at once, the best first.

Exact hits and beginnings are found for themselves, so that no common word hides them. Of what only
contains the words some hundred are ranked, and whatever was changed lately.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    Text,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import InstrumentedAttribute

from backend.clients.models import Client
from backend.core.actor import Actor, scoped
from backend.core.db import Database, Query
from backend.core.listing import AnySelect
from backend.core.paging import fold
from backend.core.refusals import Invalid
from backend.deals.models import Deal
from backend.search.schemas import Hit, Hits, HitType
from backend.tasks.models import Task

RANKED = func.greatest(bindparam("rows", type_=Integer()), 100)  # of what the index finds
LATELY = 1_000
EXACT = 50
Reach = Literal["exact", "beginnings", "anywhere"]
Q = bindparam("q", type_=Text())
# Folded, its wildcards counting as letters, and open at the end.
BEGINNING = func.right(func.like_pattern(Q, type_=Text()), -1, type_=Text())
ANYWHERE = func.like_pattern(Q, type_=Text())
INNER_BEGINNING = literal("% ", Text()) + BEGINNING


class Source(Struct, frozen=True, eq=False):
    """Where hits of a type come from; ``exact`` are the other columns that name just one."""

    model: type[Any]
    title: Any  # a column; typed as one, mypy would read it as a descriptor of this struct
    subtitle: ColumnElement[str]
    status: Any
    owners: tuple[InstrumentedAttribute[UUID], ...]
    exact: tuple[ColumnElement[bool], ...]


SOURCES: Mapping[HitType, Source] = {
    HitType.CLIENT: Source(
        Client,
        Client.name,
        func.coalesce(func.nullif(Client.company, ""), cast(Client.email, Text), ""),
        null(),
        (Client.owner_id,),
        (Client.email == cast(Q, CITEXT), Client.external_id == Q),
    ),
    HitType.DEAL: Source(
        Deal,
        Deal.title,
        select(Client.name).where(Client.id == Deal.client_id).scalar_subquery(),
        Deal.status,
        (Deal.owner_id,),
        (Deal.external_id == Q,),
    ),
    HitType.TASK: Source(
        Task,
        Task.title,
        select(Client.name).where(Client.id == Task.client_id).scalar_subquery(),
        Task.status,
        (Task.assigned_to, Task.created_by),
        (Task.external_id == Q,),
    ),
}


def types_of(text: str | None) -> frozenset[HitType]:
    """Raises Invalid for what is no type."""
    if text is None:
        return frozenset(HitType)
    try:
        return frozenset(HitType(each) for each in text.split(","))
    except ValueError as error:
        raise Invalid.field("?types", f"Expected some of {','.join(HitType)}") from error


async def hits(
    database: Database, actor: Actor, q: str, *, types: frozenset[HitType], limit: int
) -> Hits:
    query = search_query(types, reach_of(q), sees_all=actor.sees_all)
    rows = await query.rows(database, q=q.strip(), rows=limit + 1, actor_id=actor.id)
    found = [Hit(*row) for row in rows]
    places = dict.fromkeys(HitType, 0)
    items: list[Hit] = []
    for hit in found:
        places[hit.type] += 1
        if places[hit.type] <= limit:
            items.append(hit)
    return Hits(items, limit, len(items) < len(found))


def reach_of(q: str) -> Reach:
    """How far an index can follow: three letters anywhere, fewer only where a word begins."""
    longest = max(map(len, re.findall(r"[^\W_]+", q)), default=0)
    if longest == 0:
        return "exact"
    return "anywhere" if longest >= 3 else "beginnings"


@lru_cache
def search_query(types: frozenset[HitType], reach: Reach, *, sees_all: bool) -> Query:
    parts = [_best(kind, reach, sees_all=sees_all) for kind in HitType if kind in types]
    found = union_all(*parts).subquery("hits")
    order = (found.c.score.desc(), found.c.updated_at.desc(), found.c.id.desc())
    return Query(select(*(found.c[name] for name in Hit.__struct_fields__)).order_by(*order))


def _best(kind: HitType, reach: Reach, *, sees_all: bool) -> AnySelect:
    """The best of one type, one more than asked for; names of others are looked up for them."""
    source = SOURCES[kind]
    model = source.model
    found = union_all(*_candidates(source, reach, sees_all=sees_all)).subquery("found")
    score = func.max(found.c.score).label("score")
    best = (
        select(found.c.id, score, found.c.updated_at)
        .group_by(found.c.id, found.c.updated_at)
        .order_by(score.desc(), found.c.updated_at.desc(), found.c.id.desc())
        .limit(bindparam("rows"))
        .subquery("best")
    )
    return select(
        literal(kind.value, Text()).label("type"),
        model.id,
        source.title.label("title"),
        source.subtitle.label("subtitle"),
        cast(source.status, Text).label("status"),
        best.c.score,
        best.c.updated_at,
    ).join(best, best.c.id == model.id)


def _candidates(source: Source, reach: Reach, *, sees_all: bool) -> list[AnySelect]:
    """Scored by where they come from. What is searched is folded already; its title is not."""
    search, model = source.model.search, source.model
    alike = func.word_similarity(fold(Q), search)
    begins = search.like(BEGINNING)

    def scored(score: ColumnElement[Any]) -> AnySelect:
        row = select(model.id.label("id"), score.label("score"), model.updated_at)
        return scoped(row.where(model.deleted_at.is_(None)), *source.owners, sees_all=sees_all)

    is_exact = (fold(source.title) == fold(Q), *source.exact)
    parts = [scored(literal(1.0, Double())).where(each).limit(EXACT) for each in is_exact]
    if reach != "exact":
        found = search.like(ANYWHERE if reach == "anywhere" else INNER_BEGINNING)
        parts.append(scored((1 + alike) / 3).where(_by_index(begins)).limit(RANKED))
        parts.append(scored(alike / 3).where(_by_index(found)).limit(RANKED))
        lately = model.id == any_(_lately(model))
        score = case((begins, (1 + alike) / 3), else_=alike / 3)
        parts.append(scored(score).where(lately, or_(begins, found)).limit(RANKED))
    # Each in brackets of its own: a bare limit would be the union's.
    return [select(*part.subquery().c) for part in parts]


def _by_index(clause: ColumnElement[bool]) -> ColumnElement[bool]:
    """Says it three times: so PostgreSQL expects few rows and takes the trigram index.

    For what it knows to be common it would read the table from its beginning.
    """
    return and_(clause, clause, clause)


def _lately(model: type[Any]) -> ColumnElement[Any]:
    """Looked through for common words, of which the index gives the oldest."""
    last = select(model.id).where(model.deleted_at.is_(None)).order_by(model.updated_at.desc())
    return func.array(last.limit(LATELY).correlate(None).scalar_subquery())
