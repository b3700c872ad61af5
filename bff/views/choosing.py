"""Remembers which columns somebody wants to see."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from litestar.exceptions import ValidationException

from bff.columns import taste_of
from bff.cookies import YEAR
from bff.tabs import PLACES
from bff.visit import Visit

KEY: Final = re.compile(r"[a-z_]{1,50}")
NONE: Final = "none"  # only the first column, which is always there


def choose(visit: Visit, data: Mapping[str, str | list[str]]) -> str:
    """Where the list is then. A view has its own columns, so there only the address changes."""
    path, sent = str(data.get("path")), data.get("columns", [])
    keys = [sent] if isinstance(sent, str) else sent
    if path not in PLACES.values() or not all(KEY.fullmatch(key) for key in keys):
        raise ValidationException("there are no such columns")
    columns = ".".join(keys) or NONE
    query = dict(parse_qsl(str(data.get("query", ""))))
    if "view" in query:
        return f"{path}?{urlencode(query | {'columns': columns})}"
    visit.set_plain_cookie(taste_of(path), columns, max_age=YEAR)
    query.pop("columns", None)
    return f"{path}?{urlencode(query)}" if query else path
