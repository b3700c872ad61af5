"""A file on its way from the browser to the API."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from litestar import Request, Response
from litestar.datastructures import UploadFile

from bff.forms import Form
from bff.gateway.imports import ImportEntity
from bff.gateway.problems import Away, Refused
from bff.gateway.transfer import Upload
from bff.i18n import gettext as _
from bff.imports.pages import upload_page
from bff.imports.queries import columns_url
from bff.imports.reasons import told
from bff.visit import Visit

LARGEST: Final = 20_000_000 + 64 * 1024  # the API's limit, with what a form takes around its file
HINTS: Final = ("sheet", "encoding")


async def receive(request: Request[Any, Any, Any], visit: Visit) -> Response[Any]:
    """To the columns of the file, or to the form again with what is wrong with it."""
    sent = await request.form()
    form = Form.sent({name: text for name, text in sent.items() if isinstance(text, str)})
    file = sent.get("file")
    if isinstance(file, UploadFile) and file.filename:
        with file.file:
            return await pass_on(visit, form, upload_of(file, form.values))
    form.errors["file"] = _("Please choose a file.")
    return upload_page(visit, form)


def upload_of(file: UploadFile, values: Mapping[str, str]) -> Upload:
    hints = {name: text for name in HINTS if (text := values.get(name))}
    entity = values.get("entity") or ImportEntity.CLIENTS
    return Upload(file.filename, file.file, {"entity": entity, **hints})


async def pass_on(visit: Visit, form: Form, upload: Upload) -> Response[Any]:
    send = partial(visit.imports.upload, upload, key=form.key)
    try:
        made = await send()
    except Refused as refusal:
        if refusal.status not in (400, 409, 413):
            raise
        blame(form, refusal)
    except Away:
        form.problem = _("The server cannot be reached. Nothing was saved; please try again.")
    else:
        return visit.go(columns_url(made.id))
    return upload_page(visit, form)


def blame(form: Form, refusal: Refused) -> None:
    if refusal.status == 413:
        form.errors["file"] = _("The file is larger than 20 MB; please split it.")
    for error in refusal.problem.errors:
        field = error.field if error.field in HINTS else "file"
        form.errors[field] = told(error.detail)
    if not form.errors:
        form.problem = told(refusal.problem.detail or refusal.problem.title)
    form.key = Form.showing({}).key
