"""Done; and now? A small form that plans what comes next with the same client or deal."""

from typing import Final

from bff import csrf
from bff.forms import Form
from bff.gateway.tasks import NewTask, TaskView
from bff.i18n import gettext as _
from bff.i18n import today
from bff.tasks.days import postponements
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.button import button
from ui_components.card import card
from ui_components.date_field import date_field
from ui_components.field import text_field
from ui_components.form import form as form_element
from ui_components.form import form_line
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.layout import row

ID: Final = "next-step"
STICKS: Final[Attrs] = {"data-sticky": True, "data-dismissable": True}


def slot(card: Tag | None = None) -> Tag:
    """Where it is asked: beside what is renewed while others work, so that it stays."""
    return h.div(id=ID)[card]


def asked(visit: Visit, task: TaskView | None, target: str) -> Tag:
    """The part of an answer that asks, or asks no more."""
    return hx.partial(f"#{ID}")[next_step(visit, task, target=target) if task else None]


def next_step(visit: Visit, task: TaskView, *, target: str | None = None) -> Tag:
    """``target`` is what its answer swaps; without one the browser goes on to a page."""
    answers = (
        hx.request("post", "/tasks/next/", target=f"#{target}", swap="outerMorph")
        if target
        else NO_ATTRS
    )
    hidden = {
        csrf.FIELD: visit.csrf_token,
        "form_key": Form.showing({}).key,
        "client_id": str(task.client_id),
        "deal_id": str(task.deal_id or ""),
        "next": visit.here,
    }
    title = text_field(
        "title",
        _("Next step with {client}").format(client=task.client_name),
        value=_("Follow up"),
        required=True,
        id=f"{ID}-title",
        attrs={"data-focus": target is not None},
    )
    return card(
        title=_("Schedule the next step?"), action=skip() if target else None, attrs=STICKS
    )[
        form_element(action="/tasks/next/", hidden=hidden, hx=answers)[
            form_line[
                title,
                date_field("due_date", _("Due"), id=f"{ID}-date"),
                button(type="submit", disabled=visit.is_stale)[_("Plan it")],
            ],
            row[quick_days(visit)],
        ]
    ]


def quick_days(visit: Visit) -> list[Tag]:
    return [
        button(
            type="submit",
            variant="outline",
            size="sm",
            disabled=visit.is_stale,
            attrs={"name": "quick", "value": choice.day, "title": choice.hint},
        )[choice.label]
        for choice in postponements(today())[1:]
    ]


def skip() -> Tag:
    return button(variant="ghost", size="sm", attrs={"data-dismiss": True})[_("Not now")]


async def plan(visit: Visit, form: Form) -> TaskView | None:
    form.values["due_date"] = form.values.get("quick") or form.values.get("due_date", "")
    return await form.send(NewTask, lambda task: visit.tasks.create(task, key=form.key))
