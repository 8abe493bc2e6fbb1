"""The inventory: a case is sent once for good, a hand-over and a run serve one campaign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from eenmalig.domain.campaign import FOLLOWS, Campaign, State, run_key
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stores.conftest import OneByOne

    from eenmalig.stores.home import Home

    Make = Callable[..., Campaign]

NOW = datetime(2026, 5, 1, 13, 0, tzinfo=UTC)


def refused(inventory: OneByOne, campaign: Campaign) -> Code:
    before = inventory.campaigns()
    with pytest.raises(EenmaligError) as caught:
        inventory.take_in(campaign)
    assert inventory.campaigns() == before
    return caught.value.code


def test_what_is_taken_in_is_known_with_its_deadline(
    inventory: OneByOne, campaign: Make, home: Home
) -> None:
    inventory.take_in(campaign())
    assert Inventory(home).get(campaign().id) == campaign()
    assert inventory.open_campaigns() == [campaign()]
    assert home.inventory.stat().st_mode & 0o777 == 0o700


def test_times_come_back_in_utc_wherever_they_were_told(
    inventory: OneByOne, campaign: Make
) -> None:
    elsewhere = datetime.fromisoformat("2026-05-01T15:00:00+02:00")
    inventory.take_in(campaign(deadline=elsewhere))
    held = inventory.get(campaign().id).deadline
    assert (held, held.utcoffset()) == (elsewhere, timedelta(0))


def test_a_campaign_is_found_by_its_own_run_only(inventory: OneByOne, campaign: Make) -> None:
    inventory.take_in(campaign("abcd"))
    inventory.take_in(campaign("efgh"))
    assert inventory.of_run("sms_campaign_lelystad", "manual__efgh") == campaign("efgh")
    assert inventory.of_run("sms_campaign_utrecht", "manual__efgh") is None
    assert inventory.of_run("sms_campaign_lelystad", "manual__other") is None


def test_a_run_is_kept_as_a_digest() -> None:
    assert "manual" not in run_key("dag", "manual__1")
    assert run_key("ab", "c") != run_key("a", "bc")


def test_an_unknown_campaign_is_told(inventory: OneByOne) -> None:
    for ask in (inventory.get, lambda each: inventory.stop(each, "stopped", NOW)):
        with pytest.raises(EenmaligError) as caught:
            ask("lelystad-2026-05-01-none")
        assert caught.value.code is Code.CAMPAIGN_UNKNOWN


def test_a_run_takes_in_once_only(inventory: OneByOne, campaign: Make) -> None:
    inventory.take_in(campaign("abcd"))
    same_run = campaign("efgh", run=campaign("abcd").run)
    assert refused(inventory, same_run) is Code.RUN_REFUSED
    inventory.put(campaign("abcd").id, State.CLOSED)
    assert refused(inventory, same_run) is Code.RUN_REFUSED


def test_a_hand_over_is_claimed_by_one_open_campaign(inventory: OneByOne, campaign: Make) -> None:
    inventory.take_in(campaign("abcd"))
    again = campaign("efgh", handover=campaign("abcd").handover)
    assert refused(inventory, again) is Code.HANDOVER_CLAIMED
    inventory.take_in(replace(again, city="utrecht"))


@pytest.mark.parametrize("state", [each for each in State if each is not State.CLOSED])
def test_a_hand_over_stays_claimed_until_its_campaign_is_closed(
    inventory: OneByOne, campaign: Make, state: State
) -> None:
    inventory.take_in(campaign("abcd"))
    inventory.put(campaign("abcd").id, state)
    again = campaign("efgh", handover=campaign("abcd").handover)
    assert refused(inventory, again) is Code.HANDOVER_CLAIMED
    assert inventory.get(campaign("abcd").id).open


@pytest.mark.parametrize("state", State)
def test_a_case_for_which_sending_began_is_refused_for_good(
    inventory: OneByOne, campaign: Make, state: State
) -> None:
    inventory.take_in(campaign("abcd"))
    inventory.put(campaign("abcd").id, State.ASKING)
    inventory.begin_sending(campaign("abcd").id, NOW)
    inventory.put(campaign("abcd").id, state)
    assert inventory.case_was_sent("lelystad", campaign("abcd").case_reference)
    again = campaign("efgh", case_reference=campaign("abcd").case_reference)
    assert refused(inventory, again) is Code.CASE_ALREADY_SENT


def test_a_case_that_was_never_sent_may_come_again(inventory: OneByOne, campaign: Make) -> None:
    inventory.take_in(campaign("abcd"))
    inventory.put(campaign("abcd").id, State.CLOSED)
    inventory.take_in(campaign("efgh", case_reference=campaign("abcd").case_reference))


def test_the_same_reference_in_another_city_is_another_case(
    inventory: OneByOne, campaign: Make
) -> None:
    inventory.take_in(campaign("abcd"))
    inventory.put(campaign("abcd").id, State.ASKING)
    inventory.begin_sending(campaign("abcd").id, NOW)
    case = campaign("abcd").case_reference
    inventory.take_in(campaign("efgh", city="utrecht", case_reference=case))
    assert not inventory.case_was_sent("utrecht", case)


def test_of_two_campaigns_of_one_case_one_begins_to_send(
    inventory: OneByOne, campaign: Make
) -> None:
    inventory.take_in(campaign("abcd"))
    inventory.take_in(campaign("efgh", case_reference=campaign("abcd").case_reference))
    for letters in ("abcd", "efgh"):
        inventory.put(campaign(letters).id, State.ASKING)
    inventory.begin_sending(campaign("efgh").id, NOW)
    with pytest.raises(EenmaligError) as caught:
        inventory.begin_sending(campaign("abcd").id, NOW)
    assert caught.value.code is Code.CASE_ALREADY_SENT
    assert inventory.get(campaign("abcd").id).state is State.ASKING


def test_sending_that_is_resumed_keeps_its_beginning(inventory: OneByOne, campaign: Make) -> None:
    inventory.take_in(campaign())
    inventory.put(campaign().id, State.ASKING)
    inventory.begin_sending(campaign().id, NOW)
    inventory.begin_sending(campaign().id, NOW + timedelta(minutes=5))
    held = inventory.get(campaign().id)
    assert (held.state, held.sending_began_at) == (State.SENDING, NOW)


def test_a_stop_is_seen_at_once_and_its_first_reason_stays(
    inventory: OneByOne, campaign: Make, home: Home
) -> None:
    inventory.take_in(campaign())
    elsewhere = Inventory(home)
    assert elsewhere.stop_reason(campaign().id) is None
    inventory.stop(campaign().id, "stopped", NOW)
    assert elsewhere.stop_reason(campaign().id) == "stopped"
    inventory.stop(campaign().id, "window_closed", NOW + timedelta(minutes=5))
    held = inventory.get(campaign().id)
    assert (held.stop_reason, held.stopped_at) == ("stopped", NOW)


def test_a_stop_stops_one_campaign(inventory: OneByOne, campaign: Make) -> None:
    inventory.take_in(campaign("abcd"))
    inventory.take_in(campaign("efgh"))
    inventory.stop(campaign("abcd").id, "stopped", NOW)
    assert inventory.stop_reason(campaign("efgh").id) is None


def test_what_is_closed_is_open_no_more_but_still_known(
    inventory: OneByOne, campaign: Make
) -> None:
    inventory.take_in(campaign())
    inventory.put(campaign().id, State.DESTROYING)
    inventory.update(campaign().id, state=State.CLOSED, closed_at=NOW)
    assert inventory.open_campaigns() == []
    assert [each.closed_at for each in inventory.campaigns()] == [NOW]
    assert not inventory.get(campaign().id).open


def test_campaigns_come_oldest_first(inventory: OneByOne, campaign: Make) -> None:
    inventory.take_in(campaign("late", taken_in_at=NOW + timedelta(hours=1)))
    inventory.take_in(campaign("soon"))
    assert [each.id[-4:] for each in inventory.campaigns()] == ["soon", "late"]


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_a_state_follows_only_those_that_it_may_follow(
    inventory: OneByOne, campaign: Make, before: State, after: State
) -> None:
    inventory.take_in(campaign())
    inventory.put(campaign().id, before)
    if after in FOLLOWS[before]:
        inventory.update(campaign().id, state=after)
        assert inventory.get(campaign().id).state is after
        return
    with pytest.raises(EenmaligError) as caught:
        inventory.update(campaign().id, state=after, closed_at=NOW)
    assert caught.value.code is Code.STEP_OUT_OF_ORDER
    assert str(before) in str(caught.value)
    assert inventory.get(campaign().id) == replace(campaign(), state=before)


def test_nothing_leads_back_from_destruction() -> None:
    assert FOLLOWS[State.DESTROYING] <= {State.DESTROYING, State.CLOSED}
    assert not FOLLOWS[State.CLOSED]
    assert all(State.DESTROYING in FOLLOWS[each] for each in State if each is not State.CLOSED)
