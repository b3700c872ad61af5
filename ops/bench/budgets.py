"""What `design/performance.md` allows, and whether it was kept."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from ops.bench.load import Measured

Results = Mapping[tuple[str, str, int], Measured]  # (scenario, server, connections)
FEW, MANY = 1, 16
IN_POSTGRES = {"board": 2, "search": 3, "palette": 10}  # ms
# The probe's own processor time for a list on the machine that the budgets were written on
# (`design/performance.md`, row a). A slower machine is given as much more time as its probe takes.
REFERENCE = 164  # µs


class Budget(Struct, frozen=True):
    """``required``: reached from the start; the others are where we are going.

    ``found`` is in the reference machine's time where the unit is one of time.
    """

    name: str
    found: float
    sign: Literal["≥", "≤"]
    bound: float
    unit: str
    required: bool = False

    @property
    def kept(self) -> bool:
        return self.found >= self.bound if self.sign == "≥" else self.found <= self.bound


def budgets(
    results: Results, *, in_postgres: Mapping[str, float], memory: Mapping[str, float]
) -> list[Budget]:
    listed, deep = results["list", "api", MANY], results["page 2,000", "api", FEW]
    created, page = results["create", "api", MANY], results["full page", "bff", FEW]
    first, probe = results["list", "api", FEW], results["list", "probe", MANY]
    pace = max(1, probe.cpu / REFERENCE)
    return [
        Budget("pace of this machine, to the reference", pace, "≥", 1, "×"),
        Budget("list, of the probe", _share(results, "list"), "≥", 60, "%", required=True),
        Budget("list, p99 to p50", listed.p99 / listed.p50, "≤", 2, "×", required=True),
        # The load and PostgreSQL share the machine's cores with the server; this is their part.
        Budget("the probe's own p99 to p50", probe.p99 / probe.p50, "≤", 2, "×"),
        Budget("search, of the probe", _share(results, "search selective"), "≥", 70, "%"),
        *(
            Budget(
                f"{name} in PostgreSQL", found / pace, "≤", bound, "ms", required=name == "board"
            )
            for name, found in in_postgres.items()
            for bound in [IN_POSTGRES[name.split()[0]]]
        ),
        Budget("page 2,000 to page 1", deep.p50 / first.p50, "≤", 1.2, "×"),
        Budget("create", created.per_second * pace, "≥", 2_000, "/s"),
        Budget("create, p99", created.p99 / pace, "≤", 20, "ms"),
        Budget("full page, p50", page.p50 / pace, "≤", 3, "ms", required=True),
        *(Budget(f"memory of {name}", found, "≤", 150, "MB") for name, found in memory.items()),
    ]


def _share(results: Results, name: str) -> float:
    api, probe = (results[name, server, MANY].per_second for server in ("api", "probe"))
    return api / probe * 100
