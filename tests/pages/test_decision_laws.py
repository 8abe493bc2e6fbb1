"""However people answer, on the page or in Airflow: one yes an authority, and no no is lost."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pages.conftest import Person
from tests.pages.deciding import (
    COMPLIANCE,
    HERE,
    MUNICIPALITY,
    POLICE,
    PROSECUTOR,
    ask_besides,
    by_airflow,
    digest_of,
    on_record,
    place,
    posted,
    words_of,
)

from eenmalig.domain.approvals import AUTHORITIES, Decision
from eenmalig.errors import EenmaligError
from eenmalig.stores.answers import answers_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.bench import Bench
    from tests.pages.conftest import Browser

COLLEAGUE = Person("police-second", "21", answering=HERE)
OFFICES = {
    POLICE: "police",
    COLLEAGUE: "police",
    MUNICIPALITY: "municipality",
    PROSECUTOR: "public_prosecutor",
    COMPLIANCE: "police",
}
# A withdrawal is a no.
WAYS = [
    *((door, decision) for door in ("page", "airflow") for decision in Decision),
    ("withdrawal", Decision.REJECT),
]
# What ended it, by whether the first no takes an approval back.
ENDED = {False: ["De campagne is afgewezen"], True: ["Het akkoord is ingetrokken"]}
STEPS = st.lists(st.tuples(st.sampled_from(list(OFFICES)), st.sampled_from(WAYS)), max_size=7)


def _is_taken(
    bench: Bench, browsers: Mapping[Person, Browser], who: Person, door: str, decision: Decision
) -> bool:
    """Answer, and return whether its giver was told that it is on record."""
    if door == "airflow":
        try:
            by_airflow(bench, OFFICES[who], decision, staff_id=who.staff_id, user_id=who.user_id)
        except EenmaligError:
            return False
        return True
    end = "/intrekken" if door == "withdrawal" else ""
    fields = {"decision": str(decision), "dossier": digest_of(bench)}
    if decision is Decision.REJECT:
        fields["reason"] = "text"
    return posted(browsers[who], place(bench) + end, who, **fields).status_code == 303


def _ask_everybody(bench: Bench) -> None:
    """Ask all three at once, and a second officer too."""
    for authority in AUTHORITIES:
        bench.ask(authority)
    ask_besides(bench, {who.staff_id: who.user_id for who in (POLICE, COLLEAGUE)})


def _forget(bench: Bench) -> None:
    made = sa.create_engine(f"sqlite:///{answers_file(bench.home)}")
    with made.begin() as connection:
        connection.execute(sa.text("DELETE FROM answers"))
    made.dispose()


def test_no_order_of_answers_makes_two_approvals_of_an_authority_or_loses_a_no(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    _ask_everybody(bench)
    with ExitStack() as stack:
        browsers = {who: stack.enter_context(browse(who)) for who in OFFICES}

        @settings(max_examples=15)
        @given(STEPS)
        def law(steps: list[tuple[Person, tuple[str, Decision]]]) -> None:
            _forget(bench)
            told = {
                (OFFICES[who], who.staff_id, str(decision))
                for who, (door, decision) in steps
                if _is_taken(bench, browsers, who, door, decision)
            }
            rows = [row[:3] for row in on_record(bench)]
            assert set(rows) == told
            assert len(rows) == len(told)
            approvals = [row for row in rows if row[2] == "approve"]
            assert len(approvals) == len({authority for authority, *_ in approvals})
            decisions = [row[2] for row in rows]
            if "reject" in decisions:
                assert "approve" not in decisions[decisions.index("reject") :]
            shown = browsers[COMPLIANCE].open(place(bench))
            assert shown.text.count('class="mark good"') == len(approvals)
            assert shown.text.count('class="mark bad"') == len(rows) - len(approvals)
            ended = [sentence for (sentence,) in ENDED.values() if sentence in words_of(shown)]
            no = decisions.index("reject") if "reject" in decisions else None
            taken_back = no is not None and rows[no][0] in {row[0] for row in rows[:no]}
            assert ended == ([] if no is None else ENDED[taken_back])
            # What a page offers is taken, and it offers it as long as it can be.
            offered = browsers[POLICE].open(place(bench))
            undecided = not {"reject", "police"} & {*decisions, *(row[0] for row in rows)}
            assert ('value="approve"' in offered.text) is undecided
            if undecided:
                sent = browsers[POLICE].send(offered, place(bench), decision="approve")
                assert sent.status_code == 303

        law()
