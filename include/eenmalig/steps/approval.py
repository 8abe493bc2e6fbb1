"""Approvals: each authority is asked once, and what was answered is checked and signed.

Answers are taken in by the API server (``taking_answers``). Whichever step comes next signs them;
nothing that becomes of an Airflow task loses one.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.documents.dossier_text import render_dossier
from eenmalig.documents.moments import moment
from eenmalig.documents.words import words
from eenmalig.domain.approvals import CLOCKS_MAY_DIFFER, Decision, answer_by
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import answers, latest
from eenmalig.steps.installation import Run, Stores, now
from eenmalig.steps.preconditions import staff_directory
from eenmalig.steps.signing_ends import sign_stop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta

    from eenmalig.domain.approvals import Answer
    from eenmalig.domain.campaign import Campaign
    from eenmalig.evidence.commit import Commit
    from eenmalig.evidence.commits import Evidence
    from eenmalig.evidence.records import Record
    from eenmalig.stores.answers import GivenAnswer

log = logging.getLogger(__name__)

# Steps after which nobody's answer changes what becomes of the campaign.
_OPEN = (State.ASKING, State.SENDING, State.SENT, State.DESTROYING)


@dataclass(frozen=True)
class Question:
    """What one authority is asked, and whom Airflow lets answer: pairs of user number and id."""

    campaign: str
    language: str
    subject: str
    body: str
    assignees: Sequence[tuple[str, str]]
    answer_within: timedelta


def question(stores: Stores, run: Run, authority: str) -> Question | None:
    """Return what to ask an authority, or None when there is nothing to ask any more.

    What was answered already is signed first. Nobody is asked who has answered, nor after a
    rejection. Fails when the dossier is not the signed one, and when the campaign was destroyed
    though nobody decided (``APPROVAL_MISSING``): then somebody marked the steps in between.
    """
    campaign = sign_stop(stores, stores.of_run(run))
    records = stores.evidence(campaign.id).records()
    concluded = latest(records, "gate") is not None
    rejected = any(answer.decision is Decision.REJECT for answer in answers(records))
    undecided = not (concluded or rejected or campaign.stopped_at is not None)
    if undecided and campaign.state in (State.DESTROYING, State.CLOSED):
        raise EenmaligError(Code.APPROVAL_MISSING, "it was destroyed before it was decided on")
    if campaign.state is not State.ASKING or campaign.stopped_at is not None or concluded:
        log.info("Nobody need answer: the campaign is decided on, stopped or destroyed already.")
        return None
    stores.require_time(campaign)
    given = sign_answers(stores, campaign)
    if any(answer.decision is Decision.REJECT for answer in given):
        log.info("Not asked: somebody rejected, and the first rejection ends the asking.")
        return None
    if any(answer.authority == authority for answer in given):
        log.info("Not asked again: this authority's answer is on record.")
        return None
    return _ask(stores, campaign, authority)


def answered(stores: Stores, run: Run, authority: str) -> bool:
    """Tell whether an authority's own answer is on record, signing first what was taken in.

    Idempotent, and safe to call from any process at any time.
    """
    campaign = stores.of_run(run)
    given = sign_answers(stores, campaign)
    return any(answer.authority == authority for answer in given)


def sign_answers(stores: Stores, campaign: Campaign, *, destroys: bool = False) -> list[Answer]:
    """Sign every answer that was taken in and is not signed yet; return all that are on record.

    An answer of somebody who may not answer (any more) is left out, and said so; once the ledger
    has ended, every one is. What ``destroys`` signs whatever stands beside the ledger.
    """
    evidence = stores.evidence(campaign.id)
    records = evidence.records()
    signed = answers(records)
    taken = stores.answers.of_run(campaign.run) if campaign.state in _OPEN else []
    fresh = [given for given in taken if not _is_signed(given, signed)]
    if not fresh:
        return signed
    asked = [record for record in records if record.kind == "approval_requested"]
    count = [given for given in fresh if _counts(stores, campaign, asked, given)]
    if len(count) < len(fresh):
        log.warning("%d answers that were taken in do not count.", len(fresh) - len(count))
    with evidence.commit(destroys=destroys) as commit:
        for given in [] if commit.ended else count:
            _sign(commit, given)
        return answers(commit.records)


def _is_signed(given: GivenAnswer, signed: Sequence[Answer]) -> bool:
    """Whether an answer is on record, or comes after the approval that stands."""
    return any(
        answer.authority == given.authority
        and answer.decision is given.decision
        and (answer.staff_id == given.staff_id or given.decision is Decision.APPROVE)
        for answer in signed
    )


def _counts(
    stores: Stores, campaign: Campaign, asked: Sequence[Record], given: GivenAnswer
) -> bool:
    """Whether an answer may be signed: its giver was asked, by a signed question before it.

    An approval besides needs a giver who is listed and active now. A no of somebody who was asked
    always counts, whatever became of them since.
    """
    was_asked = any(
        question.data["authority"] == given.authority
        and question.data["asked"].get(given.staff_id) == given.user_id
        and datetime.fromisoformat(question.at) <= given.at + CLOCKS_MAY_DIFFER
        for question in asked
    )
    if given.decision is Decision.REJECT or not was_asked:
        return was_asked
    listed = given.staff_id in stores.dossier(campaign.id)["authorities"][given.authority]
    return listed and staff_directory(stores.home).get(given.staff_id) == given.user_id


def _sign(commit: Commit, given: GivenAnswer) -> None:
    dossier = latest(commit.records, "dossier")
    record: dict[str, Any] = {
        "authority": given.authority,
        "staff_id": given.staff_id,
        "decision": str(given.decision),
        "dossier": dossier.data["digest"] if dossier else None,
        "at": given.at.isoformat(),
    }
    if given.reason is not None:
        record["reason"] = str(given.reason)
    # One approval an authority, whichever of two processes signs it; every rejection.
    once = ["authority", "decision"]
    if given.decision is Decision.REJECT:
        once.append("staff_id")
    commit.record("approval_answered", record, now(), once_per=once)
    log.info(
        "%s: %s by %s at %s, signed.",
        given.authority,
        given.decision,
        given.staff_id,
        given.at.isoformat(),
    )


def _ask(stores: Stores, campaign: Campaign, authority: str) -> Question:
    """Sign who is asked until when. Fails when nobody can be, or it is too late."""
    dossier = stores.dossier(campaign.id)
    until = answer_by(dossier, authority)
    if until <= now():
        raise EenmaligError(Code.APPROVAL_LAPSED)
    directory = staff_directory(stores.home)
    listed = [staff_id for staff_id in dossier["authorities"][authority] if staff_id in directory]
    if not listed:
        raise EenmaligError(Code.APPROVER_UNKNOWN, authority)
    asked: dict[str, Any] = {
        "authority": authority,
        "dossier": dossier["digest"],
        "asked": {staff_id: directory[staff_id] for staff_id in listed},
        "answer_by": until.isoformat(),
    }
    _sign_question(stores.evidence(campaign.id), asked)
    log.info("Asked %s: %s. Answer by %s.", authority, ", ".join(listed), until.isoformat())
    return Question(
        campaign=campaign.id,
        language=dossier["language"],
        subject=_subject(dossier, authority, until),
        body=render_dossier(dossier, for_several=True),
        assignees=[(directory[staff_id], staff_id) for staff_id in listed],
        answer_within=until - now(),
    )


def _sign_question(evidence: Evidence, asked: Mapping[str, Any]) -> None:
    """Sign who is asked, unless the last question to this authority was put to the same people.

    The last one says who may answer, so that who is listed again may answer again.
    """
    with evidence.commit() as commit:
        before = [
            record.data["asked"]
            for record in commit.records
            if record.kind == "approval_requested"
            and record.data["authority"] == asked["authority"]
        ]
        if not before or before[-1] != asked["asked"]:
            commit.record("approval_requested", asked, now())


def _subject(dossier: Mapping[str, Any], authority: str, until: datetime) -> str:
    """Return what tells one request from another in a list: whose, about what, until when."""
    wording = words(dossier["language"])
    subject = wording.say(
        "dossier",
        "subject",
        authority=wording.name("authority", authority),
        case_reference=dossier["case_reference"],
        when=moment(until.isoformat(), wording),
        campaign=dossier["campaign"],
    )
    return f"{subject}. {wording.say('common', 'rehearsal')}" if dossier["rehearsal"] else subject
