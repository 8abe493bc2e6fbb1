"""Whether everybody was asked, answered in time for exactly this dossier, and the gate says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.domain.approvals import (
    AUTHORITIES,
    CLOCKS_MAY_DIFFER,
    Decision,
    Standing,
    answer_by,
    mistakes,
)
from eenmalig.evidence.checks.case import at, moment, told
from eenmalig.evidence.reading import answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eenmalig.evidence.checks.case import Case
    from eenmalig.evidence.records import Record

_BOUND = ("approval_requested", "approval_answered", "gate", "sending_began")


def check(case: Case) -> Iterator[str]:
    """Tell which of these records are about another dossier than the signed one."""
    signed = case.last("dossier")
    for record in case.records:
        its = signed is not None and record.data.get("dossier") == signed.data["digest"]
        if record.kind in _BOUND and not its:
            yield f"{told(record)} is about another dossier"


def check_requests(case: Case) -> Iterator[str]:
    """Tell who was asked that the dossier does not list, or until another moment than it says."""
    for record in case.all("approval_requested"):
        authority = record.data["authority"]
        if not set(record.data["asked"]) <= set(case.dossier["authorities"][authority]):
            yield f"{told(record)}: somebody was asked whom the dossier does not list"
        if moment(record, "answer_by") != answer_by(case.dossier, authority):
            yield f"{told(record)}: answer_by is not the moment that follows from the dossier"
        if at(record) >= moment(record, "answer_by") + CLOCKS_MAY_DIFFER:
            yield f"{told(record)}: it was asked after the last moment to answer"


def check_answers(case: Case) -> Iterator[str]:
    """Tell which answers nobody asked for, which are dated wrongly, and which stand there twice."""
    seen = set()
    for record in case.all("approval_answered"):
        data = record.data
        asked = [
            question
            for question in case.all("approval_requested")
            if question.seq < record.seq
            and question.data["authority"] == data["authority"]
            and data["staff_id"] in question.data["asked"]
        ]
        if not asked:
            yield f"{told(record)}: nobody asked for it before"
        else:
            yield from _dated(record, asked)
        approves = data["decision"] == Decision.APPROVE
        answer = (data["authority"], data["decision"], None if approves else data["staff_id"])
        if answer in seen:
            yield f"{told(record)}: the same answer stands there before"
        seen.add(answer)


def check_gate(case: Case) -> Iterator[str]:
    """Tell where the gate says another thing than the answers before it."""
    for gate in case.all("gate"):
        given = answers(record for record in case.records if record.seq < gate.seq)
        rejected = any(answer.decision is Decision.REJECT for answer in given)
        if gate.data["standing"] == Standing.REJECTED and not rejected:
            yield f"{told(gate)}: it says rejected, and nobody had"
        if gate.data["standing"] == Standing.LAPSED and rejected:
            yield f"{told(gate)}: it says lapsed, and somebody had rejected"
        if gate.data["standing"] == Standing.APPROVED:
            dossier = {**case.dossier, "digest": gate.data["dossier"]}
            yield from (f"{told(gate)}: {mistake}" for mistake in mistakes(dossier, given))


def check_asked(case: Case) -> Iterator[str]:
    """Tell which authorities nobody asked before sending began."""
    for began in case.all("sending_began"):
        asked = {
            record.data["authority"]
            for record in case.all("approval_requested")
            if record.seq < began.seq
        }
        for authority in AUTHORITIES:
            if authority not in asked:
                yield f"{told(began)}: {authority} was not asked before"


def _dated(record: Record, asked: Sequence[Record]) -> Iterator[str]:
    given = moment(record, "at")
    if given < at(asked[0]) - CLOCKS_MAY_DIFFER:
        yield f"{told(record)}: the answer is dated before its question"
    if given > at(record) + CLOCKS_MAY_DIFFER:
        yield f"{told(record)}: the answer is dated after its record"
    approves = record.data["decision"] == Decision.APPROVE
    if approves and given >= moment(asked[-1], "answer_by"):
        yield f"{told(record)}: the approval came after the last moment"
