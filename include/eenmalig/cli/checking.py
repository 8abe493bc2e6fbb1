"""``eenmalig handover check``: try a hand-over before anybody triggers a campaign with it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from eenmalig.cli.arguments import FOLDER
from eenmalig.cli.ending import cleaning_up, fail
from eenmalig.errors import WORDS, EenmaligError
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
            found = check_handover(folder)
    except EenmaligError as error:
        if as_json:
            click.echo(json.dumps({"holds": False, "code": error.code, "why": error.mistakes}))
        fail(error)
    if as_json:
        click.echo(json.dumps(_as_record(found)))
    else:
        for line in _lines(found):
            click.echo(line)
    for line in _wrong(found):
        click.echo(line, err=True)
    sys.exit(0 if found.holds else 1)


def _as_record(found: Check) -> Mapping[str, Any]:
    return {
        "holds": found.holds,
        "exports": [
            {
                "export": each.label,
                "declared": list(each.declared),
                "format": each.format,
                "counts": each.tally.totals() if each.tally else None,
                "code": each.error.code if each.error else None,
                "why": each.error.mistakes if each.error else (),
            }
            for each in found.tried
        ],
        "total": found.total.totals(),
        "listed": found.listed,
        "unreadable": found.unreadable,
    }


def _lines(found: Check) -> Iterator[str]:
    for each in found.tried:
        yield f"{_named(each)}: {_outcome(each)}"
    yield f"total{' of what can be read' if found.errors else ''}: {_counts(found.total)}"
    if found.listed or found.unreadable:
        yield f"{found.listed} entries of exclusion lists are numbers, {found.unreadable} are not"
    yield _NOT_COUNTED


def _named(each: Tried) -> str:
    return f"{each.label} ({', '.join((*each.declared, *filter(None, [each.format])))})"


def _outcome(each: Tried) -> str:
    if each.error:
        return "CANNOT BE READ"
    return _counts(each.tally) if each.tally else "can be read"


def _counts(tally: Tally) -> str:
    counts = [f"read {tally.read}"]
    groups = (
        ("refused", tally.refused),
        ("excluded", tally.excluded),
        ("set aside", tally.set_aside),
    )
    for name, reasons in groups:
        each = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
        counts.append(f"{name} {reasons.total()}" + (f" ({each})" if each else ""))
    counts += [f"duplicates {tally.duplicates}", f"recipients {tally.recipients}"]
    return ", ".join(counts)


def _wrong(found: Check) -> Iterator[str]:
    for error in found.errors:
        for mistake in error.mistakes:
            yield f"[{error.code}] {mistake}"
    for code in dict.fromkeys(each.code for each in found.errors):
        yield f"What to do about {code}: {WORDS[code].next_step}"
    if not found.total.recipients:
        yield "No recipient is left."
