"""``eenmalig handover``: help with a hand-over for who makes it, in counts and positions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eenmalig.cli.arguments import FOLDER
from eenmalig.cli.checking import check
from eenmalig.cli.ending import cleaning_up, fail
from eenmalig.cli.refusing import refused
from eenmalig.errors import EenmaligError
from eenmalig.handover.unfilled import PLACEHOLDER
from eenmalig.steps.handover_init import init_handover

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.handover.skeleton import Entry


@click.group()
def handover() -> None:
    """Make a hand-over, try it, and find what was refused.

    Nothing here prints a number, or the name of a file, sheet or column: files are told by their
    position in the folder, sources by their position in handover.yaml.
    """


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--city", help="The city whose campaign it is for. Default: left open.")
def init(folder: Path, city: str | None) -> None:
    """Write handover.yaml into FOLDER, with each file's name, format and sha256.

    What a person must decide is left open, and refused until it is filled in. A handover.yaml
    that is there already is never overwritten. Exit code 0 if it was written.
    """
    try:
        with cleaning_up():
            entries = init_handover(folder, city)
    except EenmaligError as error:
        fail(error)
    for position, entry in enumerate(entries, start=1):
        click.echo(f"file {position}: {_format(entry)}")
    unknown = sum(entry.format is None for entry in entries)
    known = f"{unknown} not recognised" if unknown else "all recognised"
    click.echo(f"handover.yaml is written. Exports: {len(entries)}, {known}.")
    if unknown:
        click.echo("Look below # file N in handover.yaml: ask for another export, or take it out.")
    lists = sum(entry.says_list is not None for entry in entries)
    if lists:
        click.echo(f"Below exclusions: {lists}. Look whether that is right.")
    click.echo(f"Next: replace every {PLACEHOLDER} in handover.yaml, and move each other list of")
    click.echo("numbers that may not be texted below exclusions:.")
    click.echo("Then: eenmalig handover check FOLDER")


def _format(entry: Entry) -> str:
    beside = len(entry.companions)
    with_them = f", with {beside} beside it" if beside else ""
    missing = "; its -wal file is not there" if entry.needs_companion else ""
    known = entry.format or f"NOT RECOGNISED: {'; '.join(entry.reason)}"
    return f"{known}{with_them}{missing}{_said_of_list(entry)}"


def _said_of_list(entry: Entry) -> str:
    said = entry.says_list
    if said is None:
        return ""
    if said.sure:
        return f"; below exclusions, as {said.category}"
    return "; below exclusions, with a question"


for command in (init, check, refused):
    handover.add_command(command)
