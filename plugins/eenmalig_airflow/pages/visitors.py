"""Who looks at a page, as Airflow knows them, and what that person may do in a city."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails
from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import Depends, HTTPException, Request

from eenmalig.domain.campaign import CAMPAIGN_ID
from eenmalig.pages.page_words import language_of
from eenmalig.settings.loading import cities
from eenmalig_airflow.auth.rights import STOPS, VERIFICATION, dag_id


@dataclass(frozen=True)
class Visitor:
    """A person whom Airflow let in."""

    user: Any
    user_id: str
    staff_id: str

    def reads(self, city: str) -> bool:
        """Whether they may see a city's campaigns."""
        return self._may("GET", dag_id(city))

    def triggers(self, city: str) -> bool:
        """Whether they may begin a campaign of a city."""
        return self._may("POST", dag_id(city), DagAccessEntity.RUN)

    def answers(self, city: str) -> bool:
        """Whether they may answer for an authority of a city. Which one, the question says."""
        return self._may("PUT", dag_id(city), DagAccessEntity.HITL_DETAIL)

    def stops(self, city: str) -> bool:
        """Whether they may stop a campaign of a city."""
        return self.triggers(city) or self.answers(city) or self._may_stop_any()

    def verifies(self) -> bool:
        """Whether they may have somebody look whether everything is gone."""
        return self._may("POST", VERIFICATION, DagAccessEntity.RUN)

    def cities(self) -> list[str]:
        """Return the cities whose campaigns they may see."""
        return [city for city in cities() if self.reads(city)]

    def _may_stop_any(self) -> bool:
        manager = get_auth_manager()
        return bool(
            manager.is_authorized_custom_view(method="PUT", resource_name=STOPS, user=self.user)
        )

    def _may(self, method: Any, dag: str, part: DagAccessEntity | None = None) -> bool:
        return bool(
            get_auth_manager().is_authorized_dag(
                method=method,
                access_entity=part,
                details=DagDetails(id=dag),
                user=self.user,
            )
        )


def visitor_of(user: GetUserDep) -> Visitor:
    """Return who makes a request. Fails with 401 where Airflow knows nobody."""
    known: Any = user
    return Visitor(known, str(known.get_id()), str(known.get_name()))


VisitorDep = Annotated[Visitor, Depends(visitor_of)]


def language_for(request: Request) -> str:
    """Return the language of a request's browser."""
    return language_of(request.headers.get("accept-language", ""))


LanguageDep = Annotated[str, Depends(language_for)]


def readable_campaign(campaign_id: str, visitor: VisitorDep) -> str:
    """Return the id of a campaign in the path.

    Fails with 403 where its city is not the visitor's to see, whether there is such a campaign or
    not, and with 404 where it is no id of a campaign.
    """
    # It begins with its city: who may see it is decided before it is looked up.
    parts = CAMPAIGN_ID.fullmatch(campaign_id)
    if parts is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if not visitor.reads(parts["city"]):
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return campaign_id


CampaignDep = Annotated[str, Depends(readable_campaign)]
