"""What clocks show, in nights when they are changed too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.core.clocks import Quiet, day_of, is_quiet, moment_of, next_morning, start_of, zone_of
from tests.support.nights import NIGHTS, STEP, moments_round

QUIET = [Quiet("22:00", "07:00"), Quiet("01:30", "02:30"), Quiet("00:00", "02:00")]


@pytest.mark.parametrize(("name", "night"), NIGHTS)
def test_days_follow_each_other_without_gap_or_overlap(name: str, night: date) -> None:
    zone = ZoneInfo(name)

    for moment in moments_round(night, zone):
        day = day_of(moment, zone)
        assert start_of(day, zone) <= moment < start_of(day + timedelta(days=1), zone)


@pytest.mark.parametrize("at", [time(0), time(2), time(2, 30), time(23, 55)])
@pytest.mark.parametrize(("name", "night"), NIGHTS)
def test_a_time_of_day_is_when_a_clock_first_shows_it_or_has_jumped_over_it(
    name: str, night: date, at: time
) -> None:
    zone = ZoneInfo(name)
    shown = [m for m in moments_round(night, zone) if m.astimezone(zone).date() == night]
    first = next((m for m in shown if m.astimezone(zone).time() == at), None)

    moment = moment_of(night, at, zone)

    if first is not None:
        assert moment == first
    else:
        before = (moment - timedelta(days=1)).astimezone(zone).replace(tzinfo=None)
        assert (moment.astimezone(zone).replace(tzinfo=None) - before) > timedelta(days=1)


@pytest.mark.parametrize("quiet", QUIET)
@pytest.mark.parametrize(("name", "night"), NIGHTS)
def test_quiet_hours_are_those_that_the_clock_shows(name: str, night: date, quiet: Quiet) -> None:
    zone, waits = ZoneInfo(name), 0

    for moment in moments_round(night, zone):
        shown = f"{moment.astimezone(zone):%H:%M}"
        over_midnight = quiet.starts > quiet.ends
        late, early = shown >= quiet.starts, shown < quiet.ends
        is_within = late or early if over_midnight else late and early
        waits = waits + 1 if is_quiet(moment, zone, quiet) else 0
        assert (waits > 0) == is_within
        assert waits * STEP <= timedelta(hours=10)


def test_without_quiet_hours_none_are() -> None:
    assert not is_quiet(datetime(2026, 1, 1, 3, tzinfo=UTC), ZoneInfo("UTC"), None)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-26T15:00+01:00", "2026-11-27T09:00+01:00"),
        ("2026-11-26T23:59+01:00", "2026-11-27T09:00+01:00"),
        ("2026-11-27T01:30+01:00", "2026-11-27T09:00+01:00"),  # people are still up
        ("2026-11-27T04:00+01:00", "2026-11-28T09:00+01:00"),
        ("2026-03-28T20:00+01:00", "2026-03-29T09:00+02:00"),
        ("2026-10-25T00:30+02:00", "2026-10-25T09:00+01:00"),
    ],
)
def test_the_next_morning_comes_after_sleep(now: str, morning: str) -> None:
    asked = datetime.fromisoformat(now)

    found = next_morning(asked, ZoneInfo("Europe/Berlin"), at=time(9), night_ends=time(4))

    assert found == datetime.fromisoformat(morning)


def test_a_zone_that_this_machine_does_not_know_is_utc() -> None:
    assert [str(zone_of(name)) for name in ("Mars/Olympus", "../etc", "Asia/Tokyo")] == [
        *("UTC", "UTC", "Asia/Tokyo")
    ]
