"""How somebody wants to be spoken to: known to the browser, to the session and to the account."""

from contextlib import suppress

import msgspec

from bff.cookies import YEAR
from bff.gateway.accounts import EditMe, UserView
from bff.gateway.problems import Away, Refused
from bff.i18n import LOCALES, LocaleName, locale_of
from bff.reception import LOCALE
from bff.session import Profile, Sessions
from bff.visit import Visit
from ui_components.theme_menu import THEMES


class Preferences:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def choose_language(self, visit: Visit, wanted: str) -> None:
        for locale in LOCALES:
            if locale == wanted:
                visit.set_plain_cookie(LOCALE, locale, max_age=YEAR)
                await self._tell_account(visit, locale)

    async def take_over(self, visit: Visit, user: UserView) -> None:
        """What somebody has just said of themselves counts from the next page on."""
        if visit.session:
            await self._sessions.change_profile(visit.session, Profile.of(user))
        if locale := locale_of(user.locale):
            visit.set_plain_cookie(LOCALE, locale, max_age=YEAR)

    def choose_theme(self, visit: Visit, theme: str) -> None:
        if theme in THEMES:
            visit.set_plain_cookie("theme", theme, max_age=YEAR)

    async def _tell_account(self, visit: Visit, locale: LocaleName) -> None:
        if visit.session is None:
            return
        profile = msgspec.structs.replace(visit.session.profile, locale=locale)
        await self._sessions.change_profile(visit.session, profile)
        with suppress(Away, Refused):  # the session knows it, the account can learn it next time
            me = await visit.accounts.me()
            await visit.accounts.edit_me(EditMe(locale=locale), version=me.version)
