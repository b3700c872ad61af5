"""How it stands with what we send to: a webhook, a channel."""

from datetime import datetime
from typing import Protocol

from bff.i18n import gettext as _
from ui_components.badge import badge
from ui_components.html import Tag


class Target(Protocol):
    @property
    def is_active(self) -> bool: ...
    @property
    def disabled_reason(self) -> str: ...
    @property
    def failing_since(self) -> datetime | None: ...


def state_badge(target: Target) -> Tag:
    if not target.is_active:
        return badge(_("Switched off"), tone="danger" if target.disabled_reason else "neutral")
    if target.failing_since:
        return badge(_("Failing"), tone="warning")
    return badge(_("Active"), tone="success")
