"""Which chat services are taken: apprise knows some 150 kinds, and files and programs among them.

An address is apprise's own (``slack://…``) or the one that the service itself shows its users.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from backend.core.refusals import Invalid

SERVICES: Final[Mapping[str, str]] = {
    "discord": "Discord",
    "gchat": "Google Chat",
    "gotifys": "Gotify",
    "matrixs": "Matrix",
    "mmosts": "Mattermost",
    "ntfys": "ntfy",
    "pover": "Pushover",
    "rockets": "Rocket.Chat",
    "slack": "Slack",
    "tgram": "Telegram",
    "workflows": "Microsoft Teams",
    "wxteams": "Webex",
    "zulip": "Zulip",
}
# Without TLS, or to a program of one's own: only where private targets are allowed.
PRIVATE: Final[Mapping[str, str]] = {
    "gotify": "Gotify",
    "json": "JSON",
    "jsons": "JSON",
    "matrix": "Matrix",
    "mmost": "Mattermost",
    "ntfy": "ntfy",
    "rocket": "Rocket.Chat",
}
# The addresses that these services show their users, by host.
NATIVE: Final[Mapping[str, str]] = {
    "chat.googleapis.com": "gchat",
    "discord.com": "discord",
    "discordapp.com": "discord",
    "hooks.slack.com": "slack",
}
# What an address may say beside its path. Others read files, wait for hours, or trust anybody.
PARAMETERS: Final = frozenset(
    {
        *("avatar", "channel", "footer", "format", "image", "key", "mode", "priority"),
        *("thread", "threadkey", "to", "token", "topic"),
    }
)
SHAPE: Final = re.compile(r"([a-z]+)://[!-~]+", re.ASCII)


def service_of(url: str, *, private: bool) -> str:
    """The scheme by which apprise knows it. Raises Invalid for what is not taken."""
    found = SHAPE.fullmatch(url)
    if found is None:
        raise Invalid.field("/url", "This is no address of a chat service")
    try:
        parts = urlsplit(url)
        said = parse_qsl(parts.query, keep_blank_values=True)
        host = parts.hostname or ""
    except ValueError as error:
        raise Invalid.field("/url", "This is no address of a chat service") from error
    scheme = NATIVE.get(host, "https") if found[1] == "https" else found[1]
    if scheme not in SERVICES and not (private and scheme in PRIVATE):
        raise Invalid.field("/url", "This service is not one of those that are taken")
    if any(name.lower() not in PARAMETERS for name, _ in said):
        raise Invalid.field("/url", "The address has a parameter that is not taken")
    return scheme


def shown(service: str) -> str:
    """All of an address that anybody ever sees again."""
    return f"{service}://…****"


def name_of(service: str) -> str:
    return SERVICES.get(service) or PRIVATE.get(service, service)
