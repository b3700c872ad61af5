"""The import wizard offers the fields that the API fills, and says again whatever it refuses."""

import ast
import re
from pathlib import Path

import pytest

from backend.imports.fields import FIELDS, NEEDED
from backend.imports.models import ImportEntity
from bff.gateway.imports import ImportEntity as Ours
from bff.i18n import speak, tongue
from bff.imports import fields
from bff.imports.reasons import SENTENCES, told
from bff.words import API_SENTENCES
from tests.contract.test_sentences import REFUSALS

IMPORTS = Path(__file__).parents[2] / "backend/imports"
MAKERS = REFUSALS | {"refused", "_refused", "Refused", "Failed"}


def said_in(path: Path) -> set[str]:
    """Sentences, with ``{}`` for what differs."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {
        sentence
        for call in calls
        if isinstance(call.func, ast.Name | ast.Attribute)
        and (call.func.id if isinstance(call.func, ast.Name) else call.func.attr) in MAKERS
        for argument in call.args
        if (sentence := sentence_of(argument)) and not sentence.startswith("/")
    }


def sentence_of(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return "".join(map(str, parts))


@pytest.mark.parametrize("entity", ImportEntity)
def test_every_field_is_offered_and_no_other(entity: ImportEntity) -> None:
    ours = Ours(entity)

    assert set(fields.fields_of(ours)) == set(FIELDS[entity])
    assert fields.NEEDED[ours] == NEEDED[entity]


def test_every_refusal_of_a_file_or_a_row_is_known() -> None:
    said = set[str]().union(*map(said_in, IMPORTS.glob("*.py")))
    known = {re.sub(r"\{\w+\}", "{}", sentence) for sentence in (*SENTENCES, *API_SENTENCES)}

    assert len(said) > 40
    assert {sentence for sentence in said if not is_known(sentence, known)} == set()


def is_known(sentence: str, known: set[str]) -> bool:
    """What is pieced together has holes where others have words."""
    pattern = re.escape(sentence).replace(r"\{\}", ".+")
    return any(re.fullmatch(pattern, one) for one in known)


def test_a_row_with_several_reasons_is_told_in_the_readers_language() -> None:
    speak("ru")
    reason = "Stage: “Open” is not a status: NEW, IN_PROGRESS, WON or LOST; No client is called X"

    text = told(reason)
    speak("en")

    assert text.startswith("Stage: «Open» — не статус")
    assert text.endswith("Нет клиента с названием X")


def test_what_nobody_knows_is_told_as_it_came() -> None:
    assert told("Something new; and more") == "Something new; and more"


def test_every_hole_of_a_sentence_is_in_its_translation() -> None:
    catalog = tongue("ru").catalog
    for sentence in SENTENCES:
        holes = set(re.findall(r"\{(\w+)\}", sentence))
        assert holes == set(re.findall(r"\{(\w+)\}", catalog.gettext(sentence))), sentence
