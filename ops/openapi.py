"""The API's OpenAPI document, made without a server."""

import msgspec

from backend.app import create_app
from backend.settings import Settings


def document() -> str:
    """Its JSON, indented and with a line break at the end; no setting leaves a trace in it."""
    settings = Settings(
        database_url="postgresql://localhost/none",
        redis_url="redis://localhost:6379",
        secret_key="-" * 32,
        bff_key="-" * 32,
        files="nowhere",
    )
    schema = create_app(settings).openapi_schema.to_schema()
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"
