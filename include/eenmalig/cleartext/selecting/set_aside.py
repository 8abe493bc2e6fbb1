"""Which values a person must decide about, judged in memory while an export is read.

Labels (who somebody is to the owner) and dates of contact are looked at here and nowhere later:
what goes on is a reason at most.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from eenmalig.cleartext.selecting.relations import LONGEST, relations
from eenmalig.domain.counting import SetAside
from eenmalig.domain.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from eenmalig.cleartext.selecting.last_contacts import LastContacts
    from eenmalig.cleartext.sources import RawValue
    from eenmalig.domain.source_rules import SourceRules

_LABELS_REMEMBERED = 4096
_LETTER = re.compile(r"[^\W\d_]")
_FIGURES = re.compile(r"\d+")


class Judge:
    """Judges the values of one source by its rules."""

    def __init__(self, rules: SourceRules, contacts: LastContacts | None) -> None:
        """``contacts`` is needed where the rules ask for a date of last contact."""
        self._rules = rules
        self._contacts = contacts
        # Of this object, so that no name outlives the reading.
        self._relations = lru_cache(_LABELS_REMEMBERED)(relations)

    def reasons(
        self, values: Sequence[RawValue], doubtful: Iterable[int] = ()
    ) -> list[SetAside | None]:
        """Return why each value is set aside, or None, by the order of ``SetAside``.

        ``doubtful`` are the places, from 0, of those whose record contradicts their country.
        """
        also: list[set[SetAside]] = self._dated(values)
        for place in doubtful:
            also[place].add(SetAside.COUNTRY)
        return [self._why(value, reasons) for value, reasons in zip(values, also, strict=True)]

    def round_too(self, values: Sequence[RawValue]) -> list[bool]:
        """Return which values are texted also when they are round; empty where nobody decided so.

        Whether a number is round shows later, by the others of its column.
        """
        if SetAside.ROUND not in self._rules.also_text:
            return []
        return [self._rules.why({SetAside.ROUND}, _place(value)) is None for value in values]

    def _why(self, value: RawValue, also: set[SetAside]) -> SetAside | None:
        reasons = {*self._grounds(value), *also}
        if not reasons and not self._rules.grounds:
            return None
        return self._rules.why(reasons, _place(value))

    def _grounds(self, value: RawValue) -> Iterator[SetAside]:
        if value.label:
            yield from self._relations(value.label[:LONGEST])
        # What stands with a number in its own field is a label too: 06 ... (werk).
        if _LETTER.search(value.text):
            yield from self._relations(_FIGURES.sub(" ", value.text[:LONGEST]))
        if value.deleted:
            yield SetAside.DELETED
        if value.group:
            yield SetAside.GROUP
        if value.contact:
            yield SetAside.CONTACTS
        if value.probably_own:
            yield SetAside.OWN_NUMBER

    def _dated(self, values: Sequence[RawValue]) -> list[set[SetAside]]:
        after = self._rules.last_used_after
        if after is None or self._contacts is None:
            return [set() for _ in values]
        return self._contacts.judged(values, after)


def _place(value: RawValue) -> Place:
    where = value.locator
    return Place(where.sheet, where.row, where.column)
