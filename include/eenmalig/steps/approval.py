"""Approvals: each authority is asked once, and an answer is signed when a person gives it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.documents.dossier_text import render_dossier
from eenmalig.domain.approvals import Decision
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import answers, latest
from eenmalig.steps.installation import Run, Stores, now
from eenmalig.steps.preconditions import staff_directory

if TYPE_CHECKING:
    from collections.abc import Sequence


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """What one authority is asked, and whom Airflow lets answer: pairs of user number and id."""

    subject: str
    body: str
    assignees: Sequence[tuple[str, str]]
    answer_within: timedelta


def question(stores: Stores, run: Run, authority: str) -> Question | None:
    """Return what to ask an authority, or None when there is nothing to ask any more.

    Nobody is asked twice, nor after a rejection. Fails when the dossier is not the signed one.
    """
    campaign = stores.campaign(run)
    evidence = stores.evidence(campaign.id)
    records = evidence.records()
    concluded = latest(records, "gate") is not None
    if campaign.state is not State.ASKING or campaign.stopped_at is not None or concluded:
        log.info("Not asked: the campaign is decided on, stopped or destroyed already.")
        return None
    dossier = stores.dossier(campaign.id)
    given = answers(records)
    if any(each.decision is Decision.REJECT for each in given):
        log.info("Not asked: another authority rejected, and the first rejection ends the asking.")
        return None
    if any(each.authority == authority for each in given):
        log.info("Not asked again: this authority's answer is on record.")
        return None
    answer_within = datetime.fromisoformat(dossier["approve_by"]) - now()
    if answer_within <= timedelta(0):
        raise EenmaligError(Code.APPROVAL_LAPSED)
    directory = staff_directory(stores.home)
    listed = [each for each in dossier["authorities"][authority] if each in directory]
    if not listed:
        raise EenmaligError(Code.APPROVER_UNKNOWN, authority)
    asked = {"authority": authority, "dossier": dossier["digest"], "asked": listed}
    evidence.append("approval_requested", asked, now())
    log.info("Asked %s: %s. Answer by %s.", authority, ", ".join(listed), dossier["approve_by"])
    return Question(
        subject=f"{dossier['display_name']}: {_HEADLINE[dossier['language']]} {campaign.id}",
        body=render_dossier(dossier),
        assignees=[(directory[each], each) for each in listed],
        answer_within=answer_within,
    )


def record_answer(  # noqa: PLR0913 - who answered what, when, and for whom
    stores: Stores,
    run: Run,
    authority: str,
    *,
    user_id: str,
    staff_id: str,
    decision: Decision,
    at: datetime,
) -> None:
    """Sign an answer that a person gave in Airflow into the ledger.

    Fails when that person may not answer for this authority: then nothing is recorded as theirs.
    """
    campaign = stores.campaign(run, State.ASKING)
    dossier = stores.dossier(campaign.id)
    listed = dossier["authorities"][authority]
    if staff_id not in listed or staff_directory(stores.home).get(staff_id) != user_id:
        raise EenmaligError(Code.APPROVAL_NOT_YOURS, authority)
    record: dict[str, Any] = {
        "authority": authority,
        "staff_id": staff_id,
        "decision": str(decision),
        "dossier": dossier["digest"],
        "at": at.isoformat(),
    }
    evidence = stores.evidence(campaign.id)
    if any(each.authority == authority for each in answers(evidence.records())):
        log.info("This authority's answer is already on record; the first one counts.")
        return
    evidence.append("approval_answered", record, now())
    log.info("%s: %s by %s at %s, signed.", authority, decision, staff_id, at.isoformat())


_HEADLINE = {"nl": "besluit over campagne", "en": "decision on campaign"}
