"""The page on which a campaign is stopped, with what that means spelled out first."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from eenmalig.domain.page_paths import campaign_path
from eenmalig.errors import Code, EenmaligError
from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.pages.stop_view import StopView, stop_view
from eenmalig.steps.taking_stops import take_stop
from eenmalig.stores.answers import GivenStop
from eenmalig.stores.home import Home
from eenmalig_airflow.answers.door import door
from eenmalig_airflow.pages.own_forms import SenderDep, form_token
from eenmalig_airflow.pages.showing import show
from eenmalig_airflow.pages.visitors import CampaignDep, LanguageDep, Visitor, VisitorDep

if TYPE_CHECKING:
    from eenmalig.domain.campaign import Campaign

router = APIRouter()

_PATH = f"{campaign_path('{campaign_id}')}/stoppen"


@router.get(_PATH, response_class=HTMLResponse)
def stopping(
    request: Request, campaign_id: CampaignDep, visitor: VisitorDep, language: LanguageDep
) -> HTMLResponse:
    """Show what a stop does, or that it was done, or that it comes too late."""
    stores = ReadableStores(Home.from_environment())
    campaign = _campaign(stores, campaign_id, visitor)
    view = stop_view(stores, campaign, datetime.now(UTC))
    return _page(request, language, visitor, view, unread=False)


@router.post(_PATH, response_class=HTMLResponse)
def stop(
    request: Request,
    campaign_id: CampaignDep,
    visitor: SenderDep,
    language: LanguageDep,
    understood: Annotated[str, Form()] = "",
) -> Response:
    """Stop a campaign durably, wake what waits, and show what has become of it."""
    home = Home.from_environment()
    stores = ReadableStores(home)
    campaign = _campaign(stores, campaign_id, visitor)
    if not understood:
        view = stop_view(stores, campaign, datetime.now(UTC))
        return _page(request, language, visitor, view, unread=True)
    given = GivenStop(visitor.user_id, visitor.staff_id, datetime.now(UTC))
    try:
        take_stop(home, stores.answers, campaign.run, given)
    except EenmaligError as error:
        if error.code is not Code.ANSWER_TOO_LATE:
            raise
    door(home).pusher.look_now()
    return RedirectResponse(request.url.path, HTTPStatus.SEE_OTHER)


def _page(
    request: Request, language: str, visitor: Visitor, view: StopView, *, unread: bool
) -> HTMLResponse:
    return show(
        request,
        "stop",
        language,
        visitor,
        rehearsal=view.rehearsal,
        view=view,
        token=form_token(visitor),
        unread=unread,
    )


def _campaign(stores: ReadableStores, campaign_id: str, visitor: Visitor) -> Campaign:
    """Return a campaign that its visitor may stop. Fails with 404 or 403 otherwise."""
    try:
        campaign = stores.inventory.get(campaign_id)
    except EenmaligError as error:
        if error.code is not Code.CAMPAIGN_UNKNOWN:
            raise
        raise HTTPException(HTTPStatus.NOT_FOUND) from None
    if not visitor.stops(campaign.city):
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return campaign
