"""Tasks on their days: a month, a week, or the days ahead one below the other."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from htpy import Node

from bff.editor import editor_button
from bff.gateway.tasks import CalendarDay, TaskCalendar, TaskView
from bff.html import Html
from bff.i18n import full_day, month_of, ngettext, number, short_day, today, weekdays
from bff.i18n import gettext as _
from bff.people import People
from bff.records import MERGES
from bff.shell import page
from bff.tasks.days import ONE
from bff.tasks.next_step import slot
from bff.tasks.pages import views, who_filter
from bff.tasks.queries import CALENDAR, CalendarQuery, Period, whose
from bff.tasks.rows import may_change, put_off, task_rows
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.badge import Tone
from ui_components.button import icon_button, link_button
from ui_components.calendar import CalendarCell, CalendarItem, calendar, calendar_bar
from ui_components.checklist import check_group, checklist
from ui_components.document import CALENDAR_SCRIPTS
from ui_components.empty import empty_state
from ui_components.filter_bar import FILTERS, filter_bar
from ui_components.html import Attrs, Tag
from ui_components.icons import IconName
from ui_components.layout import page_header, stack
from ui_components.live import follows
from ui_components.segmented import View, segmented

ID: Final = "calendar-view"
SHOWN: Final = {"month": 3, "week": 12, "agenda": 20}  # tasks a day


def calendar_page(visit: Visit, query: CalendarQuery, found: TaskCalendar, users: People) -> Html:
    drawn = section(visit, query, found)
    content = [
        page_header(
            _("Calendar"),
            actions=[
                views(query.who, "calendar"),
                link_button(href="/tasks/calendar/feed/", variant="outline", icon="link")[
                    _("Subscribe")
                ],
                editor_button(visit, _("New task"), href="/tasks/new/", icon="plus"),
            ],
        ),
        filter_bar(
            action=CALENDAR,
            target=f"#{ID}",
            label=_("Filter the calendar"),
            submit_label=_("Apply"),
        )[who_filter(users, query.who)],
        slot(),
        drawn,
    ]
    return page(
        visit,
        title=_("Calendar"),
        content=content,
        part=(drawn,),
        parents=[(_("Tasks"), "/tasks/")],
        scripts=CALENDAR_SCRIPTS,
        address=query.url,
    )


async def asked(visit: Visit, query: CalendarQuery) -> TaskCalendar:
    first, last = query.days
    assignee = whose(query.who, visit.user.id)
    return await visit.tasks.calendar(first, last, assigned_to=assignee, per_day=SHOWN[query.view])


def section(visit: Visit, query: CalendarQuery, found: TaskCalendar) -> Tag:
    """What paging, views and each change of a task swap. Its place belongs to the form above it."""
    days = {each.day: each for each in found.days}
    shown = agenda(visit, found) if query.view == "agenda" else grid(visit, query, days)
    place = {"view": query.view, "day": str(query.day or "")}
    return stack(id=ID, attrs=follows("task", *MERGES))[
        [h.input(type="hidden", name=n, value=v, form=FILTERS) for n, v in place.items()],
        toolbar(query),
        shown,
    ]


def toolbar(query: CalendarQuery) -> Tag:
    names: dict[Period, str] = {"month": _("Month"), "week": _("Week"), "agenda": _("Agenda")}
    choices = [
        View(label=name, href=query.address(view, query.day), current=query.view == view)
        for view, name in names.items()
    ]
    now = query.address(query.view, None)
    return calendar_bar(
        title=title_of(query),
        earlier=step("chevron-left", _("Earlier"), query.beside(-1)),
        later=step("chevron-right", _("Later"), query.beside(1)),
        now=link_button(href=now, variant="outline", hx=swaps(now), attrs={"id": "calendar-now"})[
            _("Today")
        ],
        views=segmented(choices, label=_("Period")),
    )


def step(icon: IconName, label: str, href: str) -> Tag:
    named: Attrs = {"id": f"calendar-{icon}"}  # htmx gives the focus back to the same id
    return icon_button(icon, label, href=href, variant="outline", hx=swaps(href), attrs=named)


def swaps(href: str) -> Attrs:
    return hx.request("get", href, target=f"#{ID}", swap="outerMorph", push_url=True)


def title_of(query: CalendarQuery) -> str:
    if query.view == "month":
        return month_of(query.anchor)
    first, last = query.days
    return f"{short_day(first)} – {short_day(last)}"


def grid(visit: Visit, query: CalendarQuery, days: Mapping[date, CalendarDay]) -> Tag:
    first, last = query.days
    shown = [first + number * ONE for number in range((last - first).days + 1)]
    now = today()
    cells = [cell(visit, query, day, days.get(day), now) for day in shown]
    return calendar(
        [cells[start : start + 7] for start in range(0, len(cells), 7)],
        weekdays=weekdays(),
        label=title_of(query),
        tall=query.view == "week",
        help=_("Use the arrow keys to go from day to day, Enter to open one."),
    )


def cell(
    visit: Visit, query: CalendarQuery, day: date, found: CalendarDay | None, now: date
) -> CalendarCell:
    tasks = found.items if found else []
    count = found.count if found else 0
    rest = count - len(tasks)
    name = full_day(day)
    if count:
        told = ngettext("{count} task", "{count} tasks", count).format(count=number(count))
        name = f"{name}, {told}"
    return CalendarCell(
        date=str(day),
        number=number(day.day),
        name=name,
        href=query.address("agenda", day),
        count=count,
        more=_("+{count} more").format(count=number(rest)) if rest else "",
        items=[item(visit, task, now) for task in tasks],
        is_today=day == now,
        is_outside=query.view == "month" and day.month != query.anchor.month,
    )


def item(visit: Visit, task: TaskView, now: date) -> CalendarItem:
    movable = may_change(visit, task) and not task.is_done and not visit.is_stale
    late = task.due_date is not None and task.due_date < now
    return CalendarItem(
        key=str(task.id),
        title=f"{task.title} · {task.client_name}",
        href=f"/tasks/{task.id}",
        tone="neutral" if task.is_done else "danger" if late else "accent",
        done=task.is_done,
        menu=put_off(visit, task, now, ID) if movable else None,
    )


def agenda(visit: Visit, found: TaskCalendar) -> Node:
    now = today()
    if not found.days:
        return empty_state(_("Nothing is due in these days"), icon="calendar")
    return [day_group(visit, each, now) for each in found.days]


def day_group(visit: Visit, found: CalendarDay, now: date) -> Tag:
    name = full_day(found.day)
    rows = task_rows(visit, found.items, now=now, target=ID)
    tone: Tone = "accent" if found.day == now else "neutral"
    return check_group(title=name, count=number(found.count), tone=tone)[
        checklist(rows, label=name)
    ]
