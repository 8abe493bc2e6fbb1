"""What the provider's list and its "not found" prove, against a server that is told its answers."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tenacity import wait_fixed
from tests.cleartext.sending.scripted_server import ScriptedAnswer, connected, error, scripted

from eenmalig.cleartext.sending import twilio as gateway_module
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.errors import Code, EenmaligError
from rehearsal.gateway import running

if TYPE_CHECKING:
    from tests.cleartext.sending.scripted_server import Scripted

SID = "SM" + "a" * 32
SENDER = "Politie"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_module, "wait_exponential_jitter", lambda **_: wait_fixed(0.01))


def page(*rows: object, following: str | None = None) -> ScriptedAnswer:
    body = {"messages": rows, "next_page_uri": following, "page_size": 1000}
    return ScriptedAnswer(200, json.dumps(body).encode())


# A proxy's page, a parked host, another service in JSON, and other codes and statuses of its own.
NOT_ITS_OWN = [
    ScriptedAnswer(404, b"<html>Not Found</html>"),
    ScriptedAnswer(404),
    ScriptedAnswer(404, b'{"message": "Not Found"}'),
    ScriptedAnswer(404, b'{"code": 404, "status": 404}'),
    ScriptedAnswer(404, b'{"code": "20404 "}'),
    error(404, 20003),
    error(400, 20404),
    error(410, 20404),
    error(500, 20404),
]


@pytest.mark.parametrize(
    "answer", NOT_ITS_OWN, ids=[f"{a.status}-{a.body[:24].decode()}" for a in NOT_ITS_OWN]
)
def test_any_other_not_found_is_no_word_of_the_provider_s(answer: ScriptedAnswer) -> None:
    with scripted(answer) as server:
        gateway = connected(server.url)
        for call in (gateway.absent, gateway.delete):
            with pytest.raises(EenmaligError) as nothing_said:
                call(SID)
            assert nothing_said.value.code in (Code.GATEWAY_REFUSED, Code.GATEWAY_UNREACHABLE)


def test_the_stand_in_says_it_as_the_provider_does_and_not_at_a_wrong_path() -> None:
    with running("none") as stand_in:
        right = GatewaySettings(stand_in.base_url, stand_in.account_sid, stand_in.token)
        assert Gateway(right).absent(SID)
        elsewhere = Gateway(replace(right, base_url=f"{stand_in.base_url}/elsewhere"))
        for call in (elsewhere.absent, elsewhere.delete):
            with pytest.raises(EenmaligError) as refused:
                call(SID)
            assert refused.value.code is Code.GATEWAY_REFUSED


def test_a_list_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [page({"sid": f"SM{secrets.token_hex(16)}"}, following="/more") for _ in range(30)]

    def is_given_up(server: Scripted) -> int:
        server.seen.clear()
        with pytest.raises(EenmaligError) as endless:
            list(connected(server.url).messages(SENDER))
        assert endless.value.code is Code.GATEWAY_UNREACHABLE
        return len(server.seen)

    with scripted(*pages) as server:
        monkeypatch.setattr(gateway_module, "MOST_PAGES", 7)
        assert is_given_up(server) == 7
        monkeypatch.setattr(gateway_module, "LISTING_SECONDS", 0.0)
        assert is_given_up(server) == 1


def test_a_page_that_does_not_come_is_not_asked_for_beyond_the_end_of_a_listing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateway_module, "LISTING_SECONDS", 0.0)
    with scripted(error(500, 20500)) as server:
        with pytest.raises(EenmaligError):
            list(connected(server.url).messages(SENDER))
        assert server.seen == ["GET"]


def test_a_part_of_a_page_that_is_no_message_hides_no_other() -> None:
    with scripted(page({"sid": SID}, 7), page({"sid": SID})) as server:
        (listed,) = connected(server.url).messages(SENDER)
        assert server.seen == ["GET", "GET"]
    assert (listed.sid, listed.sender, listed.body, listed.created) == (SID, "", None, None)


def test_a_moment_that_cannot_be_read_comes_as_one_that_was_not_listed() -> None:
    with scripted(page({"sid": SID, "date_created": "yesterday", "body": "x"})) as server:
        (listed,) = connected(server.url).messages(SENDER)
    assert (listed.created, listed.body) == (None, "x")
