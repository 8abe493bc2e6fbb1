"""One campaign as the list shows it: its summary, the time that is left, what needs attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from eenmalig.evidence.summary import sound_summary, summary_of
from eenmalig.evidence.trace_reading import LONGEST_PAUSE

if TYPE_CHECKING:
    from eenmalig.domain.campaign import Campaign
    from eenmalig.evidence.summary import CampaignSummary
    from eenmalig.stores.summaries import ListedCampaign

# A deadline is near once less than this share of its time is left.
_NEAR = 0.25


@dataclass(frozen=True)
class CampaignRow:
    """A campaign at a moment.

    ``summary`` says nothing where ``is_kept`` is false and none could be read. ``looked_at`` is
    when somebody last looked whether it is still gone. What is left is in seconds, less than none
    when it is over, and None where nothing is waited for. ``attention`` says why somebody should
    look at it.
    """

    campaign: Campaign
    summary: CampaignSummary
    is_kept: bool
    looked_at: datetime | None
    approval_left: float | None
    destruction_left: float | None
    attention: tuple[str, ...]


def row_of(
    listed: ListedCampaign, now: datetime, read: CampaignSummary | None = None
) -> CampaignRow:
    """Return a campaign's row. ``read`` is its summary where none is kept."""
    campaign, said, traced_at = listed
    kept = sound_summary(said)
    summary = kept or read or summary_of([], [])
    look = summary["look"]
    looked_at = max(filter(None, (traced_at, _moment(look["at"] if look else None))), default=None)
    answer_by, asked_at = _moment(summary["answer_by"]), _moment(summary["asked_at"])
    left = (campaign.deadline - now).total_seconds() if campaign.open else None
    return CampaignRow(
        campaign=campaign,
        summary=summary,
        is_kept=kept is not None,
        looked_at=looked_at,
        approval_left=(answer_by - now).total_seconds() if answer_by else None,
        destruction_left=left,
        attention=tuple(
            reason
            for reason, is_so in (
                ("overdue", left is not None and left < 0),
                ("near", campaign.open and _is_near(campaign.taken_in_at, now, campaign.deadline)),
                ("approval_near", _is_near(asked_at, now, answer_by)),
                ("in_doubt", campaign.open and summary["in_doubt"] > 0),
                ("finding", summary["findings"] > 0),
                ("unlooked", _is_unlooked(campaign, looked_at, now)),
                ("not_looked", look is not None and look["provider"] == "not_looked"),
                ("no_summary", kept is None),
            )
            if is_so
        ),
    )


def _is_near(since: datetime | None, now: datetime, until: datetime | None) -> bool:
    if since is None or until is None:
        return False
    return now <= until and until - now < _NEAR * (until - since)


def _is_unlooked(campaign: Campaign, looked_at: datetime | None, now: datetime) -> bool:
    """Whether nobody looked at what is destroyed for longer than one verification a day allows."""
    since = looked_at or campaign.closed_at
    return not campaign.open and since is not None and now - since > LONGEST_PAUSE


def _moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None
