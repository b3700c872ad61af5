"""What one compose file says in one place holds in all the others that it leads to."""

import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ops.secrets import make_secrets
from ops.serving import GRACE, LINGER, PORTS
from tests.ops.deployments import BACKEND, BFF, ROOT, compose, filled, settings_of, variables

DEVELOPMENT, PRODUCTION = "compose.yaml", "ops/compose.prod.yaml"
FILES = (DEVELOPMENT, PRODUCTION)
PROGRAMS = ("backend", "worker", "bff")
NGINX = (ROOT / "ops/nginx/container.conf").read_text()
SECRET = re.compile(r"/run/secrets/(\w+)")
EXAMPLE = (ROOT / ".env.example").read_text()
NAMED = set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", EXAMPLE, re.MULTILINE))
MADE_BY_COMPOSE = {"DATABASE_URL", "REDIS_URL", "CRM_SECRET_KEY", "CRM_BACKEND_URL"}
SERVICES = compose(PRODUCTION)["services"]
METRICS_TOKEN = "/run/secrets/metrics_token"  # its place


@pytest.mark.parametrize("role", PROGRAMS)
def test_programs_start_with_what_production_gives_them(role: str, tmp_path: Path) -> None:
    make_secrets(tmp_path)
    given = SERVICES[role]["environment"]
    values = {"CRM_PUBLIC_URL": "https://crm.example"}

    here = {
        name: filled(text, values).replace("/run/secrets", str(tmp_path))
        for name, text in given.items()
    }

    assert settings_of(role, here).environment == "production"
    assert given["CRM_ROLE"] == role


@pytest.mark.parametrize("role", PROGRAMS)
def test_programs_start_with_what_development_gives_them(role: str) -> None:
    values = dict.fromkeys(variables(compose(DEVELOPMENT)), "")
    values |= {name: "v" * 40 for name in values if name.endswith(("_KEY", "_PASSWORD"))}

    given = compose(DEVELOPMENT)["services"][role]["environment"]

    settings = settings_of(role, {name: filled(text, values) for name, text in given.items()})
    assert settings.environment == "development"


def test_the_example_names_all_that_is_read() -> None:
    assert set(variables(compose(DEVELOPMENT))) <= NAMED
    assert (BACKEND | BFF) - MADE_BY_COMPOSE <= NAMED


def test_the_example_names_nothing_that_nobody_reads() -> None:
    read = {name for file in FILES for name in variables(compose(file))}

    assert read | BACKEND | BFF >= NAMED


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_gets_the_secrets_that_it_reads_and_no_others(name: str) -> None:
    service = SERVICES[name]

    assert set(SECRET.findall(str(service))) == set(service.get("secrets", []))


def test_every_secret_is_made(tmp_path: Path) -> None:
    made = make_secrets(tmp_path)

    files = {name: each["file"] for name, each in compose(PRODUCTION)["secrets"].items()}

    assert files == {name: f"secrets/{name}" for name in made}
    assert make_secrets(tmp_path) == []


