"""Examples of handing over a file."""

from htpy import Node

from ui_components.gallery.registry import Playground, example
from ui_components.upload import file_field

GROUP = "Forms"
playground = Playground(file_field, given={"name": "file", "label": "File"})


@example("File", height=170)
def file() -> Node:
    return file_field("file", "File", accept=".csv,.xlsx", hint="CSV or Excel, up to 20 MB")


@example("Refused", height=190)
def refused() -> Node:
    return file_field("file", "File", error="The file is empty.", required=True)


@example("Several", height=170)
def several() -> Node:
    return file_field(
        "files",
        "Files",
        multiple=True,
        limit=25 * 1024 * 1024,
        too_large="They are larger than 25 MB in all.",
        hint="Please choose again: plan.pdf, photo.png",
    )
