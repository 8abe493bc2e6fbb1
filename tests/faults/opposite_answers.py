"""Two officers of one authority answer at the same moment, one yes and one no.

``python -m tests.faults.opposite_answers [TIMES]`` does that a hundred times in a real Airflow,
and prints what came of it. It fails when anybody was told what is not so, or anything was sent.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.airflow.campaigns import OFFICERS, TWO_OFFICERS, Begun, begin, whole_airflow

from eenmalig.domain.approvals import Decision
from eenmalig.stores.answers import Answers
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from standalone.running import Airflow

TASK = "legal_approval.ask_police"
AT_ONCE = 10
APPROVES, REJECTS = OFFICERS
OPTION = {APPROVES: "Akkoord", REJECTS: "Niet akkoord: de tekst"}
# So far apart their requests begin: both are under way together, and either may be first.
APART_SECONDS = 0.005


class Seen(NamedTuple):
    """What became of one campaign about which two answered against each other."""

    told: dict[str, int]
    truthful: bool
    rejected: bool
    state: str


def answer_against_each_other(begun: Begun, first: str) -> dict[str, int]:
    """Let both officers answer at once, ``first`` a little sooner; return what each was told."""
    told: dict[str, int] = {}
    clients = {officer: begun.airflow.client(officer) for officer in OFFICERS}
    barrier = threading.Barrier(len(OFFICERS))

    def answer(officer: str) -> None:
        barrier.wait()
        time.sleep(0 if officer == first else APART_SECONDS)
        response = clients[officer].answer(begun.dag, begun.run, TASK, OPTION[officer])
        told[officer] = response.status

    threads = [threading.Thread(target=answer, args=(officer,)) for officer in OFFICERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def what_became_of(begun: Begun, told: dict[str, int]) -> Seen:
    """Return how a campaign ended, compared with what its officers were told."""
    state = begun.airflow.client("admin").wait_for_run(begun.dag, begun.run, 300)
    kept = Answers(begun.airflow.home).of_run(begun.run_key)
    on_record = {answer.staff_id for answer in kept}
    # 409 means that another answer stands: only an approval can come after one.
    truth = {REJECTS: 200, APPROVES: 200 if APPROVES in on_record else 409}
    signed = [record.data for record in begun.records("approval_answered")]
    rejected = any(
        (answer["staff_id"], answer["decision"]) == (REJECTS, Decision.REJECT) for answer in signed
    )
    return Seen(told, told == truth and REJECTS in on_record, rejected, state)


def many(airflow: Airflow, times: int, name: str = "opposite") -> Sequence[Seen]:
    """Do it ``times`` times, the yes first and the no first in turn, some campaigns at once."""
    seen: list[Seen] = []
    for start in range(0, times, AT_ONCE):
        positions = range(start, min(start + AT_ONCE, times))
        begun = [begin(airflow, TWO_OFFICERS, f"{name}-{position}") for position in positions]
        for campaign in begun:
            campaign.until_asked()
        told = [
            answer_against_each_other(campaign, OFFICERS[position % len(OFFICERS)])
            for position, campaign in zip(positions, begun, strict=True)
        ]
        seen += [what_became_of(*each) for each in zip(begun, told, strict=True)]
    return seen


def main(times: int) -> int:
    """Run it and print what came of it. Return 0 when all holds."""
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        running() as gateway,
        whole_airflow(Path(folder), gateway) as airflow,
    ):
        seen = many(airflow, times)
        messages = gateway.counts()["posts"]
    truthful = sum(each.truthful for each in seen)
    rejected = sum(each.rejected for each in seen)
    green = sum(each.state == "success" for each in seen)
    yes_first = sum(each.told[APPROVES] == 200 for each in seen)
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(
        f"{messages} messages; the no on record {rejected} times, everybody told truly {truthful} "
        f"times; {green} runs green; the yes came first {yes_first} times; {minutes:.1f} minutes\n"
    )
    return int((messages, truthful, rejected, green) != (0, times, times, times))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 100))
