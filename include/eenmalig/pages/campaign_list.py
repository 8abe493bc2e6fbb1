"""The list of campaigns: which of them somebody wants to see, in which order, one page of them.

It is made of kept summaries. Only the few campaigns of the page that have none are read from their
evidence.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from math import inf
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from eenmalig.domain.campaign import CAMPAIGN_ID, State
from eenmalig.pages.campaign_rows import CampaignRow, row_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from eenmalig.evidence.summary import CampaignSummary
    from eenmalig.stores.reading_campaigns import KnownCampaigns
    from eenmalig.stores.summaries import ListedCampaign

ON_A_PAGE = 50
# What may be asked for besides a state or an outcome.
OPEN = "open"
_ORDERS: Mapping[str, Callable[[CampaignRow], Any]] = {
    "nieuwste": lambda row: -row.campaign.taken_in_at.timestamp(),
    "vernietiging": lambda row: _or_last(row.destruction_left),
    "akkoord": lambda row: _or_last(row.approval_left),
    "stad": lambda row: row.campaign.city,
    "ontvangers": lambda row: -(row.summary["totals"]["recipients"] or 0),
}
ORDERS = tuple(_ORDERS)


@dataclass(frozen=True)
class WantedList:
    """What somebody wants to see, as it stands in the address. Empty is all."""

    stad: str = ""
    stand: str = ""
    aandacht: str = ""
    volgorde: str = ORDERS[0]
    pagina: int = 1

    def page(self, number: int) -> str:
        """Return the query of another page of the same."""
        return urlencode(asdict(replace(self, pagina=number)))


@dataclass(frozen=True)
class CampaignList:
    """One page of what was chosen, how many there are of everything, and what can be chosen."""

    rows: Sequence[CampaignRow]
    chosen: WantedList
    pages: int
    found: int
    of: int
    attention: int
    cities: Sequence[str]
    states: Sequence[str]
    outcomes: Sequence[str]


def campaign_list(
    listed: Iterable[ListedCampaign],
    chosen: WantedList,
    now: datetime,
    read: Callable[[str], CampaignSummary | None],
) -> CampaignList:
    """Return a page of the list. ``read`` gives the summary of a campaign that has none kept."""
    by_id = {each.campaign.id: each for each in listed}
    rows = [row_of(each, now) for each in by_id.values()]
    order = _ORDERS.get(chosen.volgorde, _ORDERS[ORDERS[0]])
    # Sorting keeps the order of what is alike: the newest come first within each.
    newest = sorted(filter(lambda row: _is_chosen(row, chosen), rows), key=_ORDERS[ORDERS[0]])
    found = sorted(newest, key=order)
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(chosen.pagina, pages)
    shown = [
        row if row.is_kept else row_of(by_id[row.campaign.id], now, read(row.campaign.id))
        for row in found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    ]
    return CampaignList(
        rows=shown,
        chosen=replace(chosen, pagina=page),
        pages=pages,
        found=len(found),
        of=len(rows),
        attention=sum(bool(row.attention) for row in rows),
        cities=sorted({row.campaign.city for row in rows}),
        states=[state for state in State if state in {row.campaign.state for row in rows}],
        outcomes=sorted({row.summary["outcome"] or "" for row in rows} - {""}),
    )


def unreadable_rows(known: KnownCampaigns, reads: Callable[[str], bool]) -> list[str]:
    """Return the ids of the campaigns that cannot be read, as far as somebody may see their city.

    Of a row that tells no campaign nobody knows the city: everybody is told of it, by an empty id.
    """
    parts = {id_: CAMPAIGN_ID.fullmatch(id_) for id_ in known.unreadable_ids}
    seen = [id_ for id_, part in parts.items() if part is not None and reads(part["city"])]
    return [*sorted(seen), *("" for row in known.unreadable if row.id is None)]


def _is_chosen(row: CampaignRow, chosen: WantedList) -> bool:
    stands = {"", row.summary["outcome"], row.campaign.state}
    if row.campaign.open:
        stands.add(OPEN)
    is_here = chosen.stad in ("", row.campaign.city)
    return is_here and chosen.stand in stands and (bool(row.attention) or not chosen.aandacht)


def _or_last(left: float | None) -> float:
    return inf if left is None else left
