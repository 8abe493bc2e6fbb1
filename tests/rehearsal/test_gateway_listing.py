from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import requests
from twilio.base.exceptions import TwilioException

from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable

    from rehearsal.gateway import Running

Send = Any


def test_a_list_of_more_than_one_largest_page_is_whole_and_newest_first(
    client: Any, send: Send
) -> None:
    made = [send(client).sid for _ in range(1_101)]
    listed = [each.sid for each in client.messages.list(page_size=1000)]
    assert listed == made[::-1]


def test_paging_goes_on_while_messages_come_and_go(
    gateway: Running, client: Any, send: Send
) -> None:
    made = [send(client).sid for _ in range(9)]
    gateway.forward(60)
    page = client.messages.page(page_size=3)
    seen = [each.sid for each in page]
    send(client)
    client.messages(seen[-1]).delete()
    while page := page.next_page():
        seen += [each.sid for each in page]
    assert seen == made[::-1]


def test_the_previous_page_leads_back(client: Any, send: Send) -> None:
    made = [send(client).sid for _ in range(7)][::-1]
    first = client.messages.page(page_size=3)
    second = first.next_page()
    third = second.next_page()
    assert third.next_page() is None
    back = third.previous_page()
    assert [each.sid for each in back] == made[3:6]
    assert [each.sid for each in back.previous_page()] == made[:3]
    assert first.previous_page() is None


def test_to_selects_one_number_also_before_sending(client: Any, send: Send) -> None:
    wanted = send(client)
    send(client)
    assert [each.sid for each in client.messages.list(to=wanted.to)] == [wanted.sid]


def test_from_selects_one_sender_on_every_page(client: Any, send: Send) -> None:
    made = {send(client).sid for _ in range(5)}
    send(client, from_="Gemeente")
    listed = client.messages.list(from_="Politie", page_size=2)
    assert {each.sid for each in listed} == made
    assert len(listed) == 5


@pytest.fixture
def over_two_days(gateway: Running, client: Any, send: Send) -> tuple[Any, Any, Any]:
    """One message of today and one of the day after tomorrow, both sent, and one that waits."""
    today = send(client)
    gateway.forward(timedelta(days=2).total_seconds())
    later = send(client)
    gateway.forward(60)
    waiting = send(client)
    return client.messages(today.sid).fetch(), client.messages(later.sid).fetch(), waiting


def test_date_sent_selects_a_whole_day(client: Any, over_two_days: tuple[Any, Any, Any]) -> None:
    today, later, _ = over_two_days
    for each in (today, later):
        day = each.date_sent.date()
        listed = client.messages.list(date_sent=day)
        assert [found.sid for found in listed] == [each.sid]


def test_date_sent_before_and_after_include_the_moment_given(
    client: Any, over_two_days: tuple[Any, Any, Any]
) -> None:
    today, later, _ = over_two_days

    def listed(**filters: datetime) -> list[str]:
        return [each.sid for each in client.messages.list(**filters)]

    second = timedelta(seconds=1)
    assert listed(date_sent_before=today.date_sent) == [today.sid]
    assert listed(date_sent_before=today.date_sent - second) == []
    assert listed(date_sent_after=later.date_sent) == [later.sid]
    assert listed(date_sent_after=later.date_sent + second) == []
    assert listed(date_sent_after=today.date_sent, date_sent_before=later.date_sent) == [
        later.sid,
        today.sid,
    ]


def test_what_is_not_sent_yet_has_no_date_to_select_by(
    client: Any, over_two_days: tuple[Any, Any, Any]
) -> None:
    *_, waiting = over_two_days
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    assert waiting.sid not in {each.sid for each in client.messages.list(date_sent_after=long_ago)}
    assert waiting.sid in {each.sid for each in client.messages.list()}


@pytest.mark.parametrize("query", ["PageSize=1001", "PageSize=0", "Page=1", "PageToken=PASMx"])
def test_a_page_that_cannot_be_is_refused(gateway: Running, query: str) -> None:
    address = f"{gateway.base_url}/2010-04-01/Accounts/{gateway.account_sid}/Messages.json?{query}"
    answer = requests.get(address, auth=(gateway.account_sid, gateway.token), timeout=5)
    assert (answer.status_code, answer.json()["status"]) == (400, 400)


def test_lists_may_lag_while_a_fetch_does_not(
    connect: Callable[[Running], Any], send: Send
) -> None:
    with running({"pace": {"list_lag_seconds": 50}}) as gateway:
        client = connect(gateway)
        made = send(client)
        assert client.messages.list(to=made.to) == []
        assert client.messages(made.sid).fetch().sid == made.sid
        gateway.forward(51)
        assert [each.sid for each in client.messages.list(to=made.to)] == [made.sid]


def test_other_requests_can_be_throttled_and_fail_too(connect: Callable[[Running], Any]) -> None:
    rules = {"elsewhere_too_many_requests": {"nth": [1]}, "elsewhere_error_500": {"nth": [2]}}
    with running({"rules": rules}) as gateway:
        client = connect(gateway)
        for _ in range(2):
            with pytest.raises(TwilioException):
                client.messages.list(limit=1)
        assert client.messages.list(limit=1) == []
