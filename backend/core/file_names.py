"""What people call their files, made fit to be shown and to be sent back."""

import re
from urllib.parse import quote

LONGEST = 200


def plain_name(name: str) -> str:
    """Without folders, control characters and marks that turn the direction of text round."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(filter(str.isprintable, last)).strip()[:LONGEST] or "file"


def attachment(name: str) -> str:
    """The Content-Disposition of a download (RFC 6266, section 4.3, with its ASCII fallback)."""
    name = plain_name(name)
    ascii_name = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
