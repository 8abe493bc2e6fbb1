"""The page of all campaigns that a visitor may see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from eenmalig.pages.campaign_list import ORDERS, WantedList, campaign_list
from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.stores.home import Home
from eenmalig_airflow.pages.showing import show
from eenmalig_airflow.pages.visitors import LanguageDep, VisitorDep

router = APIRouter()


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
) -> HTMLResponse:
    """Show a page of the campaigns that the visitor may see."""
    stores = ReadableStores(Home.from_environment())
    cities = [city for city in stores.inventory.cities() if visitor.reads(city)]
    listed = stores.inventory.listed(cities)
    shown = campaign_list(listed, chosen, datetime.now(UTC), stores.summary)
    return show(request, "campaigns", language, visitor, list=shown, orders=ORDERS)
