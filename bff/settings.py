"""What the web front reads from its environment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from bff.gateway.deals import DealStatus

Days = Annotated[int, Meta(ge=0, le=3650)]
Key = Annotated[str, Meta(min_length=32)]
RedisUrl = Annotated[str, Meta(pattern=r"^(rediss?|unix)://")]
DSN = r"^https?://[^@/]+@[^/]+/.*\d+\Z"
HttpUrl = Annotated[str, Meta(pattern=r"^https?://[^/?#\s]+/?\Z")]

OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class BadSettings(Exception):
    """Every missing or wrong name in one message, so that a start needs one correction."""


class Settings(Struct, frozen=True, kw_only=True):
    redis_url: RedisUrl
    bff_key: Key
    secret_key: Key
    environment: Literal["development", "production"] = "production"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    metrics_token: Annotated[str, Meta(min_length=16)] = ""  # without it /metrics is not there
    sentry_dsn: Annotated[str, Meta(pattern=DSN)] = ""
    otlp_endpoint: Annotated[str, Meta(pattern="^https?://")] = ""
    trace_share: Annotated[float, Meta(ge=0, le=1)] = 1.0  # of the traces, how many are sent
    backend_url: HttpUrl = "http://127.0.0.1:8001"
    public_url: HttpUrl = "http://localhost:8000"
    store: str = ".crm/bff.sqlite3"
    file_limit: Annotated[int, Meta(ge=1, le=1000)] = 25  # megabytes, as the backend has it
    gallery: Literal["on", "off"] | None = None
    idle_days_new: Days = 14
    idle_days_in_progress: Days = 21

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        values: dict[str, object] = {}
        wrong: list[str] = []
        for field in msgspec.structs.fields(cls):
            name = env_name(field.name)
            try:
                if raw := told(env, name):
                    values[field.name] = msgspec.convert(raw, field.type, strict=False)
                elif field.required:
                    wrong.append(f"{name} is missing")
            except BadSettings as error:
                wrong.append(str(error))
            except msgspec.ValidationError as error:
                wrong.append(f"{name}: {error}")
        wrong += public_url_problem(str(values.get("public_url", "")))
        if wrong:
            raise BadSettings("\n".join(wrong))
        return msgspec.convert(values, cls)

    @property
    def idle_days(self) -> dict[DealStatus, int]:
        """After how many days without a change a deal in this stage has waited too long."""
        told = {
            DealStatus.NEW: self.idle_days_new,
            DealStatus.IN_PROGRESS: self.idle_days_in_progress,
        }
        return {status: days for status, days in told.items() if days}

    @property
    def shows_gallery(self) -> bool:
        if self.gallery is None:
            return self.environment == "development"
        return self.gallery == "on"

    @property
    def origin(self) -> str:
        return self.public_url.rstrip("/")

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https://")

    def __repr__(self) -> str:
        """Keys stay out of tracebacks and logs."""
        return f"Settings(environment={self.environment!r}, public_url={self.public_url!r})"


def told(env: Mapping[str, str], name: str) -> str:
    """The variable itself, or what the file holds that NAME_FILE names. Raises BadSettings."""
    path = env.get(f"{name}_FILE", "")
    if not path:
        return env.get(name, "")
    if env.get(name):
        raise BadSettings(f"{name} and {name}_FILE are both set: keep one")
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{name}_FILE: {path} cannot be read") from error


def env_name(field: str) -> str:
    return "REDIS_URL" if field == "redis_url" else f"CRM_{field.upper()}"


def public_url_problem(url: str) -> list[str]:
    """Session cookies cross a plain-text network never: http is for this machine alone."""
    if not url.startswith("http://") or urlsplit(url).hostname in OWN_MACHINE:
        return []
    return ["CRM_PUBLIC_URL: http is only for localhost, give an https address"]
