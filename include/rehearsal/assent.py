"""Whether every authority was asked exactly once and answered exactly once, on both records.

Our ledger and Airflow's own database are read apart: neither is taken from the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.evidence.ledger import open_ledger
from eenmalig.evidence.signing import Trust
from eenmalig.settings.loading import load_city

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rehearsal.campaign import DrivenCampaign
    from standalone.api import Client
    from standalone.running import Airflow


def departures(airflow: Airflow, campaign: DrivenCampaign) -> list[str]:
    """Return how a campaign departs from one question and one answer an authority, in words."""
    client = airflow.client("admin")
    return [
        departure
        for authority in AUTHORITIES
        for departure in (
            *_in_the_ledger(airflow, campaign, authority),
            *_in_airflow(client, campaign, authority),
        )
    ]


def _in_the_ledger(airflow: Airflow, campaign: DrivenCampaign, authority: str) -> Iterator[str]:
    home = airflow.home
    records = open_ledger(home.evidence / str(campaign.id), Trust(home.trust))
    for kind in ("approval_requested", "approval_answered"):
        count = sum(
            record.kind == kind and record.data["authority"] == authority for record in records
        )
        if count != 1:
            yield f"{authority}: {count} records of {kind}"


def _in_airflow(client: Client, campaign: DrivenCampaign, authority: str) -> Iterator[str]:
    task = f"legal_approval.ask_{authority}"
    path = f"/dags/{campaign.dag_id}/dagRuns/{campaign.run_id}/taskInstances/{task}"
    instance: dict[str, Any] = client.get(path).body
    if (instance["state"], instance["try_number"]) != ("success", 1):
        yield f"{authority}: the request is {instance['state']}, attempt {instance['try_number']}"
    detail: dict[str, Any] = client.get(f"{path}/-1/hitlDetails").body
    approver = load_city(campaign.city).authorities.of(authority)[0]
    answered = (detail.get("responded_by_user") or {}).get("name")
    if (answered, detail.get("chosen_options")) != (approver, ["Akkoord"]):
        yield f"{authority}: Airflow does not show the approver's answer"
