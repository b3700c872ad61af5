"""Mails on the page of the system: those that wait, and those that were given up."""

from typing import Final

from bff.editor import post_button
from bff.gateway.system import DeadMail, MailState
from bff.i18n import ago, moment, ngettext, number
from bff.i18n import gettext as _
from bff.settings_pages.frame import SYSTEM
from bff.visit import Visit
from ui_components.card import card
from ui_components.copyable import code
from ui_components.html import Tag
from ui_components.table import Column, data_table

AGAIN: Final = f"{SYSTEM}mails/send-again/"


def mail_note(mail: MailState) -> str | None:
    if not mail.has_server:
        return _("no mail server is set")
    if not mail.waiting:
        return None
    return _("oldest: {span}").format(span=ago(mail.oldest_seconds))


def no_server(mail: MailState) -> str:
    text = ngettext(
        "No mail server is set, and {count} mail waits.",
        "No mail server is set, and {count} mails wait.",
        mail.waiting,
    )
    return text.format(count=number(mail.waiting))


def failing_mails(mail: MailState) -> str:
    text = ngettext(
        "{count} mail could not be sent yet: {error}",
        "{count} mails could not be sent yet: {error}",
        mail.failing,
    )
    return text.format(count=number(mail.failing), error=mail.last_error or "")


def dead_mails(visit: Visit, mail: MailState) -> Tag:
    columns = [
        Column[DeadMail](header=_("To"), cell=lambda each: each.email),
        Column[DeadMail](header=_("Kind"), cell=lambda each: code(each.type), shown_from="md"),
        Column[DeadMail](header=_("When"), cell=lambda e: moment(e.created_at), shown_from="sm"),
        Column[DeadMail](header=_("Why"), cell=lambda e: e.error, wraps=True, quiet=True),
    ]
    listed = data_table(
        mail.dead,
        columns,
        caption=_("Mails that were given up"),
        row_key=lambda each: str(each.id),
        id="dead-mail",
    )
    text = ngettext(
        "{count} mail was refused, or could not be sent within a day.",
        "{count} mails were refused, or could not be sent within a day.",
        mail.dead_count,
    )
    again = post_button(visit, _("Send again"), action=AGAIN, icon="mail", hidden={})
    return card(
        title=_("Mails that were given up"),
        description=text.format(count=number(mail.dead_count)),
        action=again,
        flush=True,
    )[listed]
