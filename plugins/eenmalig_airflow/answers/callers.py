"""Who calls the API server, as Airflow itself knows them."""

from __future__ import annotations

import asyncio
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, NamedTuple

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails

if TYPE_CHECKING:
    from collections.abc import Mapping


class Caller(NamedTuple):
    """A person whom Airflow let in and lets answer: the number and the id of the user."""

    user_id: str
    staff_id: str


async def caller_of(scope: Mapping[str, Any], dag: str) -> Caller | None:
    """Return who makes a request, if Airflow knows them and lets them answer for ``dag``."""
    token = _token(scope["headers"])
    if not token:
        return None
    try:
        user: Any = await get_auth_manager().get_user_from_token(token)
        may = await asyncio.to_thread(_may_answer, user, dag)
    except Exception:  # noqa: BLE001 - whatever it is, Airflow itself says so to the caller
        return None
    return Caller(str(user.get_id()), str(user.get_name())) if may else None


def _may_answer(user: Any, dag: str) -> bool:
    return bool(
        get_auth_manager().is_authorized_dag(
            method="PUT",
            access_entity=DagAccessEntity.HITL_DETAIL,
            details=DagDetails(id=dag),
            user=user,
        )
    )


def _token(headers: list[tuple[bytes, bytes]]) -> str:
    """Return the token as Airflow looks for it: a stated bearer first, then its own cookie."""
    named = {name.lower(): value.decode("latin-1") for name, value in headers}
    scheme, _, token = named.get(b"authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token
    try:
        morsel = SimpleCookie(named.get(b"cookie", "")).get(COOKIE_NAME_JWT_TOKEN)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
