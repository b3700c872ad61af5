"""Examples of suggestions."""

from htpy import Node

from ui_components.avatar import person
from ui_components.gallery.registry import example
from ui_components.suggestions import Suggestion, suggestions

GROUP = "Forms"


@example("Clients that may be meant", height=190)
def clients() -> Node:
    return suggestions(
        [
            Suggestion(
                href="#grace",
                what=person("Grace Hopper", detail="Eckert-Mauchly"),
                why="Similar name, same phone",
            ),
            Suggestion(href="#grade", what=person("Grade Hoper"), why="Similar name"),
        ],
        id="similar",
        title="Is it one of these?",
    )


@example("None", height=60)
def none() -> Node:
    """There, though it is not seen."""
    return suggestions([], id="similar", title="Is it one of these?")
