"""The component gallery, while one develops: it needs no sign-in and knows no data."""

from typing import Any, Final

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from bff.html import Html
from bff.observe import CSP
from bff.reception import theme_of
from ui_components.gallery.pages import (
    GALLERY_PATH,
    render_component,
    render_index,
    render_preview,
)

AnyRequest = Request[Any, Any, Any]
FRAMED: Final = {
    "Content-Security-Policy": CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
}


@get(GALLERY_PATH, public=True)
async def show_gallery(request: AnyRequest) -> Response[Any]:
    search = request.query_params.get("search", "")
    return Html(render_index(search=search, theme=theme_of(request)))


@get(GALLERY_PATH + "{name:str}", public=True)
async def show_component(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    knobs = dict(request.query_params.items())
    try:
        return Html(render_component(name, knobs, theme=theme_of(request)))
    except LookupError as error:
        raise NotFoundException from error


@get(GALLERY_PATH + "{name:str}/{slug:str}", public=True)
async def show_preview(
    request: AnyRequest, name: FromPath[str], slug: FromPath[str]
) -> Response[Any]:
    """Shown in a frame on the component's page, and only there."""
    try:
        preview = render_preview(name, slug, theme=theme_of(request))
    except LookupError as error:
        raise NotFoundException from error
    return Html(preview, headers=FRAMED)


GALLERY_ROUTES = (show_gallery, show_component, show_preview)
