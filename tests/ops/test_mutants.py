"""The mutants of `task drill:mutants` are of today's code; the drill itself takes minutes."""

import pytest

from ops.drills.mutants import MUTANTS, ROOT, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_each_changes_the_code(mutant: Mutant) -> None:
    source = (ROOT / mutant.file).read_text("utf-8")

    assert mutant.applied(source) != source


def test_one_of_other_code_is_told() -> None:
    with pytest.raises(ValueError, match="does not have this once"):
        Mutant("x.py", "gone", "").applied("code")
