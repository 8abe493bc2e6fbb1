"""The task that asks, and the DAG that looks: each sends by itself, through Airflow's connection.

Airflow runs here as a library only; what it does with a request is left out.
"""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from tests.mails.receiving import PASSWORD

from eenmalig.mails import posting
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.mails.conftest import Post


@pytest.fixture(scope="module", autouse=True)
def _airflow_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let Airflow, which the tests import, write where it does no harm."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
        yield


@pytest.fixture
def in_airflow(post: Post, monkeypatch: pytest.MonkeyPatch) -> Post:
    monkeypatch.setenv("EENMALIG_HOME", str(post.bench.home.root))
    monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", post.server.connection)
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", "https://airflow.politie.example")
    return post


@pytest.fixture
def ask(in_airflow: Post, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Any]]:
    """Run the task that asks the police; return what Airflow was given to ask."""
    from airflow.providers.standard.operators.hitl import (  # noqa: PLC0415 - Airflow reads
        HITLOperator,  # where its home is when it is imported
    )

    from eenmalig_airflow.operators.legal_approval import (  # noqa: PLC0415 - as above
        LegalApprovalOperator,
    )

    asked: list[Any] = []
    monkeypatch.setattr(HITLOperator, "execute", lambda its, _: asked.append(its.subject))
    run = in_airflow.bench.run

    def execute() -> list[Any]:
        context: Any = {"dag_run": SimpleNamespace(dag_id=run.dag_id, run_id=run.run_id)}
        LegalApprovalOperator(task_id="ask_police", authority="police").execute(context)
        return asked

    return execute


def send_mails() -> None:
    """Run the task of the DAG ``mails``."""
    spec = spec_from_file_location("mails_of_this_test", PROJECT / "dags" / "mails.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.send_mails.function()


def test_the_task_that_asks_mails_at_once(in_airflow: Post, ask: Callable[[], list[Any]]) -> None:
    assert len(ask()) == 1
    (mail,) = in_airflow.server.mails
    assert mail.receiver == "police@politie.example"
    assert "https://airflow.politie.example/eenmalig/campagnes/" in mail.text
    send_mails()
    assert len(in_airflow.server.mails) == 1


@pytest.mark.parametrize("illness", ["hangs", "defers"])
def test_a_mail_server_that_fails_keeps_nobody_from_being_asked(
    in_airflow: Post, ask: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch, illness: str
) -> None:
    monkeypatch.setattr(posting, "PATIENCE_SECONDS", 1.5)
    in_airflow.server.ill.add(illness)
    assert len(ask()) == 1


def test_the_dag_sends_what_a_process_that_died_did_not(in_airflow: Post) -> None:
    in_airflow.bench.ask("police")
    send_mails()
    assert [mail.receiver for mail in in_airflow.server.mails] == ["police@politie.example"]


def test_the_dag_is_red_while_a_mail_waits(
    in_airflow: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    from airflow.sdk.exceptions import AirflowFailException  # noqa: PLC0415 - as above

    send_mails()
    in_airflow.bench.ask("police")
    monkeypatch.delenv("AIRFLOW_CONN_SMTP_DEFAULT")
    with pytest.raises(AirflowFailException, match="mail-not-sent"):
        send_mails()


def test_what_is_wrong_with_the_connection_is_told_and_not_what_it_holds(
    in_airflow: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from airflow.sdk.exceptions import AirflowFailException  # noqa: PLC0415 - as above

    stated = {**json.loads(in_airflow.server.connection), "password": PASSWORD}
    monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", json.dumps(stated))
    in_airflow.bench.ask("police")
    with pytest.raises(AirflowFailException, match="mail-not-sent"):
        send_mails()
    assert "both SSL and TLS are disabled" in caplog.text
    assert PASSWORD not in caplog.text
    assert in_airflow.server.overheard == b""
