"""How long to wait before what failed is tried again."""

from random import SystemRandom

_CHANCE = SystemRandom()


def jittered(seconds: float) -> float:
    """Within a tenth of them, so that what failed together does not come back together."""
    return seconds * _CHANCE.uniform(0.9, 1.1)
