"""Mails on the page of the system: those that wait, and those that were given up."""

from collections.abc import Sequence
from typing import Final

from bff.asking import asking_button
from bff.editor import post_button
from bff.gateway.system import DeadMail, DoubtfulMail, MailState
from bff.i18n import ago, moment, ngettext, number
from bff.i18n import gettext as _
from bff.settings_pages.frame import SYSTEM
from bff.visit import Visit
from ui_components.card import card
from ui_components.copyable import code
from ui_components.html import Tag
from ui_components.layout import quiet, row, stack
from ui_components.table import Column, data_table

AGAIN: Final = f"{SYSTEM}mails/send-again/"
DOUBT: Final = f"{SYSTEM}mails/in-doubt/"


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


def doubtful_mails(visit: Visit, mail: MailState) -> Tag:
    """Decided one by one, or all that are shown: of others that came meanwhile nobody has read."""
    columns = [
        Column[DoubtfulMail](header=_("To"), cell=doubt, wraps=True),
        Column[DoubtfulMail](header=_("Kind"), cell=lambda e: code(e.type), shown_from="md"),
        Column[DoubtfulMail](
            header=_("Action"), cell=lambda e: decisions(visit, [e]), align="end", hide_header=True
        ),
    ]
    listed = data_table(
        mail.in_doubt,
        columns,
        caption=_("Mails that may have been sent"),
        row_key=lambda each: str(each.id),
        id="doubtful-mail",
    )
    text = ngettext(
        "A mail server had {count} mail whole, and no answer came: it may have been sent.",
        "A mail server had {count} mails whole, and no answer came: they may have been sent.",
        mail.in_doubt_count,
    )
    how = _("The log of the mail server tells, by the Message-ID. Sent again, one may come twice.")
    return card(
        title=_("Mails that may have been sent"),
        description=f"{text.format(count=number(mail.in_doubt_count))} {how}",
        action=decisions(visit, mail.in_doubt) if len(mail.in_doubt) > 1 else None,
        flush=True,
    )[listed]


def doubt(mail: DoubtfulMail) -> Tag:
    said = f"{moment(mail.created_at)}: {mail.error}"
    return stack(gap="xs")[mail.email, quiet(small=True)[said], code(mail.message_id)]


def decisions(visit: Visit, mails: Sequence[DoubtfulMail]) -> Tag:
    ids = {"ids": ",".join(str(each.id) for each in mails)}
    one = len(mails) == 1
    return row(gap="xs")[
        post_button(
            visit,
            _("Send again") if one else _("Send these again"),
            action=f"{DOUBT}send-again/",
            icon="mail",
            hidden=ids,
            size="sm",
        ),
        asking_button(
            visit,
            _("Leave it") if one else _("Leave these"),
            id=f"leave-{mails[0].id}" if one else "leave-mails",
            action=f"{DOUBT}leave/",
            question=_("Leave it at that?"),
            text=_("It is not sent again. The activity keeps its trace."),
            icon="check",
            hidden=ids,
            size="sm",
        ),
    ]
