"""``uvicorn backend.asgi:app``."""

import gc
import os
import sys

from backend.app import create_app
from backend.core import logs
from backend.core.watching import watchers
from backend.settings import BadSettings, Settings

try:
    settings = Settings.from_env(os.environ)
except BadSettings as error:
    sys.exit(f"Foyer's backend cannot start:\n{error}")
logs.configure(settings.log_level, watchers=watchers("backend", settings))
app = create_app(settings)

# What lives now lives for ever: not walking it again cut p99 at 16 connections from 74 to 16 ms.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
