"""What the environment says; every missing or bad name is reported at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

Secret = Annotated[str, Meta(min_length=32)]
DSN = r"^https?://[^@/]+@[^/]+/.*\d+\Z"
Chance = Annotated[int, Meta(ge=0, le=100)]
SMTP = r"^smtps?://([^/?#@:\s]+:[^/?#@:\s]+@)?[^/?#@:\s]+(:[0-9]{1,5})?/?(\?starttls=(always|never))?\Z"
ADDRESS = r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+"
# In words, for what no pattern says well; what was given is never repeated, for it may be secret.
EXPECTED = {
    "CRM_SMTP": "expected smtp://USER:PASSWORD@HOST:PORT, smtps://… or smtp://HOST?starttls=never",
    "CRM_MAIL_FROM": "expected an address such as crm@example.com or Foyer <crm@example.com>",
}
SHARED = {"database_url", "database_replica_url", "redis_url"}  # names that others use too
SAMPLES = ("changeme", "secret", "example", "password")


class BadSettings(Exception):
    """One line per setting that is missing or wrong."""


def told(environ: Mapping[str, str], name: str) -> str:
    """The variable itself, or what the file holds that NAME_FILE names. Raises BadSettings."""
    path = environ.get(f"{name}_FILE", "")
    if not path:
        return environ.get(name, "")
    if environ.get(name):
        raise BadSettings(f"{name} and {name}_FILE are both set: keep one")
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{name}_FILE: {path} cannot be read") from error


class Settings(Struct, frozen=True, kw_only=True):
    database_url: Annotated[str, Meta(pattern="^postgres(ql)?://")]
    database_replica_url: Annotated[str, Meta(pattern="^postgres(ql)?://")] = ""
    redis_url: Annotated[str, Meta(pattern="^rediss?://|^unix://")]
    secret_key: Secret
    bff_key: Secret
    environment: Literal["development", "production"] = "production"
    visibility: Literal["team", "own"] = "team"
    default_currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")] = "EUR"
    chance_new: Chance = 20  # percent of such deals that will be won, for the forecast
    chance_in_progress: Chance = 50
    rate_limit: Annotated[int, Meta(ge=1)] = 1200
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    metrics_token: Annotated[str, Meta(min_length=16)] = ""  # without it /metrics is not there
    sentry_dsn: Annotated[str, Meta(pattern=DSN)] = ""
    otlp_endpoint: Annotated[str, Meta(pattern="^https?://")] = ""
    trace_share: Annotated[float, Meta(ge=0, le=1)] = 1.0  # of the traces, how many are sent
    alarm_errors: Annotated[int, Meta(ge=0)] = 20  # in five minutes; 0: never
    private_webhooks: bool = False
    activity_retention_days: Annotated[int, Meta(ge=1)] = 730
    # One core asks no more at a time; with 16, PostgreSQL's processes stood in each other's way.
    pool_size: Annotated[int, Meta(ge=1, le=200)] = 6
    database_pooled: bool = False  # DATABASE_URL leads to a PgBouncer
    files: str = ""
    files_url: Annotated[str, Meta(pattern="^https?://")] = ""
    file_limit: Annotated[int, Meta(ge=1, le=1000)] = 25  # megabytes
    s3_bucket: str = ""
    s3_region: str = "us-east-1"
    s3_endpoint: Annotated[str, Meta(pattern="^https?://")] = ""
    s3_access_key: str = ""
    s3_secret_key: str = ""
    public_url: Annotated[str, Meta(pattern=r"^https?://[^/?#\s]+/?\Z")] = ""
    smtp: Annotated[str, Meta(pattern=SMTP)] = ""
    mail_from: Annotated[str, Meta(pattern=rf"^({ADDRESS}|[^<>@\"\r\n]+ <{ADDRESS}>)\Z")] = ""

    def __post_init__(self) -> None:
        if not (self.files or self.s3_bucket):
            raise ValueError("CRM_FILES is not set, and no CRM_S3_BUCKET either")
        for name in ("secret_key", "bff_key"):
            if any(sample in getattr(self, name).lower() for sample in SAMPLES):
                raise ValueError(f"{ENVIRONMENT_NAMES[name]} is a sample value; make a random one")
        if self.smtp and not _has_a_port(self.smtp):
            raise ValueError("CRM_SMTP: its port is no number from 1 to 65535")
        if self.smtp and not (self.mail_from and self.public_url):
            raise ValueError("CRM_SMTP needs CRM_MAIL_FROM and CRM_PUBLIC_URL beside it")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Raises BadSettings naming each variable that is missing or wrong."""
        values: dict[str, Any] = {}
        problems: list[str] = []
        for field in msgspec.structs.fields(cls):
            name = ENVIRONMENT_NAMES[field.name]
            try:
                if raw := told(environ, name):
                    values[field.name] = msgspec.convert(raw, field.type, strict=False)
                elif field.required:
                    problems.append(f"{name} is not set")
            except BadSettings as error:
                problems.append(str(error))
            except msgspec.ValidationError as error:
                problems.append(f"{name}: {EXPECTED.get(name, error)}")
        if problems:
            raise BadSettings("\n".join(problems))
        try:
            return cls(**values)
        except ValueError as error:
            raise BadSettings(str(error)) from error

    @property
    def chances(self) -> dict[str, int]:
        """By the stage of an open deal."""
        return {"NEW": self.chance_new, "IN_PROGRESS": self.chance_in_progress}

    def __repr__(self) -> str:
        """Keys and passwords stay out of tracebacks and logs."""
        return f"Settings(environment={self.environment!r})"


def _has_a_port(url: str) -> bool:
    """Or none at all."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


ENVIRONMENT_NAMES = {
    field: field.upper() if field in SHARED else f"CRM_{field.upper()}"
    for field in Settings.__struct_fields__
}
