"""What one authority is asked: told apart in a list by its first words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench import CASE

from eenmalig.documents.moments import moment
from eenmalig.documents.words import words

if TYPE_CHECKING:
    from tests.bench import Bench


def test_a_request_begins_with_whose_it_is_which_case_and_until_when(bench: Bench) -> None:
    asked = bench.ask("police")
    assert asked is not None
    (record,) = bench.records("approval_requested")
    until = moment(record.data["answer_by"], words("nl"))
    assert asked.subject.startswith(f"Politie, zaak {CASE}, vóór {until}: ")
    assert asked.subject.endswith(f"{bench.campaign.id}. OEFENING")
    assert asked.campaign == bench.campaign.id
