"""Normalize: from sealed cells to recipients, and the dossier that approvers decide on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.selecting.recipients import Choice, OpenCampaign, choose, gathered
from eenmalig.domain.campaign import Campaign, State
from eenmalig.domain.counting import Tally
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import latest
from eenmalig.steps.dossier import write_dossier
from eenmalig.steps.installation import Run, Stopwatch, Stores, now
from eenmalig.steps.preconditions import rehearsed_city, texted_countries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.domain.gateway_settings import GatewaySettings

log = logging.getLogger(__name__)

_GONE_MEANWHILE = (Code.KEY_MISSING, Code.VAULT_MISSING)


def normalize(stores: Stores, run: Run, settings: GatewaySettings) -> None:
    """Choose the recipients, count every candidate, and write the dossier.

    Fails when the counts do not add up or no recipient is left.
    """
    watch = Stopwatch.start()
    campaign = stores.campaign(run, State.EXTRACTED, State.ASKING)
    if campaign.state is State.ASKING:
        log.info("Already done: the dossier is written.")
        return
    rules = rehearsed_city(campaign.city)
    with stores.inventory.lease(campaign.id), stores.vault(campaign.id) as vault:
        # Reading takes as long as the exports are large; nobody else waits for that.
        selection = gathered(vault, _sources(stores, campaign), texted_countries(rules))
        with stores.inventory.one_at_a_time():
            elsewhere = _elsewhere(stores, campaign)
            chosen = choose(vault, selection, elsewhere)
            counts = _counted(chosen, vault.recipient_set())
            record = {**counts, **watch.so_far()}
            stores.evidence(campaign.id).append("normalized", record, now())
            if not counts["counts"]["recipients"]:
                raise EenmaligError(Code.NO_RECIPIENT)
            write_dossier(stores, campaign, rules, settings, counts)
            stores.inventory.update(campaign.id, state=State.ASKING)


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
    for source in sources:
        log.info("Source %s", _in_words(source))
    _tell(total)
    return {
        "counts": total.totals(),
        "sources": sources,
        "recipient_set": recipient_set,
        "exclusions": {"numbers": chosen.listed, "unreadable": chosen.unreadable},
    }


def _elsewhere(stores: Stores, campaign: Campaign) -> list[OpenCampaign]:
    """Return what is needed to recognise recipients of campaigns that are open now."""
    found = []
    for other in stores.inventory.open_campaigns():
        if other.id == campaign.id:
            continue
        try:
            with stores.vault(other.id) as vault:
                found.append(OpenCampaign(vault.ref_key(), frozenset(vault.recipient_refs())))
        except EenmaligError as error:
            if error.code is Code.KEY_EXPIRED:
                raise EenmaligError(
                    Code.DEADLINE_PASSED, "of another campaign, which must be destroyed first"
                ) from None
            if error.code not in _GONE_MEANWHILE:
                raise
            if other.sending_began_at is not None and stores.inventory.get(other.id).open:
                raise EenmaligError(
                    Code.DESTRUCTION_INCOMPLETE,
                    "of another campaign that sent; with whom cannot be compared until it is",
                ) from None
    log.info("Compared with %d other campaigns that are open now.", len(found))
    return found


def _sources(stores: Stores, campaign: Campaign) -> int:
    extracted = latest(stores.evidence(campaign.id).records(), "extracted")
    return len(extracted.data["sources"]) if extracted else 0


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
        for reason, count in counts[name].items():
            log.info("  %s, %s: %d", name, reason, count)
    log.info("  duplicates in any spelling: %d", total.duplicates)
    log.info("  recipients: %d", total.recipients)
    log.info("Read = refused + excluded + set aside + duplicates + recipients: it adds up.")
