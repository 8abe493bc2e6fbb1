"""``eenmalig scan``: search places where no number may be for those of a hand-over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eenmalig.cli.arguments import FOLDER
from eenmalig.cli.ending import cleaning_up, fail
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.scan import scan_for_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command()
@click.argument("hand_over", type=FOLDER)
@click.argument("places", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def scan(hand_over: Path, places: Sequence[Path]) -> None:
    """Search PLACES for every number of HAND_OVER, in any spelling or as an unkeyed hash.

    HAND_OVER is a folder with handover.yaml; it is only read. What is found is told by place and
    count, never by number. Exit code 0 only if nothing is found.
    """
    try:
        with cleaning_up():
            result = scan_for_numbers(hand_over, places)
    except EenmaligError as error:
        fail(error)
    for path, count in result.found.items():
        click.echo(f"FOUND: {count} in {path}")
    click.echo(f"{result.numbers} numbers, {result.files} files searched.")
    if result.unread:
        click.echo(f"{result.unread} exports cannot be read; their numbers were not searched for.")
    if result.unread_files:
        click.echo(f"{result.unread_files} files cannot be read; they were not searched.")
    if result.found:
        fail(EenmaligError(Code.LEAK_FOUND, f"in {len(result.found)} files"))
    click.echo("A number planted as a trial was found; otherwise nothing was found.")
