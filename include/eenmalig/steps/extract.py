"""Extract: check everything that can be checked beforehand, then seal the exports."""

from __future__ import annotations

import logging
import secrets
import string
from datetime import timedelta
from typing import TYPE_CHECKING

from eenmalig import handover as handovers
from eenmalig.cleartext.selecting.intake import last_contacts, read, scratch_in
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.cleartext.vault.vault import Vault
from eenmalig.domain.campaign import Campaign, State, run_key
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.declared_exports import declared, exports
from eenmalig.steps.follows import require_unsent
from eenmalig.steps.installation import Run, Stopwatch, Stores, now
from eenmalig.steps.overdue_copies import UNTRIGGERED_HOURS
from eenmalig.steps.preconditions import (
    handover_name,
    rehearsed_city,
    require_approvers,
    require_plain_run,
    require_requester,
    texted_countries,
)
from eenmalig.stores.keys import CampaignKeys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.handover import HandOver
    from eenmalig.settings.city import City

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
    texted_countries(rules)
    requested_by = require_requester(run, rules)
    require_approvers(rules, stores.home)
    folder = handovers.resolve(stores.home, city, name)
    stores.inventory.seen(city, name, now() + timedelta(hours=UNTRIGGERED_HOURS))
    given = handovers.load(folder, city)
    log.info("Hand-over checked: every file is there, unchanged and declared.")
    if stores.inventory.case_was_sent(city, given.case_reference):
        raise EenmaligError(Code.CASE_ALREADY_SENT)
    require_unsent(stores.inventory, given)
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
    counts = _take_in(given, vault, texted_countries(rules))
    digests = [each.sha256 for each in given.files]
    record = {
        "run": campaign.run,
        "requested_by": campaign.requested_by,
        "hand_over": campaign.handover,
        "case_reference": campaign.case_reference,
        "criterion": given.criterion,
        "legal_basis": given.legal_basis.model_dump(exclude_none=True),
        "sources": [
            {"source": position, **declared(each)}
            for position, each in enumerate(given.sources, start=1)
        ],
        "exclusion_lists": len(given.exclusions),
        "follows": given.follows,
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


def _take_in(given: HandOver, vault: Vault, countries: tuple[str, ...]) -> list[int]:
    """Seal all exports; return the number of cells of each source."""
    counts = []
    with scratch_in(vault.folder) as scratch:
        of_sources, of_lists = exports(given)
        contacts = last_contacts(of_sources, scratch, countries)
        for export in (*of_sources, *of_lists):
            total = 0
            for batch in read(export, scratch, contacts, countries):
                vault.add_cells(batch)
                total += len(batch)
            if export.is_list:
                log.info("Exclusion list %d (%s): %d cells.", export.position, export.origin, total)
            else:
                counts.append(total)
                its = given.sources[export.position - 1]
                said = (export.position, its.kind, its.device, total)
                log.info("Source %d (%s, %s): %d cells.", *said)
    return counts
