"""One campaign whose records are odd, or one mail that cannot be written, silences no other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import CASE as OTHERS_CASE
from tests.bench import CITY
from tests.mails.conftest import ADDRESSES

from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import LEDGER
from eenmalig.evidence.records import START, Record, line_of, link
from eenmalig.evidence.trace_reading import INSTALLATION, TRACE
from eenmalig.mails import telling
from eenmalig.mails.composing import compose
from eenmalig.mails.telling import require_sent
from eenmalig.stores.answers import Answers

if TYPE_CHECKING:
    from tests.mails.conftest import Post

    from eenmalig.mails.due import Mail

ODD, CASE = f"{CITY}-2026-01-01-oddd", "PL-2026-0009"
NOW = datetime.now(UTC)
QUESTION = {"authority": "police", "answer_by": (NOW + timedelta(days=1)).isoformat()}
WITHOUT_ZONE = NOW.replace(tzinfo=None).isoformat()
FOUND = f"Bevinding: zaak {CASE}, Lelystad (OEFENING)"
FOUND_HERE = "Bevinding: installatie van Eenmalig (OEFENING)"
ON_CALL = ADDRESSES["on_call"]


@pytest.fixture
def asked(post: Post) -> Post:
    """A campaign about which the police are asked, and another that has no records yet."""
    post.bench.ask("police")
    odd = replace(post.bench.campaign, id=ODD, run="odd", handover="odd", case_reference=CASE)
    with post.bench.stores.inventory.changing() as changes:
        changes.bring_in(odd)
    return post


def write(post: Post, whose: str, kind: str, data: dict[str, Any], at: str = "") -> None:
    """Put one more line into the inventory, signed and chained as ours are, whatever it says."""
    stores, file = post.bench.stores, TRACE if whose == INSTALLATION else LEDGER
    with stores.inventory.changing() as changes:
        lines = changes.lines(whose, file)
        prev = link(lines[-1]) if lines else START
        at = at or NOW.isoformat()
        record = Record(len(lines) + 1, prev, at, whose, kind, rehearsal=True, data=data)
        changes.add_lines(whose, file, [line_of(record, stores.evidence_keys.signer)], len(lines))


def told(post: Post) -> set[tuple[str, str]]:
    return {(mail.receiver, mail.message["Subject"]) for mail in post.told()}


def everybody(found: str) -> set[tuple[str, str]]:
    """Return the question about the other campaign, and what who is on call is told."""
    (police,) = ADDRESSES["police"]
    question = (police, f"Besluit gevraagd: zaak {OTHERS_CASE}, Lelystad (OEFENING)")
    return {question, *((address, found) for address in ON_CALL)}


@pytest.mark.parametrize(
    "records",
    [
        [("approval_requested", {"authority": "police"})],
        [("approval_requested", {**QUESTION, "authority": "nobody"})],
        [("approval_requested", {**QUESTION, "authority": ["police"]})],
        [("approval_requested", {**QUESTION, "answer_by": WITHOUT_ZONE})],
        [("approval_requested", QUESTION), ("approval_answered", {"authority": "police"})],
        [("closed", {}), ("approval_answered", {"authority": "police"})],
        [("closed", {}), ("sent", {})],
        [("closed", {}, "yesterday")],
        [("closed", {}, WITHOUT_ZONE)],
        [("scanned", {})],
        [("scanned", {"places": [1]})],
        [("destruction_began", {}, "yesterday")],
        [("destruction_began", {}, WITHOUT_ZONE)],
    ],
    ids=lambda records: f"{len(records)} {records[-1][0]}",
)
def test_an_odd_record_is_told_and_silences_nobody_else(asked: Post, records: list[Any]) -> None:
    for record in records:
        write(asked, ODD, *record)
    assert told(asked) == everybody(FOUND)
    assert asked.told() == []


def test_an_odd_record_hides_no_deadline(asked: Post) -> None:
    write(asked, ODD, "destruction_began", {}, "yesterday")
    with asked.bench.stores.inventory.changing() as changes:
        changes.update(ODD, deadline=NOW - timedelta(hours=1))
    subjects = {mail.message["Subject"] for mail in asked.told() if mail.receiver in ON_CALL}
    assert subjects == {FOUND, f"NIET VERNIETIGD: zaak {CASE}, Lelystad (OEFENING)"}


def test_a_line_that_is_none_is_told_and_silences_nobody_else(asked: Post) -> None:
    write(asked, ODD, "opened", {})
    with closing(sqlite3.connect(asked.bench.home.inventory / "inventory.db")) as database:
        database.execute("UPDATE lines SET line = 'text' WHERE campaign = ?", (ODD,))
        database.commit()
    assert told(asked) == everybody(FOUND)


def test_an_odd_answer_silences_nobody_else(asked: Post) -> None:
    write(asked, ODD, "approval_requested", QUESTION)
    real = Answers.of_run

    def of_run(self: Answers, run: str) -> Any:
        return int("odd") if run == "odd" else real(self, run)

    asked.bench.patch.setattr(Answers, "of_run", of_run)
    (police,) = ADDRESSES["police"]
    cases = {CASE, OTHERS_CASE}
    assert told(asked) == {
        (police, f"Besluit gevraagd: zaak {case}, Lelystad (OEFENING)") for case in cases
    }


def test_an_odd_record_of_the_trace_is_told(asked: Post) -> None:
    write(asked, INSTALLATION, "verified", {})
    assert told(asked) == everybody(FOUND_HERE)


@pytest.mark.parametrize(
    ("kind", "at"),
    [("verified", "yesterday"), ("trace_found", WITHOUT_ZONE)],
    ids=["no moment", "no zone"],
)
def test_an_odd_record_of_the_trace_silences_nobody(asked: Post, kind: str, at: str) -> None:
    write(asked, INSTALLATION, kind, {}, at)
    assert {receiver for receiver, _ in told(asked)} >= {*ADDRESSES["police"]}


def test_a_mail_that_cannot_be_written_is_told_and_holds_up_no_other(asked: Post) -> None:
    write(asked, ODD, "approval_requested", QUESTION)

    def odd(mail: Mail, *arguments: Any, **more: Any) -> bytes:
        campaign = mail.happening.campaign
        if campaign is not None and campaign.id == ODD:
            raise ValueError
        return compose(mail, *arguments, **more)

    asked.bench.patch.setattr(telling, "compose", odd)
    posted = asked.look()
    assert (posted.sent, posted.unwritten) == (1, 1)
    assert [mail.receiver for mail in asked.server.mails] == ADDRESSES["police"]
    with pytest.raises(EenmaligError, match="1 mails could not be written"):
        require_sent(posted)


def test_a_row_that_cannot_be_read_silences_no_other_campaign_and_is_told(asked: Post) -> None:
    with closing(sqlite3.connect(asked.bench.home.inventory / "inventory.db")) as connection:
        connection.execute("UPDATE campaigns SET state = 'bogus' WHERE id = ?", (ODD,))
        connection.commit()
    assert told(asked) == everybody(FOUND_HERE)
    assert asked.told() == []
