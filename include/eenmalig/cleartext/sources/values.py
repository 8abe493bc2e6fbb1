"""What a reader gives: a text, the kind of field it stood in, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.numbers.countries import DUTCH
from eenmalig.cleartext.numbers.number import FieldKind
from eenmalig.cleartext.numbers.stated_country import Beside

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["FEWEST_IN_GROUP", "Asked", "Beside", "FieldKind", "Locator", "RawValue"]

# The telephone itself and two others: a conversation of fewer is no group.
FEWEST_IN_GROUP = 3


class Locator(NamedTuple):
    """Where a value stands, in positions from 1, never in names.

    In a vCard file the row is the card and the column the telephone field within it.
    """

    sheet: int | None
    row: int
    column: int | None


class Asked(NamedTuple):
    """What a reader is asked for.

    ``label`` is how a message names the file. ``columns`` are what a person stated about a table.
    With ``every_cell`` every number counts wherever it stands: of a list of numbers that may not
    be texted, one too many is harmless and one too few is not. ``unread`` are the columns of a
    database, by the positions of table and column, that a person passed over. ``countries`` are
    those that are texted: a mobile of them that is not read must not be lost.
    """

    label: str
    columns: tuple[str, ...]
    every_cell: bool = False
    unread: frozenset[tuple[int, int]] = frozenset()
    countries: tuple[str, ...] = DUTCH


class RawValue(NamedTuple):
    """One cell or field as it was read. Text, label and date are not shown by ``repr``.

    ``owner`` says that the export itself marks the number as the seized phone's own. ``label``
    (a contact's name or the field's type) and ``last_used`` (the last contact, UTC) live in
    memory only, to decide about this value, and leave no reader's caller. ``deleted`` says that
    the export marks the record as deleted on the phone, or as carved from what was left of it.
    ``group`` says that the record knows the number only as a member of a group conversation.
    ``contact`` says that the record is a mere contact, which did nothing: an entry of an address
    book, or a card that somebody passed on. ``beside`` is what the record says of the country.
    ``probably_own`` says that the number took part in all that a table tells, as the telephone's
    own does.
    """

    # A tuple, because millions of them are made: a frozen dataclass takes four times as long.
    text: str
    field: FieldKind
    owner: bool
    locator: Locator
    label: str = ""
    last_used: datetime | None = None
    deleted: bool = False
    group: bool = False
    contact: bool = False
    beside: Beside | None = None
    probably_own: bool = False

    def __repr__(self) -> str:
        """Return the place and the kind, and nothing that stood there."""
        return f"RawValue(field={self.field!r}, owner={self.owner!r}, locator={self.locator!r})"
