from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from eenmalig.errors import EenmaligError
from rehearsal.gateway import running
from rehearsal.gateway.faults import AFTER_ACCEPTING, BEFORE_ACCEPTING, ELSEWHERE, FATES, Fault
from rehearsal.gateway.profiles import PROFILES, faults_from

if TYPE_CHECKING:
    from collections.abc import Callable


Connect = Any
BROKEN = requests.exceptions.ConnectionError
TIMED_OUT = requests.exceptions.ReadTimeout


@pytest.mark.parametrize(
    ("fault", "seen_as", "accepted"),
    [
        ("accept_then_break", BROKEN, 1),
        ("break_without_accept", BROKEN, 0),
        ("hang_after_accept", TIMED_OUT, 1),
        ("hang_without_accept", TIMED_OUT, 0),
        ("error_500_after_accept", 20500, 1),
        ("error_500_without_accept", 20500, 0),
        ("too_many_requests", 20429, 0),
        ("sender_refused", 21606, 0),
        ("opted_out", 21610, 0),
        ("invalid_to", 21211, 0),
    ],
)
def test_each_fault_is_seen_by_the_library_and_counted_by_the_gateway(
    connect: Connect, send: Any, fault: str, seen_as: Any, accepted: int
) -> None:
    with running({"rules": {fault: {"nth": [1]}}}) as gateway:
        client = connect(gateway)
        with pytest.raises((TwilioRestException, requests.RequestException)) as seen:
            send(client)
        counts = gateway.counts()
        send(client)
        assert gateway.counts()["accepted"] == accepted + 1
    assert getattr(seen.value, "code", type(seen.value)) == seen_as
    assert (counts["posts"], counts["accepted"], counts["faults"]) == (1, accepted, {fault: 1})


def test_what_was_accepted_without_an_answer_is_found_by_listing(
    connect: Connect, send: Any, mobile: Callable[[], str]
) -> None:
    number = mobile()
    with running({"rules": {"accept_then_break": {"share": 1}}}) as gateway:
        client = connect(gateway)
        with pytest.raises(BROKEN):
            send(client, to=number)
        assert len(client.messages.list(to=number)) == 1


def test_the_same_number_is_struck_again_and_again_for_the_same_seed(
    connect: Connect, send: Any, mobile: Callable[[], str]
) -> None:
    drawn = [mobile() for _ in range(60)]

    def opted_out(seed: str) -> list[bool]:
        rules = {"opted_out": {"share": 0.5}}
        with running({"seed": seed, "rules": rules}) as gateway:
            client = connect(gateway)
            return [_refused(send, client, number) for number in drawn + drawn]

    first = opted_out("one")
    assert first[:60] == first[60:]
    assert opted_out("one") == first
    assert opted_out("two") != first
    assert 10 < sum(first[:60]) < 50


def test_a_fault_may_strike_a_number_a_few_times_only(
    connect: Connect, send: Any, mobile: Callable[[], str]
) -> None:
    number = mobile()
    with running({"rules": {"too_many_requests": {"share": 1, "times": 2}}}) as gateway:
        client = connect(gateway)
        assert [_refused(send, client, number) for _ in range(3)] == [True, True, False]


def test_every_fault_belongs_to_one_stage_and_stands_in_a_profile() -> None:
    stages = BEFORE_ACCEPTING + AFTER_ACCEPTING + FATES + ELSEWHERE
    assert sorted(stages) == sorted(Fault)
    rough, _ = PROFILES["rough"]
    refused, _ = PROFILES["sender_refused"]
    assert set(rough) | set(refused) == set(Fault)


def test_the_mild_profile_strikes_a_campaign_of_some_hundreds_with_each_of_its_faults(
    connect: Connect, send: Any
) -> None:
    with running("mild") as gateway:
        client = connect(gateway)
        for _ in range(300):
            try:
                send(client)
            except (TwilioRestException, BROKEN):
                continue
        struck = gateway.counts()["faults"]
    assert struck["accept_then_break"] == 2
    assert struck["error_500_after_accept"] == 1
    assert struck["error_500_without_accept"] == 1
    assert struck["too_many_requests"] == 4


def test_mistakes_in_the_description_of_faults_are_listed_together() -> None:
    described = (
        '{"rules": {"nonsense": {}, "opted_out": {"share": 2}}, "pace": {"days": 1}, "x": 1}'
    )
    with pytest.raises(EenmaligError) as refused:
        faults_from(described)
    assert len(refused.value.mistakes) == 4


@pytest.mark.parametrize("text", ["nonsense", "{", '{"profile": "nonsense"}'])
def test_an_unknown_profile_or_broken_json_is_refused(text: str) -> None:
    with pytest.raises(EenmaligError):
        faults_from(text)


def _refused(send: Any, client: Any, number: str) -> bool:
    try:
        send(client, to=number)
    except TwilioRestException:
        return True
    return False


def test_an_account_that_may_not_send_is_refused_for_every_number(
    connect: Connect, send: Any
) -> None:
    with running("sender_refused") as gateway:
        client = connect(gateway)
        for _ in range(3):
            with pytest.raises(TwilioRestException) as refused:
                send(client)
            assert (refused.value.status, refused.value.code) == (400, 21606)
        counts = gateway.counts()
    assert (counts["posts"], counts["refused"], counts["accepted"]) == (3, 3, 0)


@pytest.mark.parametrize(("seconds", "header"), [(0, None), (7, "7")])
def test_a_busy_gateway_says_when_to_come_back_if_it_is_told_to(
    mobile: Callable[[], str], seconds: float, header: str | None
) -> None:
    rules = {"too_many_requests": {"share": 1}}
    with running({"rules": rules, "pace": {"retry_after_seconds": seconds}}) as gateway:
        answer = requests.post(
            f"{gateway.base_url}/2010-04-01/Accounts/{gateway.account_sid}/Messages.json",
            data={"To": mobile(), "From": "Politie", "Body": "Een bericht."},
            auth=(gateway.account_sid, gateway.token),
            timeout=5,
        )
    assert answer.status_code == 429
    assert answer.headers.get("Retry-After") == header
