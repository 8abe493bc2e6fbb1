"""The page of all campaigns that a visitor may see, and where a verification is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from eenmalig.pages.campaign_list import ORDERS, WantedList, campaign_list, unreadable_rows
from eenmalig.pages.own_decisions import own_decisions
from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.pages.verification_seen import VerificationSeen, verification_seen
from eenmalig.stores.home import Home
from eenmalig_airflow.auth.rights import VERIFICATION
from eenmalig_airflow.pages.own_forms import SenderDep, form_token
from eenmalig_airflow.pages.page_links import run_path
from eenmalig_airflow.pages.runs_asked_for import last_run
from eenmalig_airflow.pages.showing import show
from eenmalig_airflow.pages.triggering import trigger
from eenmalig_airflow.pages.visitors import LanguageDep, Visitor, VisitorDep

router = APIRouter()

_Done = Literal["asked", "already"]


def chosen(
    stad: str = "",
    stand: str = "",
    aandacht: str = "",
    volgorde: str = ORDERS[0],
    pagina: Annotated[int, Query(ge=1)] = 1,
) -> WantedList:
    """Return what the address asks for."""
    return WantedList(stad, stand, aandacht, volgorde, pagina)


@router.get("/", response_class=HTMLResponse)
def campaigns(
    request: Request,
    visitor: VisitorDep,
    language: LanguageDep,
    chosen: Annotated[WantedList, Depends(chosen)],
    done: _Done | None = None,
) -> HTMLResponse:
    """Show a page of the campaigns that the visitor may see."""
    stores = ReadableStores(Home.from_environment())
    cities = [city for city in stores.inventory.cities() if visitor.reads(city)]
    listed = stores.inventory.listed(cities)
    now = datetime.now(UTC)
    shown = campaign_list(listed, chosen, now, stores.summary)
    answering = {city for city in cities if visitor.answers(city)}
    theirs = (each.campaign for each in listed if each.campaign.city in answering)
    return show(
        request,
        "campaigns",
        language,
        visitor,
        rehearsal=False,
        list=shown,
        unreadable=unreadable_rows(stores.inventory.known(), visitor.reads),
        orders=ORDERS,
        has_city=bool(visitor.cities()),
        verification=_verification(stores, visitor),
        token=form_token(visitor),
        done=done,
        run_path=run_path,
        decides=bool(answering),
        own=own_decisions(stores, theirs, visitor.staff_id, visitor.user_id, now),
    )


@router.post("/vernietiging/controleren")
def verify(request: Request, visitor: SenderDep) -> Response:
    """Have a worker look whether everything is gone, unless one looks already.

    Of two forms that come within the same moment both may begin a run, which harms nothing.
    """
    if not visitor.verifies():
        raise HTTPException(HTTPStatus.FORBIDDEN)
    run = last_run(VERIFICATION)
    if run is not None and run.under_way:
        return _back(request, "already")
    trigger(VERIFICATION, visitor)
    return _back(request, "asked")


def _verification(stores: ReadableStores, visitor: Visitor) -> VerificationSeen | None:
    """Return what is told of verifications to whoever may begin one."""
    return verification_seen(stores, last_run(VERIFICATION)) if visitor.verifies() else None


def _back(request: Request, done: _Done) -> Response:
    base = str(request.scope.get("root_path", "")).rstrip("/")
    return RedirectResponse(f"{base}/?done={done}#verification", HTTPStatus.SEE_OTHER)
