"""What each answer of the provider means, against a server that answers what it is told."""

from __future__ import annotations

import json
import logging
import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from tenacity import wait_fixed
from tests.cleartext.sending.scripted_server import ScriptedAnswer, connected, error, scripted

from eenmalig.cleartext.sending import twilio as gateway_module
from eenmalig.cleartext.sending.provider import (
    InDoubtError,
    NotProcessedError,
    RecipientRefusedError,
    StopSendingError,
)
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.errors import Code, EenmaligError
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable

SID = "SM" + "a" * 32
SENDER = "Politie"
TEXT = "Een bericht."


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_module, "TIMEOUT_SECONDS", 0.4)
    monkeypatch.setattr(gateway_module, "wait_exponential_jitter", lambda **_: wait_fixed(0.01))


MEANINGS = [
    (error(400, 21211), RecipientRefusedError),
    (error(400, 21610), RecipientRefusedError),
    (error(400, 21265), RecipientRefusedError),
    (error(400, 21614), RecipientRefusedError),
    (error(400, 21635), RecipientRefusedError),
    (error(400, 21212), StopSendingError),
    (error(400, 21408), StopSendingError),
    (error(400, 21606), StopSendingError),
    (error(400, 21612), StopSendingError),
    (error(400, 21659), StopSendingError),
    (error(400, 99999), StopSendingError),
    (ScriptedAnswer(400, b"<html>Bad Request"), StopSendingError),
    (error(400, 21611), StopSendingError),
    (error(400, 30036), StopSendingError),
    (error(429, 20429), NotProcessedError),
    (ScriptedAnswer(429, b"slow down"), NotProcessedError),
    (error(429, 63038), StopSendingError),
    (error(401, 20003), StopSendingError),
    (error(403, 20403), StopSendingError),
    (error(404, 20404), StopSendingError),
    (ScriptedAnswer(408, b""), InDoubtError),
    (ScriptedAnswer(409, b""), InDoubtError),
    (error(422, 20422), InDoubtError),
    (error(500, 20500), InDoubtError),
    (error(500, 30001), InDoubtError),
    (ScriptedAnswer(201, b'{"sid": "<script>", "status": "queued"}'), InDoubtError),
    (ScriptedAnswer(502, b"<html>"), InDoubtError),
    (error(503, 20503), InDoubtError),
    # An error's own body may name another status than HTTP does (RFC 9457): HTTP's counts.
    (ScriptedAnswer(500, b'{"type":"t","title":"t","status":429,"code":20429}'), InDoubtError),
    (ScriptedAnswer(500, b'{"type":"t","title":"t","status":"soon","code":1}'), InDoubtError),
    (ScriptedAnswer(504, b""), InDoubtError),
    (ScriptedAnswer(301, b"", headers={"Location": "/elsewhere"}), InDoubtError),
    (ScriptedAnswer(307, b"", headers={"Location": "/elsewhere"}), InDoubtError),
    (ScriptedAnswer(0), InDoubtError),
    (ScriptedAnswer(201, b"", waits=1.0), InDoubtError),
    (ScriptedAnswer(201, b"<html>not JSON"), InDoubtError),
    (ScriptedAnswer(201, b"{}"), InDoubtError),
    (ScriptedAnswer(201, b"[]"), InDoubtError),
    (ScriptedAnswer(201, b'"accepted"'), InDoubtError),
    (ScriptedAnswer(200, b'{"sid": null}'), InDoubtError),
    (ScriptedAnswer(201, b'{"sid": "", "status": "queued"}'), InDoubtError),
]


@pytest.mark.parametrize(
    ("answer", "meaning"),
    MEANINGS,
    ids=[
        f"{answer.status}-{answer.body[:24].decode()}-{kind.__name__}" for answer, kind in MEANINGS
    ],
)
def test_each_answer_to_a_create_has_one_meaning_and_is_asked_for_once(
    answer: ScriptedAnswer, meaning: type[Exception], mobile: str
) -> None:
    with scripted(answer) as server:
        with pytest.raises(meaning) as raised:
            connected(server.url).create(mobile, SENDER, TEXT, 60)
        assert type(raised.value) is meaning
        assert server.seen == ["POST"]


