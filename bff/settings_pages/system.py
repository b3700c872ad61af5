"""How the instance fares, for admins."""

from bff.gateway.system import JobState, StuckEvent, SystemState
from bff.html import Html
from bff.i18n import ago, clock, file_size, moment, number
from bff.i18n import gettext as _
from bff.settings_pages.frame import settings_page
from bff.settings_pages.letters import dead_card
from bff.settings_pages.mails import dead_mails, doubtful_mails, failing_mails, mail_note, no_server
from bff.visit import Visit
from ui_components.alert import alert
from ui_components.badge import badge
from ui_components.card import card
from ui_components.copyable import code
from ui_components.empty import empty_state
from ui_components.facts import facts
from ui_components.html import Tag
from ui_components.layout import grid, quiet, stack
from ui_components.stat import stat
from ui_components.table import Column, data_table


def system_page(visit: Visit, state: SystemState) -> Html:
    told = _("As of {moment}.").format(moment=moment(state.as_of))
    return settings_page(
        visit,
        title=_("System"),
        description=told,
        content=[
            verdict(state),
            backlog(state),
            jobs_card(state),
            doubtful_mails(visit, state.mail) if state.mail.in_doubt else None,
            dead_mails(visit, state.mail) if state.mail.dead else None,
            stuck_card(state) if state.outbox.stuck else None,
            dead_card(state.outbox) if state.outbox.dead else None,
            grid(columns="2")[versions_card(state), storage_card(state)],
        ],
    )


def verdict(state: SystemState) -> Tag:
    """What an admin has to look after, or that there is nothing."""
    found = list(troubles(state))
    if not found:
        return alert(tone="success")[_("Everything works as it should.")]
    return alert(tone="danger", title=_("This needs you"))[stack(gap="xs")[found]]


def troubles(state: SystemState) -> list[str]:
    late = [job_name(job.name) for job in state.jobs if job.is_late]
    said = [
        (state.workers == 0, _("No worker runs: nothing is mailed, imported or exported.")),
        (state.versions.valkey is None, _("Valkey does not answer.")),
        (state.storage.error is not None, _("The storage of files does not answer.")),
        (not state.mail.has_server and state.mail.waiting > 0, no_server(state.mail)),
        (state.mail.has_server and state.mail.failing > 0, failing_mails(state.mail)),
        (state.mail.dead_count > 0, _("Some mails were given up; see below.")),
        (state.mail.in_doubt_count > 0, _("Some mails may have been sent; see below.")),
        (bool(late), _("These jobs are late: {names}.").format(names=", ".join(late))),
        (state.outbox.failing > 0, _("Some events could not be passed on; see below.")),
        (state.outbox.dead > 0, _("Some events were given up; decide what becomes of them.")),
    ]
    return [text for is_so, text in said if is_so]


def backlog(state: SystemState) -> Tag:
    waits = state.backlog
    oldest = ago(state.outbox.oldest_seconds) if state.outbox.waiting else None
    failed = waits.failed_deliveries
    given_up = _("{count} given up today").format(count=number(failed)) if failed else None
    return grid(columns="figures")[
        stat(_("Workers"), "—" if state.workers is None else number(state.workers)),
        stat(
            _("Events waiting"),
            number(state.outbox.waiting),
            note=oldest and _("oldest: {span}").format(span=oldest),
        ),
        stat(_("Imports and exports waiting"), number(waits.imports + waits.exports)),
        stat(_("Deliveries waiting"), number(waits.deliveries), note=given_up, note_tone="danger"),
        stat(_("Mails waiting"), number(state.mail.waiting), note=mail_note(state.mail)),
    ]


def jobs_card(state: SystemState) -> Tag:
    columns = [
        Column[JobState](header=_("Job"), cell=job_cell, wraps=True),
        Column[JobState](header=_("State"), cell=job_badge),
        Column[JobState](
            header=_("Last success"),
            cell=lambda j: moment(j.last_success_at) if j.last_success_at else _("Never"),
            shown_from="sm",
        ),
        Column[JobState](header=_("Result"), cell=result, quiet=True, shown_from="md"),
        Column[JobState](
            header=_("Next run"),
            cell=lambda j: clock(j.next_run_at) if j.next_run_at else _("All the time"),
            quiet=True,
            shown_from="lg",
        ),
    ]
    listed = data_table(
        state.jobs,
        columns,
        caption=_("Background jobs"),
        row_key=lambda job: job.name,
        empty=empty_state(_("No worker has run yet"), icon="clock"),
        id="job",
    )
    note = _("Noted twice a minute at most; a failure at once.")
    return card(title=_("Background jobs"), description=note, flush=True)[listed]


