"""A mailbox for the links that are mailed, and the worker's mail."""

from tests.support.post import mailbox, post

__all__ = ["mailbox", "post"]