def test_the_code_of_a_refusal_is_kept(mobile: str) -> None:
    with scripted(error(400, 21610)) as server, pytest.raises(RecipientRefusedError) as refused:
        connected(server.url).create(mobile, SENDER, TEXT, 60)
    assert refused.value.code == 21610


@pytest.mark.parametrize(
    ("answer", "in_doubt"),
    [(error(429, 63038), False), (error(401, 20003), False), (error(404, 20404), True)],
)
def test_a_refusal_of_the_whole_campaign_says_whether_this_message_is_in_doubt(
    answer: ScriptedAnswer, mobile: str, *, in_doubt: bool
) -> None:
    with scripted(answer) as server, pytest.raises(StopSendingError) as stop:
        connected(server.url).create(mobile, SENDER, TEXT, 60)
    assert stop.value.in_doubt is in_doubt


def test_a_created_message_gives_its_sid_and_status(mobile: str) -> None:
    body = json.dumps({"sid": SID, "status": "queued"}).encode()
    with scripted(ScriptedAnswer(201, body)) as server:
        assert connected(server.url).create(mobile, SENDER, TEXT, 60) == (SID, "queued")


def test_where_nobody_listens_nothing_was_processed(mobile: str) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(NotProcessedError):
            connected(url).create(mobile, SENDER, TEXT, 60)


def test_a_connection_that_is_accepted_and_never_answered_is_in_doubt(mobile: str) -> None:
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(InDoubtError):
            connected(url).create(mobile, SENDER, TEXT, 60)


def test_the_library_s_own_default_address_is_never_reached(mobile: str) -> None:
    with pytest.raises(EenmaligError) as refused:
        connected("https://api.twilio.com").create(mobile, SENDER, TEXT, 60)
    assert refused.value.code is Code.GATEWAY_NOT_LOOPBACK


def test_a_proxy_of_the_environment_is_not_used(
    monkeypatch: pytest.MonkeyPatch, mobile: str
) -> None:
    with scripted(error(500, 20500)) as proxy, scripted(error(400, 21211)) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        with pytest.raises(RecipientRefusedError):
            connected(server.url).create(mobile, SENDER, TEXT, 60)
        assert proxy.seen == []


def everything_said(raised: BaseException) -> str:
    """Return what a traceback of this error would show of the errors themselves."""
    lines, error_shown = [], raised
    while error_shown is not None:
        lines.append(f"{error_shown!r} {error_shown}")
        if error_shown.__suppress_context__ and error_shown.__cause__ is None:
            break
        error_shown = error_shown.__cause__ or error_shown.__context__  # type: ignore[assignment]
    return "\n".join(lines)


