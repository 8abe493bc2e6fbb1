"""What a check tells of each list and source: unreadable entries, shares, places, what follows."""

from __future__ import annotations

import hashlib
import json
from itertools import islice
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from rehearsal import numbers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

PLAIN: dict[str, Any] = {
    "city": "lelystad",
    "case_reference": "PL-2026-0001",
    "criterion": "wie bestelde",
    "legal_basis": {"public_prosecutor": "OM-1", "examining_magistrate": "RC-1"},
}
MOBILES = list(islice(numbers.mobiles(SystemRandom()), 8))
EARLIER = "lelystad-2026-05-01-abcd"
# Seven digits, a word, a sign: nobody can be excluded by these.
NO_NUMBERS = [MOBILES[7][-7:], "onbekend", "?"]


class Given:
    """A hand-over of small tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.declared: dict[str, Any] = {**PLAIN, "sources": [], "exclusions": []}
        folder.mkdir()

    def source(self, *rows: str, header: str = "telefoon", **keys: object) -> Given:
        """Declare a table as a source of calls."""
        return self._table("sources", (header, *rows), {"kind": "calls", "device": "other", **keys})

    def list(self, *rows: str, **keys: object) -> Given:
        """Declare a table as an exclusion list."""
        return self._table("exclusions", ("nummer", *rows), {"category": "privileged", **keys})

    def _table(self, where: str, rows: tuple[str, ...], keys: dict[str, object]) -> Given:
        name = f"{where}{len(self.declared[where])}.csv"
        content = "\n".join(rows).encode()
        (self.folder / name).write_bytes(content)
        entry = {"file": name, "sha256": hashlib.sha256(content).hexdigest(), **keys}
        self.declared[where].append(entry)
        return self

    def written(self) -> Path:
        (self.folder / "handover.yaml").write_text(yaml.safe_dump(self.declared))
        return self.folder


@pytest.fixture
def handed(tmp_path: Path) -> Given:
    return Given(tmp_path / "given")


def test_entries_that_are_no_number_refuse_a_list_and_are_told_by_place(
    command: Command, handed: Given
) -> None:
    folder = handed.source(*MOBILES[:4]).list(MOBILES[0], *NO_NUMBERS, "", "geen").written()
    shown = command.run("handover", "check", folder)
    assert shown.exit_code == 1
    assert "exclusion list 1 (privileged, csv): REFUSED" in shown.stdout.splitlines()
    assert any(line.startswith("total: read 4, ") for line in shown.stdout.splitlines())
    first, todo = shown.stderr.splitlines()
    assert first == (
        "[list-unreadable] exclusion list 1: 4 entries are no number, in rows 3 to 5, 7 of "
        "column 1; correct them, or state accept_unreadable: 4"
    )
    assert todo.startswith("What to do about list-unreadable: Correct these entries")
    assert NO_NUMBERS[0] not in shown.output
    told = json.loads(command.run("handover", "check", folder, "--json").stdout)
    assert told["holds"] is False
    assert told["unreadable"] == 4
    (of_list,) = (each for each in told["exports"] if each["export"] == "exclusion list 1")
    assert of_list["code"] == "list-unreadable"
    assert (of_list["unreadable"], of_list["places"]) == (4, ["-/3-5/1", "-/7/1"])
    # What can be read of the list counts all the same.
    assert told["total"]["excluded"] == {"privileged": 1}


@pytest.mark.parametrize(("stated", "holds"), [(2, False), (3, True), ("3", True), (4, False)])
def test_only_exactly_as_many_as_stated_are_accepted(
    command: Command, handed: Given, stated: object, *, holds: bool
) -> None:
    handed.source(*MOBILES[:4]).list(MOBILES[0], *NO_NUMBERS, accept_unreadable=stated)
    shown = command.run("handover", "check", handed.written())
    assert (shown.exit_code == 0) is holds
    assert (f"accept_unreadable: states {stated}, but 3 entries are no number" in shown.stderr) is (
        not holds
    )
    accepted = "exclusion list 1 (privileged, csv): can be read, but for the 3 entries accepted"
    assert (accepted in shown.stdout) is holds


def test_accepting_what_is_not_there_is_refused(command: Command, handed: Given) -> None:
    handed.source(*MOBILES[:4]).list(MOBILES[0], accept_unreadable=1).list(MOBILES[1])
    shown = command.run("handover", "check", handed.written())
    assert shown.exit_code == 1
    assert shown.stderr.splitlines()[0] == (
        "[list-unreadable] exclusion list 1: accept_unreadable: states 1, but all its entries are "
        "numbers; take that key out"
    )


def test_every_list_is_told_and_empty_cells_headers_and_short_numbers_are_no_mistakes(
    command: Command, handed: Given
) -> None:
    handed.source(*MOBILES[:4]).list(MOBILES[0], "", "112", " ").list(MOBILES[1], "geen")
    shown = command.run("handover", "check", handed.list(MOBILES[2], "?").written())
    told = [line for line in shown.stderr.splitlines() if line.startswith("[")]
    assert [line.partition(":")[0] for line in told] == [
        "[list-unreadable] exclusion list 2",
        "[list-unreadable] exclusion list 3",
    ]


@pytest.mark.parametrize("stated", ["-1", "all", "1.5", "", "06" * 4])
def test_how_many_are_accepted_is_a_figure(command: Command, handed: Given, stated: str) -> None:
    handed.source(*MOBILES[:4]).list(MOBILES[0], accept_unreadable=stated)
    shown = command.run("handover", "check", handed.written())
    assert shown.exit_code == 1
    said = "exclusion list 1: accept_unreadable: must be how many entries are no number, in digits"
    assert said in shown.stderr


def test_each_source_says_what_share_of_it_is_foreign_the_owners_contacts_and_set_aside(
    command: Command, handed: Given
) -> None:
    foreign = "+32470" + "123456"
    handed.source(*MOBILES[:2], foreign, "", kind="contacts").list(MOBILES[0], category="owner")
    shown = command.run("handover", "check", handed.source(MOBILES[2]).written())
    assert shown.exit_code == 0
    assert "  of 3 values: foreign 33%, owner 33%, contacts 33%, set aside 33%" in (
        shown.stdout.splitlines()
    )
    told = json.loads(command.run("handover", "check", handed.folder, "--json").stdout)
    assert told["exports"][0]["shares"] == {
        "values": 3,
        "foreign": 1,
        "owner": 1,
        "contacts": 1,
        "set_aside": 1,
    }


def test_a_source_that_yields_nobody_is_a_warning_that_says_why(
    command: Command, handed: Given
) -> None:
    handed.source(MOBILES[0]).source(MOBILES[0]).source("", "")
    handed.source(*MOBILES[1:3], "?", kind="contacts")
    shown = command.run("handover", "check", handed.written())
    assert shown.exit_code == 0
    assert [line for line in shown.stdout.splitlines() if "WARNING" in line] == [
        "  WARNING: yields nobody new: all that may be texted stands in a source before it",
        "  WARNING: yields nobody: it holds no value at all; is it the right export, or column?",
        (
            "  WARNING: yields nobody: 2 of 3 values are contacts; a person may decide otherwise "
            "with also_text:"
        ),
        "WARNING: there is no exclusion list; approvers are told so",
    ]


def test_a_list_in_the_place_of_a_source_is_a_warning(command: Command, handed: Given) -> None:
    heading = "Lijst geheimhouders"
    handed.source(*MOBILES[:2]).source("nummer", *MOBILES[2:4], header=heading).list(MOBILES[4])
    shown = command.run("handover", "check", handed.written())
    assert shown.exit_code == 0
    before, after = shown.stdout.split("source 2 ")
    assert "WARNING" not in before
    assert "  WARNING: its name or its headings say that its numbers may not be texted" in after
    assert heading not in shown.output
    told = json.loads(command.run("handover", "check", handed.folder, "--json").stdout)
    assert [each["warning"] is None for each in told["exports"]] == [True, False, True]


def test_a_place_that_a_person_decided_about_must_hold_a_value(
    command: Command, handed: Given
) -> None:
    places = [2, "3-4", 5, "9-12", "2/2", "-/3/1", "-/3/2"]
    handed.source(*MOBILES[:3], "", kind="contacts", also_text={"contacts": places, "work": "all"})
    shown = command.run("handover", "check", handed.source(MOBILES[4]).written())
    assert shown.exit_code == 1
    assert shown.stderr.splitlines()[0] == (
        "[place-unknown] source 1: also_text: contacts: no value stands at places 3, 4, 5, 7 of "
        "its list"
    )
    assert "source 1 (contacts, other): REFUSED" in shown.stdout
    handed.declared["sources"][0]["also_text"] = {"contacts": [2, "3-4", "-/3/1"]}
    assert command.run("handover", "check", handed.written()).exit_code == 0


def test_the_campaign_that_it_follows_is_looked_up_where_an_installation_is_at_hand(
    command: Command, handed: Given
) -> None:
    handed.source(MOBILES[0]).declared["follows"] = EARLIER
    shown = command.run("handover", "check", handed.written())
    assert shown.exit_code == 1
    assert "[handover-invalid] follows: nobody knows this campaign; check its id" in shown.stderr
    told = json.loads(command.run("handover", "check", handed.folder, "--json").stdout)
    assert told["follows"] == ["follows: nobody knows this campaign; check its id"]
    assert told["holds"] is False


def test_without_an_installation_nobody_knows_the_campaign_that_it_follows(
    bare: Command, handed: Given
) -> None:
    handed.source(MOBILES[0]).declared["follows"] = EARLIER
    shown = bare.run("handover", "check", handed.written())
    assert shown.exit_code == 0, shown.output
    assert "Nor the campaign that follows: names" in shown.stdout
    assert not bare.home.root.exists()
