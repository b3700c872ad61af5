"""Signing in and out: the backend's tokens, a new session, and everything that must go again."""

from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from bff.access import Bearer, Renewal
from bff.cookies import YEAR
from bff.gateway.accounts import AccountGateway, EditMe, Login, TokenPair, UserView
from bff.gateway.client import Backend, Caller, Gateway
from bff.gateway.problems import Away, Refused
from bff.i18n import LocaleName
from bff.reception import ACCESS, GUEST, LOCALE, SESSION
from bff.session import ABSOLUTE, Profile, Session, Sessions, key_of
from bff.store import Device, Store
from bff.visit import Visit


class FirstToken(Struct, frozen=True):
    """A token that is too young to need renewing."""

    pair: TokenPair

    async def __call__(self, *, refused: str | None = None) -> str:
        del refused
        return self.pair.access_token


def nobody_at(caller: Caller) -> Caller:
    """The same browser without its token: signing in or out must not wait for a renewal."""
    return replace(caller, user_id=None, token=None)


class Door:
    def __init__(
        self, gateway: Gateway, sessions: Sessions, renewal: Renewal, store: Store
    ) -> None:
        self._gateway = gateway
        self._sessions = sessions
        self._renewal = renewal
        self._store = store

    async def sign_in(
        self, visit: Visit, login: Login, *, locale: LocaleName | None = None
    ) -> None:
        """Raises Refused or Away. An earlier session of this browser does not survive it.

        ``locale`` was chosen at the door, so the account takes it over.
        """
        caller = nobody_at(visit.backend.caller)
        pair = await self._asking(caller).login(login)
        known = replace(caller, token=FirstToken(pair))
        profile = Profile.of(await self._greet(self._asking(known), locale))
        if visit.session:
            await self._sessions.end(visit.session.id)
        session = await self._sessions.start(pair, profile)
        device = Device(key_of(session.id), profile.id, visit.agent, caller.address)
        await self._store.remember(device, email=profile.email, full_name=profile.full_name)
        self._let_in(visit, session)

    async def sign_out(self, visit: Visit) -> None:
        """The session ends here and now, whether or not the backend can be told."""
        if (session := visit.session) is None:
            return
        refresh_token = await self._sessions.end(session.id)
        await self._store.forget(session.profile.id, key_of(session.id))
        visit.bearer = None
        for purpose in (SESSION, ACCESS):
            visit.clear_cookie(purpose)
        with suppress(Away, Refused):
            if refresh_token:
                await self._asking(nobody_at(visit.backend.caller)).logout(refresh_token)

    async def _greet(self, accounts: AccountGateway, locale: LocaleName | None) -> UserView:
        me = await accounts.me()
        if locale is None or me.locale == locale:
            return me
        return await accounts.edit_me(EditMe(locale=locale), version=me.version)

    def _let_in(self, visit: Visit, session: Session) -> None:
        accounts = self._asking(nobody_at(visit.backend.caller))
        visit.bearer = Bearer(session, self._renewal, accounts)
        visit.set_cookie(SESSION, session.id, max_age=ABSOLUTE)
        visit.set_plain_cookie(LOCALE, session.profile.locale, max_age=YEAR)
        visit.clear_cookie(GUEST)

    def _asking(self, caller: Caller) -> AccountGateway:
        return AccountGateway(Backend(self._gateway, caller))
