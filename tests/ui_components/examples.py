"""Every example of the gallery, for tests that hold for all of them."""

import pytest
from _pytest.mark import ParameterSet

from ui_components.gallery.registry import Example, components


def every_example() -> list[ParameterSet]:
    return [
        pytest.param(one.name, example, id=f"{one.name}-{example.slug}")
        for one in components().values()
        for example in one.examples
    ]


def preview_path(component: str, example: Example, theme: str) -> str:
    return f"/gallery/{component}/{example.slug}?theme={theme}"
