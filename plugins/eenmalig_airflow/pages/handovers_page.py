"""The page of hand-overs that wait: what a check came to, and the buttons that try and begin."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from eenmalig.pages.mistake_words import place_in
from eenmalig.pages.page_words import page_words
from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.pages.told_refusals import refusals, told
from eenmalig.pages.waiting_handovers import CityHandovers, city_handovers
from eenmalig.stores.home import Home
from eenmalig_airflow.auth.rights import check_id, dag_id
from eenmalig_airflow.pages.own_forms import SenderDep, form_token
from eenmalig_airflow.pages.page_links import run_path
from eenmalig_airflow.pages.runs_asked_for import last_starts
from eenmalig_airflow.pages.showing import show
from eenmalig_airflow.pages.triggering import trigger
from eenmalig_airflow.pages.visitors import LanguageDep, Visitor, VisitorDep

router = APIRouter()

_PATH = "/aanleveringen"
_Done = Literal["checking", "started", "not_now"]


@router.get(_PATH, response_class=HTMLResponse)
def handovers(
    request: Request, visitor: VisitorDep, language: LanguageDep, done: _Done | None = None
) -> HTMLResponse:
    """Show what waits in each city that the visitor may see."""
    stores = ReadableStores(Home.from_environment())
    cities = [
        {"handovers": _waiting(stores, city), "triggers": visitor.triggers(city)}
        for city in visitor.cities()
    ]
    wording = page_words(language)
    return show(
        request,
        "handovers",
        language,
        visitor,
        rehearsal=False,
        cities=cities,
        token=form_token(visitor),
        done=done,
        run_path=run_path,
        refusals=partial(refusals, wording=wording),
        told=partial(told, wording=wording),
        place=partial(place_in, wording=wording),
    )


@router.post(_PATH + "/{city}/controleren")
def check(
    request: Request, city: str, visitor: SenderDep, handover: Annotated[str, Form()] = ""
) -> Response:
    """Have a worker try a hand-over, or without a name each that was not tried yet."""
    _require_right(visitor, city)
    stores = ReadableStores(Home.from_environment())
    if handover and _waiting(stores, city).find(handover) is None:
        return _back(request, "not_now")
    trigger(check_id(city), visitor, handover=handover or None)
    return _back(request, "checking")


@router.post(_PATH + "/{city}/starten")
def start(
    request: Request, city: str, visitor: SenderDep, handover: Annotated[str, Form()] = ""
) -> Response:
    """Begin a campaign with a hand-over that holds, and that no campaign took in or is about to.

    Of two forms that come within the same moment both may begin a run: the second one's fails
    where it finds that the other took it in.
    """
    _require_right(visitor, city)
    stores = ReadableStores(Home.from_environment())
    found = _waiting(stores, city).find(handover)
    if found is None or not found.may_start:
        return _back(request, "not_now")
    trigger(dag_id(city), visitor, handover=found.name)
    return _back(request, "started")


def _waiting(stores: ReadableStores, city: str) -> CityHandovers:
    return city_handovers(stores, city, partial(last_starts, dag_id(city)))


def _require_right(visitor: Visitor, city: str) -> None:
    if not visitor.triggers(city):
        raise HTTPException(HTTPStatus.FORBIDDEN)


def _back(request: Request, done: _Done) -> Response:
    base = str(request.scope.get("root_path", "")).rstrip("/")
    return RedirectResponse(f"{base}{_PATH}?done={done}", HTTPStatus.SEE_OTHER)
