"""Examples of breadcrumbs."""

from htpy import Node

from ui_components.breadcrumb import breadcrumb
from ui_components.gallery.registry import Playground, example

GROUP = "Layout"
playground = Playground(
    breadcrumb, given={"parents": [("Clients", "#clients")], "current": "Acme"}, height=90
)


@example("Two levels deep", height=90)
def deep() -> Node:
    return breadcrumb([("Clients", "#clients"), ("Acme Ltd", "#acme")], "Renewal 2027")
