"""What a reminder's link shows: one task, and what can be done with it at once."""

from bff import csrf
from bff.editor import post_button
from bff.gateway.reminders import ReminderView
from bff.html import Html
from bff.i18n import day, moment
from bff.i18n import gettext as _
from bff.shell import bare_page
from bff.snoozing import snooze_buttons
from bff.visit import Visit
from ui_components.alert import alert
from ui_components.button import link_button
from ui_components.card import card
from ui_components.facts import facts
from ui_components.html import Tag
from ui_components.layout import quiet, stack

DONE = "/reminder/done/"
SNOOZE = "/reminder/snooze/"


def reminder_page(
    visit: Visit, token: str, reminder: ReminderView, *, news: str = "", problem: str = ""
) -> Html:
    body = card(title=reminder.title, level=1)[
        stack[
            alert(tone="success")[news] if news else None,
            alert(tone="danger")[problem] if problem else None,
            facts(
                [
                    (_("Client"), reminder.client_name),
                    (_("Due"), day(reminder.due_date)),
                    (_("Reminder"), moment(reminder.remind_at) if reminder.remind_at else ""),
                ]
            ),
            _is_done(news) if reminder.is_done else _choices(visit, token),
        ]
    ]
    return private(bare_page(visit, title=reminder.title, content=body))


def _is_done(news: str) -> Tag | None:
    return None if news else alert(tone="success")[_("This task is done already.")]


def _choices(visit: Visit, token: str) -> Tag:
    hidden = {csrf.FIELD: visit.csrf_token, "token": token}
    return stack[
        post_button(
            visit,
            _("Complete"),
            action=DONE,
            icon="check",
            hidden={"token": token},
            variant="primary",
        ),
        quiet(small=True)[_("Or remind me later:")],
        snooze_buttons(SNOOZE, hidden),
    ]


def no_reminder_page(visit: Visit, why: str, *, status_code: int) -> Html:
    title = _("Reminder")
    body = card(title=title, level=1)[
        stack[
            alert(tone="warning")[why],
            link_button(href="/today/", variant="outline")[_("To my tasks")],
        ]
    ]
    return private(bare_page(visit, title=title, content=body, status_code=status_code))


def private(answer: Html) -> Html:
    """Its address holds a key, which goes along to nobody.

    Not ``no-referrer``: a browser that sends no Sec-Fetch-Site would call a form's origin ``null``.
    """
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer
