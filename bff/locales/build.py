"""Collects every sentence of the pages into the catalogs and compiles them.

``python -m bff.locales.build`` after a sentence changed, then translate what it lists;
``--check`` writes nothing and fails where a catalog is not what the code says.
"""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bff.i18n import LOCALES, LOCALES_DIR, LocaleName

KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2)}
TIMELESS: Final = datetime(2026, 1, 1, tzinfo=UTC)  # a date in a catalog changes every diff


def po_path(locale: LocaleName) -> Path:
    return LOCALES_DIR / locale / "LC_MESSAGES" / "messages.po"


def spoken_by_code() -> Catalog:
    template = Catalog(creation_date=TIMELESS, revision_date=TIMELESS)
    for _file, _line, message, _comments, context in extract_from_dir(
        LOCALES_DIR.parent, [("**.py", "python")], keywords=KEYWORDS
    ):
        template.add(message, context=context)
    return template


def updated(locale: LocaleName, template: Catalog) -> Catalog:
    """The catalog as the code wants it; what nobody says any more is dropped."""
    path = po_path(locale)
    known = read_po(BytesIO(path.read_bytes()), locale=locale) if path.exists() else Catalog(locale)
    known.update(template, no_fuzzy_matching=True)
    known.obsolete.clear()
    fresh = Catalog(
        locale,
        project="Foyer",
        version="0",
        copyright_holder="Foyer",
        creation_date=TIMELESS,
        revision_date=TIMELESS,
        last_translator="Foyer",
        language_team=locale,
        fuzzy=False,
    )
    for message in told(known):
        fresh.add(message.id, message.string, flags=message.flags, context=message.context)
    return fresh


def told(catalog: Catalog) -> Iterable[Message]:
    return (message for message in catalog if message.id)


def untranslated(catalog: Catalog) -> list[str]:
    """English is the language of the code and needs no translation."""
    if str(catalog.locale) == "en":
        return []
    return [str(message.id) for message in told(catalog) if not is_translated(message)]


def is_translated(message: Message) -> bool:
    parts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(parts) and not message.fuzzy


def files_of(locale: LocaleName, catalog: Catalog) -> dict[Path, bytes]:
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalog, no_location=True, sort_output=True, ignore_obsolete=True, width=100)
    write_mo(mo, catalog)
    return {po_path(locale): po.getvalue(), po_path(locale).with_suffix(".mo"): mo.getvalue()}


def problems(*, write: bool) -> list[str]:
    """What is missing or out of date; with ``write`` the files are made current first."""
    found: list[str] = []
    template = spoken_by_code()
    for locale in LOCALES:
        catalog = updated(locale, template)
        found += [f"{locale}: no translation of {text!r}" for text in untranslated(catalog)]
        for path, content in files_of(locale, catalog).items():
            if write:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            elif not path.exists() or path.read_bytes() != content:
                found.append(f"{locale}: {path.name} is not current")
    return found


if __name__ == "__main__":
    complaints = problems(write="--check" not in sys.argv)
    sys.stdout.writelines(f"{complaint}\n" for complaint in complaints)
    sys.exit(bool(complaints))
