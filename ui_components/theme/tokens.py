"""The tokens as sRGB colours, for what knows no variables and no oklch: paper, and the icon."""

import re
from functools import cache
from math import cos, radians, sin
from pathlib import Path
from typing import Final

TOKENS: Final = Path(__file__).parent / "tokens.css"
_DECLARED: Final = re.compile(r"--([\w-]+):\s*([^;]+);")
_SHIFTED: Final = re.compile(r"calc\(\s*([\d.]+)\s*([+-])\s*([\d.]+)\s*\)")


def with_colours(text: str) -> str:
    """``token:primary`` becomes the colour that it has in the light."""
    return re.sub(r"token:([\w-]+)", lambda found: colour(found[1]), text)


@cache
def colour(name: str) -> str:
    """As ``#rrggbb``; a LookupError for what is no colour of ``:root``."""
    written = _SHIFTED.sub(_sum, _resolved(f"var(--{name})"))
    found = re.fullmatch(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", written)
    if found is None:
        raise LookupError(f"--{name} is {written}, which is no opaque oklch()")
    lightness, chroma, hue = map(float, found.groups())
    return "#" + "".join(f"{_channel(one):02x}" for one in _linear(lightness, chroma, hue))


@cache
def _light() -> dict[str, str]:
    return dict(_DECLARED.findall(TOKENS.read_text("utf-8").partition("@media not print")[0]))


def _resolved(value: str) -> str:
    while found := re.search(r"var\(--([\w-]+)\)", value):
        value = value.replace(found[0], _light()[found[1]])
    return value


def _sum(found: re.Match[str]) -> str:
    start, sign, more = found.groups()
    return str(float(start) + float(sign + more))


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """By CSS Color 4, section 10: OKLCH to OKLab to linear sRGB."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _channel(light: float) -> int:
    """Outside of sRGB a colour is clipped, as on a screen that cannot show it."""
    light = min(max(light, 0.0), 1.0)
    encoded = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(encoded * 255)
