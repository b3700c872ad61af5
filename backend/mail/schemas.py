"""Mails on the wire."""

from backend.core.schemas import View


class SentAgain(View):
    """How many were given up and are tried anew."""

    count: int
