from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from twilio.base.exceptions import TwilioRestException

from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable

    from rehearsal.gateway import Running


def test_an_unfinished_message_cannot_be_deleted_and_stays(
    connect: Callable[[Running], Any], send: Any
) -> None:
    with running({"pace": {"sending_seconds": 300}}) as gateway:
        client = connect(gateway)
        made = send(client)
        with pytest.raises(TwilioRestException) as refused:
            client.messages(made.sid).delete()
        assert (refused.value.status, refused.value.code) == (409, 20009)
        assert client.messages(made.sid).fetch().sid == made.sid
        assert gateway.counts()["deletes_refused"] == 1


def test_a_finished_message_is_gone_after_deletion(
    gateway: Running, client: Any, send: Any
) -> None:
    made = send(client)
    gateway.forward(60)
    assert client.messages(made.sid).delete() is True
    for call in (client.messages(made.sid).fetch, client.messages(made.sid).delete):
        with pytest.raises(TwilioRestException) as refused:
            call()
        assert (refused.value.status, refused.value.code) == (404, 20404)
    assert client.messages.list(to=made.to) == []
    assert gateway.counts()["remaining"] == 0


@pytest.mark.parametrize("fault", ["receipt_never", "undelivered", "failed"])
def test_a_message_that_ended_otherwise_can_be_deleted_too(
    connect: Callable[[Running], Any], send: Any, fault: str
) -> None:
    with running({"rules": {fault: {"share": 1}}}) as gateway:
        client = connect(gateway)
        made = send(client)
        gateway.forward(60)
        assert client.messages(made.sid).delete() is True


def test_a_body_can_be_emptied_once_the_message_is_finished(
    gateway: Running, client: Any, send: Any
) -> None:
    made = send(client)
    with pytest.raises(TwilioRestException) as refused:
        client.messages(made.sid).update(body="")
    gateway.forward(60)
    assert refused.value.code == 20009
    assert client.messages(made.sid).update(body="").body == ""
    assert client.messages(made.sid).fetch().to == made.to
