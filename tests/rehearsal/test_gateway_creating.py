from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable

    from rehearsal.gateway import Running

Send = Any


def test_a_created_message_is_queued_and_can_be_fetched(client: Any, send: Send) -> None:
    made = send(client)
    fetched = client.messages(made.sid).fetch()
    assert re.fullmatch(r"SM[0-9a-f]{32}", made.sid)
    assert (made.status, made.date_sent, made.direction) == ("queued", None, "outbound-api")
    assert (fetched.sid, fetched.to, fetched.body) == (made.sid, made.to, made.body)
    assert made.date_created is not None
    assert made.from_ == "Politie"


def test_a_message_through_a_service_is_accepted_first(client: Any, send: Send) -> None:
    made = send(client, from_=None, messaging_service_sid="MG" + "0" * 32)
    assert (made.status, made.from_) == ("accepted", None)


@pytest.mark.parametrize(
    ("body", "segments"),
    [
        ("a" * 160, "1"),
        ("a" * 161, "2"),
        ("€" * 80, "1"),
        ("€" * 81, "2"),
        ("ë" * 70, "1"),
        ("ë" * 71, "2"),
        ("😀" * 35, "1"),
        ("a" * 459, "3"),
    ],
)
def test_segments_are_counted_by_the_alphabet_of_the_text(
    client: Any, send: Send, body: str, segments: str
) -> None:
    assert send(client, body=body).num_segments == segments


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"to": "geen nummer"}, 21211),
        ({"to": "0600000000"}, 21211),
        ({"to": "+31690000000"}, 21211),
        ({"to": "+31200000000"}, 21614),
        ({"from_": "VeelTeLangeAfzender"}, 21212),
        ({"from_": None}, 21603),
        ({"body": None}, 21602),
        ({"body": "a" * 1601}, 21617),
        ({"validity_period": 36_001}, 20001),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_providers_code(
    gateway: Running, client: Any, send: Send, given: dict[str, Any], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        send(client, **given)
    assert (refused.value.status, refused.value.code) == (400, code)
    assert gateway.counts()["accepted"] == 0
    assert gateway.counts()["refused"] == 1


def test_wrong_credentials_are_refused_and_create_nothing(
    gateway: Running, connect: Callable[[Running], Any], send: Send
) -> None:
    stranger = connect(gateway)
    stranger.password, stranger.auth = "wrong", (gateway.account_sid, "wrong")
    assert isinstance(stranger, Client)
    with pytest.raises(TwilioRestException) as refused:
        send(stranger)
    assert (refused.value.status, refused.value.code) == (401, 20003)
    assert gateway.counts()["posts"] == 0


def test_another_account_is_not_there(
    gateway: Running, client: Any, mobile: Callable[[], str]
) -> None:
    others = client.api.v2010.accounts("AC" + "0" * 32).messages
    with pytest.raises(TwilioRestException) as refused:
        others.create(to=mobile(), from_="Politie", body="Een bericht.")
    assert (refused.value.status, refused.value.code) == (404, 20404)
    assert gateway.counts()["posts"] == 0


def test_too_many_creates_a_second_are_refused_and_not_accepted(
    connect: Callable[[Running], Any], send: Send
) -> None:
    with running({"pace": {"creates_per_second": 3}}) as gateway:
        client = connect(gateway)
        for _ in range(3):
            send(client)
        with pytest.raises(TwilioRestException) as refused:
            send(client)
        counts = gateway.counts()
    assert (refused.value.status, refused.value.code) == (429, 20429)
    assert (counts["accepted"], counts["throttled"]) == (3, 1)


def test_a_number_that_is_accepted_twice_shows_in_the_counts(
    gateway: Running, client: Any, send: Send
) -> None:
    first = send(client)
    send(client, to=first.to)
    send(client)
    counts = gateway.counts()
    assert (counts["accepted"], counts["distinct"], counts["max_per_number"]) == (3, 2, 2)


def test_the_counts_remember_how_often_a_number_was_accepted_after_deletion(
    gateway: Running, client: Any, send: Send
) -> None:
    first = send(client)
    second = send(client, to=first.to)
    gateway.forward(60)
    for each in (first, second):
        client.messages(each.sid).delete()
    counts = gateway.counts()
    assert (counts["max_per_number"], counts["remaining"], counts["deleted"]) == (2, 0, 2)
