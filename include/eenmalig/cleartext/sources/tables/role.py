"""What a column of a table may be for."""

from __future__ import annotations

from enum import Enum, auto


class Role(Enum):
    """What a column of a table is for; only the first five hold numbers of anybody else."""

    # Telephone numbers and nothing else.
    NUMBER = auto()
    # Contact details, one a line, with a label before each.
    ENTRIES = auto()
    # Who called or wrote: numbers, or names.
    PARTY = auto()
    # The same, beside other things: only digits are read.
    PARTLY = auto()
    # Something about telephones, or telephones of another kind: only digits are read.
    ABOUT = auto()
    # The seized telephone's own number.
    OWNER = auto()
    # The country of a number; where it was dialled; the number in international form; the country
    # of a postal address.
    COUNTRY = auto()
    DIALLED_IN = auto()
    INTERNATIONAL = auto()
    ADDRESS = auto()
    # The program that a row is of; where it came from, which may be a program.
    PROGRAM = auto()
    ORIGIN = auto()
    # Which way the call or message went.
    DIRECTION = auto()
    # Nobody's number, or one that another column of the same table holds.
    LEFT = auto()
