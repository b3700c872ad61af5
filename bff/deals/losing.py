"""Why a deal was lost: asked on the way there, by a dialog or, without scripts, by a page."""

from collections.abc import Mapping
from typing import Final

from bff import csrf
from bff.bulk import Chosen
from bff.deals.queries import BOARD, LIST
from bff.gateway.deals import DealView
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.shell import page
from bff.urls import local_path
from bff.visit import Visit
from bff.words import LOST_REASONS, reason_name
from ui_components.button import button, link_button
from ui_components.card import card
from ui_components.dialog import question
from ui_components.field import Option, text_field
from ui_components.form import form as form_element
from ui_components.html import Tag
from ui_components.layout import narrow, page_header, stack
from ui_components.radio import radio_field

QUESTION: Final = "lost-question"
LONGEST_NOTE: Final = 120


def lost_question() -> Tag:
    return question(
        id=QUESTION,
        title=_("Why was it lost?"),
        answer_label=_("Mark as lost"),
        variant="destructive",
        cancel_label=_("Cancel"),
    )[reason_fields()]


def reason_fields() -> Tag:
    reasons = [Option(reason, reason_name(reason)) for reason in LOST_REASONS]
    return stack[
        radio_field("reason", _("Reason"), reasons, flow="tags", required=True),
        text_field(
            "note",
            _("In your own words"),
            autocomplete="off",
            attrs={"maxlength": LONGEST_NOTE},
        ),
    ]


def reason_of(data: Mapping[str, str]) -> str:
    """``Too expensive: they pay half elsewhere``. One's own words alone say enough, too."""
    reason, note = data.get("reason", ""), data.get("note", "").strip()[:LONGEST_NOTE]
    return ": ".join(filter(None, (reason if reason in LOST_REASONS else "", note)))


def losing_page(visit: Visit, deal: DealView, *, back: str) -> Html:
    back = local_path(back or BOARD)
    hidden = {
        "version": str(deal.version),
        "lane": "LOST",
        "from": deal.status.value,
        "next": back,
    }
    return asking(visit, deal.title, action=f"/deals/{deal.id}/move/", hidden=hidden, back=back)


def losing_many(visit: Visit, chosen: Chosen, *, back: str) -> Html:
    """One reason for all of them; what was chosen comes along."""
    how_many = len(chosen.ids)
    told = (
        _("All that were found.")
        if chosen.everything
        else ngettext("{count} deal", "{count} deals", how_many).format(count=number(how_many))
    )
    return asking(visit, told, action=f"{LIST}bulk/", hidden=chosen.hidden, back=back)


def asking(visit: Visit, about: str, *, action: str, hidden: Mapping[str, str], back: str) -> Html:
    title = _("Why was it lost?")
    content = narrow[
        page_header(title, description=about),
        card[
            form_element(
                action=action,
                hidden={**hidden, csrf.FIELD: visit.csrf_token},
                actions=[
                    link_button(href=back, variant="outline")[_("Cancel")],
                    button(type="submit", variant="destructive", disabled=visit.is_stale)[
                        _("Mark as lost")
                    ],
                ],
            )[reason_fields()]
        ],
    ]
    return page(visit, title=title, content=content, parents=[(_("Deals"), BOARD)])
