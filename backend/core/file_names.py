"""What people call their files, made fit to be shown and to be sent back."""

import re

LONGEST = 200


def plain_name(name: str) -> str:
    """Without folders, control characters and marks that turn the direction of text round."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(filter(str.isprintable, last)).strip()[:LONGEST] or "file"
