"""The stages that a record goes through, each a button that takes it there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.badge import Tone
from ui_components.dialog import asks
from ui_components.field import hidden_inputs
from ui_components.html import NO_ATTRS, Tag
from ui_components.icons import IconName


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """``note`` stands beside the current one; one with an ``icon`` is an end. ``asks`` is the id
    of a `question` on the way there.
    """

    key: str
    title: str
    tone: Tone = "neutral"
    icon: IconName | None = None
    note: Node = None
    asks: str | None = None


def stages(
    path: Sequence[Stage],
    *,
    current: str,
    action: str,
    hidden: Mapping[str, str],
    label: str,
    movable: bool = True,
    name: str = "lane",
) -> Tag:
    """Posts ``name`` (the key of a stage) with ``hidden`` to ``action``.

    One that is not ``movable`` is only looked at.
    """
    places = [stage.key for stage in path]
    reached = places.index(current)
    steps = h.ol[
        [
            h.li(
                data_tone=stage.tone,
                data_end=stage.icon is not None,
                data_passed=place < reached and stage.icon is None,
                aria_current="step" if place == reached else None,
            )[_step(stage, name, current=place == reached, movable=movable)]
            for place, stage in enumerate(path)
        ]
    ]
    if not movable:
        return h.div(class_="stages", role="group", aria_label=label)[steps]
    return h.form(class_="stages", action=action, method="post", aria_label=label)[
        hidden_inputs({**hidden, "from": current}), steps
    ]


def _step(stage: Stage, name: str, *, current: bool, movable: bool) -> Tag:
    words = [
        stage.icon and icons.icon(stage.icon, size="sm"),
        h.span[stage.title],
        current and stage.note is not None and h.small[stage.note],
    ]
    if current or not movable:
        return h.span[words]
    question = asks(stage.asks) if stage.asks else NO_ATTRS
    return h.button(question, type="submit", name=name, value=stage.key)[words]
