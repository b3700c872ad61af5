"""Every table of the backend, for migrations and for tools that need them all."""

from advanced_alchemy.base import DefaultBase

from backend.accounts import models as accounts
from backend.channels import models as channels
from backend.clients import models as clients
from backend.core import changes, idempotency, outbox
from backend.deals import models as deals
from backend.digests import models as digests
from backend.exports import models as exports
from backend.feeds import models as feeds
from backend.files import models as files
from backend.imports import models as imports
from backend.mail import models as mail
from backend.notifications import models as notifications
from backend.stats import models as stats
from backend.system import models as system
from backend.tasks import models as tasks
from backend.views import models as views
from backend.webhooks import models as webhooks

METADATA = DefaultBase.metadata
CONFLICTS = accounts.CONFLICTS | clients.CONFLICTS | deals.CONFLICTS | tasks.CONFLICTS
MODULES = (
    accounts,
    changes,
    channels,
    clients,
    deals,
    digests,
    exports,
    feeds,
    files,
    idempotency,
    imports,
    mail,
    notifications,
    outbox,
    stats,
    system,
    tasks,
    views,
    webhooks,
)
# In which table the records of a kind are, by the name that the change log gives the kind.
RECORDS = {
    "channel": "channels",
    "client": "clients",
    "dead_letter": "outbox",
    "deal": "deals",
    "export": "exports",
    "feed": "calendar_feeds",
    "import": "imports",
    "import_mapping": "import_mappings",
    "task": "tasks",
    "token": "api_tokens",
    "user": "users",
    "view": "saved_views",
    "webhook": "webhooks",
}
