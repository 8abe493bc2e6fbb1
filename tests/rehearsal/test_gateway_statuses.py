from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from twilio.base.exceptions import TwilioRestException

from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rehearsal.gateway import Running

SLOW: Mapping[str, object] = {
    "queued_seconds": 100,
    "sending_seconds": 100,
    "receipt_seconds": 100,
}


def test_a_message_goes_from_queued_to_delivered_as_time_passes(
    connect: Callable[[Running], Any], send: Any
) -> None:
    with running({"pace": SLOW}) as gateway:
        client = connect(gateway)
        made = send(client)
        seen = []
        for seconds in (0, 101, 100, 160):
            gateway.forward(seconds)
            seen.append(client.messages(made.sid).fetch())
    assert [each.status for each in seen] == ["queued", "sending", "sent", "delivered"]
    assert [each.date_sent is None for each in seen] == [True, True, False, False]
    assert seen[0].date_updated < seen[-1].date_updated
    assert [each.price is None for each in seen] == [True, True, False, False]


def test_what_is_not_delivered_says_why(connect: Callable[[Running], Any], send: Any) -> None:
    with running({"rules": {"undelivered": {"share": 1}}}) as gateway:
        client = connect(gateway)
        made = [send(client) for _ in range(40)]
        gateway.forward(60)
        seen = [client.messages(each.sid).fetch() for each in made]
    assert {each.status for each in seen} == {"undelivered"}
    assert {each.error_code for each in seen} == {30003, 30005, 30006, 30008}
    assert all(each.error_message and each.date_sent for each in seen)


def test_what_fails_was_never_sent(connect: Callable[[Running], Any], send: Any) -> None:
    with running({"rules": {"failed": {"share": 1}}}) as gateway:
        client = connect(gateway)
        made = send(client)
        gateway.forward(60)
        seen = client.messages(made.sid).fetch()
    assert (seen.status, seen.date_sent) == ("failed", None)


def test_a_receipt_that_never_comes_leaves_the_message_sent(
    connect: Callable[[Running], Any], send: Any
) -> None:
    with running({"rules": {"receipt_never": {"nth": [2]}}}) as gateway:
        client = connect(gateway)
        made = [send(client) for _ in range(3)]
        gateway.forward(10_000)
        seen = [client.messages(each.sid).fetch().status for each in made]
    assert seen == ["delivered", "sent", "delivered"]


def test_a_message_that_waits_longer_than_it_is_valid_fails(
    connect: Callable[[Running], Any], send: Any
) -> None:
    with running({"pace": SLOW}) as gateway:
        client = connect(gateway)
        made = send(client, validity_period=30)
        gateway.forward(31)
        seen = client.messages(made.sid).fetch()
    assert (seen.status, seen.error_code, seen.date_sent) == ("failed", 30036, None)


def test_a_waiting_message_can_be_cancelled_and_a_finished_one_cannot(
    connect: Callable[[Running], Any], send: Any
) -> None:
    with running({"pace": SLOW}) as gateway:
        client = connect(gateway)
        waiting, finished = send(client), send(client)
        assert client.messages(waiting.sid).update(status="canceled").status == "canceled"
        gateway.forward(1000)
        assert client.messages(waiting.sid).fetch().status == "canceled"
        with pytest.raises(TwilioRestException) as refused:
            client.messages(finished.sid).update(status="canceled")
    assert refused.value.code == 30409
