"""The effect of a campaign as its file holds it: signed totals, chained to the ledger's end.

It stands outside the evidence folder, since it is of the time after.
``effect/CAMPAIGN/effect.jsonl`` has records of kind ``effect``, in lines and with signatures as the
ledger's. The first one's ``prev`` is the SHA-256 of the line that ends the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from eenmalig.domain.approvals import CLOCKS_MAY_DIFFER
from eenmalig.domain.counting import SMALL_CELL
from eenmalig.domain.effect_cells import Cell, is_over, monday, week_after, week_of
from eenmalig.domain.window import ZONE
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import LEDGER, end_is_missing, head, read_file, read_records
from eenmalig.evidence.reading import latest
from eenmalig.evidence.record_values import RecordData, Text
from eenmalig.evidence.records import START

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from eenmalig.evidence.records import Record
    from eenmalig.evidence.signing import Trust

EFFECT, KIND = "effect.jsonl", "effect"
# Five digits, as everywhere: a longer figure would read like a number of somebody.
MOST = 99_999


class _Cell(RecordData):
    measure: Text
    first: Text
    last: Text
    number: Annotated[int, Field(ge=SMALL_CELL, le=MOST)] | None


class _Recorded(RecordData):
    by: Text
    cells: list[_Cell]


@dataclass(frozen=True)
class Effect:
    """What is on record: the measures named beforehand, every cell in order, and the file's end.

    ``sent`` is the week in which sending began; ``head`` is the SHA-256 of the last line, or of the
    ledger's where nothing was recorded yet, ``last`` what stands in it. ``cells`` holds those that
    were corrected too.
    """

    campaign: str
    measures: Sequence[str]
    sent: str
    records: Sequence[Record]
    cells: Sequence[Cell]
    head: str
    last: Record


def read_effect(folder: Path, evidence: Path, trust: Trust) -> Effect:
    """Return what ``folder`` holds of the campaign with this evidence; nothing may be there yet.

    Fails with all that does not hold: of its chain, of its link to the ledger's end, of a measure
    that was not named beforehand, of weeks, and of a number that is small. Fails when the ledger
    does not hold, has no end, or nothing was sent. A file that was cut after a whole line cannot be
    told from one that is shorter: for that, compare ``head`` with what was noted.
    """
    ledger = read_records(evidence / LEDGER, trust, START)
    wrong = end_is_missing(ledger)
    began = latest(ledger, "sending_began")
    if began is None:
        wrong.append("nothing was sent, so there is no effect to record")
    if wrong or began is None:
        raise EenmaligError(Code.EVIDENCE_INVALID, *wrong)
    end, records = head(evidence / LEDGER), []
    if (folder / EFFECT).exists():
        chain = read_file(folder / EFFECT, trust, end)
        wrong, records, end = chain.wrong, chain.records, chain.head
    sent = week_of_sending(began)
    measures = _named(ledger)
    cells = _cells(ledger[-1], records, measures, wrong)
    if wrong:
        raise EenmaligError(Code.EVIDENCE_INVALID, *(f"{EFFECT}: {each}" for each in wrong))
    last = [*ledger, *records][-1]
    return Effect(ledger[-1].campaign, measures, sent, records, cells, end, last)


def misfits(effect: Effect, record: Record) -> list[str]:
    """Return why a record could not be read back once it stood after all that is on record."""
    wrong: list[str] = []
    _add_cells(record, effect.last, [*effect.cells], effect.measures, wrong)
    return wrong


def week_of_sending(began: Record) -> str:
    """Return the week, in the Netherlands, in which a campaign began to send."""
    return week_of(datetime.fromisoformat(began.at).astimezone(ZONE).date())


def _named(ledger: Sequence[Record]) -> Sequence[str]:
    """Return the measures that the hand-over named, and so the dossier that was approved."""
    extracted = latest(ledger, "extracted")
    return (extracted.data.get("measures") or []) if extracted else []


def _cells(
    before: Record, records: Sequence[Record], measures: Sequence[str], wrong: list[str]
) -> list[Cell]:
    """Return the cells of all records; add to ``wrong`` what cannot be."""
    cells: list[Cell] = []
    for record in records:
        _add_cells(record, before, cells, measures, wrong)
        before = record
    return cells


def _add_cells(
    record: Record, before: Record, cells: list[Cell], measures: Sequence[str], wrong: list[str]
) -> None:
    """Add a record's cells that can stand there; add to ``wrong`` why others cannot."""
    told = f"record {record.seq}"
    if record.kind != KIND or record.campaign != before.campaign:
        wrong.append(f"{told} is no effect of this campaign")
        return
    try:
        its = _Recorded.model_validate(record.data).cells
        at = datetime.fromisoformat(record.at)
        is_early = at < datetime.fromisoformat(before.at) - CLOCKS_MAY_DIFFER
    except (TypeError, ValueError):
        wrong.append(f"{told} is not what it must be")
        return
    if is_early:
        wrong.append(f"{told} is dated before the one before it, or the ledger's end")
    for each in its:
        cell = Cell(each.measure, each.first, each.last, each.number)
        why_not = list(_unfit(cell, cells, measures, at))
        wrong += (f"{told}: {what}" for what in why_not)
        if not why_not:
            cells.append(cell)


def _unfit(
    cell: Cell, before: Sequence[Cell], measures: Sequence[str], at: datetime
) -> Iterator[str]:
    """Tell why a cell cannot stand there, after those before it."""
    if cell.measure not in measures:
        yield "a measure was not named beforehand"
    try:
        is_known = monday(cell.first) <= monday(cell.last)
    except ValueError:
        is_known = False
    if not is_known:
        yield "a week is none"
        return
    if not is_over(cell.last, at):
        yield "a week was not over"
    its = [each for each in before if each.measure == cell.measure]
    corrects = any((each.first, each.last) == (cell.first, cell.last) for each in its)
    if its and not corrects and cell.first != week_after(max(each.last for each in its)):
        yield "weeks do not follow those before"
