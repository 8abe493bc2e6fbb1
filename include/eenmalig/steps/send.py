"""Send: check the assent itself, then send once to everybody who was never tried."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.sending.provider import NotProcessedError, Unprocessed
from eenmalig.cleartext.sending.sender import FIRST_WAIT, Instructions, Sender
from eenmalig.cleartext.sending.twilio import TIMEOUT_SECONDS, Gateway
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.documents.words import words
from eenmalig.domain.approvals import Decision, Standing, require_approved
from eenmalig.domain.campaign import Campaign, State
from eenmalig.domain.delivery import EarlyEnd
from eenmalig.domain.window import Window
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import answers, ended_by, latest, of_kind
from eenmalig.settings.software import software
from eenmalig.steps.approval import sign_answers
from eenmalig.steps.installation import PATIENCE, Run, Stopwatch, Stores, now
from eenmalig.steps.log_groups import log_group
from eenmalig.steps.reconciling import reconcile
from eenmalig.steps.signing_ends import sign_stop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from eenmalig.cleartext.sending.sender import EndedEarly
    from eenmalig.cleartext.vault.vault import Vault
    from eenmalig.domain.approvals import Answer
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.evidence.records import Record
    from eenmalig.stores.leases import Lease

log = logging.getLogger(__name__)

LONGEST_CALL_SECONDS = TIMEOUT_SECONDS + 1
LONGEST_VALIDITY_SECONDS = 36_000
# Between two executions that wait for the provider, unless it asks for more.
PAUSE = timedelta(seconds=60)
# Why sending did not even begin, by what kept it from that.
_NOT_BEGUN: Mapping[str, Code] = {
    EarlyEnd.STOPPED: Code.CAMPAIGN_ENDED,
    EarlyEnd.WITHDRAWN: Code.CAMPAIGN_ENDED,
    EarlyEnd.WINDOW_CLOSED: Code.OUTSIDE_WINDOW,
    EarlyEnd.DEADLINE_NEAR: Code.DEADLINE_PASSED,
}


def send(stores: Stores, run: Run, settings: GatewaySettings) -> timedelta | None:
    """Send the approved text to every recipient who was never tried.

    Returns None when sending has ended. Otherwise the provider processes nothing now: returns how
    long to let go before this is called again. Nothing is under way or held meanwhile.

    Fails, and sends nothing, unless the signed records hold every approval of exactly this
    dossier and the dossier is still what would be sent. Ends early, and says so, when the
    campaign is stopped, an approval is withdrawn, the window closes, the deadline is near or the
    gateway misbehaves.
    """
    watch = Stopwatch.start()
    settings.require_loopback()
    begun = stores.campaign(run, State.ASKING, State.SENDING, State.SENT)
    with stores.inventory.lease(begun.id, wait=PATIENCE) as lease:
        campaign = stores.campaign(run, State.ASKING, State.SENDING, State.SENT)
        if campaign.state is State.SENT:
            log.info("Already done: sending has ended, and nobody is sent to again.")
            return None
        with stores.vault(campaign, lease) as vault:
            return _send(stores, campaign, settings, vault, lease, watch)


def _send(  # noqa: PLR0913, PLR0917 - whose recipients, through what, under which lease
    stores: Stores,
    campaign: Campaign,
    settings: GatewaySettings,
    vault: Vault,
    lease: Lease,
    watch: Stopwatch,
) -> timedelta | None:
    """Check the assent, send, and commit what came of it; or return when to go on."""
    dossier = _require_assent(stores, campaign, settings, vault)
    gateway = Gateway(settings)
    evidence = stores.evidence(campaign.id)
    # Nobody is sent to whose sending could not be signed.
    evidence.require_sound()

    said_no = _rejected(answers(evidence.records()))

    def halted() -> str | None:
        return EarlyEnd.WITHDRAWN if said_no else _halted(stores, campaign, dossier)

    journal = Journal(vault)
    sender = Sender(
        journal,
        gateway,
        _instructions(dossier),
        halted,
        lambda claims: _claimed(stores, lease, claims),
    )
    try:
        if campaign.state is State.ASKING:
            _require_gateway(gateway, halted)
            reconcile(stores)
            # One commit: the inventory refuses a case that was sent; then nothing says it began.
            with evidence.commit(lease) as commit:
                commit.changes.begin_sending(campaign.id, now())
                commit.record("sending_began", {"dossier": dossier["digest"]}, now(), once=True)
        evidence.bring_up_to_date()
        with log_group("Sending"):
            early = sender.send_all(vault, dossier["counts"]["recipients"])
    except NotProcessedError as unprocessed:
        return _again_in(unprocessed, dossier)
    _tell(_ended(stores, campaign, dossier, journal, early, watch, lease))
    return None


def _require_gateway(gateway: Gateway, halted: Callable[[], str | None]) -> None:
    """Fails when sending may not begin, when the gateway refuses us, or does not answer now."""
    if reason := halted():
        raise EenmaligError(_NOT_BEGUN[reason])
    try:
        gateway.check(FIRST_WAIT)
    except EenmaligError as error:
        if error.code is not Code.GATEWAY_UNREACHABLE:
            raise
        raise NotProcessedError(Unprocessed.NO_ANSWER) from None


def _again_in(unprocessed: NotProcessedError, dossier: Mapping[str, Any]) -> timedelta:
    """Return how long to let go: a minute, or what was asked. It oversleeps no end of sending."""
    moment = now()
    ends = Window.from_record(dossier["window"]).closes_at(moment), _last_moment(dossier)
    pause = max(PAUSE, timedelta(seconds=unprocessed.asked))
    pause = min([pause, *(end - moment for end in ends if end > moment)])
    log.warning(
        "The provider processes nothing now: %s. Sending waits, without a worker slot and with "
        "nothing under way, and tries again in %.0f s.",
        unprocessed.why,
        pause.total_seconds(),
    )
    return pause


def _claimed(stores: Stores, lease: Lease, claims: int) -> None:
    """Record the claim apart from the vault, and see that the call ends within the lease.

    An older copy of the vault knows fewer claims. Fails when the lease was lost.
    """
    stores.inventory.hold_vault(lease, claims)
    lease.require(LONGEST_CALL_SECONDS)


def _ended(  # noqa: PLR0913, PLR0917 - whose sending ended, what came of it, and under which lease
    stores: Stores,
    campaign: Campaign,
    dossier: Mapping[str, Any],
    journal: Journal,
    early: EndedEarly | None,
    watch: Stopwatch,
    lease: Lease,
) -> Mapping[str, Any]:
    """Commit that sending has ended, and what was tried; return that."""
    sign_stop(stores, campaign)
    if early:
        sign_answers(stores, stores.inventory.get(campaign.id))
        _tell_early(early)
    recipients = dossier["counts"]["recipients"]
    summary = journal.summary(recipients)
    not_sent = summary.counts()["not_sent"]
    result: dict[str, Any] = {
        "tried": recipients - not_sent,
        "accepted": summary.accepted,
        "refused_by_provider": recipients - not_sent - summary.accepted - summary.in_doubt,
        "in_doubt": summary.in_doubt,
        "not_sent": not_sent,
        "ended_early": early.reason if early else None,
        "provider_code": early.code if early else None,
        **watch.so_far(),
    }
    with stores.evidence(campaign.id).commit(lease) as commit:
        if early:
            commit.changes.stop(campaign.id, early.reason, now())
        commit.record("sent", result, now(), once=True)
        commit.update(state=State.SENT, sending_ended_at=now())
    return result


def _require_assent(
    stores: Stores, campaign: Campaign, settings: GatewaySettings, vault: Vault
) -> dict[str, Any]:
    """Return the dossier. Fails when it was not approved, or is not what would be sent."""
    dossier = stores.dossier(campaign.id)
    given = sign_answers(stores, sign_stop(stores, campaign))
    records = stores.evidence(campaign.id).records()
    began = latest(records, "sending_began")
    if began is not None:
        # What came after the first call ends the sending, and its outcome is signed all the same.
        given = answers(record for record in records if record.seq < began.seq)
    elif _is_ended(stores, campaign, records, given):
        raise EenmaligError(Code.CAMPAIGN_ENDED)
    require_approved(dossier, given)
    # Any of them: a clock that is set back makes nothing of what has lapsed.
    gates = of_kind(records, "gate")
    if any(gate.data["standing"] != Standing.APPROVED for gate in gates):
        raise EenmaligError(Code.APPROVAL_MISSING, "the gate is on record as not opened")
    changed = []
    if vault.recipient_set() != dossier["recipient_set"]:
        changed.append("the set of recipients is another one")
    if settings.identity != dossier["gateway"] or not campaign.is_gateway(settings.identity):
        changed.append("the gateway, its address or its account is another one")
    if software(campaign.city) != dossier["software"]:
        changed.append("the software is another version")
    if changed:
        raise EenmaligError(Code.DOSSIER_CHANGED, *changed)
    log.info("Assent checked in the signed records: %d approvals of this dossier.", len(given))
    if began is None and not Window.from_record(dossier["window"]).is_open(now()):
        raise EenmaligError(Code.OUTSIDE_WINDOW)
    if began is None and not gates:
        raise EenmaligError(Code.APPROVAL_MISSING, "the gate is not on record")
    return dossier


def _is_ended(
    stores: Stores, campaign: Campaign, records: Sequence[Record], given: Sequence[Answer]
) -> bool:
    stopped = stores.inventory.stop_reason(campaign.id) is not None
    return stopped or _rejected(given) or ended_by(records) is not None


def _rejected(given: Sequence[Answer]) -> bool:
    return any(answer.decision is Decision.REJECT for answer in given)


def _instructions(dossier: dict[str, Any]) -> Instructions:
    return Instructions(
        sender_id=dossier["sender_id"],
        text=dossier["text"],
        segments=dossier["segments"],
        segments_per_second=dossier["segments_per_second"],
        validity_seconds=min(dossier["receipt_window_seconds"], LONGEST_VALIDITY_SECONDS),
    )


def _halted(stores: Stores, campaign: Campaign, dossier: Mapping[str, Any]) -> str | None:
    """Return why nothing more may be sent, or None. Asked before every call."""
    if reason := stores.inventory.stop_reason(campaign.id):
        return reason
    if stores.answers.stopped(campaign.run):
        return EarlyEnd.STOPPED
    if stores.answers.rejected(campaign.run):
        return EarlyEnd.WITHDRAWN
    if not Window.from_record(dossier["window"]).is_open(now()):
        return EarlyEnd.WINDOW_CLOSED
    return EarlyEnd.DEADLINE_NEAR if now() >= _last_moment(dossier) else None


def _last_moment(dossier: Mapping[str, Any]) -> datetime:
    """Return until when sending leaves the time that delivery reports need before the deadline."""
    reports = timedelta(seconds=dossier["receipt_window_seconds"])
    return datetime.fromisoformat(dossier["deadline"]) - reports


def _tell_early(early: EndedEarly) -> None:
    why = words("en").name("ended_early", early.reason)
    if early.code is not None:
        why = f"{why} (its code {early.code})"
    log.warning("Sending ended early: %s. Nobody else is sent to.", why)


def _tell(result: Mapping[str, Any]) -> None:
    log.info(
        "%d tried in %.1f s: %d accepted, %d refused by the provider, %d in doubt; %d not sent.",
        result["tried"],
        result["seconds"],
        result["accepted"],
        result["refused_by_provider"],
        result["in_doubt"],
        result["not_sent"],
    )
    if result["in_doubt"]:
        log.info("What is in doubt is never sent again; it is looked for in the provider's list.")
