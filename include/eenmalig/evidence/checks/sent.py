"""Whether what was sent was sent as it was approved, and what became of it is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.domain.approvals import CLOCKS_MAY_DIFFER, Standing
from eenmalig.domain.window import Window
from eenmalig.evidence.checks.case import at, moment, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.evidence.checks.case import Case

_ENDS = ("stopped", "withdrawn", "superseded")


def check(case: Case) -> Iterator[str]:
    """Tell where sending began without an open gate, or after it was ended."""
    for began in case.all("sending_began"):
        gates = [gate for gate in case.all("gate") if gate.seq < began.seq]
        if not any(gate.data["standing"] == Standing.APPROVED for gate in gates):
            yield f"{told(began)}: no gate was open"
        sent = case.last("sent")
        if sent is not None and sent.data["tried"] == 0:
            continue  # it was ended while it began: the first look before a call saw that
        for record in case.records[: began.seq - 1]:
            rejects = record.data.get("decision") == "reject"
            if record.kind in _ENDS or (record.kind == "approval_answered" and rejects):
                yield f"{told(began)}: {told(record)} had ended it"


def check_code(case: Case) -> Iterator[str]:
    """Tell where a code of the provider's is said to have ended what ran to its end."""
    sent = case.last("sent")
    if sent is None or sent.data["ended_early"]:
        return
    if sent.data.get("provider_code") is not None:
        yield f"{told(sent)}: a code of the provider's ended it, and it did not end early"


def check_when(case: Case) -> Iterator[str]:
    """Tell where it was sent outside the window of the dossier, or after the deadline."""
    deadline = moment(case.records[0], "deadline")
    for began in case.all("sending_began"):
        window = Window.from_record(case.dossier["window"])
        if not (window.is_open(at(began)) or window.is_open(at(began) - CLOCKS_MAY_DIFFER)):
            yield f"{told(began)}: the window of the dossier was not open"
    for record in (*case.all("sending_began"), *case.all("sent")):
        if at(record) > deadline + CLOCKS_MAY_DIFFER:
            yield f"{told(record)}: the deadline had passed"


def check_whole(case: Case) -> Iterator[str]:
    """Tell where sending began, and how it ended or what became of it is not on record."""
    if case.last("sending_began") is None:
        return
    if case.last("outcomes") is None:
        yield "something was sent but no outcomes are on record"
    certified = case.last("certified")
    ending = certified.data["ending"] if certified is not None else None
    if case.last("sent") is None and ending == "completed":
        yield "something was sent but no end of sending is on record"
