"""The page on which an authority decides, and the one on which it withdraws its approval.

What is posted here goes through the door that Airflow's own request has: one table, one rule. What
is shown next is what is on record by then, so that going back, a second tab and a double click
show what holds.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from eenmalig.domain.approvals import Decision, Option, Reason
from eenmalig.domain.campaign import Campaign
from eenmalig.domain.page_paths import decision_path
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.signed_dossier import signed_dossier
from eenmalig.pages.decision_view import Onlooker, decision_view
from eenmalig.pages.decisions import authority_of
from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.stores.answers import GivenAnswer
from eenmalig.stores.home import Home
from eenmalig_airflow.answers.door import STATUS, door
from eenmalig_airflow.pages.own_forms import SenderDep, form_token
from eenmalig_airflow.pages.showing import show
from eenmalig_airflow.pages.visitors import CampaignDep, LanguageDep, Visitor, VisitorDep

log = logging.getLogger(__name__)

router = APIRouter()
_DECISION = decision_path("{campaign_id}")
_WITHDRAWAL = f"{_DECISION}/intrekken"
_Field = Annotated[str, Form()]


class Stated(NamedTuple):
    """What a form says: a decision, a reason, and which dossier stood above it."""

    decision: str
    reason: str
    dossier: str


def stated_in(decision: _Field = "", reason: _Field = "", dossier: _Field = "") -> Stated:
    """Return what a form says, as it says it."""
    return Stated(decision, reason, dossier)


StatedDep = Annotated[Stated, Depends(stated_in)]


class MisstatedError(Exception):
    """A form says no decision that can be taken. ``words`` is the key of the sentence for that."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@router.get(_DECISION, response_class=HTMLResponse)
def decision(
    request: Request, campaign_id: CampaignDep, visitor: VisitorDep, language: LanguageDep
) -> Response:
    """Show what there is to decide, and what was decided."""
    return _page(request, "decision", _known(campaign_id), visitor, language)


@router.post(_DECISION, response_class=HTMLResponse)
def decide(
    request: Request,
    campaign_id: CampaignDep,
    sender: SenderDep,
    language: LanguageDep,
    stated: StatedDep,
) -> Response:
    """Take a decision in, and show what is on record by then."""
    return _answered(request, "decision", _known(campaign_id), sender, language, stated)


@router.get(_WITHDRAWAL, response_class=HTMLResponse)
def withdrawal(
    request: Request, campaign_id: CampaignDep, visitor: VisitorDep, language: LanguageDep
) -> Response:
    """Spell out what a withdrawal means, before it is one."""
    return _page(request, "withdrawal", _known(campaign_id), visitor, language)


@router.post(_WITHDRAWAL, response_class=HTMLResponse)
def withdraw(
    request: Request,
    campaign_id: CampaignDep,
    sender: SenderDep,
    language: LanguageDep,
    stated: StatedDep,
) -> Response:
    """Take a withdrawal in: a rejection, with its reason."""
    no = stated._replace(decision=Decision.REJECT)
    return _answered(request, "withdrawal", _known(campaign_id), sender, language, no)


def _known(campaign_id: str) -> Campaign:
    """Return a campaign. Fails with 404 when there is none of this id."""
    try:
        return ReadableStores(Home.from_environment()).inventory.get(campaign_id)
    except EenmaligError as error:
        if error.code is not Code.CAMPAIGN_UNKNOWN:
            raise
        raise HTTPException(HTTPStatus.NOT_FOUND) from None


def _answered(  # noqa: PLR0913, PLR0917 - who states what about which campaign, on which page
    request: Request,
    template: str,
    campaign: Campaign,
    sender: Visitor,
    language: str,
    stated: Stated,
) -> Response:
    """Take an answer in and lead to what is on record; or show the page again, and why not."""
    if not sender.answers(campaign.city):
        raise HTTPException(HTTPStatus.FORBIDDEN)
    try:
        _take(campaign, sender, _option(campaign, stated))
    except MisstatedError as error:
        words, status = error.words, HTTPStatus.BAD_REQUEST
    except EenmaligError as error:
        if error.code not in STATUS:
            raise
        log.info("An answer by %s is refused [%s].", sender.staff_id, error.code)
        words, status = str(error.code), STATUS[error.code]
    else:
        return RedirectResponse(_here(request, campaign), HTTPStatus.SEE_OTHER)
    # Whoever withdraws is told what became of that, and of the approval.
    refused = f"withdraw_{words}" if template == "withdrawal" else words
    return _page(request, template, campaign, sender, language, refused, status)


def _option(campaign: Campaign, stated: Stated) -> Option:
    """Return what somebody decided. Fails unless it is one option, of the dossier before them."""
    if stated.decision not in set(Decision):
        raise MisstatedError("no_decision")
    if stated.decision == Decision.REJECT:
        if stated.reason not in set(Reason):
            raise MisstatedError("no_reason")
        return Option(Decision.REJECT, Reason(stated.reason))
    if stated.reason:
        raise MisstatedError("reason_with_approval")
    if stated.dossier != _signed_digest(campaign):
        raise MisstatedError("other_dossier")
    return Option(Decision.APPROVE)


def _signed_digest(campaign: Campaign) -> str | None:
    """Return the digest of the dossier that an approver can have read; None where there is none."""
    stores = ReadableStores(Home.from_environment())
    try:
        dossier = signed_dossier(stores.folder(campaign.id), stores.records(campaign.id))
    except EenmaligError as error:
        if error.code is not Code.DOSSIER_CHANGED:
            raise
        return None
    return str(dossier["digest"])


def _take(campaign: Campaign, sender: Visitor, option: Option) -> None:
    """Keep an answer, and have Airflow's request go on. Fails when it does not count."""
    home = Home.from_environment()
    records = ReadableStores(home).records(campaign.id)
    authority = authority_of(records, sender.staff_id, sender.user_id)
    if authority is None:
        raise EenmaligError(Code.APPROVAL_NOT_YOURS)
    given = GivenAnswer(
        authority,
        sender.user_id,
        sender.staff_id,
        option.decision,
        datetime.now(UTC),
        option.reason,
    )
    door(home).take(campaign.city, campaign.run, given)
    door(home).pusher.look_now()


def _page(  # noqa: PLR0913, PLR0917 - which page of which campaign, for whom, and what was refused
    request: Request,
    template: str,
    campaign: Campaign,
    visitor: Visitor,
    language: str,
    refused: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """Return a page. There is none of a withdrawal where there is nothing to withdraw."""
    may_answer = visitor.answers(campaign.city)
    looker = Onlooker(
        visitor.staff_id,
        visitor.user_id,
        answers=may_answer,
        # The data team made the hand-over; it is not told whom a count of one points at.
        sees_small=not visitor.triggers(campaign.city),
    )
    stores = ReadableStores(Home.from_environment())
    view = decision_view(stores, campaign, looker, language, datetime.now(UTC))
    here = _here(request, campaign)
    if template == "withdrawal" and not view["may"].withdraw:
        if not refused:
            return RedirectResponse(here, HTTPStatus.SEE_OTHER)
        template = "decision"
    page = show(
        request,
        template,
        language,
        visitor,
        here=here,
        token=form_token(visitor),
        refused=refused,
        **view,
    )
    page.status_code = status
    return page


def _here(request: Request, campaign: Campaign) -> str:
    base = str(request.scope.get("root_path", "")).rstrip("/")
    return f"{base}{decision_path(campaign.id)}"
