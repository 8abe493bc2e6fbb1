"""``eenmalig destroy --overdue`` mails by itself, and no mail changes what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.certificates import Authority
from tests.mails.conftest import ADDRESSES, set_addresses
from tests.mails.receiving import LOGIN, PASSWORD, Receiving, receiving

from eenmalig.cli.mailing import MAIL_CONNECTION
from eenmalig.mails import posting
from eenmalig.steps import overdue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Command

ON_CALL = {*ADDRESSES["on_call"]}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Receiving]:
    """A mail server that the command finds in its environment, and people with addresses."""
    set_addresses(monkeypatch, tmp_path / "campaigns", **ADDRESSES)
    monkeypatch.setattr(overdue, "LEASES_WAIT", 0.1)
    monkeypatch.setattr(posting, "PATIENCE_SECONDS", 20.0)
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", "https://airflow.politie.example")
    with receiving() as ours:
        monkeypatch.setenv(MAIL_CONNECTION, ours.connection)
        yield ours


def told(server: Receiving) -> set[tuple[str, str]]:
    return {(mail.receiver, mail.message["Subject"].partition(":")[0]) for mail in server.mails}


def test_what_was_destroyed_is_told_as_an_ending(command: Command, server: Receiving) -> None:
    command.take_in(hours=-1)
    assert command.run("destroy", "--overdue").exit_code == 0
    ended = {"data-team@politie.example", "compliance@politie.example"}
    assert {pair for pair in told(server) if pair[1] == "Afgelopen"} == {
        (receiver, "Afgelopen") for receiver in ended
    }
    link = f"https://airflow.politie.example/eenmalig/campagnes/{command.campaign}"
    assert all(link in mail.text for mail in server.to("compliance"))
    before = len(server.mails)
    assert command.run("destroy", "--overdue").exit_code == 0
    assert len(server.mails) == before


def test_what_is_left_is_told_to_who_is_on_call(command: Command, server: Receiving) -> None:
    command.take_in(hours=-1)
    with command.inventory.lease(command.campaign):
        assert command.run("destroy", "--overdue").exit_code == 1
    assert {receiver for receiver, what in told(server) if what == "NIET VERNIETIGD"} == ON_CALL


def test_it_is_told_too_where_the_inventory_is_gone(command: Command, server: Receiving) -> None:
    command.take_in(hours=-1)
    (command.home.inventory / "inventory.db").unlink()
    assert command.run("destroy", "--overdue").exit_code == 1
    assert told(server) == {
        (receiver, what) for receiver in ON_CALL for what in ("NIET VERNIETIGD", "Bevinding")
    }


@pytest.mark.parametrize("illness", ["hangs", "defers"])
def test_a_mail_server_that_fails_changes_neither_work_nor_exit_code(
    command: Command, server: Receiving, monkeypatch: pytest.MonkeyPatch, illness: str
) -> None:
    monkeypatch.setattr(posting, "PATIENCE_SECONDS", 1.5)
    server.ill.add(illness)
    command.take_in(hours=-1)
    shown = command.run("destroy", "--overdue")
    assert shown.exit_code == 0
    assert f"destroyed: {command.campaign}" in shown.stdout
    assert command.left() == 0


def test_the_connection_may_stand_in_a_private_file(
    command: Command, server: Receiving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(MAIL_CONNECTION)
    file = tmp_path / "mail-connection"
    file.write_text(server.connection)
    file.chmod(0o644)
    command.take_in(hours=-1)
    shown = command.run("destroy", "--overdue", "--mail-connection", file)
    assert shown.exit_code == 0
    assert "[key-exposed]" in shown.stderr
    assert server.mails == []
    file.chmod(0o600)
    assert command.run("destroy", "--overdue", "--mail-connection", file).exit_code == 0
    assert server.mails


@pytest.mark.parametrize("stated", ["{", "smtp://somewhere", "nothing"])
def test_a_connection_that_cannot_be_read_stops_nothing(
    command: Command, server: Receiving, monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    monkeypatch.setenv(MAIL_CONNECTION, stated)
    command.take_in(hours=-1)
    shown = command.run("destroy", "--overdue")
    assert shown.exit_code == 0
    assert "[mail-settings]" in shown.stderr
    assert command.left() == 0
    assert server.mails == []


@pytest.mark.parametrize("tls", [True, False], ids=["tls", "starttls"])
def test_it_mails_encrypted_and_logged_in_and_only_to_a_server_that_is_trusted(
    command: Command,
    server: Receiving,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tls: bool,  # noqa: FBT001 - a parameter of a test
) -> None:
    trusted, other = Authority(tmp_path / "trusted"), Authority(tmp_path / "other")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.file))
    command.take_in(hours=-1)
    with receiving(certificate=other.server(), tls=tls) as ours:
        monkeypatch.setenv(MAIL_CONNECTION, ours.connection)
        assert command.run("destroy", "--overdue").exit_code == 0
        assert command.left() == 0
        assert (ours.mails, ours.logins) == ([], [])
        assert b"@" not in ours.overheard
        ours.certificate = trusted.server()
        assert command.run("destroy", "--overdue").exit_code == 0
        assert {"data-team@politie.example", "compliance@politie.example"} <= {
            mail.receiver for mail in ours.mails
        }
        assert set(ours.logins) == {(LOGIN, PASSWORD)}
        assert b"@" not in ours.overheard
    assert server.mails == []
