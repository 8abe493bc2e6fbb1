"""``eenmalig handover refused``: where the values stand that a campaign did not use."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

import click

from eenmalig.cli.ending import fail
from eenmalig.cli.installation import stores
from eenmalig.errors import EenmaligError
from eenmalig.steps.unused_places import unused_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.domain.place import Place
    from eenmalig.steps.unused_places import Unused

_GROUPS = {"refused": "refused", "set_aside": "set aside"}


@click.command()
@click.argument("campaign_id")
@click.option("--plain", is_flag=True, help="Print one place a line, as also_text: takes it.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def refused(campaign_id: str, *, plain: bool, as_json: bool) -> None:
    """List where the values stand that were refused or set aside in a campaign.

    By source and reason: sheet, row and column, or the position in the export. It works as long
    as the campaign's vault lives, which is until its destruction. Exit code 0 if it was listed.
    """
    try:
        all_unused = unused_values(stores(), campaign_id)
    except EenmaligError as error:
        fail(error)
    if as_json:
        click.echo(json.dumps([_as_record(unused) for unused in all_unused]))
        return
    for unused in all_unused:
        for line in _plain(unused) if plain else [_line(unused)]:
            click.echo(line)
    if not all_unused and not plain:
        click.echo("Nothing was refused or set aside.")


def _as_record(unused: Unused) -> dict[str, object]:
    return {
        "source": unused.source,
        "group": unused.group,
        "code": unused.code,
        "count": unused.count,
        "places": [str(place) for place in unused.places],
    }


def _plain(unused: Unused) -> Iterator[str]:
    return (f"{unused.source}\t{unused.group}\t{unused.code}\t{place}" for place in unused.places)


def _line(unused: Unused) -> str:
    where = "; ".join(
        _where(sheet, column, list(places))
        for (sheet, column), places in groupby(
            unused.places, key=lambda place: (place.sheet, place.column)
        )
    )
    why = f"{_GROUPS[unused.group]}, {unused.code}"
    return f"source {unused.source}, {why}: {unused.count} at {where}"


def _where(sheet: int | None, column: int | None, places: list[Place]) -> str:
    rows = ", ".join(_rows(place) for place in places)
    several = len(places) > 1 or places[0].last is not None
    where = f"{'rows' if several else 'row'} {rows}"
    if sheet is not None:
        where = f"sheet {sheet}: {where}"
    return where if column is None else f"{where} of column {column}"


def _rows(place: Place) -> str:
    return str(place.row) if place.last is None else f"{place.row}-{place.last}"
