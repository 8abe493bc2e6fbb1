"""Reconciling the inventory with what signed ledgers say: a lost inventory is no second campaign.

An inventory can be lost, or restored from an older copy. What ledgers show as begun is brought
into it, so that a case that was sent stays refused, and what is left of it is destroyed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.domain.campaign import Campaign, State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import CLOSED, LEDGER, VERIFICATIONS, open_ledger
from eenmalig.evidence.reading import latest, spent_nothing
from eenmalig.evidence.records import chained, link, split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eenmalig.evidence.records import Record
    from eenmalig.steps.installation import Stores

log = logging.getLogger(__name__)

# The form of what is signed: which records there are, and what verification demands of them.
FORMAT = 3
# As it stands in a line of a ledger.
_BEGAN = b'"kind":"sending_began"'


def opening(campaign: Campaign) -> Mapping[str, Any]:
    """Return a ledger's first record: all that the inventory knows of a campaign that begins."""
    return {
        "format": FORMAT,
        "run": campaign.run,
        "city": campaign.city,
        "case_reference": campaign.case_reference,
        "hand_over": campaign.handover,
        "requested_by": campaign.requested_by,
        "gateway": {
            "host": campaign.gateway_host,
            "account": campaign.gateway_account,
            "address": campaign.gateway_address,
        },
        "taken_in_at": campaign.taken_in_at.isoformat(),
        "deadline": campaign.deadline.isoformat(),
    }


@dataclass(frozen=True)
class Reconciled:
    """The campaigns that were brought into the inventory, and how many ledgers do not hold."""

    brought: Sequence[str]
    unreadable: int

    def require_readable(self) -> None:
        """Fail where a ledger does not hold: it may be of a case that was sent."""
        if self.unreadable:
            raise EenmaligError(
                Code.LEDGER_CHANGED,
                f"{self.unreadable} folders of evidence are of no known campaign and do not hold; "
                "restore them, or a case that was sent may be forgotten",
            )


def reconcile(stores: Stores) -> Reconciled:
    """Bring into the inventory what ledgers show and it does not know.

    A campaign that it does not know comes in as one to be destroyed, or as closed. Of one that it
    knows only that its sending began, and that its case is spent after all. A ledger that does not
    hold is passed over, and counted. The trace of verifications comes in where none is known.
    """
    campaigns = stores.inventory.known()
    known = {campaign.id: campaign for campaign in campaigns.campaigns}
    brought, unreadable = [], 0
    try:
        stores.trace.take_over()
    except (EenmaligError, OSError) as error:
        log.warning("The trace of verifications was not taken over (%s).", type(error).__name__)
    for folder in sorted(stores.home.evidence.glob("*")):
        if folder.name in campaigns.unreadable_ids:
            continue  # the last guard knows what becomes of such a row
        try:
            if folder.name not in known:
                changed = _bring_in(stores, folder)
            else:
                campaign = known[folder.name]
                changed = _note_sending(stores, campaign, folder)
                changed |= _note_spent(stores, campaign, folder)
        except (EenmaligError, KeyError, TypeError, ValueError, OSError) as error:
            log.warning("A ledger does not hold (%s).", type(error).__name__)
            unreadable += folder.name not in known
            continue
        if changed:
            log.warning("%s: brought into the inventory from its ledger.", folder.name)
            brought.append(folder.name)
    return Reconciled(brought, unreadable)


def _bring_in(stores: Stores, folder: Path) -> bool:
    records = open_ledger(folder, stores.trust)
    if not records:
        return False
    campaign = campaign_of(records, is_unspent=is_unspent(stores, folder, records))
    with stores.inventory.changing() as changes:
        changes.bring_in(campaign)
        for file in (LEDGER, VERIFICATIONS):
            lines = _lines(folder / file)
            changes.add_lines(campaign.id, file, lines, 0)
            changes.set_copied(campaign.id, file, len(lines))
    return True


def _note_sending(stores: Stores, campaign: Campaign, folder: Path) -> bool:
    """Record that sending began, where a ledger knows it and what is said of the campaign does not.

    A ledger is read only where it is longer than its committed lines, or these say so.
    """
    path = folder / LEDGER
    if campaign.sending_began_at is not None or not path.is_file():
        return False
    with stores.inventory.reading() as look:
        lines = look.lines(campaign.id, LEDGER)
    is_longer = path.stat().st_size > sum(len(line) + 1 for line in lines)
    if not is_longer and not any(_BEGAN in line for line in lines):
        return False
    began = latest(open_ledger(folder, stores.trust), "sending_began")
    if began is None:
        return False
    stores.inventory.update(campaign.id, sending_began_at=datetime.fromisoformat(began.at))
    return True


def _note_spent(stores: Stores, campaign: Campaign, folder: Path) -> bool:
    """Record that a case is spent, where only a look that the inventory lacks found a message."""
    if not campaign.spent_nothing:
        return False
    if is_unspent(stores, folder, open_ledger(folder, stores.trust)):
        return False
    stores.inventory.update(campaign.id, spent_nothing=False)
    return True


def is_unspent(stores: Stores, folder: Path, records: Sequence[Record]) -> bool:
    """Whether a closed ledger and the looks after it show that nothing was spent.

    Looks that do not hold may have found a message.
    """
    if not records or records[-1].kind != CLOSED:
        return False
    end = link(_lines(folder / LEDGER)[-1])
    try:
        looks = chained(_lines(folder / VERIFICATIONS), stores.trust, end)
    except EenmaligError:
        return False
    return spent_nothing(records, looks)


def _lines(path: Path) -> list[bytes]:
    return split(path.read_bytes()) if path.is_file() else []


def campaign_of(records: Sequence[Record], *, is_unspent: bool) -> Campaign:
    """Return the campaign that a ledger tells of: as closed, or as one that is to be destroyed."""
    first, last = records[0], records[-1]
    gateway = first.data.get("gateway", {})
    taken_in = first.data.get("taken_in_at", first.at)
    return Campaign(
        id=first.campaign,
        # A ledger of the first format names no run; none can be of that name.
        run=first.data.get("run", f"unknown, of {first.campaign}"),
        city=first.data.get("city") or _city_in(first.campaign),
        case_reference=first.data["case_reference"],
        handover=first.data["hand_over"],
        requested_by=first.data["requested_by"],
        gateway_host=gateway.get("host", ""),
        gateway_account=gateway.get("account", ""),
        gateway_address=gateway.get("address", ""),
        taken_in_at=datetime.fromisoformat(taken_in),
        deadline=datetime.fromisoformat(first.data["deadline"]),
        state=State.CLOSED if last.kind == CLOSED else State.DESTROYING,
        sending_began_at=_at(records, "sending_began"),
        sending_ended_at=_at(records, "sent"),
        closed_at=_at(records, CLOSED),
        spent_nothing=is_unspent,
    )


def _at(records: Sequence[Record], kind: str) -> datetime | None:
    record = latest(records, kind)
    return datetime.fromisoformat(record.at) if record else None


def _city_in(campaign: str) -> str:
    """Return the city of a campaign's id: what stands before its date."""
    return campaign.rsplit("-", 4)[0]
