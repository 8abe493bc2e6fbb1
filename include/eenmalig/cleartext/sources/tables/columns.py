"""What is known of a table by its header: which columns to read, and what each tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from eenmalig.cleartext.sources.tables.country_columns import Places
    from eenmalig.cleartext.sources.tables.row_questions import RowQuestion
    from eenmalig.cleartext.sources.tables.sides import Side
    from eenmalig.cleartext.sources.values import FieldKind


class Column(NamedTuple):
    """A column with numbers: its place from 0, its kind, whether each cell lists several.

    A column that is not ``sure`` holds other things too, such as the kind of telephone: only its
    cells with digits are read. ``own`` is what its header says beside, and ``labels`` are the
    places of what a row says about the number, ``notes`` of remarks, ``country`` of its country.
    ``owner`` says that it holds the telephone's own number, or says yes of the row's, ``whether``
    by one sign too, ``side`` whose side of a call it is, ``together`` that a cell names all who
    took part, and ``contact`` that it tells of mere contacts.
    """

    place: int
    kind: FieldKind
    entries: bool = False
    sure: bool = True
    own: str = ""
    labels: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    country: Places | None = None
    owner: bool = False
    whether: bool = False
    side: Side | None = None
    together: bool = False
    contact: bool = False


class Header(NamedTuple):
    """How many rows precede the first value, the columns to read, how wide the header is.

    Without a header there are no such rows, and the width is 0. ``moments`` are the places of
    moments of contact, ``deleted`` and ``states`` of what says that a record was deleted,
    ``programs`` and ``origins`` of the program that a row is of, ``directions`` of which way a call
    went, the surest first, ``questions`` ask whether a row may be texted, ``parties``
    are the places of numbers of which the telephone's own may be one, and ``left`` are the places
    of what is known and not read. ``stated`` are those of a person's columns that were found.
    """

    rows: int
    columns: tuple[Column, ...]
    width: int = 0
    moments: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()
    states: tuple[int, ...] = ()
    programs: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()
    directions: tuple[tuple[int, ...], ...] = ()
    questions: tuple[RowQuestion, ...] = ()
    parties: tuple[int, ...] = ()
    left: frozenset[int] = frozenset()
    stated: frozenset[str] = frozenset()

    def below(self, said: str = "", *, contact: bool = False) -> Header:
        """Return the header of rows about each of which this is said."""
        columns = tuple(
            column._replace(own=f"{said} {column.own}".strip(), contact=column.contact or contact)
            for column in self.columns
        )
        return self._replace(columns=columns)
