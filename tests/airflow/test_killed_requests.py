"""Whatever dies while somebody is asked or answers: the answer is signed once, nobody is passed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.airflow.campaigns import OFFICERS, TWO_OFFICERS, Begun, begin, kill_at, until
from tests.airflow.parts import Parts, running_parts

from eenmalig.domain.approvals import AUTHORITIES, Decision
from eenmalig.steps.preconditions import staff_directory
from eenmalig.stores.answers import Answers, GivenAnswer, Taken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rehearsal.gateway import Running

POLICE = OFFICERS[0]
OTHERS = {
    "municipality": f"municipality-{TWO_OFFICERS}",
    "public_prosecutor": f"prosecutor-{TWO_OFFICERS}",
}
SOON_SECONDS = 60


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory, gateway: Running) -> Iterator[Parts]:
    with running_parts(tmp_path_factory.mktemp("parts"), gateway) as started:
        before = gateway.counts()["posts"]
        yield started
        assert gateway.counts()["posts"] == before


def answer(begun: Begun, authority: str, option: str) -> None:
    staff_id = {"police": POLICE, **OTHERS}[authority]
    client = begun.airflow.client(staff_id)
    task = f"legal_approval.ask_{authority}"
    assert client.answer(begun.dag, begun.run, task, option).status == 200


def signed(begun: Begun) -> list[tuple[str, str]]:
    return [
        (record.data["authority"], record.data["decision"])
        for record in begun.records("approval_answered")
    ]


def ends_after(begun: Begun, *answers: tuple[str, str]) -> None:
    """Check that a run ends green, and that everybody was asked once and is on record once."""
    admin = begun.airflow.client("admin")
    assert admin.wait_for_run(begun.dag, begun.run, 120) == "success"
    assert signed(begun) == list(answers)
    asked = [record.data["authority"] for record in begun.records("approval_requested")]
    assert asked == [authority for authority, _ in answers]
    states = admin.tasks(begun.dag, begun.run)
    for authority in AUTHORITIES:
        state = "success" if authority in asked else "skipped"
        assert states[f"legal_approval.ask_{authority}"] == state
    assert states["legal_approval.gate"] == states["send"] == states["watcher"] == "skipped"
    assert states["destroy"] == "success"


def test_the_process_of_a_request_killed_at_each_bad_moment_loses_no_answer(parts: Parts) -> None:
    kill = kill_at("before-approval_requested", parts.folder)
    begun = begin(parts.airflow, TWO_OFFICERS, "killed")
    kill()
    begun.until_asked()
    kill = kill_at("before-approval_answered", parts.folder)
    answer(begun, "police", "Akkoord")
    kill()
    assert signed(begun) == []
    kill = kill_at("after-approval_requested", parts.folder)
    until(lambda: signed(begun) == [("police", "approve")])
    kill()
    begun.until_asked("municipality")
    kill = kill_at("after-approval_answered", parts.folder)
    answer(begun, "municipality", "Akkoord")
    kill()
    begun.until_asked("public_prosecutor")
    answer(begun, "public_prosecutor", "Niet akkoord: de tekst")
    ends_after(
        begun, ("police", "approve"), ("municipality", "approve"), ("public_prosecutor", "reject")
    )


def test_a_scheduler_killed_with_an_answer_under_way_signs_it_when_it_starts_again(
    parts: Parts,
) -> None:
    begun = begin(parts.airflow, TWO_OFFICERS, "unscheduled")
    begun.until_asked()
    parts.kill("scheduler")
    answer(begun, "police", "Akkoord")
    assert [given.staff_id for given in Answers(begun.airflow.home).of_run(begun.run_key)] == [
        POLICE
    ]
    parts.start("scheduler")
    until(lambda: signed(begun) == [("police", "approve")], SOON_SECONDS)
    begun.until_asked("municipality")
    answer(begun, "municipality", "Niet akkoord: de tekst")
    ends_after(begun, ("police", "approve"), ("municipality", "reject"))


def test_an_answer_that_airflow_never_heard_is_signed_soon_after_its_server_starts_again(
    parts: Parts,
) -> None:
    begun = begin(parts.airflow, TWO_OFFICERS, "unheard")
    begun.until_asked()
    parts.kill("api-server")
    home = parts.airflow.home
    user_id = staff_directory(home)[POLICE]
    # What the server had written when it died, before Airflow heard of it.
    given = GivenAnswer("police", user_id, POLICE, Decision.REJECT, datetime.now(UTC))
    assert Answers(home).take(begun.run_key, given, OFFICERS) is Taken.NOW
    parts.start("api-server")
    until(lambda: signed(begun) == [("police", "reject")], SOON_SECONDS)
    until(parts.is_healthy)
    ends_after(begun, ("police", "reject"))
