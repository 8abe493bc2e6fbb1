"""Many campaigns in one real Airflow: begun, answered, followed to their ends."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.evidence.ledger import open_ledger
from eenmalig.evidence.reading import latest
from eenmalig.evidence.signing import Trust
from eenmalig.settings.loading import load_city
from eenmalig.stores.inventory import Inventory
from eenmalig_airflow.auth.rights import dag_id
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from standalone.api import Client
    from standalone.running import Airflow

BETWEEN_LOOKS_SECONDS = 0.3
ENDED = ("success", "failed")


@dataclass(frozen=True)
class Campaign:
    """One campaign in Airflow: a city's DAG, a run of it, and the name of its hand-over."""

    city: str
    run: str
    handover: str

    @property
    def dag(self) -> str:
        """The city's DAG."""
        return dag_id(self.city)


class Many:
    """The campaigns of one Airflow, seen as its people see them."""

    def __init__(self, airflow: Airflow) -> None:
        self.airflow = airflow
        self._clients: dict[str, Client] = {}

    def client(self, staff_id: str) -> Client:
        """Return a client that is logged in once."""
        if staff_id not in self._clients:
            self._clients[staff_id] = self.airflow.client(staff_id)
        return self._clients[staff_id]

    def begin(self, city: str, handover: str, recipients: int) -> Campaign:
        """Lay a made-up hand-over down and trigger the city's DAG with it."""
        folder = self.airflow.home.handover / city / handover
        make_handover(
            folder, city=city, case_reference=f"PL-{handover.upper()}", recipients=recipients
        )
        staff = load_city(city).data_team[0]
        answer = self.client(staff).trigger(dag_id(city), {"handover": handover})
        while answer.status == HTTPStatus.INTERNAL_SERVER_ERROR:  # its own database was busy
            time.sleep(BETWEEN_LOOKS_SECONDS)
            answer = self.client(staff).trigger(dag_id(city), {"handover": handover})
        assert answer.status == HTTPStatus.OK, answer
        return Campaign(city, str(answer.body["dag_run_id"]), handover)

    def approver(self, campaign: Campaign, authority: str) -> Client:
        """Return the client of an authority's first approver."""
        return self.client(load_city(campaign.city).authorities.of(authority)[0])

    def waits_for(self, campaign: Campaign) -> str | None:
        """Return the authority whose request waits, if one does."""
        states = self.client("admin").tasks(campaign.dag, campaign.run)
        for authority in AUTHORITIES:
            if states[f"legal_approval.ask_{authority}"] == "awaiting_input":
                return authority
        return None

    def answer(self, campaign: Campaign, authority: str, option: str = "Akkoord") -> None:
        """Answer a request."""
        task = f"legal_approval.ask_{authority}"
        answer = self.approver(campaign, authority).answer(campaign.dag, campaign.run, task, option)
        assert answer.status == 200, answer

    def all_wait(self, campaigns: Sequence[Campaign], seconds: float) -> None:
        """Wait until every campaign has a request that waits."""
        until = time.monotonic() + seconds
        left = list(campaigns)
        while left:
            assert time.monotonic() < until, f"{len(left)} of {len(campaigns)} do not wait"
            left = [campaign for campaign in left if self.waits_for(campaign) is None]
            time.sleep(BETWEEN_LOOKS_SECONDS)

    def follow(self, campaigns: Sequence[Campaign], seconds: float) -> None:
        """Approve every request as it comes, until all runs have ended."""
        until = time.monotonic() + seconds
        answered: set[tuple[Campaign, str]] = set()
        left = list(campaigns)
        while left:
            assert time.monotonic() < until, f"{len(left)} of {len(campaigns)} do not end"
            for campaign in left:
                authority = self.waits_for(campaign)
                if authority and (campaign, authority) not in answered:
                    self.answer(campaign, authority)
                    answered.add((campaign, authority))
            left = [campaign for campaign in left if self.state(campaign) not in ENDED]
            time.sleep(BETWEEN_LOOKS_SECONDS)

    def state(self, campaign: Campaign) -> str:
        """Return the state of a campaign's run."""
        return str(self.client("admin").run(campaign.dag, campaign.run)["state"])

    def took(self, campaign: Campaign) -> float:
        """Return the seconds of an ended run, without those it waited for receipts."""
        run = self.client("admin").run(campaign.dag, campaign.run)
        began, ended = (datetime.fromisoformat(run[name]) for name in ("start_date", "end_date"))
        outcomes = latest(self.records(campaign), "outcomes")
        waited = float(outcomes.data["waited_seconds"]) if outcomes else 0.0
        return (ended - began).total_seconds() - waited

    def in_doubt(self, campaign: Campaign) -> int:
        """Return how many attempts of a campaign were in doubt at first."""
        outcomes = latest(self.records(campaign), "outcomes")
        return int(outcomes.data["in_doubt"]["asked"]) if outcomes else 0

    def records(self, campaign: Campaign) -> list[Any]:
        """Return the campaign's signed records; none before it took anything in."""
        home = self.airflow.home
        known = Inventory(home).of_run(campaign.dag, campaign.run)
        return open_ledger(home.evidence / known.id, Trust(home.trust)) if known else []

    def until_signed(self, campaign: Campaign, authority: str, seconds: float) -> float:
        """Return how many seconds it takes until an authority's answer is signed."""
        began = time.monotonic()
        while not self._signed(campaign, authority):
            assert time.monotonic() - began < seconds, "the answer is not signed"
            time.sleep(0.1)
        return time.monotonic() - began

    def _signed(self, campaign: Campaign, authority: str) -> bool:
        return any(
            record.kind == "approval_answered" and record.data["authority"] == authority
            for record in self.records(campaign)
        )

    def until_asked(self, campaign: Campaign, authority: str, seconds: float) -> float:
        """Return how many seconds it takes until an authority is asked."""
        began = time.monotonic()
        while self.waits_for(campaign) != authority:
            assert time.monotonic() - began < seconds, "the next authority is not asked"
            time.sleep(0.1)
        return time.monotonic() - began

    def verification(self, seconds: float) -> float:
        """Run the verification of destruction; return its seconds, from trigger to end."""
        began = time.monotonic()
        dag = "destruction_verification"
        run = self.client("admin").trigger(dag, {}).body["dag_run_id"]
        state = self.client("admin").wait_for_run(dag, run, seconds)
        assert state == "success", state
        return time.monotonic() - began


def endings(many: Many, campaigns: Iterable[Campaign]) -> set[str]:
    """Return the states in which the runs ended."""
    return {many.state(campaign) for campaign in campaigns}
