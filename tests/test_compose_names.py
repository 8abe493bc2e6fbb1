"""docker-compose.yaml and the Dockerfile name only what exists."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from airflow.cli.cli_parser import get_parser
from airflow.configuration import conf

from eenmalig.stores.home import Home
from standalone.environment import airflow_environment

PROJECT = Path(__file__).resolve().parents[1]
TEXT = (PROJECT / "docker-compose.yaml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
SCRIPTS = "".join(path.read_text() for path in (PROJECT / "docker").glob("*.sh"))
IMAGE_ROOT = "/opt/airflow/"

# The celery provider is installed in the image only. These are copied from this version of it.
CELERY_PROVIDER = "3.26.0"
CELERY_OPTIONS = {
    ("celery", "broker_url"),
    ("celery", "extra_celery_config"),
    ("celery", "result_backend"),
    ("celery", "worker_concurrency"),
    ("celery_broker_transport_options", "visibility_timeout"),
}
CELERY_SENSITIVE = {("celery", "broker_url"), ("celery", "result_backend")}
# Places, addresses and sizes: not the same in a container as on one machine. And the test of a
# connection: in a container the API server reaches no gateway.
ELSEWHERE = {
    "AIRFLOW__API__BASE_URL",
    "AIRFLOW__API__HOST",
    "AIRFLOW__API__PORT",
    "AIRFLOW__CORE__DAGS_FOLDER",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL",
    "AIRFLOW__CORE__EXECUTOR",
    "AIRFLOW__CORE__PARALLELISM",
    "AIRFLOW__CORE__PLUGINS_FOLDER",
    "AIRFLOW__CORE__TEST_CONNECTION",
    "AIRFLOW__FAB__CONFIG_FILE",
    "AIRFLOW__LOGGING__BASE_LOG_FOLDER",
    "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY",
}
CELERY_COMMAND = ["celery", "worker"]
CELERY_COMMAND_OPTIONS = {"--celery-hostname", "--queues", "--skip-serve-logs"}
# The extra of a rehearsal that is not installed in the image, and what that needs itself.
ONLY_REHEARSED = {"openpyxl", "et-xmlfile"}


def _copied() -> list[str]:
    lines = re.findall(r"^COPY (?:--chown=\S+ )?(\S+) \S+$", DOCKERFILE, re.MULTILINE)
    assert len(lines) == len(re.findall(r"^COPY ", DOCKERFILE, re.MULTILINE))
    return lines


def _settings() -> list[tuple[str, str, bool]]:
    """Every section and option set in the file, and whether its value comes from a command."""
    found = set()
    for service in SERVICES.values():
        for variable in service.get("environment", {}):
            if variable.startswith("AIRFLOW__"):
                section, option = variable.removeprefix("AIRFLOW__").lower().split("__")
                found.add((section, option.removesuffix("_cmd"), option.endswith("_cmd")))
    return sorted(found)


def test_every_path_the_image_copies_exists_and_reaches_the_build() -> None:
    let_in = (PROJECT / ".dockerignore").read_text().split("\n")
    for path in _copied():
        assert (PROJECT / path).exists(), path
        assert f"!{path}" in let_in, path
    assert "*" in let_in
    assert "/secrets/" in (PROJECT / ".gitignore").read_text().split()


def test_every_path_of_ours_in_a_command_exists_in_the_image() -> None:
    named = re.findall(rf"{IMAGE_ROOT}([\w./-]+)", TEXT + DOCKERFILE)
    assert "docker/with-gateway.sh" in named
    for path in set(named) - {"logs"}:
        assert path.split("/")[0] in _copied(), path
        assert (PROJECT / path).exists(), path
        if path.endswith(".sh"):
            assert os.access(PROJECT / path, os.X_OK), path
            subprocess.run(["bash", "-n", PROJECT / path], check=True)


def test_every_module_in_a_command_or_setting_exists() -> None:
    modules = set(re.findall(r"python -m ([\w.]+)", TEXT + SCRIPTS))
    assert {"eenmalig_airflow.auth.roles", "rehearsal.gateway"} <= modules
    for setting in ("AIRFLOW__CORE__AUTH_MANAGER", "AIRFLOW__LOGGING__LOGGING_CONFIG_CLASS"):
        module, _, name = COMPOSE["x-settings"][setting].rpartition(".")
        spec = importlib.util.find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        assert re.search(rf"^(class )?{name}\b", Path(spec.origin).read_text(), re.MULTILINE)
    (imported,) = json.loads(
        COMPOSE["x-tasks-settings"]["AIRFLOW__CELERY__EXTRA_CELERY_CONFIG"]
    ).pop("imports")
    for module in (*modules, imported):
        assert importlib.util.find_spec(module) is not None, module


def test_the_timer_runs_a_command_that_exists() -> None:
    scripts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["scripts"]
    module, _, function = scripts["eenmalig"].partition(":")
    group = getattr(importlib.import_module(module), function)
    assert "eenmalig destroy --overdue" in SCRIPTS
    assert isinstance(group, click.Group)
    options = [option for each in group.commands["destroy"].params for option in each.opts]
    assert "--overdue" in options


def _airflow_commands() -> list[list[str]]:
    found = []
    for service in SERVICES.values():
        for words in (service.get("command", []), service.get("healthcheck", {}).get("test", [])):
            line = " ".join(str(word) for word in words)
            found += re.findall(r"(?:^|CMD )airflow (\w[\w -]*)|-c airflow (\w[\w -]*) &&", line)
    return [(plain or in_shell).split() for plain, in_shell in found]


def test_every_airflow_command_exists() -> None:
    commands = _airflow_commands()
    assert len(commands) == len(re.findall(r"\[(?:CMD, )?airflow, |\"airflow ", TEXT))
    workers = [each for each in commands if each[:2] == CELERY_COMMAND]
    assert len(workers) == 2
    for each in workers:
        options = {word for word in each if word.startswith("-")}
        assert options <= CELERY_COMMAND_OPTIONS
    for each in commands:
        if each not in workers:
            get_parser().parse_args(each)  # ends the process when it does not know one


def test_what_protects_the_embedded_airflow_protects_the_containers_too(tmp_path: Path) -> None:
    embedded = airflow_environment(Home(tmp_path), 8080)
    ours = re.compile(r"AIRFLOW__(CORE|EMAIL|FAB|LOGGING|API)__")
    wanted = {name: value for name, value in embedded.items() if ours.match(name)}
    for name in ELSEWHERE:
        del wanted[name]
    assert SERVICES["api-server"]["environment"].items() >= wanted.items()


@pytest.mark.parametrize("setting", _settings())
def test_every_setting_names_an_option_that_airflow_knows(setting: tuple[str, str, bool]) -> None:
    section, option, from_command = setting
    if (section, option) in CELERY_OPTIONS:
        sensitive = CELERY_SENSITIVE
    else:
        assert option in conf.configuration_description[section]["options"]
        sensitive = conf.sensitive_config_values
    # Airflow runs a command for the value of a sensitive option only.
    assert not from_command or (section, option) in sensitive


def test_the_image_installs_the_tested_versions_with_hashes_and_no_address() -> None:
    pins = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.MULTILINE | re.IGNORECASE)
    text = (PROJECT / "requirements-compose.txt").read_text()
    image = dict(pins.findall(text))
    tested = dict(pins.findall((PROJECT / "requirements.txt").read_text()))
    assert image.items() >= {name: tested[name] for name in tested.keys() - ONLY_REHEARSED}.items()
    assert tested.keys() - image.keys() == ONLY_REHEARSED
    assert image["apache-airflow-providers-celery"] == CELERY_PROVIDER
    assert f"FROM apache/airflow:slim-{tested['apache-airflow']}-python3.11\n" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE
    assert "://" not in text
