"""The component gallery, while one develops: it needs no sign-in and knows no data."""

from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

import bff
from bff.observe import CSP
from bff.reception import theme_of
from ui_components.gallery.registry import GALLERY_PATH
from ui_components.gallery.site import respond
from ui_components.gallery.usage import usages

AnyRequest = Request[Any, Any, Any]
PROGRAM: Final = Path(bff.__file__).parent
FRAMED: Final = {
    "Content-Security-Policy": CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
}


@get(GALLERY_PATH, public=True)
async def show_gallery(request: AnyRequest) -> Response[Any]:
    return answered(request, "")


@get(GALLERY_PATH + "{rest:path}", public=True)
async def show_in_gallery(request: AnyRequest, rest: FromPath[str]) -> Response[Any]:
    return answered(request, rest)


def answered(request: AnyRequest, path: str) -> Response[Any]:
    query = dict(request.query_params.items())
    try:
        answer = respond(path, query, theme=theme_of(request), usages=usages(PROGRAM))
    except LookupError as error:
        raise NotFoundException from error
    headers = FRAMED if answer.framed else {}
    return Response(answer.body, media_type=answer.media_type, headers=headers)


GALLERY_ROUTES = (show_gallery, show_in_gallery)
