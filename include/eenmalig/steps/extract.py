"""Extract: check everything that can be checked beforehand, then seal the exports."""

from __future__ import annotations

import logging
import secrets
import string
from datetime import timedelta
from typing import TYPE_CHECKING

from eenmalig import handover as handovers
from eenmalig.cleartext.selecting.intake import last_contacts, read, scratch_in
from eenmalig.cleartext.selecting.selection import Selection
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.cleartext.vault.vault import Vault
from eenmalig.domain.campaign import Campaign, State, run_key
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.declared_exports import declared, declared_lists, exports
from eenmalig.steps.follows import require_unsent
from eenmalig.steps.installation import PATIENCE, Run, Stopwatch, Stores, now
from eenmalig.steps.known_copies import claim, look_at_copies
from eenmalig.steps.log_groups import log_group
from eenmalig.steps.preconditions import (
    handover_name,
    rehearsed_city,
    require_approvers,
    require_plain_run,
    require_requester,
    texted_countries,
)
from eenmalig.steps.reconciling import opening, reconcile
from eenmalig.steps.signing_ends import sign_stop
from eenmalig.steps.unreadable_entries import require_stated
from eenmalig.stores.folder_on_disk import FolderOnDisk
from eenmalig.stores.keys import CampaignKeys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eenmalig.cleartext.selecting.intake import Export
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.handover import HandOver
    from eenmalig.settings.city import City
    from eenmalig.stores.leases import Lease

log = logging.getLogger(__name__)


def extract(
    stores: Stores, run: Run, city: str, form: Mapping[str, object], settings: GatewaySettings
) -> str:
    """Take in the hand-over of ``city`` that the trigger form names; return the campaign's id.

    Fails before anything is taken in when the city's file, the hand-over, the approvers, the
    gateway or the run itself holds a mistake; fails later when an export cannot be read, and
    what was taken in is then destroyed by the run. Tried again after it was killed, it takes in
    anew from the working copy.
    """
    watch = Stopwatch.start()
    settings.require_loopback()
    require_plain_run(run)
    name = handover_name(form)
    rules = rehearsed_city(city)
    texted_countries(rules)
    requested_by = require_requester(run, rules)
    require_approvers(rules, stores.home)
    begun = stores.inventory.of_run(run.dag_id, run.run_id)
    if begun is not None and begun.handover != name:
        raise EenmaligError(Code.RUN_REFUSED, "this run has already taken a hand-over in")
    if begun is not None and begun.state is not State.EXTRACTING:
        stores.campaign(run)
        log.info("Already done: the exports are sealed.")
        return begun.id
    folder = handovers.resolve(stores.home, city, name)
    if begun is None:
        look_at_copies(stores)
    given = handovers.load(folder, city)
    log.info("Hand-over checked: every file is there, unchanged and declared.")
    if begun is None:
        # What only a ledger knows to be sent is sent.
        reconcile(stores).require_readable()
        if stores.inventory.case_was_sent(city, given.case_reference):
            raise EenmaligError(Code.CASE_ALREADY_SENT)
        require_unsent(stores.inventory, given)
    if begun is not None:
        begun.require_gateway(settings.identity)
    Gateway(settings).check()
    log.info("The gateway on this machine answers and knows the account.")
    campaign = begun or _begin(stores, run, rules, given, requested_by, name, settings)
    stores.require_time(campaign)
    if campaign.case_reference != given.case_reference:
        raise EenmaligError(Code.RUN_REFUSED, "it began with another case reference")
    claim(stores, campaign, folder)
    log.info("Campaign %s, to be destroyed by %s.", campaign.id, f"{campaign.deadline:%F %R} UTC")
    with stores.inventory.lease(campaign.id, wait=PATIENCE) as lease:
        if stores.inventory.get(campaign.id).state is State.EXTRACTING:
            _seal(stores, campaign, given, rules, watch, lease)
    sign_stop(stores, stores.inventory.get(campaign.id))
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
        gateway_address=settings.address,
        taken_in_at=started,
        deadline=started + timedelta(hours=rules.destruction_deadline_hours),
        state=State.EXTRACTING,
    )
    with stores.evidence(campaign.id).commit() as commit:
        commit.changes.take_in(campaign)
        commit.record("opened", opening(campaign), started)
    return campaign


def _seal(  # noqa: PLR0913, PLR0917 - what is sealed, by whom, and what it becomes part of
    stores: Stores,
    campaign: Campaign,
    given: HandOver,
    rules: City,
    watch: Stopwatch,
    lease: Lease,
) -> None:
    """Seal the exports, staged, and commit that they are. Doing it again begins anew."""
    copy = FolderOnDisk(given.sources[0].path.parent, handovers.DECLARATION)
    keys = CampaignKeys.create(stores.home.keys / campaign.id, campaign.deadline, copy)
    vault = Vault.create(stores.vault_folder(campaign.id), keys, now())
    try:
        stores.hold_vault(vault, campaign, lease)
        vault.begin_staging()
        counts, listed = _take_in(given, vault, texted_countries(rules))
        record = {
            "criterion": given.criterion,
            "legal_basis": given.legal_basis.model_dump(exclude_none=True),
            "sources": [
                {"source": position, **declared(source)}
                for position, source in enumerate(given.sources, start=1)
            ],
            "exclusion_lists": len(given.exclusions),
            "lists": declared_lists(given),
            "follows": given.follows,
            "measures": list(given.measures),
            "cells": sum(counts),
            "list_cells": listed,
            "hand_over_digest": vault.keyed_digest([file.sha256 for file in given.files]),
            "display_name": rules.display_name,
            "language": rules.language,
            "responsible": rules.responsible and rules.responsible.model_dump(),
            **watch.so_far(),
        }
        digest = vault.cells_digest()
    finally:
        vault.close()
    with stores.evidence(campaign.id).commit(lease) as commit:
        commit.record("extracted", record, now())
        commit.update(state=State.EXTRACTED, staged=lease.token, staged_digest=digest)
    log.info(
        "%d cells sealed in %.1f s; nothing of them stands in this log.",
        sum(counts),
        record["seconds"],
    )


def _take_in(given: HandOver, vault: Vault, countries: tuple[str, ...]) -> tuple[list[int], int]:
    """Seal all exports; return the number of cells of each source, and of all lists together."""
    counts = []
    with scratch_in(vault.folder) as scratch:
        of_sources, of_lists = exports(given)
        contacts = last_contacts(of_sources, scratch, countries)
        for export, its in zip(of_sources, given.sources, strict=True):
            total = 0
            with log_group("Source %d (%s, %s)", export.position, its.kind, its.device):
                for batch in read(export, scratch, contacts, countries):
                    vault.add_cells(batch)
                    total += len(batch)
                log.info("%d cells.", total)
            counts.append(total)
        # Last, in the order in which the cells are read again.
        listed = _take_in_lists(given, of_lists, vault, scratch, countries)
    return counts, listed


def _take_in_lists(
    given: HandOver,
    of_lists: Sequence[Export],
    vault: Vault,
    scratch: Path,
    countries: tuple[str, ...],
) -> int:
    """Seal the exclusion lists; return the number of their cells.

    Fails unless exactly as many entries are no number as the hand-over states.
    """
    listed = 0
    entries = Selection(0, countries)
    for export in of_lists:
        total = 0
        with log_group("Exclusion list %d (%s)", export.position, export.origin):
            for batch in read(export, scratch, None, countries):
                vault.add_cells(batch)
                entries.exclude(batch)
                total += len(batch)
            log.info("%d cells.", total)
        listed += total
    require_stated(given, entries.unreadable_entries())
    return listed
