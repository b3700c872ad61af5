"""Dead letters: looked at, sent on again, given up; for admins."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from bff.forms import Fields, Form, asked
from bff.i18n import gettext as _
from bff.settings_pages import verbs
from bff.settings_pages.frame import LETTERS, require_admin
from bff.settings_pages.letters import PAGE, LetterQuery, letters_page, told_again, told_given_up
from bff.settings_pages.routes import Asking
from bff.visit import Visiting


@get("/settings/system/dead-letters/")
async def show_letters(request: Asking, visit: Visiting) -> Response[Any]:
    require_admin(visit)
    query = asked(request.query_params, LetterQuery)
    found, state = await asyncio.gather(
        visit.system.letters(topic=query.topic, limit=PAGE, offset=query.offset),
        visit.system.state(),
    )
    return letters_page(visit, found, state.outbox.dead_topics, query)


@post("/settings/system/dead-letters/{letter_id:uuid}/redrive/")
async def redrive(visit: Visiting, letter_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form, news = Form.sent(data), _("It is on its way again.")
    return await verbs.told(
        visit, form, visit.system.redrive(letter_id, key=form.key), LETTERS, news
    )


@post("/settings/system/dead-letters/{letter_id:uuid}/give-up/")
async def give_up(visit: Visiting, letter_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form, news = Form.sent(data), _("It is given up.")
    return await verbs.told(visit, form, visit.system.give_up(letter_id), LETTERS, news)


@post("/settings/system/dead-letters/redrive/")
async def redrive_all(visit: Visiting, data: Fields) -> Response[Any]:
    form = Form.sent(data)
    done = visit.system.redrive_all(data.get("topic", ""), key=form.key)
    return await verbs.counted(visit, form, done, LETTERS, told_again)


@post("/settings/system/dead-letters/give-up/")
async def give_up_all(visit: Visiting, data: Fields) -> Response[Any]:
    form = Form.sent(data)
    done = visit.system.give_up_all(data.get("topic", ""), key=form.key)
    return await verbs.counted(visit, form, done, LETTERS, told_given_up)


LETTER_ROUTES = (show_letters, redrive, give_up, redrive_all, give_up_all)
