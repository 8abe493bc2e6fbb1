"""Extract: check everything that can be checked beforehand, then seal the exports."""

from __future__ import annotations

import logging
import secrets
import string
from datetime import timedelta
from typing import TYPE_CHECKING

from eenmalig import handover as handovers
from eenmalig.clear.gateway import Gateway
from eenmalig.clear.intake import Export, take_in
from eenmalig.clear.vault import SOURCE, Vault
from eenmalig.errors import Code, EenmaligError
from eenmalig.inventory import Campaign, State, run_key
from eenmalig.keys import CampaignKeys
from eenmalig.steps.overdue_copies import UNTRIGGERED_HOURS
from eenmalig.steps.preconditions import (
    handover_name,
    rehearsed_city,
    require_approvers,
    require_plain_run,
    require_requester,
)
from eenmalig.steps.stores import Run, Stopwatch, Stores, now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.city import City
    from eenmalig.domain.gateway import GatewaySettings
    from eenmalig.handover import ExclusionEntry, HandOver, SourceEntry

log = logging.getLogger(__name__)


def extract(
    stores: Stores, run: Run, city: str, form: Mapping[str, object], settings: GatewaySettings
) -> str:
    """Take in the hand-over of ``city`` that the trigger form names; return the campaign's id.

    Fails before anything is taken in when the city's file, the hand-over, the approvers, the
    gateway or the run itself holds a mistake; fails later when an export cannot be read, and
    what was taken in is then destroyed by the run.
    """
    watch = Stopwatch.start()
    settings.require_loopback()
    require_plain_run(run)
    name = handover_name(form)
    rules = rehearsed_city(city)
    requested_by = require_requester(run, rules)
    require_approvers(rules, stores.home)
    folder = handovers.resolve(stores.home, city, name)
    stores.inventory.seen(city, name, now() + timedelta(hours=UNTRIGGERED_HOURS))
    given = handovers.load(folder, city)
    log.info("Hand-over checked: every file is there, unchanged and declared.")
    if stores.inventory.case_was_sent(city, given.case_reference):
        raise EenmaligError(Code.CASE_ALREADY_SENT)
    Gateway(settings).check()
    log.info("The gateway on this machine answers and knows the account.")
    campaign = _begin(stores, run, rules, given, requested_by, name, settings)
    log.info("Campaign %s, to be destroyed by %s.", campaign.id, f"{campaign.deadline:%F %R} UTC")
    with stores.inventory.lease(campaign.id):
        _seal(stores, campaign, given, rules, watch)
    return campaign.id


def _begin(  # noqa: PLR0913, PLR0917 - what a campaign is made of
    stores: Stores,
    run: Run,
    rules: City,
    given: HandOver,
    requested_by: str,
    name: str,
    settings: GatewaySettings,
) -> Campaign:
    """Record the campaign with its deadline before its first byte is taken in."""
    started = now()
    letters = "".join(secrets.choice(string.ascii_lowercase) for _ in range(4))
    campaign = Campaign(
        id=f"{rules.city}-{started:%Y-%m-%d}-{letters}",
        run=run_key(run.dag_id, run.run_id),
        city=rules.city,
        case_reference=given.case_reference,
        handover=name,
        requested_by=requested_by,
        gateway_host=settings.host,
        gateway_account=settings.account,
        taken_in_at=started,
        deadline=started + timedelta(hours=rules.destruction_deadline_hours),
        state=State.EXTRACTING,
    )
    stores.inventory.take_in(campaign)
    stores.inventory.forget_working_copy(rules.city, name)
    return campaign


def _seal(
    stores: Stores, campaign: Campaign, given: HandOver, rules: City, watch: Stopwatch
) -> None:
    keys = CampaignKeys.create(stores.home.keys / campaign.id, campaign.deadline)
    vault = Vault.create(stores.vault_folder(campaign.id), keys, now())
    counts = []
    for position, source in enumerate(given.sources, start=1):
        counts.append(take_in(vault, _export(source, SOURCE, position)))
        log.info("Source %d (%s, %s): %d cells.", position, source.kind, source.device, counts[-1])
    for position, listed in enumerate(given.exclusions, start=1):
        cells = take_in(vault, _export(listed, str(listed.category), position))
        log.info("Exclusion list %d (%s): %d cells.", position, listed.category, cells)
    digests = [each.sha256 for each in (*given.sources, *given.exclusions)]
    record = {
        "requested_by": campaign.requested_by,
        "hand_over": campaign.handover,
        "case_reference": campaign.case_reference,
        "criterion": given.criterion,
        "legal_basis": given.legal_basis.model_dump(exclude_none=True),
        "sources": [
            {"source": position, "kind": str(each.kind), "device": str(each.device)}
            for position, each in enumerate(given.sources, start=1)
        ],
        "exclusion_lists": len(given.exclusions),
        "cells": sum(counts),
        "hand_over_digest": vault.keyed_digest(digests),
        "deadline": campaign.deadline.isoformat(),
        "display_name": rules.display_name,
        "language": rules.language,
        **watch.so_far(),
    }
    vault.close()
    stores.evidence(campaign.id).append("extracted", record, now())
    stores.inventory.update(campaign.id, state=State.EXTRACTED)
    log.info(
        "%d cells sealed in %.1f s; nothing of them stands in this log.",
        sum(counts),
        record["seconds"],
    )


def _export(entry: SourceEntry | ExclusionEntry, origin: str, position: int) -> Export:
    return Export(
        entry.path, origin, position, entry.column, entry.format, companions=entry.companion_paths
    )
