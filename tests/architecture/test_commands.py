"""Each test is run by one of the three commands that CI has: no mark hides it from all of them."""

import pytest

from tests.conftest import unasked

COMMANDS = ("", "slow", "sweep")  # what each says by -m


@pytest.mark.parametrize("marks", [set(), {"slow"}, {"sweep"}, {"slow", "sweep"}])
def test_one_command_runs_it(marks: set[str]) -> None:
    runs = [
        named
        for named in COMMANDS
        if {named} - {""} <= marks and marks.isdisjoint(unasked(named, is_named=False))
    ]

    assert len(runs) == 1
