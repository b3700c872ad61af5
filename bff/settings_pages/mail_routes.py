"""Mails that were given up, or that may have been sent: what an admin makes of them."""

from typing import Any

from litestar import Response, post

from bff.bulk import ids_of
from bff.forms import Fields, Form
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.settings_pages import verbs
from bff.settings_pages.frame import SYSTEM
from bff.visit import Toast, Visiting


@post("/settings/system/mails/send-again/")
async def send_mails_again(visit: Visiting, data: Fields) -> Response[Any]:
    done = await visit.system.send_mails_again(key=Form.sent(data).key)
    text = ngettext("{count} mail is tried again.", "{count} mails are tried again.", done.count)
    return visit.go(SYSTEM, Toast(text.format(count=number(done.count))))


@post("/settings/system/mails/in-doubt/send-again/")
async def send_doubtful(visit: Visiting, data: Fields) -> Response[Any]:
    form, news = Form.sent(data), _("On its way again.")
    done = visit.system.send_doubtful(ids_of(data.get("ids", "")), key=form.key)
    return await verbs.told(visit, form, done, SYSTEM, news)


@post("/settings/system/mails/in-doubt/leave/")
async def leave_doubtful(visit: Visiting, data: Fields) -> Response[Any]:
    form, news = Form.sent(data), _("Left at that.")
    done = visit.system.leave_doubtful(ids_of(data.get("ids", "")), key=form.key)
    return await verbs.told(visit, form, done, SYSTEM, news)


MAIL_ROUTES = (send_mails_again, send_doubtful, leave_doubtful)
