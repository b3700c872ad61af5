"""In the cluster: what is backed up before a migration, and who may read the programs' numbers."""

from pathlib import Path

import pytest
import yaml

from ops.manifests import OVERLAYS
from ops.serving import PORTS
from tests.ops.deployments import ROOT, Data, environment, of_kind, pods

PROMETHEUS = yaml.safe_load((ROOT / "ops/prometheus/prometheus.yml").read_text())
BOTH = pytest.mark.parametrize("overlay", OVERLAYS)


@BOTH
def test_the_job_backs_up_what_the_programs_keep_where_it_may_write(
    overlay: str, tmp_path: Path
) -> None:
    job, backend = pods(overlay)["migrate"], pods(overlay)["backend"]
    given = environment(overlay, job["containers"][0], tmp_path)
    claims = {
        each["name"]: each["persistentVolumeClaim"]["claimName"]
        for each in job["volumes"]
        if "persistentVolumeClaim" in each
    }

    places = {each["mountPath"]: each["name"] for each in job["containers"][0]["volumeMounts"]}

    assert claims[places[given["CRM_BACKUPS"]]] == "backups"
    if "CRM_S3_BUCKET" in given:
        asked = {each["name"] for each in backend["containers"][0]["env"]}
        assert {name for name in asked if name.startswith("CRM_S3_")} <= set(given)
        assert egress_ports("migrate", overlay) >= {443}
    else:
        assert claims[places[given["CRM_FILES"]]] == "files"


def egress_ports(who: str, overlay: str) -> set[int]:
    rules = of_kind(overlay, "NetworkPolicy")[who]["spec"]["egress"]
    return {each["port"] for rule in rules for each in rule["ports"]}


@BOTH
def test_prometheus_reaches_every_pod_of_a_web_program_and_has_its_token(overlay: str) -> None:
    policy = of_kind(overlay, "NetworkPolicy")["monitoring"]["spec"]
    (asked,) = policy["podSelector"]["matchExpressions"]
    (rule,) = policy["ingress"]
    named = {each["dns_sd_configs"][0]["names"][0] for each in scraped()}

    for role, port in PORTS.items():
        each = of_kind(overlay, "Service")[f"{role}-each"]["spec"]
        env = {each["name"] for each in pods(overlay)[role]["containers"][0]["env"]}
        assert each["clusterIP"] == "None"
        assert each["selector"].items() <= pods(overlay)[role]["labels"].items()
        assert each["ports"][0]["port"] == port
        assert role in asked["values"]
        assert port in {each["port"] for each in rule["ports"]}
        assert "CRM_METRICS_TOKEN_FILE" in env
    assert named == set(PORTS)


def scraped() -> list[Data]:
    jobs: list[Data] = PROMETHEUS["scrape_configs"]
    return [each for each in jobs if "dns_sd_configs" in each]
