"""docker-compose.yaml: well formed, every service confined, each reaching only what it needs."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from eenmalig_airflow.pools import DESTRUCTION, pools

PROJECT = Path(__file__).resolve().parents[1]
TEXT = (PROJECT / "docker-compose.yaml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
IMAGE_ROOT = "/opt/airflow/"
FINISHES = {"init", "install"}
STORES = {
    "answers",
    "effect",
    "evidence",
    "handover",
    "inventory",
    "keys",
    "outbox",
    "publication",
    "signing",
    "trust",
    "vault",
}
WORKERS = {"worker", "worker-destruction"}
SEES_NUMBERS = {*WORKERS, "destruction-timer"}
# The network of this one is joined: by the other worker, and by the stand-in on its loopback.
JOINED = "service:worker-destruction"

# What docker-compose 1.29.2 and Compose v2 both know, of what we use.
RUNS_KEYS = {"build", "command", "entrypoint", "environment", "image", "profiles", "restart"}
LIMIT_KEYS = {"cap_drop", "cpus", "mem_limit", "pids_limit", "read_only", "security_opt", "user"}
REACH_KEYS = {"network_mode", "networks", "ports", "secrets", "tmpfs", "volumes"}
WATCH_KEYS = {"depends_on", "healthcheck", "logging", "stop_grace_period"}
HEALTH_KEYS = {"test", "interval", "timeout", "retries", "start_period"}

each_service = pytest.mark.parametrize("name", SERVICES)


def _mounts(name: str) -> dict[str, tuple[str, bool]]:
    """The volumes of a service: name to where it is mounted and whether it may be written."""
    split = [mount.split(":") for mount in SERVICES[name].get("volumes", [])]
    return {each[0]: (each[1], "ro" not in each[2:]) for each in split}


def _networks(name: str) -> set[str]:
    """The networks a service is in, or those of the service whose network it joins."""
    joined = SERVICES[name].get("network_mode", "").removeprefix("service:")
    return set(SERVICES[joined or name]["networks"])


def test_the_file_has_only_parts_that_both_generations_of_compose_know() -> None:
    assert COMPOSE["version"] == "3.8"
    parts = {key for key in COMPOSE if not key.startswith("x-")}
    assert parts == {"version", "services", "networks", "volumes", "secrets"}
    for name, service in SERVICES.items():
        assert set(service) <= RUNS_KEYS | LIMIT_KEYS | REACH_KEYS | WATCH_KEYS, name
        assert set(service.get("healthcheck", {})) <= HEALTH_KEYS, name


def test_every_variable_in_the_file_has_a_default() -> None:
    assert not re.findall(r"(?<!\$)\$(?:\{[A-Z_]+\}|[A-Z_]+|\((?!\())", TEXT)


@pytest.mark.parametrize("kind", ["volumes", "networks", "secrets"])
def test_what_is_declared_is_used_and_what_is_used_is_declared(kind: str) -> None:
    used = {entry.split(":")[0] for service in SERVICES.values() for entry in service.get(kind, [])}
    assert used == set(COMPOSE[kind])


@each_service
def test_every_service_runs_a_pinned_image_or_ours(name: str) -> None:
    service = SERVICES[name]
    if "build" in service:
        assert (PROJECT / service["build"] / "Dockerfile").is_file()
        version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
        assert service["image"] == f"eenmalig:{version}"
    else:
        assert re.fullmatch(r"[a-z]+:\d[\w.-]*", service["image"])


@each_service
def test_the_entrypoint_of_airflows_image_gets_none_but_commands_that_it_runs(name: str) -> None:
    """Whatever else it is given, it hands to Airflow, once it has found Airflow's database."""
    service = SERVICES[name]
    if "build" in service and "entrypoint" not in service:
        assert service["command"][0] in {"airflow", "bash"}
        assert service["environment"]["CONNECTION_CHECK_MAX_COUNT"] == "0"


@each_service
def test_every_service_is_confined_and_limited(name: str) -> None:
    service = SERVICES[name]
    user, group = str(service["user"]).split(":")
    assert int(user) > 0
    assert group.isdigit()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert service["mem_limit"]
    assert service["cpus"] > 0
    assert service["pids_limit"] > 0


@each_service
def test_every_service_is_watched_or_ends_by_itself(name: str) -> None:
    service = SERVICES[name]
    if name in FINISHES:
        assert service["restart"] == "no"
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"].keys() == HEALTH_KEYS


