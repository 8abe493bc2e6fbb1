"""The effect of a campaign on its page: totals by week, apart from what became of its messages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.documents.moments import date, figure
from eenmalig.domain.counting import SMALL_CELL
from eenmalig.domain.effect_cells import current, monday
from eenmalig.pages.finding_words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.domain.effect_cells import Cell
    from eenmalig.pages.campaign_seen import SeenCampaign
    from eenmalig.pages.page_words import PageWords

_TO_SUNDAY = timedelta(days=6)


def effect_view(seen: SeenCampaign, wording: PageWords) -> dict[str, Any] | None:
    """Return each measure with its totals, or what is wrong with them; None where none was named.

    Nobody sees small totals: none is on record.
    """
    if seen.effect_wrong:
        return {"wrong": in_words(seen.effect_wrong, wording), "measures": []}
    if seen.effect is None or not seen.effect.measures:
        return None
    cells, sent = current(seen.effect.cells), seen.effect.sent
    measures = [
        {"name": named, "rows": [_row(cell, sent, wording) for cell in cells.get(named, [])]}
        for named in seen.effect.measures
    ]
    # Who made the hand-over named them, in the language of the campaign.
    language = seen.dossier["language"] if seen.dossier else wording.language
    return {"wrong": [], "measures": measures, "language": language}


def _row(cell: Cell, sent: str, wording: PageWords) -> Mapping[str, str]:
    documents = wording.documents
    days = wording.say(
        "campaign",
        "effect_days",
        first=date(monday(cell.first).isoformat(), documents),
        last=date((monday(cell.last) + _TO_SUNDAY).isoformat(), documents),
    )
    return {
        "days": days,
        "when": wording.say("campaign", "effect_before" if cell.last < sent else "effect_from"),
        "number": f"<{SMALL_CELL}" if cell.number is None else figure(cell.number, documents),
    }
