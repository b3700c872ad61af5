"""The drill's verdict: each thing that must hold has a sentence for when it does not."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ops.drills.mailbox import Letter
from ops.drills.receiver import Message
from ops.drills.verdict import Outcome, duplicates, faults, in_doubt

WELL = Outcome(
    made=frozenset({"a", "b"}),
    events={"a": "1-1", "b": "2-2"},
    endpoints=("/one", "/two"),
    messages=[
        Message(endpoint, id, entity)
        for endpoint in ("/one", "/two")
        for id, entity in (("msg_11", "a"), ("msg_22", "b"))
    ],
    given=1,
    mails={"<1@x>": "SENT"},
    letters=[Letter("bob@x", "<1@x>")],
    forged=0,
    waiting=0,
    dead=0,
)
Spoil = Callable[[Outcome], Outcome]


def with_message(endpoint: str, id: str, entity: str) -> Spoil:
    return lambda well: replace(well, messages=[*well.messages, Message(endpoint, id, entity)])


def test_what_holds_has_no_faults() -> None:
    assert list(faults(WELL)) == []


def test_the_same_id_twice_is_no_fault_but_is_counted() -> None:
    twice = with_message("/one", "msg_11", "a")(WELL)

    assert list(faults(twice)) == []
    assert duplicates(twice) == 1


@pytest.mark.parametrize(("letters", "counted"), [(WELL.letters, (1, 0)), ([], (0, 1))])
def test_a_mail_in_doubt_is_no_fault_but_is_counted(
    letters: list[Letter], counted: tuple[int, int]
) -> None:
    doubtful = replace(WELL, mails={"<1@x>": "IN_DOUBT"}, letters=letters)

    assert list(faults(doubtful)) == []
    assert in_doubt(doubtful) == counted


SPOILED: list[tuple[Spoil, str]] = [
    (lambda well: replace(well, messages=well.messages[1:]), "/one has never heard of 1"),
    (with_message("/one", "msg_99", "a"), "/one heard of 1 records under more than one id"),
    (with_message("/two", "msg_11", "b"), "/two got one id for several records"),
    (
        lambda well: replace(well, events={**well.events, "a": "3-3"}),
        "under a stranger's id: a",
    ),
    (lambda well: replace(well, made=well.made | {"c"}), "1 acknowledged records have left no"),
    (lambda well: replace(well, made=frozenset({"a"})), "1 records were made that nobody"),
    (lambda well: replace(well, waiting=3), "3 events or deliveries still wait"),
    (lambda well: replace(well, dead=2), "2 events or deliveries were given up"),
    (lambda well: replace(well, forged=1), "1 messages had no good signature"),
    (lambda well: replace(well, letters=[]), "1 mails have never arrived"),
    (lambda well: replace(well, letters=[*well.letters] * 2), "1 mails came a second time"),
    (lambda well: replace(well, given=2), "2 records were given to somebody, but 1 mails"),
    (
        lambda well: replace(well, letters=[*well.letters, Letter("bob@x", "<2@x>")]),
        "1 mails came under a Message-ID that is nobody's",
    ),
    (
        lambda well: replace(well, letters=[*well.letters, Letter("eve@x", "<1@x>")]),
        "Mails went to others too: bob@x, eve@x",
    ),
]


@pytest.mark.parametrize(("spoil", "said"), SPOILED)
def test_each_fault_has_its_sentence(spoil: Spoil, said: str) -> None:
    found = "\n".join(faults(spoil(WELL)))

    assert said in found
