"""The gallery for machines: what there is, what each takes, and where it is shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from ui_components.gallery.registry import GALLERY_PATH, PLAYGROUND, Component, components


def manifest(usages: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    used_in = usages or {}
    return {"components": [_told(one, used_in.get(one.name, ())) for one in components().values()]}


def _told(one: Component, used_in: Sequence[str]) -> dict[str, Any]:
    page = f"{GALLERY_PATH}{one.name}"
    examples = [
        {
            "slug": each.slug,
            "title": each.title,
            "notes": each.notes,
            "url": f"{page}/{each.slug}",
            "answers": sorted(each.answers),
        }
        for each in one.examples
    ]
    knobs = one.playground.knobs() if one.playground else []
    return {
        "name": one.name,
        "group": one.group,
        "doc": one.doc,
        "url": page,
        "examples": examples,
        "playground": f"{page}/{PLAYGROUND}" if one.playground else None,
        "parameters": [
            {
                "name": knob.name,
                "kind": knob.kind,
                "default": knob.default,
                "choices": list(knob.choices),
                "optional": knob.optional,
            }
            for knob in knobs
        ],
        "used_in": list(used_in),
    }
