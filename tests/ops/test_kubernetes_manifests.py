"""What one manifest says in one place holds in all the others that it leads to."""

import re
from pathlib import Path
from typing import Any

import pytest

from ops.manifests import OVERLAYS
from ops.secrets import make_secrets
from ops.serving import GRACE, LINGER, PORTS
from tests.ops.deployments import (
    BACKEND,
    BFF,
    MOUNT,
    ROOT,
    Data,
    containers,
    environment,
    manifests,
    of_kind,
    pods,
    settings_of,
)

PROGRAMS = ("backend", "worker", "bff")
COMPONENT = "app.kubernetes.io/component"
NGINX = (ROOT / "ops/nginx/kubernetes.conf").read_text()
# Who must reach whom, and where; and some who must not.
NEEDED = {
    *(("web", role, port) for role, port in PORTS.items()),
    ("bff", "backend", 8001),
    *((role, "valkey", 6379) for role in PROGRAMS),
    *((role, "pooler", 5432) for role in ("backend", "worker")),
    *((role, "database", 5432) for role in ("backend", "worker", "migrate", "pooler", "database")),
}
CLOSED = {("bff", "database"), ("bff", "pooler"), ("web", "valkey"), ("web", "database")}
BOTH = pytest.mark.parametrize("overlay", OVERLAYS)


@BOTH
@pytest.mark.parametrize("role", PROGRAMS)
def test_programs_start_with_what_they_are_given(role: str, overlay: str, tmp_path: Path) -> None:
    make_secrets(tmp_path)
    container = pods(overlay)[role]["containers"][0]

    given = environment(overlay, container, tmp_path)
    ours = {name: text for name, text in given.items() if reads(role, name)}

    settings_of(role, ours)
    assert container["command"] == ["crm", "serve", role]


def reads(role: str, name: str) -> bool:
    """One ConfigMap for all of them: what is the others' is left out."""
    others = BACKEND - BFF if role == "bff" else BFF - BACKEND
    return name not in others


@BOTH
@pytest.mark.parametrize("role", PROGRAMS)
def test_secret_files_are_mounted_where_they_are_read(
    role: str, overlay: str, tmp_path: Path
) -> None:
    pod = pods(overlay)[role]
    volume = next(each for each in pod["volumes"] if each["name"] == "secrets")
    read = {each["value"] for each in pod["containers"][0]["env"] if each["name"].endswith("_FILE")}

    items = {item["path"] for item in volume["secret"]["items"]}

    assert read == {f"{MOUNT}/{item}" for item in items}
    assert items <= set(make_secrets(tmp_path))


@BOTH
def test_nobody_runs_as_root_or_writes_to_the_image(overlay: str) -> None:
    for name, pod in pods(overlay).items():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
        assert pod["serviceAccountName"] in of_kind(overlay, "ServiceAccount")
        for container in containers(pod):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }, name
            assert {"requests", "limits"} <= container["resources"].keys()


@BOTH
def test_mounts_and_ports_have_the_names_that_are_used(overlay: str) -> None:
    claimed = set(of_kind(overlay, "PersistentVolumeClaim"))
    for name, pod in pods(overlay).items():
        volumes = {each["name"] for each in pod.get("volumes", [])} | {"data"}
        for container in containers(pod):
            ports = {each["name"] for each in container.get("ports", [])}
            probes = [container[key] for key in container if key.endswith("Probe")]
            asked = {(p.get("httpGet") or p.get("tcpSocket") or {}).get("port") for p in probes}
            mounted = {mount["name"] for mount in container.get("volumeMounts", [])}
            assert asked - {None} <= ports, name
            assert mounted <= volumes, name
        for volume in pod.get("volumes", []):
            claim = volume.get("persistentVolumeClaim", {}).get("claimName")
            assert claim is None or claim in claimed


