"""Giving up, by a person and signed, what can be neither destroyed nor proved any more.

It is the way out where destruction would never end: a provider that is gone, a dead disk, a ledger
that does not hold. Nothing is called destroyed by it; the certificate says what was given up.
"""

from __future__ import annotations

import logging
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from eenmalig.cleartext.sending.deletion import Obstacle
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.checks.looked import CURED_BY_A_LOOK
from eenmalig.evidence.commit import Commit
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS
from eenmalig.evidence.reading import GIVEN_UP
from eenmalig.evidence.verifying import verify_evidence
from eenmalig.looks_like_number import without_long_digits
from eenmalig.steps.certifying import close
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.destruction_records import DestructionRecords
from eenmalig.steps.installation import PATIENCE, Stopwatch, now
from eenmalig.steps.message_owners import gateway_of
from eenmalig.steps.reconciling import opening

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.installation import Stores

log = logging.getLogger(__name__)

EVIDENCE, MESSAGES = "evidence", "provider_messages"
WHAT = (
    *(MESSAGES, "vault", "working_copy", "scratch", "number_key", "ref_key"),
    *("journal_key", "beside_keys", EVIDENCE),
)
WHY = ("provider_gone", "account_gone", "not_provable", "disk_dead", "not_removable")
# A provider that answers so lets go of messages by itself, mostly within the hour.
_PASSES = (Obstacle.NOT_LISTED_YET, Obstacle.UNFINISHED)
_MUST_HAVE_PASSED = timedelta(hours=24)
# What says that a ledger does not hold, now or ever: the rest may pass.
_DOES_NOT_HOLD = (Code.EVIDENCE_INVALID, Code.LEDGER_CHANGED, Code.LEDGER_CUT)


def give_up(  # noqa: PLR0913, PLR0917 - who gives what up, and why
    stores: Stores,
    campaign_id: str,
    settings: GatewaySettings | None,
    what: str,
    why: str,
    by: str,
) -> bool:
    """Destroy a campaign past its deadline; give up what just that fails at, and end it.

    ``by`` is the account on this machine. Of a campaign that is closed only evidence that does not
    hold can be given up. Return whether anything had to be given up. Fails with ``NOT_GIVEN_UP``
    when it is not past its deadline, or destruction does not fail at ``what``, and as destruction
    does when it fails at something else too. Messages at the provider are given up only with the
    connection to the gateway that sent them.
    """
    campaign = stores.inventory.get(campaign_id)
    data = {"what": what, "why": why, "by": without_long_digits(by), "at": now().isoformat()}
    if not campaign.open:
        _close_anew(stores, campaign, data)
        return True
    if now() < campaign.deadline:
        raise EenmaligError(Code.NOT_GIVEN_UP, "its deadline has not passed")
    left: dict[str, Sequence[str]] = {}
    try:
        destroy_campaign(stores, campaign_id, settings, by="overdue", left=left)
    except EenmaligError as error:
        if not left and error.code in _DOES_NOT_HOLD:
            left[EVIDENCE] = [str(error.code)]
        if what not in left:
            fails = [f"destruction fails at {name}" for name in left] or [str(error.code)]
            raise EenmaligError(Code.NOT_GIVEN_UP, *fails) from None
    else:
        return False
    if what == MESSAGES:
        _require_stuck(campaign, settings, left[MESSAGES])
    if what == EVIDENCE:
        _begin_anew(stores, campaign, data)
    else:
        DestructionRecords(stores, campaign).note(GIVEN_UP, data)
    log.warning("%s: %s was given up.", campaign_id, what.replace("_", " "))
    destroy_campaign(stores, campaign_id, settings, by="overdue")
    return True


def _require_stuck(
    campaign: Campaign, settings: GatewaySettings | None, told: Sequence[str]
) -> None:
    """Fail unless it is the gateway that sent, and time alone will not do."""
    gateway_of(campaign, settings)
    passes = any(str(obstacle) in line for obstacle in _PASSES for line in told)
    if passes and now() < campaign.deadline + _MUST_HAVE_PASSED:
        raise EenmaligError(
            Code.NOT_GIVEN_UP, *told, "the provider answers: not until a day after the deadline"
        )


def _close_anew(stores: Stores, campaign: Campaign, data: Mapping[str, str]) -> None:
    """Give up closed evidence. Fails when it holds, and when something else is to be given up."""
    if data["what"] != EVIDENCE:
        raise EenmaligError(Code.NOT_GIVEN_UP, "it is destroyed, and its evidence is closed")
    if _holds(stores, campaign):
        raise EenmaligError(Code.NOT_GIVEN_UP, "its evidence holds")
    watch = Stopwatch.start()
    with stores.inventory.lease(campaign.id, PATIENCE) as lease:
        _begin_anew(stores, campaign, data)
        close(stores, campaign, "overdue", watch, lease)


def _holds(stores: Stores, campaign: Campaign) -> bool:
    """Whether closed evidence holds, as ``eenmalig verify`` judges it, once somebody looks again.

    What the last look found is no reason: it passes with a look that finds it gone.
    """
    evidence = stores.evidence(campaign.id)
    try:
        evidence.records()
        evidence.verifications()
        verify_evidence(evidence.folder, stores.home.trust)
    except EenmaligError as error:
        if error.code not in (*_DOES_NOT_HOLD, Code.EVIDENCE_UNLOOKED):
            raise
        return bool(error.mistakes) and set(error.mistakes) <= CURED_BY_A_LOOK
    return True


def _begin_anew(stores: Stores, campaign: Campaign, data: Mapping[str, str]) -> None:
    """Set a ledger that does not hold aside, and begin one that says so.

    Fails, with nothing changed, when nothing can be signed.
    """
    stores.evidence_keys.require_signer()
    folder = stores.home.evidence / campaign.id
    if folder.exists():
        stores.home.lost.mkdir(mode=0o700, exist_ok=True)
        # Not a rename: in containers each store is a disk of its own.
        shutil.move(folder, stores.home.lost / f"{now():%Y%m%dT%H%M%S}-{campaign.id}")
    evidence = stores.evidence(campaign.id)
    # One transaction: whoever is killed leaves the old lines, or a ledger that says whose it is.
    with stores.inventory.changing() as changes:
        for file in (LEDGER, VERIFICATIONS):
            changes.drop_lines(campaign.id, file)
        commit = Commit(evidence, changes)
        commit.record("opened", opening(campaign), now())
        commit.record(GIVEN_UP, data, now())
        commit.summarise()
    evidence.bring_up_to_date()
