"""From a run in Airflow to the page of its campaign."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from eenmalig.domain.page_paths import campaign_path
from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.stores.home import Home
from eenmalig_airflow.auth.rights import city_of, dag_id
from eenmalig_airflow.pages.showing import told
from eenmalig_airflow.pages.visitors import LanguageDep, VisitorDep

router = APIRouter()


@router.get("/runs/{dag}/{run}")
def campaign_of_run(
    dag: str, run: str, request: Request, visitor: VisitorDep, language: LanguageDep
) -> Response:
    """Lead to the page of a run's campaign; from a run of no city, to all campaigns.

    Tells so where the run took nothing in. Fails with 403 where its city is not the visitor's.
    """
    base = request.scope.get("root_path", "")
    city = city_of(dag)
    if dag != dag_id(city):
        return RedirectResponse(f"{base}/", HTTPStatus.SEE_OTHER)
    if not visitor.reads(city):
        raise HTTPException(HTTPStatus.FORBIDDEN)
    campaign = ReadableStores(Home.from_environment()).inventory.of_run(dag, run)
    if campaign is None:
        return told(request, language, HTTPStatus.NOT_FOUND, "nothing_taken_in")
    return RedirectResponse(f"{base}{campaign_path(campaign.id)}", HTTPStatus.SEE_OTHER)
