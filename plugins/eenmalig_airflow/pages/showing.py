"""A page as an answer: rendered for its visitor, in their language, within our navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse

from eenmalig.evidence.signing import only_rehearses
from eenmalig.pages.page_words import page_words
from eenmalig.pages.rendering import render
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from http import HTTPStatus

    from fastapi import Request

    from eenmalig_airflow.pages.visitors import Visitor

# Each page of the navigation: its path below ours, and its word.
NAVIGATION = (("/", "campaigns"), ("/aanleveringen", "handovers"))


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
        "rehearsal": rehearsal or only_rehearses(Home.from_environment().trust),
    }
