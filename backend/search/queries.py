"""Finds records of every type at once, the best first.

However common the words, of each type some hundred are looked at, each by an index that may stop:
what has exactly this name, titles that begin so, what the trigram index finds, and what was changed
lately or is one's own. These are narrowed to what the actor may see, and scored by where the words
stand.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct
from sqlalchemy import (
    CTE,
    ColumnElement,
    Double,
    Integer,
    Text,
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
from sqlalchemy.orm import InstrumentedAttribute, aliased

from backend.clients.models import Client
from backend.core.actor import Actor, scoped
from backend.core.db import Database, Query
from backend.core.listing import AnySelect
from backend.core.paging import Compared, fold
from backend.core.refusals import Invalid
from backend.deals.models import Deal
from backend.search.schemas import Hit, Hits, HitType
from backend.tasks.models import Task
from backend.tasks.queries import DUE_OR_NEVER

LOOKED = 300  # of each type and by each way; as many as are needed do for whoever sees all
# Whichever of them comes after all letters in the database's own order.
LAST = ("\U0010ffff", "\u9fa5")
ENOUGH = func.greatest(bindparam("rows", type_=Integer()), 100)
Reach = Literal["exact", "beginnings", "anywhere"]
Q = bindparam("q", type_=Text())
Score = Callable[[ColumnElement[str]], ColumnElement[Any]]
Clause = Callable[[ColumnElement[str]], ColumnElement[bool]]


def _asked() -> CTE:
    """The words folded, and as patterns whose wildcards count as letters.

    The planner does not know them, and so expects few rows and takes the trigram index. For what
    it knows to be common it would read the table from its beginning.
    """
    anywhere = func.like_pattern(Q, type_=Text())
    words = func.substr(anywhere, 2, func.length(anywhere) - 2, type_=Text())
    return select(
        fold(Q).label("words"),
        func.greatest(*(fold(Q) + last for last in LAST), type_=Text()).label("beyond"),
        anywhere.label("anywhere"),
        (words + "%").label("at_first"),
        (words + " %").label("whole_at_first"),
        ("% " + words + "%").label("at_a_word"),
        ("% " + words + " %").label("whole_words"),
    ).cte("asked")


ASKED = _asked()


def asked(name: str) -> ColumnElement[str]:
    return select(ASKED.c[name]).scalar_subquery()


class Source(Struct, frozen=True, eq=False):
    """Where hits of a type come from; ``exact`` are the other columns that name just one.

    ``own`` are the orders in which an index has the records of each of the ``owners``.
    """

    model: type[Any]
    title: Any  # a column; typed as one, mypy would read it as a descriptor of this struct
    subtitle: ColumnElement[str]
    status: Any
    owners: tuple[InstrumentedAttribute[UUID], ...]
    own: tuple[tuple[Compared, ...], ...]
    exact: tuple[ColumnElement[bool], ...]


SOURCES: Mapping[HitType, Source] = {
    HitType.CLIENT: Source(
        Client,
        Client.name,
        func.coalesce(func.nullif(Client.company, ""), cast(Client.email, Text), ""),
        null(),
        (Client.owner_id,),
        ((Client.created_at.desc(), Client.id.desc()),),
        (Client.email == cast(Q, CITEXT), Client.external_id == Q),
    ),
    HitType.DEAL: Source(
        Deal,
        Deal.title,
        select(Client.name).where(Client.id == Deal.client_id).scalar_subquery(),
        Deal.status,
        (Deal.owner_id,),
        ((Deal.status, Deal.rank, Deal.id),),
        (Deal.external_id == Q,),
    ),
    HitType.TASK: Source(
        Task,
        Task.title,
        select(Client.name).where(Client.id == Task.client_id).scalar_subquery(),
        Task.status,
        (Task.assigned_to, Task.created_by),
        ((DUE_OR_NEVER.desc(), Task.id.desc()), (Task.created_at.desc(), Task.id.desc())),
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
    """A record may come by several ways; it counts by its best score."""
    model, title, search = source.model, fold(source.title), source.model.search
    live = select(*_columns(source)).where(model.deleted_at.is_(None))
    most = ENOUGH if sees_all else LOOKED

    def scored(looked: AnySelect, score: Score, *clauses: Clause) -> AnySelect:
        record = aliased(model, looked.subquery())
        found = select(record.id, score(record.search).label("score"), record.updated_at)
        owners = (getattr(record, owner.key) for owner in source.owners)
        return scoped(
            found.where(*(clause(record.search) for clause in clauses)), *owners, sees_all=sees_all
        )

    is_exact = (title == asked("words"), *source.exact)
    parts = [scored(live.where(each).limit(most), _exact) for each in is_exact]
    if reach == "exact":
        return parts
    from_here = live.where(title >= asked("words"), title < asked("beyond"))
    parts.append(scored(from_here.limit(most), _score, _begins))
    indexed = search.like(asked("anywhere"))
    if reach == "beginnings":
        # Of a word that begins with these two letters two of their three trigrams are there.
        indexed = asked("words").op("<%", is_comparison=True)(search)
    parts.append(scored(live.where(indexed).limit(most), _score))
    has = _contains if reach == "anywhere" else _has_beginning
    return parts + [scored(each, _score, has) for each in _nearest(source, live, sees_all=sees_all)]


def _columns(source: Source) -> list[Any]:
    model = source.model
    return [model.id, model.search, model.updated_at, *source.owners]


def _nearest(source: Source, live: AnySelect, *, sees_all: bool) -> list[AnySelect]:
    """Looked through for common words, of which the index gives the oldest."""
    if sees_all:
        lately = (source.model.updated_at.desc(), source.model.id.desc())
        return [live.order_by(*lately).limit(LOOKED)]
    return [
        live.where(owner == bindparam("actor_id")).order_by(*order).limit(LOOKED)
        for owner, order in zip(source.owners, source.own, strict=True)
    ]


def _exact(_: ColumnElement[str]) -> ColumnElement[Any]:
    return literal(1.0, Double())


def _score(search: ColumnElement[str]) -> ColumnElement[Any]:
    """By where the words stand; the title is what ``search`` begins with."""
    return case(
        (search.like(asked("whole_at_first")), literal(0.8, Double())),
        (_begins(search), literal(0.6, Double())),
        (search.like(asked("whole_words")), literal(0.4, Double())),
        (search.like(asked("at_a_word")), literal(0.3, Double())),
        else_=literal(0.2, Double()),
    )


def _begins(search: ColumnElement[str]) -> ColumnElement[bool]:
    return search.like(asked("at_first"))


def _contains(search: ColumnElement[str]) -> ColumnElement[bool]:
    return search.like(asked("anywhere"))


def _has_beginning(search: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(_begins(search), search.like(asked("at_a_word")))
