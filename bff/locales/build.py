"""Collects every sentence of the pages, and of the mails, into their catalogs and compiles them.

``python -m bff.locales.build`` after a sentence changed, then translate what it lists;
``--check`` writes nothing and lists all that is missing or out of date.
"""

import sys
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Final, TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bff.i18n import LOCALES, LOCALES_DIR, LocaleName

KEYWORDS: Final = {"_": None, "known": None, "ngettext": (1, 2)}
PAGES: Final = LOCALES_DIR.parent
# Of the backend only the sources are read here: each program has a catalog of its own.
PROGRAMS: Final = (PAGES, PAGES.parent / "backend")
Sentence: TypeAlias = str | tuple[str, ...]


def po_path(program: Path, locale: LocaleName) -> Path:
    return program / "locales" / locale / "LC_MESSAGES" / "messages.po"


def spoken_by_code(program: Path) -> set[Sentence]:
    found = extract_from_dir(program, [("**.py", "python")], keywords=KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found}


def read(program: Path, locale: LocaleName) -> Catalog:
    path = po_path(program, locale)
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale=locale)


def sentences(catalog: Catalog) -> dict[Sentence, Message]:
    return {as_sentence(message.id): message for message in catalog if message.id}


def as_sentence(id: str | list[str] | tuple[str, ...]) -> Sentence:
    return id if isinstance(id, str) else tuple(id)


def write(program: Path, locale: LocaleName) -> None:
    """What nobody says any more is dropped, what is new waits to be translated."""
    known = sentences(read(program, locale))
    fresh = Catalog(locale, project="Foyer", version="0", fuzzy=False)
    for sentence in sorted(spoken_by_code(program), key=str):
        old = known.get(sentence)
        # English is the language of the code: what it says is its own translation.
        text = sentence if locale == "en" else old.string if old else None
        fresh.add(sentence, text, flags=old.flags if old else ())
    path = po_path(program, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as po, path.with_suffix(".mo").open("wb") as mo:
        write_po(po, fresh, width=100)
        write_mo(mo, fresh)


def problems(locale: LocaleName) -> list[str]:
    return [problem for program in PROGRAMS for problem in problems_of(program, locale)]


def problems_of(program: Path, locale: LocaleName) -> list[str]:
    told, spoken = sentences(read(program, locale)), spoken_by_code(program)
    found = [f"{text!r} is not in the catalog" for text in spoken - told.keys()]
    found += [f"{text!r} is said nowhere" for text in told.keys() - spoken]
    found += [f"{text!r} is not translated" for text in told if not is_translated(told[text])]
    if compiled(program, locale) != {
        key: text for message in told.values() for key, text in pairs(message)
    }:
        found.append("messages.mo is not compiled from messages.po")
    return [f"{program.name} {locale}: {problem}" for problem in sorted(found)]


def is_translated(message: Message) -> bool:
    return all(forms(message)) and not message.fuzzy


def forms(message: Message) -> list[str]:
    text = message.string or ""
    return [text] if isinstance(text, str) else list(text)


def compiled(program: Path, locale: LocaleName) -> dict[object, str]:
    path = po_path(program, locale).with_suffix(".mo")
    with path.open("rb") as file:
        catalog = vars(GNUTranslations(file))["_catalog"]
    return {key: text for key, text in catalog.items() if key}


def pairs(message: Message) -> list[tuple[object, str]]:
    """As gettext keeps them: one entry for a sentence, one for each form of a plural."""
    if isinstance(message.id, str):
        return [(message.id, text) for text in forms(message)]
    return [((message.id[0], number), text) for number, text in enumerate(forms(message))]


def main(*, check: bool) -> int:
    for locale in LOCALES:
        for program in () if check else PROGRAMS:
            write(program, locale)
    found = [problem for locale in LOCALES for problem in problems(locale)]
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
