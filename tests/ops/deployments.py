"""Reads what deploys Foyer as plain data, and settings as a container would get them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from backend.settings import ENVIRONMENT_NAMES
from backend.settings import Settings as BackendSettings
from bff.settings import Settings as BffSettings
from bff.settings import env_name
from ops.manifests import rendered

ROOT: Final = Path(__file__).parents[2]
Data = dict[str, Any]
# What `crm serve` and `crm alive` read beside the programs' own settings.
OF_THE_CONTAINER: Final = {"CRM_ROLE", "CRM_TRUSTED_PROXIES"}
BACKEND: Final = set(ENVIRONMENT_NAMES.values())
BFF: Final = {env_name(field) for field in BffSettings.__struct_fields__}
KNOWN: Final = {
    "backend": BACKEND | OF_THE_CONTAINER,
    "worker": BACKEND | OF_THE_CONTAINER,
    "bff": BFF | OF_THE_CONTAINER,
}
MOUNT: Final = "/run/secrets/foyer"
# What stands in other secrets.
SECRETS: Final = {
    "PGUSER": "crm",
    "PGPASSWORD": "of the operator's making",
    "CRM_BACKUP_PASSPHRASE": "a passphrase of the operator's",
    "CRM_SMTP": "smtp://foyer:word@mail.example:587",
    "CRM_S3_ACCESS_KEY": "key",
    "CRM_S3_SECRET_KEY": "key",
}
VARIABLE: Final = re.compile(r"\$\{(\w+)(?::?[-?]([^}]*))?\}")


@cache
def compose(name: str) -> Data:
    data: Data = yaml.safe_load((ROOT / name).read_text("utf-8"))
    return data


@cache
def manifests(overlay: str) -> list[Data]:
    return list(yaml.safe_load_all(rendered(overlay)))


def of_kind(overlay: str, kind: str) -> dict[str, Data]:
    return {m["metadata"]["name"]: m for m in manifests(overlay) if m["kind"] == kind}


def pods(overlay: str) -> dict[str, Data]:
    """The pod's spec, with its labels, by the name of what makes it."""
    made = [m for m in manifests(overlay) if "template" in m["spec" if "spec" in m else "kind"]]
    return {
        m["metadata"]["name"]: m["spec"]["template"]["spec"]
        | {"labels": m["spec"]["template"]["metadata"]["labels"]}
        for m in made
        if m["kind"] != "Pooler"
    }


def containers(pod: Data) -> list[Data]:
    return [*pod.get("initContainers", []), *pod["containers"]]


def settings_of(role: str, environment: Mapping[str, str]) -> BackendSettings | BffSettings:
    """Raises BadSettings as the program would; KeyError for a name that it does not know."""
    unknown = {name.removesuffix("_FILE") for name in environment} - KNOWN[role] - LIBPQ
    if unknown:
        raise KeyError(f"{role} does not read {', '.join(sorted(unknown))}")
    return (BffSettings if role == "bff" else BackendSettings).from_env(environment)


LIBPQ: Final = {"PGUSER", "PGPASSWORD"}


def filled(text: str, values: Mapping[str, str]) -> str:
    """With what Docker Compose puts in place of ${NAME}."""
    return VARIABLE.sub(lambda m: values.get(m[1]) or (m[2] or ""), str(text))


def variables(data: object) -> Iterator[str]:
    """The names that a compose file reads from .env."""
    if isinstance(data, dict):
        for value in data.values():
            yield from variables(value)
    elif isinstance(data, list):
        for value in data:
            yield from variables(value)
    else:
        yield from (match[1] for match in VARIABLE.finditer(str(data)))


def environment(overlay: str, container: Data, secrets: Path) -> dict[str, str]:
    """As the kubelet makes it; secrets of others are words of our own."""
    given: dict[str, str] = {}
    for source in container.get("envFrom", []):
        given |= of_kind(overlay, "ConfigMap")[source["configMapRef"]["name"]]["data"]
    for each in container.get("env", []):
        given[each["name"]] = str(each.get("value") or SECRETS[each["name"]])
    return {name: text.replace(MOUNT, str(secrets)) for name, text in given.items()}
