"""``eenmalig handover check``: try a hand-over before anybody triggers a campaign with it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from eenmalig.cli.arguments import FOLDER
from eenmalig.cli.ending import cleaning_up, fail
from eenmalig.cli.installation import stores
from eenmalig.domain.shares import shares
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.handover_check import check_handover
from eenmalig.steps.told_check import wrong
from eenmalig.steps.yielding import shares_in_words, warnings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from eenmalig.domain.counting import Tally
    from eenmalig.steps.handover_check import Check, Tried
    from eenmalig.stores.inventory import Inventory

_NOT_COUNTED = (
    "Not looked at here: campaigns that are open when it is triggered, whose recipients are "
    "excluded then; and the folder's name."
)
_UNLOOKED = "Nor the campaign that follows: names: no installation is at hand that knows it."
# What is refused, but can be read.
_READ = frozenset({Code.LIST_UNREADABLE, Code.PLACE_UNKNOWN})


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def check(folder: Path, *, as_json: bool) -> None:
    """Try the hand-over in FOLDER: read every export, and count.

    It needs no vault and changes nothing. Counts are told by source and reason, never a value;
    what is wrong is told for all sources at once. Exit code 0 only if the declaration holds, every
    export can be read, entries of exclusion lists that are no number are exactly as many as
    stated, and there is at least one recipient. A warning does not change the exit code.
    """
    try:
        with cleaning_up():
            result = check_handover(folder, _inventory())
    except EenmaligError as error:
        if as_json:
            click.echo(json.dumps({"holds": False, "code": error.code, "why": error.mistakes}))
        fail(error)
    if as_json:
        click.echo(json.dumps(_as_record(result)))
    else:
        for line in _lines(result):
            click.echo(line)
    for line in wrong(result):
        click.echo(line, err=True)
    sys.exit(0 if result.holds else 1)


def _inventory() -> Inventory | None:
    """Return the inventory of the installation at hand, if there is one: a hand-over needs none."""
    try:
        return stores().inventory
    except EenmaligError:
        return None


def _as_record(result: Check) -> Mapping[str, Any]:
    return {
        "holds": result.holds,
        "exports": [
            {
                "export": export.label,
                "declared": list(export.declared),
                "format": export.format,
                "counts": export.tally.totals() if export.tally else None,
                "shares": shares(export.tally)._asdict() if export.tally else None,
                "warning": "; ".join(warnings(export)) or None,
                "unreadable": export.unreadable,
                "places": [str(place) for place in export.places],
                "code": export.error.code if export.error else None,
                "why": export.error.mistakes if export.error else (),
            }
            for export in result.tried
        ],
        "total": result.total.totals(),
        "listed": result.listed,
        "unreadable": result.unreadable,
        "follows": result.follows.mistakes if result.follows else (),
    }


def _lines(result: Check) -> Iterator[str]:
    for export in result.tried:
        yield f"{_named(export)}: {_outcome(export)}"
        if export.tally:
            yield f"  {shares_in_words(export.tally)}"
        yield from (f"  WARNING: {warned}" for warned in warnings(export))
    some = any(not export.is_list and export.error for export in result.tried)
    yield f"total{' of what can be read' if some else ''}: {_counts(result.total)}"
    if result.listed or result.unreadable:
        yield f"{result.listed} entries of exclusion lists are numbers, {result.unreadable} are not"
    if not any(export.is_list for export in result.tried):
        yield "WARNING: there is no exclusion list; approvers are told so"
    yield _NOT_COUNTED
    if result.unlooked:
        yield _UNLOOKED


def _named(export: Tried) -> str:
    return f"{export.label} ({', '.join((*export.declared, *filter(None, [export.format])))})"


def _outcome(export: Tried) -> str:
    if export.error:
        return "REFUSED" if export.error.code in _READ else "CANNOT BE READ"
    if export.unreadable:
        return f"can be read, but for the {export.unreadable} entries accepted"
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
