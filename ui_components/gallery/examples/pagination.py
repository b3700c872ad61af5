"""Examples of paging."""

from htpy import Node

from ui_components.gallery.registry import Playground, example
from ui_components.pagination import load_more, pagination

GROUP = "Data"
playground = Playground(
    pagination, given={"summary": "1-50 of 97", "previous": None, "next": "#next"}, height=100
)


@example("In the middle", height=100)
def middle() -> Node:
    return pagination(summary="51-100 of 8,884", previous="#previous", next="#next")


@example("At the end", height=100)
def end() -> Node:
    return pagination(summary="8,851-8,884 of 8,884", previous="#previous", next=None)


@example("Load more", height=100)
def more() -> Node:
    return load_more("Show 50 more", href="#more")
