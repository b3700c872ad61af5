"""Events that failed at every try, and what an admin makes of them."""

from typing import Annotated
from uuid import UUID

from htpy import Node
from msgspec import Meta, Struct

from bff.asking import asking_button
from bff.editor import post_button
from bff.gateway.system import (
    DeadLetterPage,
    DeadLettersDone,
    DeadLetterView,
    DeadTopic,
    OutboxState,
)
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import moment, ngettext, number
from bff.paging import FARTHEST, pages
from bff.settings_pages.frame import LETTERS, SYSTEM, settings_page
from bff.urls import with_query
from bff.visit import Visit
from ui_components.card import card
from ui_components.copyable import code
from ui_components.empty import empty_state
from ui_components.html import Tag
from ui_components.layout import link, quiet, row, stack
from ui_components.segmented import View, segmented
from ui_components.table import Column, data_table

PAGE = 50


class LetterQuery(Struct, frozen=True):
    topic: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    offset: Annotated[int, Meta(ge=0, le=FARTHEST)] = 0


def letters_page(
    visit: Visit, found: DeadLetterPage, topics: list[DeadTopic], query: LetterQuery
) -> Html:
    return settings_page(
        visit,
        title=_("Dead letters"),
        description=_("Events that failed at every try for a day. They wait until you decide."),
        actions=of_topic(visit, query.topic) if query.topic and found.items else None,
        content=stack[
            segmented(filters(topics, query), label=_("Which events")) if topics else None,
            card(title=_("Dead letters"), flush=True)[table(visit, found)],
            pages(
                LETTERS,
                offset=query.offset,
                size=PAGE,
                shown=len(found.items),
                total=found.total,
                topic=query.topic or "",
            ),
        ],
        within=(_("System"), SYSTEM),
    )


def filters(topics: list[DeadTopic], query: LetterQuery) -> list[View]:
    everything = View(label=_("All"), href=LETTERS, current=query.topic is None)
    return [
        everything,
        *(
            View(
                label=f"{each.topic} ({number(each.count)})",
                href=with_query(LETTERS, topic=each.topic),
                current=each.topic == query.topic,
            )
            for each in topics
        ),
    ]


def of_topic(visit: Visit, topic: str) -> Node:
    return row[
        post_button(
            visit,
            _("Send all on again"),
            action=f"{LETTERS}redrive/",
            icon="refresh-cw",
            hidden={"topic": topic},
        ),
        asking_button(
            visit,
            _("Give all up"),
            id="give-up-all",
            action=f"{LETTERS}give-up/",
            question=_("Give up all events of {topic}?").format(topic=topic),
            text=_("What should have followed them never will. The activity keeps their traces."),
            icon="trash-2",
            hidden={"topic": topic},
        ),
    ]


def table(visit: Visit, found: DeadLetterPage) -> Tag:
    columns = [
        Column[DeadLetterView](header=_("Event"), cell=event, wraps=True),
        Column[DeadLetterView](
            header=_("Tries"), cell=lambda e: number(e.attempts), align="end", shown_from="sm"
        ),
        Column[DeadLetterView](
            header=_("Action"),
            cell=lambda each: decisions(visit, each),
            align="end",
            hide_header=True,
        ),
    ]
    return data_table(
        found.items,
        columns,
        caption=_("Dead letters"),
        row_key=lambda each: str(each.id),
        empty=empty_state(_("No event is dead"), icon="circle-check"),
        id="letter",
    )


def event(letter: DeadLetterView) -> Tag:
    since = _("given up {moment}").format(moment=moment(letter.dead_at))
    return stack(gap="xs")[
        code(letter.topic), quiet(small=True)[since], quiet(small=True)[letter.error]
    ]


def decisions(visit: Visit, letter: DeadLetterView) -> Tag:
    url = url_of(letter.id)
    return row(gap="xs")[
        post_button(
            visit,
            _("Send on again"),
            action=f"{url}/redrive/",
            icon="refresh-cw",
            hidden={},
            size="sm",
        ),
        asking_button(
            visit,
            _("Give up"),
            id=f"give-up-{letter.id}",
            action=f"{url}/give-up/",
            question=_("Give this event up?"),
            text=_("What should have followed it never will. The activity keeps its trace."),
            icon="trash-2",
            size="sm",
        ),
    ]


def dead_card(outbox: OutboxState) -> Tag:
    columns = [
        Column[DeadTopic](
            header=_("Event"),
            cell=lambda e: link(href=with_query(LETTERS, topic=e.topic))[code(e.topic)],
        ),
        Column[DeadTopic](header=_("How many"), cell=lambda e: number(e.count), align="end"),
        Column[DeadTopic](
            header=_("Since"), cell=lambda e: moment(e.oldest_at), shown_from="sm", quiet=True
        ),
    ]
    listed = data_table(
        outbox.dead_topics,
        columns,
        caption=_("Dead letters"),
        row_key=lambda each: each.topic,
        id="dead",
    )
    note = _("They failed at every try, and wait until you send them on again or give them up.")
    look = link(href=LETTERS)[_("Look at them")]
    return card(title=_("Dead letters"), description=note, footer=look, flush=True)[listed]


def url_of(letter_id: UUID) -> str:
    return f"{LETTERS}{letter_id}"


def told_again(done: DeadLettersDone) -> str:
    text = ngettext(
        "{count} event is on its way again.", "{count} events are on their way again.", done.count
    )
    return text.format(count=number(done.count)) + rest(done)


def told_given_up(done: DeadLettersDone) -> str:
    text = ngettext("{count} event was given up.", "{count} events were given up.", done.count)
    return text.format(count=number(done.count)) + rest(done)


def rest(done: DeadLettersDone) -> str:
    return " " + _("{count} are left.").format(count=number(done.left)) if done.left else ""
