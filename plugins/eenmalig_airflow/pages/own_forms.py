"""A form that changes something is taken only from a page of ours that its sender had opened."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from airflow.configuration import conf
from fastapi import Depends, Form, HTTPException, Request
from itsdangerous import BadData, URLSafeTimedSerializer

from eenmalig_airflow.pages.page_links import base_url
from eenmalig_airflow.pages.visitors import Visitor, VisitorDep

# So long a page may stand open before its form is sent.
OPEN_SECONDS = 8 * 3600
_SALT = "eenmalig pages"
_REFUSED = "not our form"
# What a browser leaves out of an origin.
_PORTS = {"http": 80, "https": 443}


def form_token(visitor: Visitor) -> str:
    """Return what a page writes into its form: it is worth nothing to anybody else."""
    return str(_serializer().dumps(visitor.user_id))


def own_form(request: Request, visitor: VisitorDep, token: Annotated[str, Form()] = "") -> Visitor:
    """Return who sent a form of ours.

    Fails with 400 when it came from elsewhere, from somebody else's page, or from none.
    """
    if not (_is_ours(request) and _is_theirs(token, visitor)):
        raise HTTPException(HTTPStatus.BAD_REQUEST, _REFUSED)
    return visitor


SenderDep = Annotated[Visitor, Depends(own_form)]


def _is_ours(request: Request) -> bool:
    """Whether a browser says that the form stood on a page of this server."""
    configured = _origin(base_url())
    stated = _origin(request.headers.get("origin", ""))
    site = request.headers.get("sec-fetch-site", "same-origin")
    ours = configured or _origin(str(request.base_url))
    return stated is not None and stated == ours and site == "same-origin"


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """Return scheme, host and port, however these are spelled; None where no host is named."""
    try:
        parts = urlsplit(address)
        port = _PORTS.get(parts.scheme) if parts.port is None else parts.port
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None


def _is_theirs(token: str, visitor: Visitor) -> bool:
    try:
        return bool(_serializer().loads(token, max_age=OPEN_SECONDS) == visitor.user_id)
    except BadData:
        return False


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(conf.get_mandatory_value("api", "secret_key"), salt=_SALT)