@each_service
def test_start_up_waits_for_services_that_can_meet_the_condition(name: str) -> None:
    for other, waits in SERVICES[name].get("depends_on", {}).items():
        if waits["condition"] == "service_completed_successfully":
            assert other in FINISHES
        elif waits["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]
        else:
            assert SERVICES[name]["network_mode"] == f"service:{other}"


@each_service
def test_nothing_is_published_beyond_the_loopback_address(name: str) -> None:
    service = SERVICES[name]
    for port in service.get("ports", []):
        assert port.startswith("127.0.0.1:")
    if name != "api-server":
        assert "ports" not in service
    if name == "install":
        assert service["network_mode"] == "none"
    else:
        assert service.get("network_mode", JOINED) == JOINED


def test_database_and_queue_stand_in_internal_networks_only() -> None:
    for name in ("postgres", "redis"):
        for network in SERVICES[name]["networks"]:
            assert COMPOSE["networks"][network] == {"internal": True}


def test_only_the_workers_the_timer_and_what_makes_the_stores_mount_what_leads_to_a_number() -> (
    None
):
    for store in STORES:
        assert _mounts("install")[store] == (f"/eenmalig/{store}", True)
    for name in SERVICES.keys() - {"api-server", "install"}:
        stores = STORES & set(_mounts(name))
        assert stores == (STORES if name in SEES_NUMBERS else set()), name
    for name in SEES_NUMBERS:
        for store in STORES:
            assert _mounts(name)[store] == (f"/eenmalig/{store}", True)
        assert _mounts(name)["staff"] == ("/eenmalig", False)


def test_the_api_server_writes_answers_and_nothing_else_of_ours() -> None:
    assert _mounts("api-server") == {
        "answers": ("/eenmalig/answers", True),
        "effect": ("/eenmalig/effect", False),
        "evidence": ("/eenmalig/evidence", False),
        "inventory": ("/eenmalig/inventory", False),
        "publication": ("/eenmalig/publication", False),
        "trust": ("/eenmalig/trust", False),
        "logs": ("/opt/airflow/logs", False),
    }


def test_destruction_has_a_worker_of_its_own_and_each_pool_as_many_slots_as_its_worker() -> None:
    queues = {name: _option(SERVICES[name]["command"], "--queues") for name in WORKERS}
    assert queues == {"worker": None, "worker-destruction": DESTRUCTION}
    slots = {
        name: int(SERVICES[name]["environment"]["AIRFLOW__CELERY__WORKER_CONCURRENCY"])
        for name in WORKERS
    }
    settings = [each["environment"] for each in SERVICES.values() if "environment" in each]
    parallelism = {each[key] for each in settings for key in each if key.endswith("PARALLELISM")}
    assert parallelism == {str(sum(slots.values()))}
    sizes = pools(sum(slots.values()))
    assert sizes[DESTRUCTION] == slots["worker-destruction"]
    assert sum(sizes.values()) == sum(slots.values())


def test_two_workers_in_one_network_have_names_of_their_own() -> None:
    names = {name: _option(SERVICES[name]["command"], "--celery-hostname") for name in WORKERS}
    assert names == {"worker": None, "worker-destruction": "destruction@%h"}
    for name, prefix in (("worker", "celery@"), ("worker-destruction", "destruction@")):
        asked = " ".join(SERVICES[name]["healthcheck"]["test"])
        assert f'--destination "{prefix}$$(hostname)"' in asked


def _option(command: list[str], option: str) -> str | None:
    return command[command.index(option) + 1] if option in command else None


def test_a_new_volume_below_the_home_belongs_to_the_service_that_writes_it() -> None:
    made = re.findall(r"install -d -o airflow -g root -m 0700 [\s\\]*([\w/ ]+)", DOCKERFILE)
    assert made[0].split() == ["/eenmalig"]
    mounted = {path for name in SERVICES for path, _ in _mounts(name).values()}
    below = {path for path in mounted if path.startswith("/eenmalig/")}
    assert {f"/eenmalig/{folder}" for folder in made[1].split()} == below


def test_who_sees_numbers_reaches_neither_the_database_nor_the_secrets_of_the_pages() -> None:
    for name in SEES_NUMBERS:
        service = SERVICES[name]
        assert not {"database", "people"} & _networks(name)
        assert not any("DATABASE" in variable for variable in service["environment"])
        allowed = {"airflow_broker", "airflow_results", "gateway_connection", "mail_connection"}
        assert set(service["secrets"]) <= allowed


@each_service
def test_every_secret_granted_is_read_and_every_secret_read_is_granted(name: str) -> None:
    service = SERVICES[name]
    text = json.dumps({key: service[key] for key in service if key != "secrets"})
    for script in re.findall(rf"{IMAGE_ROOT}(docker/[\w.-]+)", text):
        text += (PROJECT / script).read_text()
    assert set(re.findall(r"/run/secrets/([\w.]+\w)", text)) == set(service.get("secrets", []))


def test_no_secret_stands_in_the_file() -> None:
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|FERNET|SQL_ALCHEMY|BROKER_URL|RESULT_BACKEND", variable):
                assert "/run/secrets/" in value, (name, variable)
