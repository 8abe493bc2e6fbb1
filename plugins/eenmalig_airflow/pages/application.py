"""The application of all pages: its routes, and what a person reads when one is refused."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import SQLAlchemyError

from eenmalig.errors import Code, EenmaligError
from eenmalig.pages.rendering import STATIC
from eenmalig_airflow.gauges import sending_gauges
from eenmalig_airflow.pages import (
    campaign_page,
    campaigns_page,
    decision_page,
    handovers_page,
    run_page,
    stop_page,
)
from eenmalig_airflow.pages.form_sizes import SmallForms
from eenmalig_airflow.pages.page_headers import PageHeaders
from eenmalig_airflow.pages.page_links import base_path
from eenmalig_airflow.pages.showing import told
from eenmalig_airflow.pages.visitors import language_for

if TYPE_CHECKING:
    from fastapi import Response

log = logging.getLogger(__name__)

ROUTERS = (
    campaigns_page.router,
    campaign_page.router,
    decision_page.router,
    handovers_page.router,
    run_page.router,
    stop_page.router,
)
_WORDS = {
    HTTPStatus.BAD_REQUEST: "not_our_form",
    HTTPStatus.FORBIDDEN: "not_yours",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "not_our_form",
    HTTPStatus.SERVICE_UNAVAILABLE: "not_now",
}


def application() -> FastAPI:
    """Return the application that Airflow mounts."""
    pages = FastAPI(
        title="Eenmalig", docs_url=None, redoc_url=None, openapi_url=None, lifespan=sending_gauges
    )
    pages.add_middleware(SmallForms)
    pages.add_middleware(PageHeaders)
    pages.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        pages.include_router(router)
    pages.add_exception_handler(HTTPException, _refused)
    pages.add_exception_handler(HTTPStatus.NOT_FOUND, _refused)
    pages.add_exception_handler(RequestValidationError, _refused)
    for unreadable in (EenmaligError, SQLAlchemyError, OSError):
        pages.add_exception_handler(unreadable, _unreadable)
    return pages


def _refused(request: Request, error: Exception) -> Response:
    """Tell why a request is refused; who is not logged in is asked to be, and comes back."""
    malformed = HTTPStatus.NOT_FOUND
    status = HTTPStatus(getattr(error, "status_code", malformed))
    if status == HTTPStatus.UNAUTHORIZED and request.method == "GET":
        return RedirectResponse(_login(request))
    return told(request, language_for(request), status, _WORDS.get(status, "not_there"))


def _unreadable(request: Request, error: Exception) -> Response:
    reason = error.code if isinstance(error, EenmaligError) else type(error).__name__
    log.warning("A page could not be shown [%s].", reason)
    words = "unreadable" if reason == Code.CAMPAIGN_UNREADABLE else "not_now"
    return told(request, language_for(request), HTTPStatus.SERVICE_UNAVAILABLE, words)


def _login(request: Request) -> str:
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{base_path()}/api/v2/auth/login?next={quote(here)}"
