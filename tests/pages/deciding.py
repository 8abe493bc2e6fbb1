"""The people of a decision, and their doors: the page, and Airflow's own request."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.bench import APPROVERS, CITY, STAFF
from tests.pages.conftest import ORIGIN, Person

from eenmalig.domain.approvals import Option, Reason
from eenmalig.stores.answers import GivenAnswer

if TYPE_CHECKING:
    from httpx import Response
    from tests.bench import Bench
    from tests.pages.conftest import Browser

    from eenmalig.domain.approvals import Decision

HERE = frozenset({CITY})


def approver(authority: str) -> Person:
    staff_id = APPROVERS[authority]
    return Person(staff_id, str(STAFF[staff_id]), answering=HERE)


POLICE, MUNICIPALITY, PROSECUTOR = map(approver, APPROVERS)
DATA_TEAM = Person("data-team-lelystad", "2", triggering=HERE)
COMPLIANCE = Person("compliance", "3")


def place(bench: Bench) -> str:
    return f"/campagnes/{bench.campaign.id}/besluit"


def approve(bench: Bench, browser: Browser) -> Response:
    """Approve as the page lets somebody do it."""
    return browser.send(browser.open(place(bench)), place(bench), decision="approve")


def reject(bench: Bench, browser: Browser, reason: str = "text") -> Response:
    page = browser.open(place(bench))
    return browser.send(page, place(bench), decision="reject", reason=reason)


def withdraw(bench: Bench, browser: Browser, reason: str = "moment") -> Response:
    path = f"{place(bench)}/intrekken"
    return browser.send(browser.open(path), path, reason=reason)


def token_of(person: Person) -> str:
    """Return what a page of ours writes into a form of this person's."""
    from eenmalig_airflow.pages.own_forms import form_token  # noqa: PLC0415 - as in the fixtures
    from eenmalig_airflow.pages.visitors import Visitor  # noqa: PLC0415 - as above

    return form_token(Visitor(None, person.user_id, person.staff_id))


def posted(browser: Browser, path: str, person: Person, **fields: str) -> Response:
    """Post a form of ours without having seen the page, as an open tab of before could."""
    stated = {"token": token_of(person), **fields}
    answer: Response = browser.client.post(path, data=stated, headers={"Origin": ORIGIN})
    return answer


def digest_of(bench: Bench) -> str:
    """Return the digest that an approval is bound to."""
    (record,) = bench.records("dossier")
    return str(record.data["digest"])


def ask_besides(bench: Bench, people: dict[str, str]) -> None:
    """Sign another question to the police, to others than before."""
    question = {**bench.records("approval_requested")[0].data, "asked": people}
    with bench.stores.evidence(bench.campaign.id).commit() as commit:
        commit.record("approval_requested", question, datetime.now(UTC))


def by_airflow(bench: Bench, authority: str, decision: Decision, **who: str) -> None:
    """Answer through the door that Airflow's own request has."""
    from eenmalig_airflow.answers.door import door  # noqa: PLC0415 - as above

    staff_id = who.get("staff_id", APPROVERS[authority])
    user_id = who.get("user_id", str(STAFF.get(staff_id)))
    option = Option(decision, Reason.TEXT if decision == "reject" else None)
    given = GivenAnswer(authority, user_id, staff_id, decision, datetime.now(UTC), option.reason)
    door(bench.home).take(CITY, bench.campaign.run, given)


def on_record(bench: Bench) -> list[tuple[str, str, str, str | None]]:
    """Return all that was taken in, as it stands in the answers."""
    return [
        (given.authority, given.staff_id, str(given.decision), given.reason)
        for given in bench.stores.answers.of_run(bench.campaign.run)
    ]


def words_of(page: Any) -> str:
    """Return what a person reads on a page, its spaces made one."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())
