"""The mail server's settings, as Airflow's connection states them in JSON or as a URI."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from eenmalig.domain.mail_server import MailServer, parse_smtp_connection
from eenmalig.errors import Code, EenmaligError

SECRET = "to/k:e@n %25?&#"
STATED: dict[str, Any] = {
    "conn_type": "smtp",
    "host": "mail.politie.example",
    "login": "eenmalig",
    "password": SECRET,
    "extra": {"from_email": "eenmalig@politie.example"},
}


def parsed(**changes: Any) -> MailServer:
    return parse_smtp_connection(json.dumps({**STATED, **changes}))


def mistakes(**changes: Any) -> tuple[str, ...]:
    with pytest.raises(EenmaligError) as caught:
        parsed(**changes)
    assert caught.value.code is Code.MAIL_SETTINGS
    assert SECRET not in str(caught.value)
    return tuple(caught.value.mistakes)


def test_a_connection_is_read_from_json_and_from_a_uri() -> None:
    uri = (
        f"smtp://eenmalig:{quote(SECRET, safe='')}@mail.politie.example:465/"
        "?from_email=eenmalig%40politie.example"
    )
    assert parse_smtp_connection(uri) == parsed() == parsed(extra=json.dumps(STATED["extra"]))
    assert SECRET not in repr(parsed())


@pytest.mark.parametrize(
    ("extra", "kept"),
    [
        ({}, ("tls", 465)),
        ({"disable_ssl": True}, ("starttls", 25)),
        ({"disable_ssl": "true", "disable_tls": "true"}, ("plain", 25)),
        ({"disable_tls": True}, ("tls", 465)),
        ({"disable_ssl": "false"}, ("tls", 465)),
    ],
)
def test_it_is_kept_from_others_unless_that_is_switched_off(
    extra: dict[str, Any], kept: tuple[str, int]
) -> None:
    server = parsed(extra={**STATED["extra"], **extra}, password="")
    assert not (server.tls and server.starttls)
    how = "tls" if server.tls else "starttls" if server.starttls else "plain"
    assert (how, server.port) == kept


def test_a_password_is_not_taken_where_it_would_travel_in_the_clear() -> None:
    plain = {**STATED["extra"], "disable_ssl": True, "disable_tls": True}
    assert mistakes(extra=plain) == ("there is a password, and both SSL and TLS are disabled",)


def test_a_login_that_is_an_address_is_who_mails_come_from() -> None:
    server = parsed(login="post@politie.example", extra={})
    assert (server.sender, server.domain) == ("post@politie.example", "politie.example")


@pytest.mark.parametrize("sender", ["", "eenmalig", "a\nTo: b@c.example", "é@politie.example", 5])
def test_who_mails_come_from_must_be_one_plain_address(sender: object) -> None:
    assert mistakes(extra={"from_email": sender}, login="") == (
        "from_email in extra is no address",
    )


def test_every_mistake_is_told_at_once() -> None:
    assert mistakes(host="", port="a", extra={}) == (
        "host is empty",
        "from_email in extra is no address",
        "port, or timeout in extra, is no whole number",
    )
    assert mistakes(extra=[1]) == ("extra does not hold keys with values",)


@pytest.mark.parametrize(
    "text", ["{", "smtp://[", "smtp://here:99999999", "smtp://here?__extra__={"]
)
def test_what_is_neither_json_nor_a_uri_is_refused(text: str) -> None:
    with pytest.raises(EenmaligError) as caught:
        parse_smtp_connection(text)
    assert caught.value.code is Code.MAIL_SETTINGS


def test_no_answer_is_waited_for_longer_than_the_connection_and_we_allow() -> None:
    assert parsed(extra={**STATED["extra"], "timeout": 5}).timeout == 5
    assert parsed(extra={**STATED["extra"], "timeout": 600}).timeout == 20