def test_secrets_lead_to_the_servers_that_are_there(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    postgres = urlsplit((tmp_path / "postgres_url").read_text())
    valkey = urlsplit((tmp_path / "valkey_url").read_text())

    environment = SERVICES["postgres"]["environment"]
    assert (postgres.hostname, valkey.hostname) == ("postgres", "valkey")
    assert postgres.path == f"/{environment['POSTGRES_DB']}"
    assert postgres.username == environment["POSTGRES_USER"]
    assert postgres.password == (tmp_path / "postgres_password").read_text()
    assert (tmp_path / "valkey_conf").read_text() == f"requirepass {valkey.password}\n"


@pytest.mark.parametrize("name", SERVICES)
def test_production_gives_nobody_more_than_they_need(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}
    if name != "autoheal":  # which holds the engine's socket: see the comment there
        assert int(service["user"].split(":")[0]) > 0


def test_only_nginx_is_reached_from_outside() -> None:
    assert [name for name, each in SERVICES.items() if "ports" in each] == ["nginx"]
    assert compose(PRODUCTION)["networks"]["inside"] == {"internal": True}
    for name in ("postgres", "valkey"):
        assert SERVICES[name]["networks"] == ["inside"]
    assert list(SERVICES["nginx"]["networks"]) == ["front"]


@pytest.mark.parametrize("file", FILES)
def test_nginx_finds_the_programs_and_is_believed_by_them(file: str) -> None:
    services, networks = compose(file)["services"], compose(file)["networks"]
    address = services["nginx"]["networks"]["front"]["ipv4_address"]

    for role, port in PORTS.items():
        assert f"server {role}:{port} " in NGINX
        assert "front" in services[role]["networks"]
        assert services[role]["environment"]["CRM_TRUSTED_PROXIES"] == address
    addresses = networks["front"]["ipam"]["config"][0]
    assert ip_address(address) in ip_network(addresses["subnet"])
    listened = set(re.findall(r"listen (\d+)", NGINX))
    assert {port.rpartition(":")[2] for port in services["nginx"]["ports"]} == listened


@pytest.mark.parametrize("file", FILES)
def test_nobody_who_starts_before_nginx_gets_its_address(file: str) -> None:
    address = compose(file)["services"]["nginx"]["networks"]["front"]["ipv4_address"]

    addresses = compose(file)["networks"]["front"]["ipam"]["config"][0]

    handed_out = ip_network(addresses["ip_range"])
    assert handed_out.subnet_of(ip_network(addresses["subnet"]))
    assert ip_address(address) not in handed_out


@pytest.mark.parametrize("name", SERVICES)
def test_a_machine_with_two_processors_is_enough(name: str) -> None:
    """Docker refuses to start what may take more than there are."""
    limits = SERVICES[name]["deploy"]["resources"]["limits"]

    assert float(filled(limits["cpus"], {})) <= 2


def test_nginx_does_not_hold_its_port_for_streams_that_never_end() -> None:
    waits = re.search(r"worker_shutdown_timeout (\d+)s", NGINX)

    assert waits
    assert int(SERVICES["nginx"]["stop_grace_period"].removesuffix("s")) < int(waits[1])


@pytest.mark.parametrize("file", FILES)
def test_what_is_waited_for_can_come(file: str) -> None:
    """A health check stands in the file, or in the image."""
    services = compose(file)["services"]

    for name, service in services.items():
        for other, said in service.get("depends_on", {}).items():
            condition = said["condition"]
            known = "healthcheck" in services[other] or services[other].get("image", "").startswith(
                "${FOYER_IMAGE"
            )
            assert condition != "service_healthy" or known, f"{name} waits for {other}"
            assert condition != "service_completed_successfully" or other == "migrate"


@pytest.mark.parametrize("file", FILES)
def test_volumes_are_declared_and_used(file: str) -> None:
    mounts = [
        filled(volume, {})
        for service in compose(file)["services"].values()
        for volume in service.get("volumes", [])
    ]
    used = {mount.partition(":")[0] for mount in mounts if re.match(r"\w+:", mount)}

    assert used == set(compose(file)["volumes"])


@pytest.mark.parametrize("file", FILES)
def test_the_migration_backs_up_what_the_programs_keep_where_it_is_kept(file: str) -> None:
    services = compose(file)["services"]
    job, backend = services["migrate"], services["backend"]

    places = {
        place: source
        for source, _, place in (filled(volume, {}).partition(":") for volume in job["volumes"])
    }

    command = [*job["command"]] if isinstance(job["command"], list) else job["command"].split()
    backups = job["environment"].get("CRM_BACKUPS") or command[command.index("--backups") + 1]
    assert command[:2] == ["crm", "upgrade"]
    assert places[backups] == "backups"
    assert job["environment"]["CRM_FILES"] == backend["environment"]["CRM_FILES"]
    assert places[job["environment"]["CRM_FILES"]] == "files"
    assert backups in (ROOT / "ops/docker/Dockerfile").read_text()  # whose user may write there


def test_both_web_programs_have_the_token_of_their_numbers() -> None:
    for role in PORTS:
        assert SERVICES[role]["environment"]["CRM_METRICS_TOKEN_FILE"] == METRICS_TOKEN


@pytest.mark.parametrize("role", ["backend", "bff"])
def test_nobody_is_killed_who_still_answers(role: str) -> None:
    assert int(SERVICES[role]["stop_grace_period"].removesuffix("s")) > LINGER + GRACE


def test_there_are_several_of_each_program() -> None:
    assert all(SERVICES[role]["deploy"]["replicas"] >= 2 for role in PROGRAMS)
