"""Language and theme: remembered by the browser, and the language by the account as well."""

from contextlib import suppress

import msgspec

from bff.cookies import YEAR
from bff.gateway.accounts import EditMe
from bff.gateway.problems import Away, Refused
from bff.i18n import LOCALES, LocaleName
from bff.reception import LOCALE
from bff.session import Sessions
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