@pytest.mark.parametrize("status", [400, 403, 429, 500, 0])
def test_neither_numbers_nor_the_provider_s_words_are_said_or_logged(
    mobile: str, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    words = f"The 'To' number {mobile} is not a valid phone number"
    answer = error(status, 21211, words) if status else ScriptedAnswer(0)
    with scripted(answer) as server:
        gateway = connected(server.url)
        with pytest.raises(Exception) as raised:  # noqa: PT011 - whichever it is
            gateway.create(mobile, SENDER, TEXT, 60)
        calls: list[Callable[[], Any]] = [
            gateway.check,
            lambda: list(gateway.messages(SENDER)),
            lambda: gateway.delete(SID),
            lambda: gateway.absent(SID),
        ]
        shown = everything_said(raised.value)
        for call in calls:
            with pytest.raises(EenmaligError) as failed:
                call()
            shown += everything_said(failed.value)
    shown += caplog.text
    assert mobile[3:] not in shown
    assert "not a valid" not in shown
    assert SID not in shown


@pytest.mark.parametrize("status", [401, 403])
def test_a_gateway_that_refuses_us_is_said_at_once(status: int) -> None:
    with scripted(error(status, 20003)) as server:
        with pytest.raises(EenmaligError) as refused:
            connected(server.url).check()
        assert refused.value.code is Code.GATEWAY_REFUSED
        assert server.seen == ["GET"]


@pytest.mark.parametrize("answer", [error(500, 20500), error(429, 20429), ScriptedAnswer(0)])
def test_what_may_be_asked_again_is_asked_again_and_at_last_given_up(
    answer: ScriptedAnswer,
) -> None:
    with scripted(answer) as server:
        with pytest.raises(EenmaligError) as away:
            connected(server.url).check()
        assert away.value.code is Code.GATEWAY_UNREACHABLE
        # The transport may repeat a request on a broken connection; we ask six times.
        assert len(server.seen) >= 6


def test_a_deletion_is_done_when_the_message_is_gone_already() -> None:
    with scripted(error(404, 20404)) as server:
        assert connected(server.url).delete(SID)
    with scripted(ScriptedAnswer(204)) as server:
        assert connected(server.url).delete(SID)


def test_a_deletion_before_the_provider_has_finished_is_not_done() -> None:
    with scripted(error(400, 20009)) as server:
        assert not connected(server.url).delete(SID)
        assert server.seen == ["DELETE"]
    with scripted(error(409, 20009)) as server:
        assert not connected(server.url).delete(SID)


def test_a_deletion_is_tried_again_after_a_failure() -> None:
    with scripted(error(500, 20500), error(429, 20429), ScriptedAnswer(204)) as server:
        assert connected(server.url).delete(SID)
        assert server.seen == ["DELETE"] * 3


def test_only_a_not_found_proves_absence() -> None:
    there = json.dumps({"sid": SID, "status": "delivered"}).encode()
    with scripted(ScriptedAnswer(200, there)) as server:
        assert not connected(server.url).absent(SID)
    with scripted(error(404, 20404)) as server:
        assert connected(server.url).absent(SID)
    with scripted(error(500, 20500), error(404, 20404)) as server:
        assert connected(server.url).absent(SID)
    with scripted(error(401, 20003)) as server, pytest.raises(EenmaligError):
        connected(server.url).absent(SID)


def test_all_pages_are_read_and_every_message_once(
    monkeypatch: pytest.MonkeyPatch, mobiles: Callable[[int], list[str]]
) -> None:
    wanted = mobiles(25)
    monkeypatch.setattr(gateway_module, "PAGE_SIZE", 10)
    with running("none") as stand_in:
        settings = GatewaySettings(stand_in.base_url, stand_in.account_sid, stand_in.token)
        gateway = Gateway(settings)
        made = {gateway.create(number, SENDER, TEXT, 60)[0]: number for number in wanted}
        gateway.create(next(iter(wanted)), "Gemeente", TEXT, 60)
        listed = list(gateway.messages(SENDER))
    assert len(listed) == len(wanted)
    assert {message.sid: message.to for message in listed} == made


def test_a_list_of_more_than_a_thousand_is_read_in_pages_of_a_thousand() -> None:
    def page(numbers: range, following: str | None) -> ScriptedAnswer:
        rows = [{"sid": f"SM{n:032x}", "to": "x", "from": SENDER} for n in numbers]
        body = {"messages": rows, "next_page_uri": following, "page_size": 1000, "page": 0}
        return ScriptedAnswer(200, json.dumps(body).encode())

    following = "/2010-04-01/Accounts/AC/Messages.json?PageToken=PA"
    with scripted(page(range(1000), following), page(range(1000, 1234), None)) as server:
        listed = [message.sid for message in connected(server.url).messages(SENDER)]
        assert server.seen == ["GET", "GET"]
    assert len(listed) == len(set(listed)) == 1234


def test_a_page_that_fails_is_asked_for_again_without_repeating_a_message() -> None:
    first = {"messages": [{"sid": SID}], "next_page_uri": "/more", "page_size": 1000}
    last = {"messages": [{"sid": "SM" + "b" * 32}], "next_page_uri": None, "page_size": 1000}
    answers = [
        ScriptedAnswer(200, json.dumps(first).encode()),
        error(500, 20500),
        ScriptedAnswer(0),
        ScriptedAnswer(200, json.dumps(last).encode()),
    ]
    with scripted(*answers) as server:
        assert [message.sid for message in connected(server.url).messages(SENDER)] == [
            SID,
            "SM" + "b" * 32,
        ]