@BOTH
def test_services_lead_to_pods_and_nginx_and_ingress_to_services(overlay: str) -> None:
    services = of_kind(overlay, "Service")
    for name, service in services.items():
        wanted = service["spec"]["selector"].items()
        found = [pod for pod in pods(overlay).values() if wanted <= pod["labels"].items()]
        ports = {each["name"] for pod in found for c in pod["containers"] for each in c["ports"]}
        assert len(found) == 1, name
        assert {each["targetPort"] for each in service["spec"]["ports"]} <= ports
    for role, port in PORTS.items():
        assert services[role]["spec"]["ports"][0]["port"] == port
        assert f"server {role}:{port} " in NGINX
    listened = set(map(int, re.findall(r"listen (\d+);", NGINX)))
    web = pods(overlay)["web"]["containers"][0]
    assert {each["containerPort"] for each in web["ports"]} == listened
    (rule,) = of_kind(overlay, "Ingress")["foyer"]["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert path["backend"]["service"] == {"name": "web", "port": {"name": "http"}}


@BOTH
def test_the_address_is_the_same_for_browsers_ingress_and_programs(overlay: str) -> None:
    ingress = of_kind(overlay, "Ingress")["foyer"]["spec"]
    settings = of_kind(overlay, "ConfigMap")["foyer"]["data"]

    (host,) = {rule["host"] for rule in ingress["rules"]}

    assert ingress["tls"][0]["hosts"] == [host]
    assert settings["CRM_PUBLIC_URL"] == settings["CRM_FILES_URL"] == f"https://{host}"


@BOTH
def test_programs_go_through_the_pooler_and_migrations_around_it(overlay: str) -> None:
    (pooler,) = of_kind(overlay, "Pooler").values()
    (cluster,) = of_kind(overlay, "Cluster").values()
    name, database = cluster["metadata"]["name"], cluster["spec"]["bootstrap"]["initdb"]["database"]

    def address(container: Data) -> tuple[str, set[str]]:
        env = {each["name"]: each for each in container["env"]}
        refs = {
            each["valueFrom"]["secretKeyRef"]["name"] for each in (env["PGUSER"], env["PGPASSWORD"])
        }
        return env["DATABASE_URL"]["value"], refs

    replica = of_kind(overlay, "ConfigMap")["foyer"]["data"].get("DATABASE_REPLICA_URL")
    direct = f"postgresql://{name}-rw/{database}?sslmode=require", {f"{name}-app"}
    through = f"postgresql://{pooler['metadata']['name']}/{database}?sslmode=require", direct[1]
    for role in ("backend", "worker"):
        pod = pods(overlay)[role]
        assert address(pod["containers"][0]) == through
        assert address(pod["initContainers"][0]) == direct
    job = pods(overlay)["migrate"]["containers"][0]
    assert address(job) == direct
    assert job["command"] == ["crm", "upgrade", "--pooled"]
    assert pooler["spec"]["cluster"]["name"] == name
    assert replica == (direct[0].replace("-rw/", "-ro/") if overlay == "prod" else None)
    assert pooler["spec"]["pgbouncer"]["poolMode"] == "transaction"
    assert int(pooler["spec"]["pgbouncer"]["parameters"]["max_prepared_statements"]) > 0
    assert of_kind(overlay, "ConfigMap")["foyer"]["data"]["CRM_DATABASE_POOLED"] == "true"


@BOTH
def test_nobody_is_killed_who_still_answers(overlay: str) -> None:
    for role in PORTS:
        pod = pods(overlay)[role]
        leaves = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
        assert pod["terminationGracePeriodSeconds"] > leaves + LINGER + GRACE


@BOTH
def test_what_scales_and_what_is_spared_is_there(overlay: str) -> None:
    deployments = of_kind(overlay, "Deployment")

    scaled = of_kind(overlay, "HorizontalPodAutoscaler").values()
    spared = of_kind(overlay, "PodDisruptionBudget").values()

    assert {each["spec"]["scaleTargetRef"]["name"] for each in scaled} == set(PROGRAMS)
    labels = [each["spec"]["selector"]["matchLabels"][COMPONENT] for each in spared]
    assert sorted(labels) == sorted(deployments)
    for name, deployment in deployments.items():
        spread = deployment["spec"]["template"]["spec"]["topologySpreadConstraints"]
        found = {each["labelSelector"]["matchLabels"][COMPONENT] for each in spread}
        assert found == {name}


@BOTH
def test_an_autoscaler_alone_says_how_many_there_are(overlay: str) -> None:
    """A number in the manifest would undo at each apply what the autoscaler found right."""
    for role in PROGRAMS:
        assert "replicas" not in of_kind(overlay, "Deployment")[role]["spec"]


@BOTH
def test_everybody_reaches_whom_they_need_and_nobody_else(overlay: str) -> None:
    policies = list(of_kind(overlay, "NetworkPolicy").values())
    nobody = of_kind(overlay, "NetworkPolicy")["nobody"]["spec"]

    assert nobody["podSelector"] in ({}, {"matchLabels": {"app.kubernetes.io/name": "foyer"}})
    assert set(nobody["policyTypes"]) == {"Ingress", "Egress"}
    assert "ingress" not in nobody
    assert "egress" not in nobody
    for here, there, port in NEEDED:
        assert allowed(policies, here, there, port, "egress"), f"{here} to {there} {port}"
        assert allowed(policies, there, here, port, "ingress"), f"{there} from {here} {port}"
    for here, there in CLOSED:
        assert not allowed(policies, there, here, 5432, "ingress")
        assert not allowed(policies, there, here, 6379, "ingress")


def allowed(policies: list[Data], who: str, other: str, port: int, way: str) -> bool:
    key = {"egress": "to", "ingress": "from"}[way]

    def holds(rule: Data) -> bool:
        pods_named = [each.get("podSelector", {}).get("matchLabels", {}) for each in rule[key]]
        return any(labels.get(COMPONENT) == other for labels in pods_named) and any(
            each["port"] == port for each in rule["ports"]
        )

    return any(
        holds(rule)
        for policy in policies
        if policy["spec"]["podSelector"].get("matchLabels", {}).get(COMPONENT) == who
        for rule in policy["spec"].get(way, [])
        if key in rule
    )


def test_dev_shares_a_disk_where_production_has_a_bucket() -> None:
    def volumes(overlay: str) -> set[Any]:
        return {v["name"] for v in pods(overlay)["backend"]["volumes"]}

    assert "files" in volumes("dev")
    assert "files" not in volumes("prod")
    assert of_kind("prod", "ConfigMap")["foyer"]["data"]["CRM_S3_BUCKET"]
    assert {m["metadata"].get("namespace", m["metadata"]["name"]) for m in manifests("dev")} == {
        "foyer-dev"
    }
