"""One browser request as routes and pages see it: who asks, in which language, on whose behalf."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import msgspec
from litestar import Response
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.response import Redirect
from msgspec import Struct

from bff import csrf
from bff.access import Bearer
from bff.cookies import CookieJar
from bff.events import Events
from bff.gateway.accounts import AccountGateway, Role
from bff.gateway.activity import ActivityGateway
from bff.gateway.bulk import BulkGateway
from bff.gateway.channels import ChannelGateway
from bff.gateway.client import Backend
from bff.gateway.clients import ClientGateway
from bff.gateway.deals import DealGateway, DealStatus
from bff.gateway.dossiers import DossierGateway
from bff.gateway.exports import ExportGateway
from bff.gateway.feeds import FeedGateway
from bff.gateway.files import FileGateway
from bff.gateway.imports import ImportGateway
from bff.gateway.notes import NoteGateway
from bff.gateway.notifications import NotificationGateway
from bff.gateway.problems import SignedOut
from bff.gateway.reminders import ReminderGateway
from bff.gateway.search import SearchGateway
from bff.gateway.stats import StatsGateway
from bff.gateway.system import SystemGateway
from bff.gateway.tasks import TaskGateway
from bff.gateway.trash import TrashGateway
from bff.gateway.views import ViewGateway
from bff.gateway.webhooks import WebhookGateway
from bff.html import Htmx
from bff.seal import Sealer
from bff.session import Profile, Session
from bff.urls import local_path
from ui_components.theme_menu import Theme

TOAST: Final = "toast"
TOAST_SECONDS: Final = 60


class Toast(Struct, frozen=True):
    """Told once, on the next page. ``undo`` is where a POST takes it back."""

    message: str
    detail: str = ""
    undo: str | None = None
    is_bad: bool = False


class Surroundings(Struct, frozen=True):
    """What every visit needs and no visit owns."""

    jar: CookieJar
    csrf: csrf.Tokens
    sealer: Sealer
    origin: str
    idle_days: Mapping[DealStatus, int]
    events: Events
    file_limit: int = 25


class Visit:
    def __init__(
        self,
        surroundings: Surroundings,
        *,
        url: str,
        htmx: Htmx,
        theme: Theme,
        sidebar_is_collapsed: bool,
        agent: str,
        guest_id: str,
        bearer: Bearer | None,
        backend: Backend,
        toast: str | None,
        tastes: Mapping[str, str],
    ) -> None:
        self._around = surroundings
        self._guest_id = guest_id
        self._toast = toast
        self._tastes = tastes
        self.url = url
        self.htmx = htmx
        self.theme: Theme = theme
        self.sidebar_is_collapsed = sidebar_is_collapsed
        self.agent = agent
        self.bearer = bearer
        self.backend = backend
        self.cookies: list[Cookie] = []
        # Before anything is read: what happens from now on, the page may not show.
        self.position = surroundings.events.position

    @property
    def session(self) -> Session | None:
        return self.bearer.session if self.bearer else None

    @property
    def file_limit(self) -> int:
        """Megabytes that an attached file may have."""
        return self._around.file_limit

    @property
    def session_id(self) -> str:
        """A guest has one too: it ties the sign-in form to this browser and opens nothing."""
        return self.bearer.session.id if self.bearer else self._guest_id

    @property
    def origin(self) -> str:
        """Where browsers, and other programs, find this site: for an address that is sent."""
        return self._around.origin

    @property
    def is_admin(self) -> bool:
        return self.user.role == Role.ADMIN

    @property
    def here(self) -> str:
        """The page that the browser shows, also while a part of it is asked for."""
        if not self.htmx.is_request:
            return self.url
        parts = urlsplit(self.htmx.current_url)
        return local_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)

    @property
    def is_stale(self) -> bool:
        """Something on this page is a stored answer, so nothing on it can be changed now."""
        return self.backend.as_of is not None

    @property
    def user(self) -> Profile:
        if self.bearer is None:
            raise SignedOut
        return self.bearer.session.profile

    def may_change(self, *owners: UUID) -> bool:
        """As the API will decide: so that nobody fills in a form in vain."""
        return self.is_admin or self.user.id in owners

    @property
    def idle_days(self) -> Mapping[DealStatus, int]:
        """After how many days without a change a deal in this stage has waited too long."""
        return self._around.idle_days

    @cached_property
    def csrf_token(self) -> str:
        return self._around.csrf.issue(self.session_id)

    @cached_property
    def form_key(self) -> str:
        """One for each rendered page: sending its form twice does the thing once."""
        return str(uuid4())

    @property
    def accounts(self) -> AccountGateway:
        return AccountGateway(self.backend)

    @property
    def clients(self) -> ClientGateway:
        return ClientGateway(self.backend)

    @property
    def deals(self) -> DealGateway:
        return DealGateway(self.backend)

    @property
    def dossiers(self) -> DossierGateway:
        return DossierGateway(self.backend)

    @property
    def files(self) -> FileGateway:
        return FileGateway(self.backend)

    @property
    def tasks(self) -> TaskGateway:
        return TaskGateway(self.backend)

    @property
    def reminders(self) -> ReminderGateway:
        return ReminderGateway(self.backend)

    @property
    def feeds(self) -> FeedGateway:
        return FeedGateway(self.backend)

    @property
    def notes(self) -> NoteGateway:
        return NoteGateway(self.backend)

    @property
    def stats(self) -> StatsGateway:
        return StatsGateway(self.backend)

    @property
    def search(self) -> SearchGateway:
        return SearchGateway(self.backend)

    @property
    def notifications(self) -> NotificationGateway:
        return NotificationGateway(self.backend)

    @property
    def activity(self) -> ActivityGateway:
        return ActivityGateway(self.backend)

    @property
    def bulk(self) -> BulkGateway:
        return BulkGateway(self.backend)

    @property
    def trash(self) -> TrashGateway:
        return TrashGateway(self.backend)

    @property
    def views(self) -> ViewGateway:
        return ViewGateway(self.backend)

    @property
    def imports(self) -> ImportGateway:
        return ImportGateway(self.backend)

    @property
    def exports(self) -> ExportGateway:
        return ExportGateway(self.backend)

    @property
    def channels(self) -> ChannelGateway:
        return ChannelGateway(self.backend)

    @property
    def webhooks(self) -> WebhookGateway:
        return WebhookGateway(self.backend)

    @property
    def system(self) -> SystemGateway:
        return SystemGateway(self.backend)

    def taste(self, name: str) -> str:
        """What this browser was told to remember by ``set_plain_cookie``; anybody can write it."""
        return self._tastes.get(name, "")

    def go(self, url: str, toast: Toast | None = None) -> Response[Any]:
        """To another page of ours, for a browser with scripts and for one without."""
        if toast:
            self.set_cookie(TOAST, self._sealed(toast), max_age=TOAST_SECONDS)
        if self.htmx.is_request:
            return Response(b"", status_code=200, headers={"HX-Location": url})
        return Redirect(url, status_code=303)

    def take_toast(self) -> Toast | None:
        """What the page before wanted to be said; saying it once is enough."""
        sealed, self._toast = self._toast, None
        if sealed is None:
            return None
        self.clear_cookie(TOAST)
        opened = self._around.sealer.open_text(sealed, owner=self.session_id)
        return msgspec.json.decode(opened, type=Toast) if opened else None

    def set_cookie(self, purpose: str, value: str, *, max_age: int) -> None:
        self.cookies.append(self._around.jar.set(purpose, value, max_age=max_age))

    def set_plain_cookie(self, name: str, value: str, *, max_age: int) -> None:
        self.cookies.append(self._around.jar.plain(name, value, max_age=max_age))

    def clear_cookie(self, purpose: str) -> None:
        self.cookies.append(self._around.jar.clear(purpose))

    def _sealed(self, toast: Toast) -> str:
        return self._around.sealer.seal_text(msgspec.json.encode(toast), owner=self.session_id)


Visiting: TypeAlias = NamedDependency[SkipValidation[Visit]]
