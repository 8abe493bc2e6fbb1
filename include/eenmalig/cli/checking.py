"""``eenmalig handover check``: try a hand-over before anybody triggers a campaign with it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from eenmalig.cli.arguments import FOLDER
from eenmalig.cli.ending import cleaning_up, fail
from eenmalig.error_explanations import EXPLANATIONS
from eenmalig.errors import EenmaligError
from eenmalig.steps.handover_check import check_handover

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from eenmalig.domain.counting import Tally
    from eenmalig.steps.handover_check import Check, Tried

_NOT_COUNTED = (
    "Not looked at here: campaigns that are open when it is triggered, whose recipients are "
    "excluded then; the campaign that follows: names; and the folder's name."
)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def check(folder: Path, *, as_json: bool) -> None:
    """Try the hand-over in FOLDER: read every export, and count.

    It needs no vault and changes nothing. Counts are told by source and reason, never a value;
    what is wrong is told for all sources at once. Exit code 0 only if the declaration holds,
    every export can be read, and there is at least one recipient.
    """
    try:
        with cleaning_up():
            result = check_handover(folder)
    except EenmaligError as error:
        if as_json:
            click.echo(json.dumps({"holds": False, "code": error.code, "why": error.mistakes}))
        fail(error)
    if as_json:
        click.echo(json.dumps(_as_record(result)))
    else:
        for line in _lines(result):
            click.echo(line)
    for line in _wrong(result):
        click.echo(line, err=True)
    sys.exit(0 if result.holds else 1)


def _as_record(result: Check) -> Mapping[str, Any]:
    return {
        "holds": result.holds,
        "exports": [
            {
                "export": export.label,
                "declared": list(export.declared),
                "format": export.format,
                "counts": export.tally.totals() if export.tally else None,
                "code": export.error.code if export.error else None,
                "why": export.error.mistakes if export.error else (),
            }
            for export in result.tried
        ],
        "total": result.total.totals(),
        "listed": result.listed,
        "unreadable": result.unreadable,
    }


def _lines(result: Check) -> Iterator[str]:
    for export in result.tried:
        yield f"{_named(export)}: {_outcome(export)}"
    yield f"total{' of what can be read' if result.errors else ''}: {_counts(result.total)}"
    if result.listed or result.unreadable:
        yield f"{result.listed} entries of exclusion lists are numbers, {result.unreadable} are not"
    yield _NOT_COUNTED


def _named(export: Tried) -> str:
    return f"{export.label} ({', '.join((*export.declared, *filter(None, [export.format])))})"


def _outcome(export: Tried) -> str:
    if export.error:
        return "CANNOT BE READ"
    return _counts(export.tally) if export.tally else "can be read"


def _counts(tally: Tally) -> str:
    counts = [f"read {tally.read}"]
    groups = (
        ("refused", tally.refused),
        ("excluded", tally.excluded),
        ("set aside", tally.set_aside),
    )
    for name, reasons in groups:
        by_reason = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
        counts.append(f"{name} {reasons.total()}" + (f" ({by_reason})" if by_reason else ""))
    counts += [f"duplicates {tally.duplicates}", f"recipients {tally.recipients}"]
    return ", ".join(counts)


def _wrong(result: Check) -> Iterator[str]:
    for error in result.errors:
        for mistake in error.mistakes:
            yield f"[{error.code}] {mistake}"
    for code in dict.fromkeys(error.code for error in result.errors):
        yield f"What to do about {code}: {EXPLANATIONS[code].next_step}"
    if not result.total.recipients:
        yield "No recipient is left."
