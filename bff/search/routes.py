"""Finding things, from every page."""

from typing import Annotated, Any, Final

from litestar import Request, Response, get, post
from litestar.params import QueryParameter

from bff.client_choice import CLIENTS, offered_clients
from bff.cookies import YEAR
from bff.forms import Fields, asked
from bff.palette import ANSWERS, PAGE
from bff.people import PEOPLE, Wanted
from bff.person_choice import offered
from bff.search.finding import IN_PALETTE, ON_PAGE, Found, found, lately
from bff.search.keys import URL, keys_page
from bff.search.pages import options_part, search_page
from bff.search.queries import SearchQuery
from bff.urls import local_path
from bff.visit import Visiting

COOKIE: Final = "keys"  # read by keys.js
OFF: Final = "off"
AnyRequest = Request[Any, Any, Any]
Search = Annotated[str, QueryParameter(max_length=200)]


@get(PAGE)
async def show_results(request: AnyRequest, visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, SearchQuery)
    return search_page(visit, query, await found(visit, query.words, limit=ON_PAGE))


@get(ANSWERS)
async def show_options(request: AnyRequest, visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, SearchQuery)
    if query.words:
        return options_part(query, await found(visit, query.words, limit=IN_PALETTE), [])
    return options_part(query, Found([]), await lately(visit))


@get(PEOPLE)
async def find_people(request: AnyRequest, visit: Visiting) -> Response[Any]:
    """What a box to choose somebody by offers, for htmx alone."""
    wanted = asked(request.query_params, Wanted)
    return await offered(visit, wanted, request.query_params.get(f"{wanted.name}_search", ""))


@get(CLIENTS)
async def find_clients(visit: Visiting, client_id_search: Search = "") -> Response[Any]:
    """What a box to choose a client by offers, for htmx alone."""
    return await offered_clients(visit, client_id_search)


@get(URL)
async def show_keys(request: AnyRequest, visit: Visiting) -> Response[Any]:
    return keys_page(visit, on=request.cookies.get(COOKIE) != OFF)


@post(URL)
async def switch_keys(visit: Visiting, data: Fields) -> Response[Any]:
    visit.set_plain_cookie(COOKIE, "on" if data.get("on") else OFF, max_age=YEAR)
    return visit.go(local_path(data.get("next", URL)))


SEARCH_ROUTES = (show_results, show_options, find_people, find_clients, show_keys, switch_keys)
