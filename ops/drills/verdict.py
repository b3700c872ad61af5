"""What must hold when all the dying is over, and a sentence for each thing that does not."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from ops.drills.mailbox import Letter
from ops.drills.receiver import Message


class Outcome(Struct, frozen=True):
    """``events`` are the ids of PostgreSQL's events by the record that they are about.

    ``made`` are the records that the API has acknowledged, ``given`` how many of them were given to
    somebody, and ``mails`` PostgreSQL's state of those about it, by the Message-ID they must have.
    """

    made: frozenset[str]
    events: Mapping[str, str]
    endpoints: Sequence[str]
    messages: Sequence[Message]
    given: int
    mails: Mapping[str, str]
    letters: Sequence[Letter]
    forged: int
    waiting: int
    dead: int


def faults(outcome: Outcome) -> Iterator[str]:
    if lost := outcome.made - outcome.events.keys():
        yield f"{len(lost)} acknowledged records have left no event, such as {_one(lost)}"
    if extra := outcome.events.keys() - outcome.made:
        yield f"{len(extra)} records were made that nobody asked for, such as {_one(extra)}"
    if outcome.waiting:
        yield f"{outcome.waiting} events or deliveries still wait"
    if outcome.dead:
        yield f"{outcome.dead} events or deliveries were given up"
    if outcome.forged:
        yield f"{outcome.forged} messages had no good signature"
    for endpoint in outcome.endpoints:
        yield from _faults_of(endpoint, outcome)
    yield from _faults_of_mail(outcome)


def duplicates(outcome: Outcome) -> int:
    """Messages beyond the first of each event at each endpoint."""
    return len(outcome.messages) - len(set(outcome.messages))


def repeated_mails(outcome: Outcome) -> int:
    """Mails beyond the first of each Message-ID."""
    return len(outcome.letters) - len(set(outcome.letters))


def in_doubt(outcome: Outcome) -> tuple[int, int]:
    """How many of those that an admin must decide on have arrived, and how many have not."""
    taken = {letter.id for letter in outcome.letters}
    doubtful = {id for id, state in outcome.mails.items() if state == "IN_DOUBT"}
    return len(doubtful & taken), len(doubtful - taken)


def _faults_of(endpoint: str, outcome: Outcome) -> Iterator[str]:
    taken: defaultdict[str, set[str]] = defaultdict(set)
    for message in outcome.messages:
        if message.endpoint == endpoint:
            taken[message.entity].add(message.id)
    if lost := outcome.events.keys() - taken.keys():
        yield f"{endpoint} has never heard of {len(lost)} records, such as {_one(lost)}"
    if split := {entity for entity, ids in taken.items() if len(ids) > 1}:
        yield f"{endpoint} heard of {len(split)} records under more than one id: {_one(split)}"
    right = {entity: f"msg_{event.replace('-', '')}" for entity, event in outcome.events.items()}
    wrong = {entity for entity, ids in taken.items() if ids != {right.get(entity)}} - split
    if wrong:
        yield f"{endpoint} heard of {len(wrong)} records under a stranger's id: {_one(wrong)}"
    ids = Counter(message_id for found in taken.values() for message_id in found)
    if shared := {message_id for message_id, count in ids.items() if count > 1}:
        yield f"{endpoint} got one id for several records: {_one(shared)}"


def _faults_of_mail(outcome: Outcome) -> Iterator[str]:
    taken = {letter.id for letter in outcome.letters}
    if len(outcome.mails) != outcome.given:
        yield f"{outcome.given} records were given to somebody, but {len(outcome.mails)} mails made"
    if repeated := repeated_mails(outcome):
        yield f"{repeated} mails came a second time"
    if lost := {id for id, state in outcome.mails.items() if state != "IN_DOUBT"} - taken:
        yield f"{len(lost)} mails have never arrived, such as {_one(lost)}"
    if strange := taken - set(outcome.mails):
        yield f"{len(strange)} mails came under a Message-ID that is nobody's: {_one(strange)}"
    if len(readers := {letter.to for letter in outcome.letters}) > 1:
        yield f"Mails went to others too: {', '.join(sorted(readers))}"


def _one(of: set[str] | frozenset[str]) -> str:
    return min(of)
