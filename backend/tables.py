"""Every table of the backend, for migrations and for tools that need them all."""

from advanced_alchemy.base import DefaultBase

from backend.accounts import models as accounts
from backend.clients import models as clients
from backend.core import changes, idempotency, outbox
from backend.deals import models as deals
from backend.files import models as files
from backend.imports import models as imports

METADATA = DefaultBase.metadata
CONFLICTS = accounts.CONFLICTS | clients.CONFLICTS | deals.CONFLICTS
MODULES = (accounts, changes, clients, deals, files, idempotency, imports, outbox)
