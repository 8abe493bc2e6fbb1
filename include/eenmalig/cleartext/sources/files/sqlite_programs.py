"""Databases of programs that are known by their tables, and not read: what to ask for instead.

Described in the source of public programs: abrignoni/ALEAPP on GitHub (Viber.py in
scripts/artifacts), and the Viber plugin and test data of log2timeline/plaso.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.files import sqlite_rows

if TYPE_CHECKING:
    from pathlib import Path


class _Program(NamedTuple):
    """What a program's databases have: all tables of one of the groups."""

    said: str
    any_of: tuple[tuple[tuple[str, ...], ...], ...]


_AS_REPORT = "its people and calls are needed in a report of a forensic program, or as a table"
_PROGRAMS = (
    _Program(
        f"is a database of Viber, which is not read; {_AS_REPORT}",
        (
            (("vibernumbers", "canonized_number"),),
            (("phonebookcontact", "numbers_name"), ("phonebookdata", "contact_id")),
            (("calls", "canonized_number", "viber_call"),),
            (("participants_info", "number", "viber_name"),),
            (("participants_info", "number"), ("participants", "participant_info_id")),
            (("ZVIBERMESSAGE",), ("ZCONVERSATION",)),
        ),
    ),
)


def not_read(path: Path) -> str | None:
    """Return what to say about this copy of a database, None unless it is such a program's."""
    known = (program.said for program in _PROGRAMS if sqlite_rows.holds(path, *program.any_of))
    return next(known, None)
