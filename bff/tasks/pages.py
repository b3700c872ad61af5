"""The list of tasks, in groups by when they are due."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final
from uuid import UUID

from bff.editor import editor_button
from bff.gateway.tasks import Agenda, AgendaGroup, TaskGroup, TaskStatus
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import today
from bff.people import EVERYBODY, People, Wanted
from bff.person_choice import person_input
from bff.records import MERGES
from bff.shell import fragment, page
from bff.tasks.days import week_end
from bff.tasks.next_step import slot
from bff.tasks.queries import CALENDAR, LIST, STEP, GroupQuery, TaskQuery, whose
from bff.tasks.rows import task_group, task_rows
from bff.urls import with_query
from bff.visit import Visit
from bff.words import task_status_name
from ui_components import html as h
from ui_components import hx
from ui_components.checklist import check_rows
from ui_components.empty import empty_state
from ui_components.field import Option, hidden_inputs, search_input, select_input
from ui_components.filter_bar import filter_bar
from ui_components.html import Tag
from ui_components.layout import page_header, stack
from ui_components.live import follows
from ui_components.pagination import load_more
from ui_components.segmented import View, segmented

ID: Final = "tasks"


def tasks_page(visit: Visit, query: TaskQuery, found: Agenda, users: People) -> Html:
    listed = task_section(visit, query, found)
    content = [
        page_header(
            _("Tasks"),
            actions=[views(query.who, "list"), new_task(visit, query)],
        ),
        filter_bar(action=LIST, target=f"#{ID}", label=_("Find tasks"), submit_label=_("Apply"))[
            search_input(
                "search",
                _("Search tasks"),
                value=query.search,
                placeholder=_("Title"),
                hotkey="/",
            ),
            who_filter(users, query.who),
            status_filter(query.status),
            hidden_inputs(narrowed(query)),
        ],
        slot(),
        listed,
    ]
    return page(visit, title=_("Tasks"), content=content, part=(listed,), address=query.url)


def agenda_by(visit: Visit, query: TaskQuery) -> Callable[..., Awaitable[Agenda]]:
    """What the list's filters find; how much of it is still to be said."""
    return partial(
        visit.tasks.agenda,
        week_end=week_end(today()),
        assigned_to=whose(query.who, visit.user.id),
        client=query.client,
        deal=query.deal,
        status=query.status,
        search=query.search or None,
    )


async def asked_agenda(visit: Visit, query: TaskQuery) -> Agenda:
    return await agenda_by(visit, query)(limit=query.shown)


async def asked_group(visit: Visit, query: GroupQuery) -> Agenda:
    return await agenda_by(visit, query)(group=query.group, limit=STEP, offset=query.loaded)


def views(who: str, current: str) -> Tag:
    calendar = with_query(CALENDAR, who=who)
    return segmented(
        [
            View(label=_("List"), href=with_query(LIST, who=who), current=current == "list"),
            View(label=_("Calendar"), href=calendar, current=current == "calendar"),
        ],
        label=_("View"),
    )


def new_task(visit: Visit, query: TaskQuery) -> Tag:
    href = with_query("/tasks/new/", client=str(query.client or ""), deal=str(query.deal or ""))
    return editor_button(visit, _("New task"), href=href, icon="plus")


def who_filter(users: People, chosen: str) -> Tag:
    wanted = Wanted("who", also=EVERYBODY)
    return person_input(users, wanted, _("Whose"), value=chosen, empty=_("Mine"))


def status_filter(chosen: TaskStatus | None) -> Tag:
    options = [Option(each.value, task_status_name(each)) for each in TaskStatus]
    return select_input("status", _("Status"), options, value=chosen or "", empty=_("Any status"))


def narrowed(query: TaskQuery) -> dict[str, str]:
    """What no control of the bar shows, but must not be forgotten."""
    named = {"client": query.client, "deal": query.deal}
    return {name: str(value) for name, value in named.items() if value}


def task_section(
    visit: Visit,
    query: TaskQuery,
    found: Agenda,
    *,
    focused: UUID | None = None,
) -> Tag:
    """What a filter and each change of a task swap; ``focused`` is the one to go on at."""
    groups = [group_of(visit, query, each, found, focused) for each in found.groups if each.count]
    return stack(id=ID, gap="lg", attrs=follows("task", *MERGES))[groups or nothing(visit, query)]


def group_of(
    visit: Visit, query: TaskQuery, group: AgendaGroup, found: Agenda, focused: UUID | None
) -> Tag:
    rows = task_rows(visit, group.items, now=found.today, target=ID, focused=focused)
    more = more_of(query, group.group, len(group.items), group.count)
    return task_group(group.group, group.count, rows, more=more)


def more_of(query: TaskQuery, group: TaskGroup, loaded: int, count: int) -> Tag:
    """htmx adds to this group; a plain browser shows more in all of them."""
    place = f"more-{group}"
    if loaded >= count:
        return h.div(id=place)
    added = query.at("/tasks/group/", group=group, loaded=str(loaded))
    return load_more(
        _("Show more"),
        href=query.showing(loaded + STEP).url,
        hx=hx.request("get", added, target=f"#{place}", swap="outerHTML"),
        id=place,
    )


def more_tasks(visit: Visit, query: GroupQuery, found: Agenda) -> Html:
    group = found[query.group]
    total = query.loaded + len(group.items)
    rows = task_rows(visit, group.items, now=found.today, target=ID)
    shown = TaskQuery.of_address(visit.htmx.current_url)
    answer = fragment(
        visit,
        more_of(shown, query.group, total, group.count),
        hx.partial(f"#list-{query.group}", swap="beforeend")[check_rows(rows)],
    )
    answer.headers["HX-Replace-Url"] = shown.showing(max(total, shown.shown)).url
    return answer


def nothing(visit: Visit, query: TaskQuery) -> Tag:
    if query.is_filtered:
        return empty_state(
            _("No tasks found"), text=_("Try fewer letters or another filter."), icon="search"
        )
    return empty_state(
        _("Nothing to do"),
        text=_("Plan the next step with a client, and it will stand here."),
        icon="circle-check",
        action=new_task(visit, query),
    )
