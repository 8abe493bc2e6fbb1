"""The page of all campaigns that a visitor may see."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.stores.home import Home
from eenmalig_airflow.pages.showing import show
from eenmalig_airflow.pages.visitors import LanguageDep, VisitorDep

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
def campaigns(request: Request, visitor: VisitorDep, language: LanguageDep) -> HTMLResponse:
    """Show every campaign that the visitor may see, the newest first."""
    stores = ReadableStores(Home.from_environment())
    campaigns = [each for each in stores.campaigns() if visitor.reads(each.city)]
    return show(request, "campaigns", language, visitor, campaigns=campaigns)
