"""What signed records say: the last of a kind, the answers, and how a campaign ended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.domain.approvals import Answer, Decision
from eenmalig.domain.delivery import EarlyEnd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eenmalig.evidence.records import Record

# A person gave up what can be neither destroyed nor proved any more.
GIVEN_UP = "given_up"
# The evidence key was lost, and a new one signs from here on.
KEY_REPLACED = "key_replaced"
FINDINGS = ("ledger_found", "lost", GIVEN_UP, KEY_REPLACED)
LATER_FORMATS = (2, 3)


ENDED_BY_PEOPLE = (EarlyEnd.STOPPED, EarlyEnd.WITHDRAWN)
_REFUSED = ("rejected", "lapsed")


def latest(records: Sequence[Record], kind: str) -> Record | None:
    """Return the last record of a kind, if there is one."""
    return next((record for record in reversed(records) if record.kind == kind), None)


def format_of(records: Sequence[Record]) -> int | None:
    """Return the format of a ledger: its first record says it. None where that cannot be.

    The first format had no such record. Its record of taking in holds what that one holds now.
    """
    first = records[0]
    if first.kind == "opened":
        number = first.data.get("format")
        return number if type(number) is int and number in LATER_FORMATS else None
    extracted = latest(records, "extracted")
    is_first = extracted is None or "case_reference" in extracted.data
    return 1 if is_first and latest(records, "opened") is None else None


def answers(records: Iterable[Record]) -> list[Answer]:
    """Return the answers on record, in order."""
    return [Answer.from_data(each.data) for each in records if each.kind == "approval_answered"]


def of_kind(records: Iterable[Record], kind: str) -> list[Record]:
    """Return the records of a kind, in order."""
    return [record for record in records if record.kind == kind]


def ending_of(records: Sequence[Record]) -> str:
    """Return how a campaign ended, from its signed records alone."""
    sent = latest(records, "sent")
    if sent is not None:
        return _sent_ending(records, sent)
    for kind in ("withdrawn", "stopped", "superseded"):
        if latest(records, kind) is not None:
            return kind
    if latest(records, "sending_began") is not None:
        # Somebody may have been sent to: then nothing may say that nobody was.
        return "failed"
    return _unsent_ending(records)


def _sent_ending(records: Sequence[Record], sent: Record) -> str:
    """Return who ended sending if a person did, and otherwise what it came to."""
    early = sent.data["ended_early"]
    if early in ENDED_BY_PEOPLE:
        return str(early)
    accepted, in_doubt = sent.data["accepted"], sent.data["in_doubt"]
    outcomes = latest(records, "outcomes")
    if outcomes is not None:
        accepted, in_doubt = outcomes.data["accepted"], outcomes.data["in_doubt"]["unknown"]
        in_doubt += outcomes.data.get("listing", {}).get("never_listed", 0)
    if not accepted:
        return "all_in_doubt" if in_doubt else "none_accepted"
    return "ended_early" if early else "completed"


def spent_nothing(records: Sequence[Record], looks: Iterable[Record] = ()) -> bool:
    """Whether every attempt to send is on record as surely refused or taken back.

    Then the case is not spent. It is where anything else is possible, or not on record: nothing was
    accepted, in doubt, lost or found that does not fit, the end of sending and its outcomes are
    signed, and no later look found a message.
    """
    if any(map(_found_a_message, looks)):
        return False
    sent, outcomes = of_kind(records, "sent"), of_kind(records, "outcomes")
    began = latest(records, "sending_began") is not None
    if not (began and sent and outcomes) or findings(records):
        return False
    counts = [count for end in sent for count in (end.data["accepted"], end.data["in_doubt"])]
    for told in outcomes:
        listing = told.data.get("listing", {}).values()
        counts += [told.data["accepted"], told.data["in_doubt"]["asked"], *listing]
    return not any(counts)


def _found_a_message(look: Record) -> bool:
    result = look.data["result"]
    return result["provider"] == "present" or bool(result.get("late_deleted"))


def _unsent_ending(records: Sequence[Record]) -> str:
    gate, normalized = latest(records, "gate"), latest(records, "normalized")
    if any(answer.decision is Decision.REJECT for answer in answers(records)):
        return "rejected"
    if gate is not None and gate.data["standing"] in _REFUSED:
        return str(gate.data["standing"])
    if normalized is not None and normalized.data["counts"]["recipients"] == 0:
        return "nothing_to_send"
    return "failed"


def refused_by(records: Sequence[Record], moment: datetime) -> bool:
    """Whether it stood by a moment that nothing is sent: somebody rejected, or the gate was shut.

    Once sending began it does not: what ends that may be given twice.
    """
    if latest(records, "sending_began") is not None:
        return False
    rejected = any(
        answer.decision is Decision.REJECT and answer.at <= moment for answer in answers(records)
    )
    return rejected or any(
        gate.data["standing"] in _REFUSED and datetime.fromisoformat(gate.at) <= moment
        for gate in of_kind(records, "gate")
    )


def ended_by(records: Sequence[Record]) -> dict[str, Any] | None:
    """Return who stopped or withdrew a campaign from outside its requests, if somebody did.

    ``by`` is the account on the machine, or who stopped it on a page; a withdrawal also names the
    ``authority`` and the ``staff_id`` on whose word it was. Who rejected stands among the answers.
    """
    ends = [record for record in records if record.kind in ("withdrawn", "stopped")]
    if not ends:
        return None
    data = ends[0].data
    return {
        "by": data["by"],
        "authority": data.get("authority"),
        "staff_id": data.get("on_word_of"),
        "at": data.get("given_at") or ends[0].at,
    }


def findings(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return what destruction found to be cut, changed or lost, or was given up, in order."""
    return [dict(record.data) for record in records if record.kind in FINDINGS]


def given_up(records: Iterable[Record]) -> set[str]:
    """Return what a person gave up."""
    return {record.data["what"] for record in records if record.kind == GIVEN_UP}


def is_journal_lost(records: Iterable[Record]) -> bool:
    """Whether nobody can know any more which messages were sent."""
    return any(record.kind == "lost" and record.data["what"] == "journal" for record in records)
