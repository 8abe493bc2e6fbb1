from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import psutil
import pytest
import requests

from eenmalig.errors import EenmaligError
from rehearsal.gateway import Running, running

if TYPE_CHECKING:
    from collections.abc import Callable

INCLUDE = Path(__file__).resolve().parents[2] / "include"


def test_it_listens_on_the_loopback_address_only(gateway: Running) -> None:
    process = psutil.Process(gateway.process.pid)
    listening = [each for each in process.net_connections() if each.status == psutil.CONN_LISTEN]
    assert [each.laddr.ip for each in listening] == ["127.0.0.1"]


def test_it_stops_at_the_end_and_frees_its_port() -> None:
    with running("none") as gateway:
        port = int(gateway.base_url.rpartition(":")[2])
    assert gateway.process.returncode is not None
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


def test_it_does_not_outlive_a_starter_that_is_killed() -> None:
    script = (
        "import os, time\n"
        "from rehearsal.gateway import running\n"
        "with running('none') as gateway:\n"
        "    print(gateway.process.pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(INCLUDE)},
    ) as starter:
        assert starter.stdout is not None
        child = psutil.Process(int(starter.stdout.readline()))
        starter.send_signal(signal.SIGKILL)
        child.wait(timeout=10)
    assert not child.is_running()


def test_a_state_file_survives_a_kill_and_holds_no_number_after_deletion(
    tmp_path: Path, connect: Callable[[Running], Any], send: Any
) -> None:
    state = tmp_path / "state.sqlite"
    with running("none", state_file=state) as before:
        made = send(connect(before))
        before.process.kill()
    assert state.stat().st_mode & 0o777 == 0o600
    assert made.to.encode() in state.read_bytes()
    credentials = (before.account_sid, before.token)
    with running("none", state_file=state, credentials=credentials) as after:
        client = connect(after)
        after.forward(60)
        assert client.messages(made.sid).fetch().to == made.to
        client.messages(made.sid).delete()
        send(client, to=made.to)
        assert after.counts()["max_per_number"] == 2
        after.forward(60)
        client.messages(client.messages.list()[0].sid).delete()
    assert made.to.encode() not in state.read_bytes()
    assert made.to[-9:].encode() not in state.read_bytes()


def test_nothing_it_prints_holds_a_number_or_its_token(
    tmp_path: Path, connect: Callable[[Running], Any], send: Any
) -> None:
    sid, token = "AC" + "0" * 32, "throw-away-token"
    (tmp_path / "token").write_text(token)
    command = [sys.executable, "-m", "rehearsal.gateway", "--account-sid", sid]
    command += ["--token-file", str(tmp_path / "token"), "--faults", "none"]
    environment = {**os.environ, "PYTHONPATH": str(INCLUDE)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        gateway = Running(said.split()[-1], sid, token, cast("Any", process))
        client = connect(gateway)
        made = send(client)
        client.messages.list(to=made.to)
        for method in ("GET", "PUT"):
            requests.request(method, f"{gateway.base_url}/{made.to}", timeout=5)
        with socket.create_connection(("127.0.0.1", int(said.rpartition(":")[2]))) as raw:
            raw.sendall(f"{made.to}\r\n\r\n".encode())
            raw.recv(100)
        process.terminate()
        said += process.stdout.read()
    assert process.returncode == 0
    assert "rehearsal gateway at http://127.0.0.1:" in said
    assert made.to[-8:] not in said
    assert token not in said


def test_its_counts_and_clock_need_the_credentials(gateway: Running) -> None:
    answer = requests.get(f"{gateway.base_url}/_rehearsal/counts", timeout=5)
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)
    assert answer.headers["WWW-Authenticate"]


def test_faults_that_do_not_exist_end_in_one_clear_error(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(EenmaligError), running("nonsense"):
        pass
    assert "rehearsal-settings" in capfd.readouterr().err


def test_what_airflow_gets_names_the_gateway(gateway: Running) -> None:
    stated = gateway.airflow_connection()
    assert gateway.base_url in stated
    assert gateway.account_sid in stated
    assert gateway.token not in repr(gateway)
