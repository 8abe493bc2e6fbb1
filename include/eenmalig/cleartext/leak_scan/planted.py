"""What is planted in a place to prove that it is searched: a number that is nobody's."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from typing import NamedTuple

from eenmalig.cleartext.leak_scan.leak_search import forms_of

# Dutch mobiles that begin with 69 are not in use, and no hand-over's number is taken for one.
_NOBODYS = "+3169"
_DIGITS = 7


class Planted(NamedTuple):
    """A number that is nobody's, and a file that holds it in every form."""

    number: str
    content: bytes

    def __repr__(self) -> str:
        """Show no number, not even this one."""
        return f"Planted({len(self.content)})"


def planted(*, in_database: bool) -> Planted:
    """Draw a number, and write it as what stands in a database does, or as lines of a log."""
    number = _NOBODYS + "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    forms = forms_of(number)
    return Planted(number, _database(forms) if in_database else b"\n".join(forms))


def _database(forms: list[bytes]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE control (line TEXT)")
        lines = [(form.decode(),) for form in forms]
        database.executemany("INSERT INTO control VALUES (?)", lines)
        database.commit()
        return database.serialize()
