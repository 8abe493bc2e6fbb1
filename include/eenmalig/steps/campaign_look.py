"""The look at one destroyed campaign: is it gone, also there, and does its evidence hold."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.vault import vault_removal
from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import VERIFICATIONS, head, read_ledger
from eenmalig.evidence.reading import spent_nothing
from eenmalig.evidence.verifying import verify_evidence
from eenmalig.steps.destruction_records import DestructionRecords
from eenmalig.steps.findings import why
from eenmalig.steps.installation import Stores, now
from eenmalig.steps.provider_look import look_at_provider
from eenmalig.stores.folder_on_disk import place_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.findings import Findings

log = logging.getLogger(__name__)


def look_at_campaign(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, findings: Findings
) -> None:
    """Look at a destroyed campaign, and sign the first look and every changed result.

    Its evidence is then checked as ``eenmalig verify`` does. Whatever goes wrong is a finding.
    """
    try:
        _look(stores, campaign, settings, findings)
    except Exception as error:  # noqa: BLE001 - one campaign may hide no other
        findings.not_looked[campaign.id] = why(error)
        findings.find_unsound(f"{campaign.id}: evidence ({why(error)}) is not as it should be")
        log.warning("%s: could not be looked at (%s).", campaign.id, why(error))


def _look(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, findings: Findings
) -> None:
    before = _last_result(stores, campaign)
    seen = look_at_provider(stores, campaign, settings, before.get("late_deleted", 0))
    there = _there(stores, campaign)
    if seen.word == "present":
        there["messages at the provider"] = {"provider_messages"}
    given_up = DestructionRecords(stores, campaign).given_up()
    left, expected = _told_apart(there, given_up)
    findings.wrong += [f"{campaign.id}: {item} is not as it should be" for item in left]
    if seen.more_than_expected:
        findings.wrong.append(f"{campaign.id}: messages came late, more than were in doubt")
    result = {"left": left, "provider": seen.word, "late_deleted": seen.late_deleted}
    if expected:
        result["given_up"] = expected
    if {"late_deleted": 0, **before} != result:
        log.info("%s: %s, provider: %s", campaign.id, left or "gone", seen.word)
        evidence = stores.evidence(campaign.id)
        with evidence.commit() as commit:
            look = commit.look({"by": "verification", "result": result}, now())
            if campaign.spent_nothing and not spent_nothing(commit.records, [look]):
                commit.update(spent_nothing=False)
    _check(stores, campaign, findings, is_gone=not left)


def _there(stores: Stores, campaign: Campaign) -> dict[str, set[str]]:
    """Return which stores still hold something of it, if only a link to nowhere.

    Each with what of it a person must have given up, for that to be no news.
    """
    keys = stores.keys(campaign.id)
    standing = {f"{name}_key" for name in keys.present()} or {"beside_keys"}
    vault = stores.vault_folder(campaign.id)
    within = {"scratch"} if vault_removal.holds_scratch_alone(vault) else {"vault"}
    places = {
        "vault": (vault, within),
        "keys": (keys.folder, standing),
        "working copy": (_working_copy(stores, campaign), {"working_copy"}),
    }
    return {
        name: items
        for name, (path, items) in places.items()
        if path is not None and os.path.lexists(path)
    }


def _told_apart(there: Mapping[str, set[str]], given_up: set[str]) -> tuple[list[str], list[str]]:
    """Return which stores hold what nobody gave up, and what is there that somebody did."""
    left = [name for name, items in there.items() if not items <= given_up]
    expected = {item for name, items in there.items() if name not in left for item in items}
    return left, sorted(expected)


def _working_copy(stores: Stores, campaign: Campaign) -> Path | None:
    """Return the working copy's place, unless another hand-over of the same name stands there."""
    folder = stores.home.handover / campaign.city / campaign.handover
    if not os.path.lexists(folder) or campaign.closed_at is None:
        return None
    rows = [copy for copy in stores.inventory.working_copies() if copy.place == place_of(folder)]
    if rows:  # another's has a clock of its own
        return folder if rows[0].campaign == campaign.id else None
    came = datetime.fromtimestamp(folder.lstat().st_ctime, UTC)
    return folder if came < campaign.closed_at else None


def _last_result(stores: Stores, campaign: Campaign) -> Mapping[str, Any]:
    """Return what the last signed look saw, if anybody has looked and it can be read."""
    try:
        looks = stores.evidence(campaign.id).verifications()
    except EenmaligError:
        return {}
    return looks[-1].data["result"] if looks else {}


def _check(stores: Stores, campaign: Campaign, findings: Findings, *, is_gone: bool) -> None:
    """Check evidence as anybody else would; of what is not gone yet nobody would say it holds."""
    evidence = stores.evidence(campaign.id)
    evidence.records()
    read_ledger(evidence.folder, stores.trust)
    evidence.verifications()
    if is_gone:
        verify_evidence(evidence.folder, stores.home.trust)
    findings.looks[campaign.id] = head(evidence.folder / VERIFICATIONS)
