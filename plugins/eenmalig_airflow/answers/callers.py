"""Who calls the API server, as Airflow itself knows them; whoever is not known is refused here.

Credentials are read with the very functions that Airflow's own security uses, so that both sides
see the same person.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails
from fastapi.security.utils import get_authorization_scheme_param
from jwt import ExpiredSignatureError, InvalidTokenError
from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    from collections.abc import MutableMapping


class Caller(NamedTuple):
    """A person whom Airflow let in and lets answer: the number and the id of the user."""

    user_id: str
    staff_id: str


class NotLetInError(Exception):
    """Nobody may answer with these credentials, or nobody can tell just now."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


async def caller_of(scope: MutableMapping[str, Any], dag: str) -> Caller:
    """Return who makes a request, if Airflow knows them and lets them answer for ``dag``.

    Fails with the status to refuse them with. A defect or a lost database is no answer to who
    somebody is: then nobody is let in.
    """
    token = _token(scope)
    if not token:
        raise NotLetInError(HTTPStatus.UNAUTHORIZED)
    try:
        user: Any = await get_auth_manager().get_user_from_token(token)
        may = await asyncio.to_thread(_may_answer, user, dag)
    except ExpiredSignatureError:
        raise NotLetInError(HTTPStatus.UNAUTHORIZED) from None
    except InvalidTokenError:
        raise NotLetInError(HTTPStatus.FORBIDDEN) from None
    except Exception:  # noqa: BLE001 - whoever it is, they are not known now
        raise NotLetInError(HTTPStatus.SERVICE_UNAVAILABLE) from None
    if not may:
        raise NotLetInError(HTTPStatus.FORBIDDEN)
    return Caller(str(user.get_id()), str(user.get_name()))


def _may_answer(user: Any, dag: str) -> bool:
    return bool(
        get_auth_manager().is_authorized_dag(
            method="PUT",
            access_entity=DagAccessEntity.HITL_DETAIL,
            details=DagDetails(id=dag),
            user=user,
        )
    )


def _token(scope: MutableMapping[str, Any]) -> str:
    """Return the token where Airflow looks for it: a stated bearer first, then its own cookie."""
    connection = HTTPConnection(scope)
    scheme, token = get_authorization_scheme_param(connection.headers.get("authorization"))
    if scheme.lower() == "bearer" and token:
        return str(token)
    return str(connection.cookies.get(COOKIE_NAME_JWT_TOKEN) or "")
