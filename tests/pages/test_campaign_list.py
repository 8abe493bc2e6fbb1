"""What needs attention, and that each page of the list holds what was asked for, in that order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.domain.campaign import Campaign, State
from eenmalig.evidence.summary import summary_of
from eenmalig.pages.campaign_list import ON_A_PAGE, WantedList, campaign_list
from eenmalig.pages.campaign_rows import row_of
from eenmalig.stores.summaries import ListedCampaign

if TYPE_CHECKING:
    from eenmalig.evidence.summary import CampaignSummary

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CLOSED: dict[str, Any] = {"state": State.CLOSED, "closed_at": NOW - DAY}


def listed(
    number: int = 0, *, said: bool = True, looked_at: datetime | None = None, **other: Any
) -> ListedCampaign:
    """A campaign that began a day ago and has five days; ``other`` is of it or of its summary."""
    summary: dict[str, Any] = dict(summary_of([], []))
    its = {name: other.pop(name) for name in list(other) if name in summary}
    stated = {
        "id": f"lelystad-2026-11-20-{number:04}",
        "run": str(number),
        "city": "lelystad",
        "case_reference": f"PL-2026-{number:04}",
        "handover": str(number),
        "requested_by": "data-team-lelystad",
        "gateway_host": "127.0.0.1",
        "gateway_account": "0",
        "taken_in_at": NOW - DAY,
        "deadline": NOW + 4 * DAY,
        "state": State.ASKING,
    }
    campaign = Campaign(**{**stated, **other})
    return ListedCampaign(campaign, {**summary, **its} if said else None, looked_at)


def asked(since: float, until: float) -> dict[str, Any]:
    moments = {"asked_at": NOW - since * DAY, "answer_by": NOW + until * DAY}
    return {name: moment.isoformat() for name, moment in moments.items()}


@pytest.mark.parametrize(
    ("campaign", "attention"),
    [
        (listed(), ()),
        (listed(deadline=NOW + 0.34 * DAY), ()),
        (listed(deadline=NOW + 0.33 * DAY), ("near",)),
        (listed(deadline=NOW - 0.01 * DAY), ("overdue",)),
        (listed(**asked(1, 0.34)), ()),
        (listed(**asked(1, 0.33)), ("approval_near",)),
        (listed(in_doubt=1), ("in_doubt",)),
        (listed(findings=1), ("finding",)),
        (listed(said=False), ("no_summary",)),
        (listed(**CLOSED, in_doubt=1), ()),
        (listed(**CLOSED, findings=1), ("finding",)),
        (listed(**{**CLOSED, "closed_at": NOW - 2 * DAY}), ("unlooked",)),
        (listed(**{**CLOSED, "closed_at": NOW - 2 * DAY}, looked_at=NOW - DAY), ()),
        (listed(**CLOSED, looked_at=NOW - 2 * DAY), ("unlooked",)),
        (listed(**CLOSED, deadline=NOW - DAY), ()),
    ],
)
def test_attention_is_asked_for_what_a_person_should_see(
    campaign: ListedCampaign, attention: tuple[str, ...]
) -> None:
    assert row_of(campaign, NOW).attention == attention


def unread(_: str) -> CampaignSummary | None:
    raise AssertionError


def ids(campaigns: list[ListedCampaign], **chosen: Any) -> list[str]:
    shown = campaign_list(campaigns, WantedList(**chosen), NOW, unread)
    assert shown.of == len(campaigns)
    return [row.campaign.id[-1] for row in shown.rows]


def total(recipients: int) -> dict[str, Any]:
    return {**summary_of([], [])["totals"], "recipients": recipients}


MIXED = [
    listed(1, taken_in_at=NOW - 3 * DAY, deadline=NOW + DAY, **asked(1, 2)),
    listed(2, taken_in_at=NOW - 2 * DAY, city="utrecht", **asked(1, 1)),
    listed(3, **CLOSED, outcome="rejected", totals=total(9)),
    listed(4, taken_in_at=NOW, findings=1, totals=total(7), state=State.SENT),
]


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({}, "4321"),
        ({"stad": "utrecht"}, "2"),
        ({"stand": "open"}, "421"),
        ({"stand": "asking"}, "21"),
        ({"stand": "rejected"}, "3"),
        ({"stand": "closed"}, "3"),
        ({"stand": "nothing like it"}, ""),
        ({"aandacht": "1"}, "4"),
        ({"volgorde": "vernietiging"}, "1423"),
        ({"volgorde": "akkoord"}, "2143"),
        ({"volgorde": "stad"}, "4312"),
        ({"volgorde": "ontvangers"}, "3421"),
        ({"volgorde": "nothing like it"}, "4321"),
        ({"stand": "open", "stad": "lelystad", "volgorde": "ontvangers"}, "41"),
    ],
)
def test_what_is_chosen_is_shown_in_the_order_that_is_chosen(
    chosen: dict[str, str], shown: str
) -> None:
    assert ids(MIXED, **chosen) == list(shown)


def test_every_campaign_stands_on_exactly_one_page() -> None:
    campaigns = [listed(number, taken_in_at=NOW - number * DAY) for number in range(123)]
    pages = [campaign_list(campaigns, WantedList(pagina=page), NOW, unread) for page in range(1, 5)]
    assert [len(page.rows) for page in pages] == [ON_A_PAGE, ON_A_PAGE, 23, 23]
    assert pages[3].chosen.pagina == 3
    shown = [row.campaign.taken_in_at for page in pages[:3] for row in page.rows]
    assert len(set(shown)) == 123
    assert all(one > other for one, other in pairwise(shown))


def test_only_the_campaigns_of_the_page_that_have_no_summary_are_read() -> None:
    read: list[str] = []
    campaigns = [listed(number, said=number % 2 == 0) for number in range(400)]
    shown = campaign_list(campaigns, WantedList(), NOW, read.append)
    assert read == [row.campaign.id for row in shown.rows if not row.is_kept]
    assert len(read) == ON_A_PAGE // 2


def test_the_address_of_another_page_keeps_what_was_chosen() -> None:
    chosen = WantedList(stad="'s-gravenhage", stand="open", volgorde="akkoord", pagina=2)
    assert chosen.page(3) == ("stad=%27s-gravenhage&stand=open&aandacht=&volgorde=akkoord&pagina=3")
