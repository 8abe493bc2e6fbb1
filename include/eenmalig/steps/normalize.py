"""Normalize: from sealed cells to recipients, and the dossier that approvers decide on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.selecting.recipients import OpenCampaign, choose, gathered
from eenmalig.domain.campaign import Campaign, State
from eenmalig.domain.counting import Tally, told_together
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import latest
from eenmalig.steps.dossier import write_dossier
from eenmalig.steps.installation import PATIENCE, Run, Stopwatch, Stores, now
from eenmalig.steps.log_groups import log_group
from eenmalig.steps.preconditions import rehearsed_city, texted_countries
from eenmalig.steps.signing_ends import sign_stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.cleartext.selecting.recipients import Choice, Gathered
    from eenmalig.cleartext.vault.vault import Vault
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.settings.city import City
    from eenmalig.stores.leases import Lease

log = logging.getLogger(__name__)


def normalize(stores: Stores, run: Run, settings: GatewaySettings) -> None:
    """Choose the recipients, count every candidate, and write the dossier.

    Fails when the gateway is another than the campaign began with, not every sealed cell is there,
    the counts do not add up, or no recipient is left.
    """
    watch = Stopwatch.start()
    campaign = stores.campaign(run, State.EXTRACTED, State.ASKING)
    campaign.require_gateway(settings.identity)
    rules = rehearsed_city(campaign.city)
    with stores.inventory.lease(campaign.id, wait=PATIENCE) as lease:
        campaign = stores.campaign(run, State.EXTRACTED, State.ASKING)
        with stores.vault(campaign, lease) as vault:
            if campaign.state is State.EXTRACTED:
                _choose(stores, campaign, rules, settings, vault, lease, watch)
            else:
                log.info("Already done: the dossier is written.")
            # The recipients are committed: what they were chosen from is needed no more.
            vault.drop_other_attempts()
    sign_stop(stores, stores.inventory.get(campaign.id))


def _choose(  # noqa: PLR0913, PLR0917 - whose recipients are chosen, by what, and by whom
    stores: Stores,
    campaign: Campaign,
    rules: City,
    settings: GatewaySettings,
    vault: Vault,
    lease: Lease,
    watch: Stopwatch,
) -> None:
    """Stage the recipients and commit them with their counts and the dossier."""
    evidence = stores.evidence(campaign.id)
    extracted = latest(evidence.records(), "extracted")
    if extracted is None:
        raise EenmaligError(Code.EVIDENCE_INVALID, "nothing is on record as taken in")
    if latest(evidence.records(), "normalized") is not None:
        # Without a dossier: nobody was left, and whoever is free by now was counted as excluded.
        raise EenmaligError(Code.NO_RECIPIENT)
    vault.begin_staging()
    # Reading takes as long as the exports are large; nobody else waits for that.
    sources = len(extracted.data["sources"])
    found = gathered(vault, sources, texted_countries(rules))
    _require_every_cell(found, extracted.data, campaign, vault)
    with stores.inventory.one_at_a_time() as comparing:
        chosen = choose(vault, found.selection, _elsewhere(stores, campaign))
        recipient_set = vault.recipient_set()
        counts = _counted(chosen, recipient_set)
        record = {
            "cells": found.cells,
            "list_cells": found.list_cells,
            **counts,
            **watch.so_far(),
        }
        if not counts["counts"]["recipients"]:
            with evidence.commit(lease) as commit:
                commit.record("normalized", record, now(), once=True)
            raise EenmaligError(Code.NO_RECIPIENT)
        with evidence.commit(lease) as commit:
            comparing.check(commit.changes.connection)
            # In here, where no later attempt's dossier can stand already.
            dossier = write_dossier(evidence, campaign, rules, settings, record, extracted.data)
            commit.record("normalized", record, now(), once=True)
            commit.record("dossier", dossier, now())
            commit.update(state=State.ASKING, staged=lease.token, staged_digest=recipient_set)


def _require_every_cell(
    found: Gathered, sealed: Mapping[str, Any], campaign: Campaign, vault: Vault
) -> None:
    """Fail unless exactly the cells that were sealed were read, and are numbers as stated."""
    counts = {"cells": found.cells, "list_cells": found.list_cells}
    if any(sealed[name] != count for name, count in counts.items()):
        raise EenmaligError(Code.COUNTS_DO_NOT_ADD_UP, "not as many cells as were sealed")
    if vault.cells_digest() != campaign.staged_digest:
        raise EenmaligError(Code.VAULT_DAMAGED, "not the cells that were sealed")
    stated = sum(each["accept_unreadable"] for each in sealed.get("lists", ()))
    if found.selection.unreadable != stated:
        said = "not as many entries of lists are no number as when they were sealed"
        raise EenmaligError(Code.COUNTS_DO_NOT_ADD_UP, said)


def _counted(chosen: Choice, recipient_set: str) -> dict[str, Any]:
    """Return the counts as evidence keeps them. Fails when they do not add up."""
    log.info("%d numbers stand on exclusion lists.", chosen.listed)
    if chosen.unreadable:
        log.warning("%d entries of exclusion lists are no number.", chosen.unreadable)
    total = Tally()
    for tally in chosen.tallies.values():
        total.add(tally)
    total.check()
    sources = [{"source": n, **tally.per_source()} for n, tally in chosen.tallies.items()]
    with log_group("%d sources, each by itself", len(sources)):
        for source in sources:
            log.info("Source %s", _in_words(source))
    with log_group("All sources together"):
        _tell(total)
    return {
        "counts": total.totals(),
        "sources": sources,
        "recipient_set": recipient_set,
        "exclusions": {"numbers": chosen.listed, "unreadable": chosen.unreadable},
    }


def _elsewhere(stores: Stores, campaign: Campaign) -> list[OpenCampaign]:
    """Return what is needed to recognise recipients of campaigns that are open now.

    Fails while there is one that texted somebody, or may, and cannot be compared with
    (``DESTRUCTION_INCOMPLETE``).
    """
    compared = []
    for other in stores.inventory.open_campaigns():
        if other.id == campaign.id or _texts_nobody(other):
            continue
        try:
            compared.append(_open_campaign(stores, other))
        except EenmaligError as error:
            if error.code is Code.KEY_EXPIRED:
                raise EenmaligError(
                    Code.DEADLINE_PASSED, "of another campaign, which must be destroyed first"
                ) from None
            meanwhile = sign_stop(stores, stores.inventory.get(other.id))
            if meanwhile.open and not _texts_nobody(meanwhile):
                raise EenmaligError(
                    Code.DESTRUCTION_INCOMPLETE,
                    "of another campaign, with which recipients cannot be compared until it is "
                    f"({error.code})",
                ) from None
    log.info("Compared with %d other campaigns that are open now.", len(compared))
    return compared


def _texts_nobody(other: Campaign) -> bool:
    """Whether a campaign texted nobody, and has chosen nobody yet or never will text anybody."""
    idle = other.state in (State.EXTRACTING, State.EXTRACTED, State.DESTROYING)
    return other.sending_began_at is None and (idle or other.stopped_at is not None)


def _open_campaign(stores: Stores, other: Campaign) -> OpenCampaign:
    """Return what is needed to recognise recipients of a campaign.

    Fails when its vault does not hold those that were committed.
    """
    if other.staged is None:  # brought in from its ledger, which names nobody
        raise EenmaligError(Code.VAULT_MISSING)
    with stores.vault(other) as vault:
        if vault.recipient_set() != other.staged_digest:
            raise EenmaligError(Code.VAULT_DAMAGED, "not the recipients that were chosen")
        return OpenCampaign(vault.ref_key(), frozenset(vault.recipient_refs()))


def _in_words(source: Mapping[str, Any]) -> str:
    """Return a source's counts in one line; what is under 5 reads "<5", as in what is kept."""
    groups = [
        f"{name.replace('_', ' ')} ({', '.join(f'{why} {n}' for why, n in source[name].items())})"
        for name in ("refused", "excluded", "set_aside")
        if source[name]
    ]
    last = [f"duplicates {source['duplicates']}", f"recipients {source['recipients']}"]
    return f"{source['source']}: read {source['read']}, {', '.join([*groups, *last])}"


def _tell(total: Tally) -> None:
    counts: dict[str, Any] = total.totals()
    log.info("%d candidates read:", total.read)
    for name in ("refused", "excluded", "set_aside"):
        few = told_together(counts[name])
        for reason, count in counts[name].items():
            if reason not in few:
                log.info("  %s, %s: %d", name, reason, count)
        if few:
            log.info(
                "  %s, %d reasons together: %d", name, len(few), sum(map(counts[name].get, few))
            )
    log.info("  duplicates in any spelling: %d", total.duplicates)
    log.info("  recipients: %d", total.recipients)
    log.info("Read = refused + excluded + set aside + duplicates + recipients: it adds up.")
