"""A page as an answer: rendered for its visitor, in their language, within our navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse

from eenmalig.evidence.signing import only_rehearses
from eenmalig.pages.page_words import page_words
from eenmalig.pages.rendering import render
from eenmalig.stores.home import Home
from eenmalig_airflow.pages.page_links import base_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http import HTTPStatus

    from fastapi import Request

    from eenmalig_airflow.pages.visitors import Visitor

# Each page of the navigation: its path below ours, and its word.
NAVIGATION = (("/", "campaigns"), ("/aanleveringen", "handovers"))
# Airflow's own addresses: its list of DAGs, and where it forgets who somebody is.
_AIRFLOW = "/dags"
_LOG_OUT = "/api/v2/auth/logout"


def show(
    request: Request,
    template: str,
    language: str,
    visitor: Visitor,
    *,
    rehearsal: bool,
    **view: object,
) -> HTMLResponse:
    """Return a page of ours. ``view`` is what its template shows besides the frame.

    ``rehearsal`` is whether what it is about is no more than that. Where nothing but rehearsals is
    signed, every page says so.
    """
    frame = _frame(request, visitor.staff_id, rehearsal=rehearsal)
    if not _is_framed(request):
        frame["outward"] = tuple(_outward(visitor))
    return HTMLResponse(render(template, language, **frame, **view))


def told(
    request: Request, language: str, status: HTTPStatus, words: str, section: str = "common"
) -> HTMLResponse:
    """Return a page that says why something was not shown or done, and that nothing happened."""
    wording = page_words(language)
    heading, said = wording.say("common", "refused"), wording.say(section, words)
    frame = _frame(request, "", rehearsal=False)
    return HTMLResponse(
        render("told", language, **frame, heading=heading, paragraphs=[said]), status
    )


def _frame(request: Request, visitor: str, *, rehearsal: bool) -> dict[str, object]:
    base = str(request.scope.get("root_path", "")).rstrip("/")
    here = request.scope["path"].removeprefix(base)
    navigation = [
        {"path": path, "word": word, "current": here == path} for path, word in NAVIGATION
    ]
    return {
        "base": base,
        "navigation": navigation,
        "visitor": visitor,
        "outward": (),
        "rehearsal": rehearsal or only_rehearses(Home.from_environment().trust),
    }


def _is_framed(request: Request) -> bool:
    """Whether a browser shows the page within Airflow, which has these links and lets none out."""
    return request.headers.get("sec-fetch-dest") == "iframe"


def _outward(visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Give where a page by itself leads out of ours: the address, and its word.

    Whoever only decides has nothing to do among Airflow's buttons.
    """
    if visitor.verifies() or any(map(visitor.triggers, visitor.cities())):
        yield f"{base_path()}{_AIRFLOW}", "airflow"
    yield f"{base_path()}{_LOG_OUT}", "log_out"