def result(job: JobState) -> str:
    """How many things its last success dealt with, and how long that took."""
    said = (
        [] if job.handled is None else [_("dealt with {count}").format(count=number(job.handled))]
    )
    if job.duration_ms is not None:
        said.append(_("{count} ms").format(count=number(job.duration_ms)))
    return " · ".join(said)


def job_badge(job: JobState) -> Tag:
    if job.is_running:
        return badge(_("Running"), tone="info")
    if job.is_late:
        return badge(_("Late"), tone="danger")
    if has_failed(job):
        return badge(_("Failed"), tone="danger")
    return badge(_("Well"), tone="success")


def has_failed(job: JobState) -> bool:
    """When it ran last."""
    failed, succeeded = job.last_failure_at, job.last_success_at
    return failed is not None and (succeeded is None or failed > succeeded)


def job_cell(job: JobState) -> Tag:
    """With its last error, where it failed when it ran last."""
    return stack(gap="xs")[
        job_name(job.name),
        quiet(small=True)[last_error(job)] if has_failed(job) else None,
    ]


def last_error(job: JobState) -> str:
    if not job.last_error or not job.last_failure_at:
        return ""
    return f"{moment(job.last_failure_at)}: {job.last_error}"


def job_name(name: str) -> str:
    """One that is newer than this page is told by its own name."""
    return {
        "relay": _("Passing events on"),
        "imports": _("Imports"),
        "exports": _("Exports"),
        "webhooks": _("Webhooks"),
        "sign": _("Sign of life"),
        "alarms": _("Watching for trouble"),
        "overview": _("Dashboard figures"),
        "chores": _("Looking for what is due"),
        "log.months": _("Months of the activity log"),
        "log.retention": _("Old activity of what is gone"),
        "outbox.forget": _("Events passed on long ago"),
        "keys.forget": _("Keys of repeated requests"),
        "sessions.forget": _("Ended sessions"),
        "tokens.forget": _("Expired links and tokens"),
        "deliveries.forget": _("Old webhook deliveries"),
        "imports.forget": _("Files of old imports"),
        "notifications.forget": _("Old notifications"),
        "exports.forget": _("Files of old exports"),
        "uploads.forget": _("Unconfirmed uploads"),
        "mails.forget": _("Old mails"),
        "mail": _("Mail"),
        "chat": _("Chat messages"),
        "reminders": _("Reminders"),
        "digests": _("Digests"),
        "chats.forget": _("Old chat messages"),
        "digests.forget": _("Old digests"),
    }.get(name, name)


def stuck_card(state: SystemState) -> Tag:
    columns = [
        Column[StuckEvent](header=_("Event"), cell=lambda each: code(each.topic)),
        Column[StuckEvent](header=_("Tries"), cell=lambda e: number(e.attempts), align="end"),
        Column[StuckEvent](
            header=_("Next try"), cell=lambda e: moment(e.next_try_at), shown_from="sm"
        ),
        Column[StuckEvent](header=_("Last error"), cell=lambda e: e.error, wraps=True, quiet=True),
    ]
    listed = data_table(
        state.outbox.stuck,
        columns,
        caption=_("Stuck events"),
        row_key=lambda each: str(each.id),
        id="stuck",
    )
    note = _("They are tried again and again, at most an hour apart, and given up after a day.")
    return card(title=_("Stuck events"), description=note, flush=True)[listed]


def versions_card(state: SystemState) -> Tag:
    versions = state.versions
    return card(title=_("Versions"))[
        facts(
            [
                ("Foyer", versions.foyer),
                ("Python", versions.python),
                ("PostgreSQL", versions.postgresql),
                ("Valkey", versions.valkey or _("does not answer")),
            ]
        )
    ]


def storage_card(state: SystemState) -> Tag:
    storage = state.storage
    kind = _("A disk") if storage.kind == "disk" else "S3"
    works = badge(_("Reachable"), tone="success")
    return card(title=_("Storage"))[
        facts(
            [
                (_("Files are on"), kind),
                (_("State"), quiet[storage.error] if storage.error else works),
                (_("Attached files"), file_size(storage.file_bytes)),
                (_("Database"), file_size(storage.database_bytes)),
            ]
        )
    ]
