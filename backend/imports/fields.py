"""The fields that a file can fill, and what other systems call them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.clients.schemas import NewClient
from backend.core.problems import description_of
from backend.core.schemas import Body, Name
from backend.deals.schemas import NewDeal
from backend.imports import cells
from backend.imports.cells import Manner
from backend.imports.models import ImportEntity
from backend.tasks.models import TaskStatus
from backend.tasks.schemas import NewTask

Read = Callable[[str, Manner], Any]
Text = Callable[[str, Manner], str]


class Field(Struct, frozen=True):
    """``read`` raises ValueError or ValidationError for what is not ``expected``."""

    name: str
    read: Read
    expected: str
    synonyms: tuple[str, ...]


def _as_it_is(text: str, _: Manner) -> str:
    return text


def _limited(kind: Any, reader: Text = _as_it_is) -> Read:
    """Under the very limits that the API puts on the same field."""
    return lambda text, manner: msgspec.to_builtins(msgspec.convert(reader(text, manner), kind))


def _of(body: type[Body], name: str, *synonyms: str) -> Field:
    """A field of the API's own, with its limits and its words for them."""
    kind = {field.name: field.type for field in msgspec.structs.fields(body)}[name]
    reader = READERS.get(name, _as_it_is)
    return Field(name, _limited(kind, reader), EXPECTED.get(name) or description_of(kind), synonyms)


def _moment(name: str, *synonyms: str) -> Field:
    return Field(name, cells.moment, A_DAY, synonyms)


def _reference(name: str, *synonyms: str) -> Field:
    """Text that names another record, looked up for each batch of rows."""
    return Field(name, _limited(Name), description_of(Name), synonyms)


def _own_id(text: str, _: Manner) -> str:
    return str(UUID(text))


A_DAY = "a date such as 2026-11-23"
READERS: dict[str, Text] = {
    "amount": cells.amount,
    "currency": cells.currency,
    "status": cells.status,
    "expected_close_date": cells.day,
    "due_date": cells.day,
}
EXPECTED = {
    "status": "a status: NEW, IN_PROGRESS, WON or LOST",
    "expected_close_date": A_DAY,
    "due_date": A_DAY,
}
OWN_ID = Field("id", _own_id, "an id such as 0199b6c4-1d20-7a63-b1c7-2b3c4d5e6f03", ("foyerid",))
OWNER = _reference(
    "owner",
    *("owner", "ownername", "owneremail", "accountowner", "opportunityowner", "dealowner"),
    *("assignedto", "responsible", "ответственный", "владелец", "менеджер"),
)
CREATED = _moment(
    "created_at",
    *("createdat", "createdon", "created", "createddate", "creationdate", "datecreated"),
    *("датасоздания", "создан", "создано"),
)

CLIENT_FIELDS = (
    OWN_ID,
    _of(
        NewClient,
        "name",
        *("name", "clientname", "client", "accountname", "account", "customername", "customer"),
        *("fullname", "contactname", "contact", "имя", "клиент", "название", "наименование"),
        *("фио", "контрагент", "заказчик", "company", "companyname", "компания", "организация"),
    ),
    _of(NewClient, "phone", "phone", "phonenumber", "telephone", "tel", "mobile", "телефон"),
    _of(NewClient, "email", "email", "emailaddress", "mail", "почта", "электроннаяпочта"),
    _of(
        NewClient,
        "company",
        *("company", "companyname", "organization", "organisation", "компания", "организация"),
    ),
    _of(NewClient, "notes", "notes", "note", "comment", "comments", "description", "заметки"),
    OWNER,
    _of(
        NewClient,
        "external_id",
        *("externalid", "clientid", "accountid", "customerid", "id", "внешнийкод", "код"),
    ),
    CREATED,
)
CLIENT = _reference(
    "client",
    *("client", "clientname", "account", "accountname", "customer", "customername"),
    *("company", "companyname", "клиент", "компания", "контрагент", "заказчик"),
    *("accountid", "clientid", "customerid"),
)
DEAL_FIELDS = (
    OWN_ID,
    CLIENT,
    _of(
        NewDeal,
        "title",
        *("title", "dealname", "deal", "opportunityname", "opportunity", "name", "subject"),
        *("название", "сделка", "тема"),
    ),
    _of(
        NewDeal,
        "amount",
        *("amount", "closevalue", "value", "dealvalue", "dealamount", "sum", "total", "price"),
        *("сумма", "бюджет", "стоимость"),
    ),
    _of(NewDeal, "currency", "currency", "currencycode", "currencyisocode", "валюта"),
    _of(NewDeal, "status", "status", "stage", "dealstage", "stagename", "статус", "этап", "стадия"),
    OWNER,
    _of(NewDeal, "description", "description", "notes", "note", "comment", "описание"),
    _of(
        NewDeal,
        "expected_close_date",
        *("expectedclosedate", "expectedclose", "expectedclosingdate", "forecastdate"),
        *("плановаядатазакрытия", "ожидаемаядатазакрытия"),
    ),
    _moment(
        "closed_at",
        *("closedat", "closedon", "closeddate", "closedate", "dateclosed", "датазакрытия"),
    ),
    _of(NewDeal, "lost_reason", "lostreason", "lossreason", "reasonlost", "причинаотказа"),
    _of(
        NewDeal,
        "external_id",
        *("externalid", "opportunityid", "dealid", "id", "внешнийкод", "код"),
    ),
    CREATED,
)
TASK_FIELDS = (
    OWN_ID,
    CLIENT,
    _reference(
        "deal",
        *("deal", "dealname", "dealid", "opportunity", "opportunityname", "opportunityid"),
        "сделка",
    ),
    _of(
        NewTask,
        "title",
        *("title", "task", "taskname", "name", "subject", "todo", "summary"),
        *("название", "задача", "тема", "дело"),
    ),
    _of(NewTask, "description", "description", "notes", "note", "comment", "details", "описание"),
    _of(
        NewTask,
        "due_date",
        *("duedate", "due", "dueon", "deadline", "activitydate", "срок", "крайнийсрок", "дедлайн"),
    ),
    _moment("remind_at", "remindat", "reminder", "reminderdatetime", "напомнить", "напоминание"),
    Field(
        "status",
        _limited(TaskStatus, cells.task_status),
        "a status: TODO, IN_PROGRESS or DONE",
        ("status", "state", "taskstatus", "статус", "состояние"),
    ),
    _reference(
        "assignee",
        *("assignee", "assignedto", "assigned", "owner", "ownername", "taskowner", "responsible"),
        *("исполнитель", "ответственный"),
    ),
    _moment("completed_at", "completedat", "completedon", "completiondate", "датавыполнения"),
    _of(NewTask, "external_id", "externalid", "taskid", "activityid", "id", "внешнийкод", "код"),
    CREATED,
)
FIELDS = {
    ImportEntity.CLIENTS: {field.name: field for field in CLIENT_FIELDS},
    ImportEntity.DEALS: {field.name: field for field in DEAL_FIELDS},
    ImportEntity.TASKS: {field.name: field for field in TASK_FIELDS},
}
NEEDED = {
    ImportEntity.CLIENTS: ("name",),
    ImportEntity.DEALS: ("client", "title"),
    ImportEntity.TASKS: ("client", "title"),
}
KEYS = {
    ImportEntity.CLIENTS: ("id", "external_id", "email", "name"),
    ImportEntity.DEALS: ("id", "external_id"),
    ImportEntity.TASKS: ("id", "external_id"),
}
