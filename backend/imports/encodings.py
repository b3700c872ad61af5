"""Which encoding a text file is in: by its mark, by its bytes, or by how natural it would read."""

import codecs
import re

from backend.core.refusals import Invalid

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CODE_PAGES = ("cp1251", "cp1252", "cp866", "koi8-r")  # the first of equals wins
SAMPLE = 256 * 1024  # bytes of lines that are not ASCII
HEAD = 1_000
CYRILLIC = re.compile("[а-яёіїє][оеаинтсрвлкмі]", re.IGNORECASE)  # of the commonest letters
LATIN = re.compile("[A-Za-z][à-öø-ÿœšž]|[À-ÖØ-Þà-öø-ÿœšžŒŠŽ][a-z]")
ODD = re.compile(
    "[а-яё][А-ЯЁ]|[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]"
    "|[à-öø-ÿ][À-ÖØ-Þ]|[À-ÖØ-Þà-öø-ÿ]{3}|[\u2500-\u259f]|[ЂЃЉЊЌЋЏђѓљњќћџ]"
)


def detect(content: bytes) -> tuple[str, bool]:
    """Its name, and whether that is certain: a code page is only ever the likeliest one."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return name, True
    if b"\0" in content[:HEAD]:
        return _wide(content[:HEAD]), True
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _likeliest(content), False
    return "utf-8", True


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: each second byte says Latin, or Cyrillic."""
    odd, even = (sum(map(half.count, b"\0\4")) for half in (head[1::2], head[::2]))
    if max(odd, even) < len(head) // 3:
        raise Invalid.field("/file", "The file holds a NUL character; this is not a text file")
    return "utf-16-le" if odd >= even else "utf-16-be"


def _likeliest(content: bytes) -> str:
    telling = b"\n".join(line for line in content.split(b"\n") if not line.isascii())[:SAMPLE]
    fit = [name for name in CODE_PAGES if _can_decode(content, name)]
    return max(fit, key=lambda name: _naturalness(telling.decode(name, "replace")))


def _naturalness(text: str) -> int:
    """Letters that follow each other as in words, less those that never do."""
    return len(CYRILLIC.findall(text)) + len(LATIN.findall(text)) - 3 * len(ODD.findall(text))


def _can_decode(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True
