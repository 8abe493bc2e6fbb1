"""An exclusion list with entries that are no number excludes nobody by them: it is refused."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.bench import CITY, HANDOVER, ends_as

from eenmalig.cleartext.selecting.selection import Selection
from eenmalig.documents.dossier_text import render_dossier
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench

# Three entries of the fourth list that are no number, below the numbers that it has.
ENTRIES = ("X,onbekend", "X,?", "X,1234567")
LISTED = "afgemeld.csv"


def spoil(fresh: Bench, entries: tuple[str, ...], stated: int | None) -> None:
    """Write entries at the end of the fourth list, and state how many are no number."""
    folder = fresh.home.handover / CITY / HANDOVER
    with (folder / LISTED).open("a", encoding="utf-8") as file:
        file.writelines(f"{entry}\r\n" for entry in entries)
    declared = yaml.safe_load((folder / "handover.yaml").read_text())
    entry = declared["exclusions"][3]
    entry["sha256"] = hashlib.sha256((folder / LISTED).read_bytes()).hexdigest()
    if stated is not None:
        entry["accept_unreadable"] = stated
    (folder / "handover.yaml").write_text(yaml.safe_dump(declared))


def refused(code: Code, step: Callable[[], object]) -> EenmaligError:
    with pytest.raises(EenmaligError) as error:
        step()
    assert error.value.code is code
    return error.value


@pytest.mark.parametrize(("stated", "said"), [(None, ""), (2, "states 2, but "), (9, "states 9,")])
def test_a_list_is_refused_while_it_is_taken_in_and_all_is_destroyed(
    fresh: Bench, stated: int | None, said: str
) -> None:
    spoil(fresh, ENTRIES, stated)
    error = refused(Code.LIST_UNREADABLE, fresh.extract)
    (mistake,) = error.mistakes
    assert mistake.startswith("exclusion list 4: ")
    assert said in mistake
    assert "3 entries are no number, in rows " in mistake
    assert mistake.endswith("correct them, or state accept_unreadable: 3")
    assert LISTED not in str(error)
    assert fresh.campaign.state is State.EXTRACTING
    assert not fresh.records("extracted")
    fresh.gateway.forward(600)
    ends_as(fresh, "failed")


def test_exactly_as_many_as_stated_are_accepted_and_approvers_see_it_first(fresh: Bench) -> None:
    spoil(fresh, ENTRIES, 3)
    fresh.extract()
    fresh.normalize()
    assert fresh.kept("dossier.json")["lists"] == [
        {"list": 1, "category": "privileged", "accept_unreadable": 0},
        {"list": 2, "category": "suspects", "accept_unreadable": 0},
        {"list": 3, "category": "owner", "accept_unreadable": 0},
        {"list": 4, "category": "opted_out", "accept_unreadable": 3},
    ]
    (counted,) = fresh.records("normalized")
    assert counted.data["exclusions"]["unreadable"] == 3
    assert counted.data["counts"]["recipients"] == fresh.truth.recipients
    question = fresh.ask("police")
    assert question is not None
    headings = [line for line in question.body.splitlines() if line.startswith("#")]
    assert headings[1] == "## Niet iedereen op de uitsluitingslijsten is uitgesloten"
    fresh.answer("police")
    for authority in ("municipality", "public_prosecutor"):
        fresh.decide(authority)
    fresh.send()
    fresh.collected()
    ends_as(fresh, "completed")


def test_without_such_entries_nothing_comes_before_the_decision(bench: Bench) -> None:
    shown = render_dossier(bench.kept("dossier.json") | {"digest": "d" * 64})
    assert "is uitgesloten" not in shown
    assert "**Uitsluitingslijsten:** 1: geheimhouder; 2: verdachte in de zaak" in shown


def test_entries_that_were_numbers_when_they_were_sealed_must_be_so_when_they_are_counted(
    fresh: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(fresh, ENTRIES, 3)
    fresh.extract()
    monkeypatch.setattr(Selection, "unreadable", property(lambda _: 2))
    refused(Code.COUNTS_DO_NOT_ADD_UP, fresh.normalize)


def test_a_place_that_holds_no_value_is_refused_while_it_is_taken_in(fresh: Bench) -> None:
    folder = fresh.home.handover / CITY / HANDOVER
    declared: dict[str, Any] = yaml.safe_load((folder / "handover.yaml").read_text())
    declared["sources"][2]["also_text"]["contacts"] = ["1-99", 99999]
    (folder / "handover.yaml").write_text(yaml.safe_dump(declared))
    error = refused(Code.PLACE_UNKNOWN, fresh.extract)
    assert error.mistakes == (
        "source 3: also_text: contacts: no value stands at place 2 of its list",
    )
    ends_as(fresh, "failed")
