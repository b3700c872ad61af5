"""``uvicorn bff.asgi:app``."""

import gc
import os
import sys

from bff import logs
from bff.app import create_app
from bff.settings import BadSettings, Settings
from bff.watching import watchers

try:
    settings = Settings.from_env(os.environ)
except BadSettings as error:
    sys.exit(f"Foyer's web front cannot start:\n{error}")
logs.configure(settings.log_level, watchers=watchers("bff", settings))
app = create_app(settings)

# What lives now lives for ever: not walking it again keeps pauses short.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
