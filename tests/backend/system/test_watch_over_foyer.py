"""Alert rules and dashboards speak of numbers that there are, and each alert has its page."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import promql_parser
import pytest
import yaml
from prometheus_client import generate_latest

from bff.metrics import REGISTRY as WEB_FRONT

ROOT = Path(__file__).parents[3]
RULES = ROOT / "ops/prometheus/rules.yml"
RUNBOOKS = ROOT / "ops/runbooks"
DASHBOARDS = sorted((ROOT / "ops/grafana/dashboards").glob("*.json"))
TYPE = re.compile(r"^# TYPE (\S+) (\S+)$", re.MULTILINE)
# By the exporters that ops/prometheus/prometheus.yml names, and by Prometheus itself.
OF_OTHERS = {
    "up",
    "node_filesystem_avail_bytes",
    "node_filesystem_size_bytes",
    "pg_replication_lag_seconds",
    "probe_ssl_earliest_cert_expiry",
}


def rules() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = yaml.safe_load(RULES.read_text())["groups"][0]["rules"]
    return read


def queries() -> Iterator[tuple[str, str]]:
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for path in DASHBOARDS:
        for panel in msgspec.json.decode(path.read_bytes())["panels"]:
            for target in panel["targets"]:
                yield f"{path.stem}: {panel['title']}", target["expr"]


def selectors(query: str) -> Iterator[promql_parser.VectorSelector]:
    """Raises where the query is none."""
    found: list[promql_parser.VectorSelector] = []

    def note(expression: Any) -> bool:
        if isinstance(expression, promql_parser.VectorSelector):
            found.append(expression)
        return True

    promql_parser.walk(promql_parser.parse(query), note)
    yield from found


def exported(text: str) -> set[str]:
    names: set[str] = set()
    for name, kind in TYPE.findall(text):
        parts = ("_bucket", "_sum", "_count") if kind == "histogram" else ("",)
        names |= {name + part for part in parts}
    return names


@pytest.fixture
async def known(anonymous: httpx.AsyncClient) -> set[str]:
    headers = {"Authorization": f"Bearer {'m' * 32}"}
    backend = (await anonymous.get("/metrics", headers=headers)).text
    return exported(backend) | exported(generate_latest(WEB_FRONT).decode()) | OF_OTHERS


async def test_every_query_speaks_of_what_is_exported(known: set[str]) -> None:
    unknown = {
        f"{where}: {selector.name}"
        for where, query in queries()
        for selector in selectors(query)
        if selector.name not in known
    }

    assert len(list(queries())) > 30
    assert unknown == set()


def test_a_query_that_is_none_would_be_noticed() -> None:
    with pytest.raises(ValueError, match=r"unclosed|unexpected"):
        list(selectors("sum(rate(foyer_errors_total[5m])"))
    assert [s.name for s in selectors("rate(a[1m]) > b")] == ["a", "b"]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_has_its_page(rule: dict[str, Any]) -> None:
    page = ROOT / rule["annotations"]["runbook_url"]

    assert page == RUNBOOKS / f"{rule['alert']}.md"
    text = page.read_text()
    assert text.startswith(f"# {rule['alert']}\n")
    for heading in ("## Look at", "## Do"):
        assert heading in text
    assert rule["labels"]["severity"] in {"page", "look"}


def test_no_page_is_about_an_alert_that_is_gone() -> None:
    assert {page.stem for page in RUNBOOKS.glob("*.md")} == {rule["alert"] for rule in rules()}
