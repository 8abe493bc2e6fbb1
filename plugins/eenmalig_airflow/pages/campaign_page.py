"""The page of one campaign, a check of its evidence, and what can be taken along of it."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from eenmalig.documents.publication import BLOCKS, HTML, TEXT
from eenmalig.domain.page_paths import campaign_path
from eenmalig.errors import Code, EenmaligError
from eenmalig.pages.campaign_check import check
from eenmalig.pages.campaign_seen import see
from eenmalig.pages.campaign_view import campaign_view
from eenmalig.pages.check_view import check_view
from eenmalig.pages.evidence_archive import archive, blocks, document
from eenmalig.pages.own_decisions import may_take_back
from eenmalig.pages.page_words import page_words
from eenmalig.pages.public_texts import public_text, public_texts, taken_as
from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.stores.home import Home
from eenmalig_airflow.pages.own_forms import SenderDep, form_token
from eenmalig_airflow.pages.showing import show, told
from eenmalig_airflow.pages.visitors import CampaignDep, LanguageDep, Visitor, VisitorDep

if TYPE_CHECKING:
    from eenmalig.domain.campaign import Campaign

router = APIRouter()

_PAGE = campaign_path("{campaign_id}")
# What is given by which name, and as what.
_KINDS = {HTML: "text/html; charset=utf-8", TEXT: "text/plain; charset=utf-8"}
_DOCUMENTS = {"report.html": _KINDS[HTML], "certificate.pdf": "application/pdf"}
_TEXTS = {block.name: _KINDS[block.ending] for block in BLOCKS}
_EVIDENCE = "evidence.zip"
# What is said where there is none of it.
_NONE = {
    _EVIDENCE: "not_begun",
    **dict.fromkeys(_DOCUMENTS, "not_made"),
    **dict.fromkeys(_TEXTS, "no_text"),
}


@router.get(_PAGE, response_class=HTMLResponse)
def campaign(
    request: Request, campaign_id: CampaignDep, visitor: VisitorDep, language: LanguageDep
) -> HTMLResponse:
    """Show one campaign, also where its evidence does not hold."""
    stores = ReadableStores(Home.from_environment())
    known = _known(stores, campaign_id)
    seen, now = see(stores, known), datetime.now(UTC)
    view = campaign_view(seen, language, now, sees_small=_sees_small(visitor, known.city))
    answers = known.open and visitor.answers(known.city)
    return show(
        request,
        "campaign",
        language,
        visitor,
        here=_here(request, campaign_id),
        token=form_token(visitor),
        may_decide=answers,
        may_take_back=answers and may_take_back(seen, visitor.staff_id, visitor.user_id, now),
        may_stop=visitor.stops(known.city),
        editions=public_texts(stores, seen),
        taken_as=lambda name: taken_as(name, page_words(language)),
        **view,
    )


@router.post(f"{_PAGE}/controle", response_class=HTMLResponse)
def check_now(
    request: Request, campaign_id: CampaignDep, sender: SenderDep, language: LanguageDep
) -> HTMLResponse:
    """Check a campaign's evidence, and show what that came to. Nothing of it is kept."""
    stores = ReadableStores(Home.from_environment())
    sees_small = _sees_small(sender, _known(stores, campaign_id).city)
    view = check_view(check(stores, campaign_id), language, sees_small=sees_small)
    return show(
        request,
        "verified",
        language,
        sender,
        campaign_id=campaign_id,
        here=_here(request, campaign_id),
        token=form_token(sender),
        **view,
    )


@router.get(f"{_PAGE}/download/{{what}}")
def download(
    request: Request,
    campaign_id: CampaignDep,
    visitor: VisitorDep,
    language: LanguageDep,
    what: str,
) -> Response:
    """Hand out a document, a text for the public or the evidence; or say why there is none."""
    stores = ReadableStores(Home.from_environment())
    known = _known(stores, campaign_id)
    if what not in _NONE:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if what == _EVIDENCE and not _sees_small(visitor, known.city):
        raise HTTPException(HTTPStatus.FORBIDDEN)
    is_text = what in _TEXTS
    name = taken_as(what, page_words(language)) if is_text else what
    named = {"Content-Disposition": f'attachment; filename="{campaign_id}-{name}"'}
    try:
        if what == _EVIDENCE:
            packed = archive(stores, campaign_id)
            if packed is not None:
                return StreamingResponse(blocks(packed), HTTPStatus.OK, named, "application/zip")
        else:
            content = (
                public_text(stores, known, what) if is_text else document(stores, campaign_id, what)
            )
            if content is not None:
                return Response(content, HTTPStatus.OK, named, {**_DOCUMENTS, **_TEXTS}[what])
    except EenmaligError as error:
        if error.code is not Code.EVIDENCE_INVALID:
            raise
        return told(request, language, HTTPStatus.CONFLICT, "not_handed_out", "campaign")
    return told(request, language, HTTPStatus.NOT_FOUND, _NONE[what], "campaign")


def _known(stores: ReadableStores, campaign_id: str) -> Campaign:
    """Return a campaign. Fails with 404 when there is none of this id."""
    try:
        return stores.inventory.get(campaign_id)
    except EenmaligError as error:
        if error.code is not Code.CAMPAIGN_UNKNOWN:
            raise
        raise HTTPException(HTTPStatus.NOT_FOUND) from None


def _sees_small(visitor: Visitor, city: str) -> bool:
    """Whether counts under 5 are shown: the data team is not told whom a count of one points at."""
    return not visitor.triggers(city)


def _here(request: Request, campaign_id: str) -> str:
    base = str(request.scope.get("root_path", "")).rstrip("/")
    return f"{base}{campaign_path(campaign_id)}"
