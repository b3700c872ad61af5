"""What is said in a channel, in its owner's language and as far as its owner may see."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from backend.channels.models import TeamEvent
from backend.channels.outgoing import Due, News
from backend.channels.service import TEST
from backend.clients import queries as clients
from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.i18n import gettext as _
from backend.core.i18n import money, ngettext, number
from backend.core.refusals import NotFound
from backend.deals import queries as deals
from backend.mail.letter import Letter, Told
from backend.mail.letters import LETTERS
from backend.mail.places import Places
from backend.notifications import queries as notifications
from backend.notifications.schemas import channels_of


class Said(Struct, frozen=True):
    title: str
    text: str


class Speaker:
    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    async def said(self, due: Due, owner: Actor, news: News) -> Said | None:
        """None for what its owner may not see, or does not want to hear any more."""
        if news.type == TEST:
            return Said(_("Foyer"), _("This channel works: here you are told what happens."))
        if due.is_team:
            return await self._of_the_team(owner, news)
        return await self._of_a_notification(due, news)

    async def _of_a_notification(self, due: Due, news: News) -> Said | None:
        """As a mail says it."""
        told = await notifications.told(self._database, news.entity_uuid)
        if told is None or told.type not in LETTERS:
            return None
        if not channels_of(due.choices, told.type).chat:
            return None
        answers = self._places.answers(
            told.type, due.owner_id, told.payload, told.entity_uuid, news.created_at
        )
        letter = LETTERS[told.type](
            Told(
                name=due.owner_name,
                email=due.owner_email,
                payload=told.payload,
                person=told.actor_name or "",
                url=self._places.record(told.entity_type, told.entity_uuid),
                home=self._places.home,
                count=news.payload.get("count", 1),
                answers=answers,
            )
        )
        return Said(letter.subject, text_of(letter))

    async def _of_the_team(self, owner: Actor, news: News) -> Said | None:
        person = news.payload.get("person") or _("The system")
        try:
            if news.type == TeamEvent.CLIENT_ADDED:
                return await self._of_a_client(owner, news.entity_uuid, person)
            return await self._of_a_deal(owner, news, person)
        except NotFound:
            return None

    async def _of_a_client(self, owner: Actor, client_id: UUID, person: str) -> Said:
        client = await clients.client(self._database, owner, client_id)
        title = _("{person} has a new client: {name}").format(person=person, name=client.name)
        return Said(title, _lines(client.company, self._places.record("client", client_id)))

    async def _of_a_deal(self, owner: Actor, news: News, person: str) -> Said:
        deal = await deals.deal(self._database, owner, news.entity_uuid)
        text = {
            TeamEvent.DEAL_OPENED: _("{person} has opened the deal {name}"),
            TeamEvent.DEAL_WON: _("{person} has won the deal {name}"),
            TeamEvent.DEAL_LOST: _("{person} has lost the deal {name}"),
        }[TeamEvent(news.type)]
        known = f"{deal.client_name} · {money(deal.amount, deal.currency)}"
        return Said(
            text.format(person=person, name=deal.title),
            _lines(known, self._places.record("deal", deal.id)),
        )


def together(said: Sequence[Said]) -> Said:
    """What waited for the channel goes out as one message."""
    if len(said) == 1:
        return said[0]
    text = ngettext("{count} piece of news", "{count} pieces of news", len(said))
    body = "\n\n".join(_lines(one.title, one.text) for one in said)
    return Said(text.format(count=number(len(said))), body)


def text_of(letter: Letter) -> str:
    """Below its subject, which the first paragraph would say again."""
    return _lines(
        *letter.paragraphs[1:],
        *(
            f"{line.text}: {line.detail}" if line.detail else line.text
            for section in letter.sections
            for line in section.lines
        ),
        *(f"{link.label}: {link.url}" for link in letter.links if "://" in link.url),
    )


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))
