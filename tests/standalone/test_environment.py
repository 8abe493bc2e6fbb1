from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

from eenmalig.stores.home import PROJECT, Home
from standalone.environment import airflow_environment
from standalone.ports import free_port
from standalone.secrets import ensure_secrets

if TYPE_CHECKING:
    import pytest


def test_settings_of_another_airflow_do_not_leak_in_but_connections_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "True")
    monkeypatch.setenv("AIRFLOW__API__SSL_CERT", "/elsewhere")
    monkeypatch.setenv("AIRFLOW_HOME", "/elsewhere")
    monkeypatch.setenv("AIRFLOW_CONN_TWILIO_DEFAULT", "kept")
    environment = airflow_environment(Home(tmp_path), 8080)
    assert environment["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert "AIRFLOW__API__SSL_CERT" not in environment
    assert environment["AIRFLOW_HOME"] == str(tmp_path / "airflow")
    assert environment["AIRFLOW_CONN_TWILIO_DEFAULT"] == "kept"


def test_everything_is_kept_below_the_home(tmp_path: Path) -> None:
    environment = airflow_environment(Home(tmp_path), 8080)
    ours = {name: value for name, value in environment.items() if name.startswith("AIRFLOW__")}
    paths = {value.removeprefix("sqlite:///") for value in ours.values() if "/" in value}
    absolute = {Path(each) for each in paths if each.startswith("/")}
    plugins = PROJECT / "plugins"
    read_only = {PROJECT / "dags", plugins, plugins / "eenmalig_airflow/auth/fab_settings.py"}
    assert len(absolute) >= 5
    assert all(each.is_relative_to(tmp_path) for each in absolute - read_only)
    assert environment["HOME"] == str(tmp_path / "airflow")


def test_no_secret_stands_in_the_environment(tmp_path: Path) -> None:
    home = Home(tmp_path)
    lines = ensure_secrets(home).read_text(encoding="utf-8").splitlines()
    secrets = [line.split(" = ")[1] for line in lines if " = " in line]
    assert len(secrets) == 3
    assert not any(each in str(airflow_environment(home, 8080)) for each in secrets)


def test_servers_listen_on_the_loopback_address_only(tmp_path: Path) -> None:
    environment = airflow_environment(Home(tmp_path), 8123)
    hosts = {
        value
        for name, value in environment.items()
        if name.startswith("AIRFLOW__") and name.endswith("_HOST")
    }
    assert hosts == {"127.0.0.1"}
    assert environment["AIRFLOW__API__BASE_URL"] == "http://127.0.0.1:8123"


def test_a_port_in_use_gives_way_to_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) not in (0, port)
    assert free_port(port) == port
