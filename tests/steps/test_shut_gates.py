"""A no that was signed stays one, whatever is on record beside it and whatever was lost since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.bench import at_call

from eenmalig.domain.approvals import Decision, Standing
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.install import install
from eenmalig.steps.installation import now

if TYPE_CHECKING:
    from tests.bench import Bench


def is_refused(bench: Bench, code: Code) -> EenmaligError:
    with pytest.raises(EenmaligError) as refused:
        bench.send()
    assert refused.value.code is code
    assert bench.gateway.counts()["posts"] == 0
    assert bench.campaign.sending_began_at is None
    return refused.value


@pytest.mark.parametrize("standing", [Standing.LAPSED, Standing.REJECTED])
def test_a_gate_that_was_ever_not_opened_stays_shut_whatever_a_later_record_says(
    bench: Bench, standing: Standing
) -> None:
    bench.approve()
    signed = bench.records("dossier")[0].data["digest"]
    with bench.stores.evidence(bench.campaign.id).commit() as commit:
        for stands in (standing, Standing.APPROVED):
            commit.record("gate", {"standing": str(stands), "dossier": signed}, now())
    refused = is_refused(bench, Code.APPROVAL_MISSING)
    assert refused.mistakes == ("the gate is on record as not opened",)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("stopped", {"by": "tests"}),
        ("withdrawn", {"by": "tests", "authority": "police", "on_word_of": "police-lelystad"}),
    ],
)
def test_an_end_that_only_the_ledger_knows_is_one(
    bench: Bench, kind: str, data: dict[str, str]
) -> None:
    bench.approve()
    with bench.stores.evidence(bench.campaign.id).commit() as commit:
        commit.record(kind, data, now())
    is_refused(bench, Code.CAMPAIGN_ENDED)


def test_a_rejection_that_was_signed_during_sending_counts_also_when_the_answers_are_lost(
    bench: Bench,
) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    bench.approve()
    at_call(bench, 5, die)
    with pytest.raises(KeyboardInterrupt):
        bench.send()
    bench.answer("police", Decision.REJECT)
    for file in bench.home.answers.iterdir():
        file.unlink()
    install(bench.home, "tests", replace_lost=True)
    bench.send()
    assert bench.gateway.counts()["posts"] == 4
    (ended,) = bench.records("sent")
    assert (ended.data["ended_early"], ended.data["in_doubt"]) == ("withdrawn", 1)
