"""Whether a table says that a record was deleted on the phone, or carved from what was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.words.labels import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_DELETED = frozenset(
    """
    deleted verwijderd verwijderde gewist gewiste removed erased carved trash trashed prullenbak
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
_STATUS = frozenset(("status", "state", "staat", "toestand"))
_YES = frozenset(("yes", "ja", "true", "waar", "1", "y", "j", "x"))
_NO = frozenset(("no", "nee", "false", "onwaar", "0", "n", "nein"))
_NOT = frozenset(("no", "nee", "not", "niet", "non", "intact"))


def places(header: Sequence[str], numbers: frozenset[int]) -> tuple[int, ...]:
    """Return the places of columns where a plain yes says deleted; ``numbers`` are none."""
    return tuple(
        place
        for place, text in enumerate(header)
        if place not in numbers and not _DELETED.isdisjoint(words_of(text))
    )


def states(header: Sequence[str], numbers: frozenset[int]) -> tuple[int, ...]:
    """Return the places of other columns, where only such a word does; ``numbers`` are none."""
    known = numbers.union(places(header, numbers))
    return tuple(
        place
        for place, text in enumerate(header)
        if place not in known and not _STATUS.isdisjoint(words_of(text))
    )


def is_deleted(row: Sequence[str], plain: Sequence[int], stating: Sequence[int]) -> bool:
    """Return whether one of these cells of a row says that it was deleted."""
    size = len(row)
    marks = [words_of(row[place]) for place in plain if place < size]
    stated = [words_of(row[place]) for place in stating if place < size and row[place]]
    return any(map(says_yes, marks)) or any(map(_says_deleted, (*marks, *stated)))


def says_yes(words: Sequence[str]) -> bool:
    """Return whether the words of a cell are a plain yes: ``ja``, ``true``, ``1``."""
    return len(words) == 1 and words[0] in _YES


def says_no(words: Sequence[str]) -> bool:
    """Return whether the words of a cell are a plain no."""
    return len(words) == 1 and words[0] in _NO


def _says_deleted(words: Sequence[str]) -> bool:
    return not _DELETED.isdisjoint(words) and _NOT.isdisjoint(words)
