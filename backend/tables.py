"""Every table of the backend, for migrations and for tools that need them all."""

from advanced_alchemy.base import DefaultBase

from backend.accounts import models as accounts
from backend.clients import models as clients
from backend.core import changes, idempotency, outbox
from backend.deals import models as deals
from backend.imports import models as imports
from backend.tasks import models as tasks

METADATA = DefaultBase.metadata
CONFLICTS = accounts.CONFLICTS | clients.CONFLICTS | deals.CONFLICTS | tasks.CONFLICTS
MODULES = (accounts, changes, clients, deals, idempotency, imports, outbox, tasks)
