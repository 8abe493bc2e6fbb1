"""From cells to recipients: one message per number whatever its spelling, all counted.

First the cells of all sources are added, then exclusion lists stream past them: of a list only
those numbers are kept that stand in a source. A candidate meets, in this order: refused,
excluded, set aside, duplicate, recipient.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from eenmalig.cleartext.numbers import columnar
from eenmalig.cleartext.numbers.memo import Memo
from eenmalig.cleartext.numbers.refusals import POSITIONS
from eenmalig.cleartext.selecting import round_numbers
from eenmalig.cleartext.selecting.unreadable import Unreadable
from eenmalig.cleartext.vault.cells import NONE, REASONS, ROUND_TOO
from eenmalig.cleartext.vault.seal import recipient_ref
from eenmalig.domain.counting import Exclusion, Refusal, SetAside, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from eenmalig.cleartext.vault.cells import Cells

_Reason = TypeVar("_Reason", bound=StrEnum)
_EVERYWHERE = np.array([reason.everywhere for reason in REASONS])
_EMPTY = POSITIONS[Refusal.EMPTY]
# Of a list: a short number (112) belongs to no telephone that could be texted, and is a number.
_NUMBERS = (NONE, POSITIONS[Refusal.SERVICE])
_LOST_DIGITS = POSITIONS[Refusal.LOST_DIGITS]
_ROUND = REASONS.index(SetAside.ROUND)


class OpenCampaign(NamedTuple):
    """Another campaign whose recipients may not be texted by this one."""

    ref_key: bytes
    refs: frozenset[str]

    def __repr__(self) -> str:
        """Show no key and no ref: this may end in a traceback."""
        return f"OpenCampaign({len(self.refs)} refs)"


class UnusedCandidates(NamedTuple):
    """Where candidates stood that were refused or set aside, for one reason in one source.

    ``places`` has a row for each: sheet, row and column, 0 where a format has none.
    """

    source: int
    reason: Refusal | SetAside
    places: NDArray[np.int32]


class Chosen(NamedTuple):
    """The counts by source, from 1, the recipients' numbers in E.164, and what was not used."""

    tallies: dict[int, Tally]
    numbers: list[str]
    unused: list[UnusedCandidates]

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return f"Chosen({len(self.numbers)} numbers)"


class _Candidates(NamedTuple):
    """Candidates as columns of equal length; ``place`` has three of its own."""

    source: NDArray[np.int32]
    number: NDArray[np.int64]
    refused: NDArray[np.int8]
    owner: NDArray[np.bool_]
    set_aside: NDArray[np.int8]
    place: NDArray[np.int32]

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return f"_Candidates({len(self.number)})"


_NO_CANDIDATES = _Candidates(
    np.empty(0, np.int32),
    np.empty(0, np.int64),
    np.empty(0, np.int8),
    np.empty(0, np.bool_),
    np.empty(0, np.int8),
    np.empty((0, 3), np.int32),
)


class Selection:
    """Chooses among the candidates of one hand-over, in memory."""

    def __init__(self, sources: int, countries: tuple[str, ...]) -> None:
        self._sources = range(1, sources + 1)
        self._countries = countries
        self._batches: list[_Candidates] = []
        self._every: _Candidates | None = None
        self._known: pd.Index[int] | None = None
        self._excluded: dict[int, Exclusion] = {}
        self._memo = Memo()
        self._unreadable: dict[int, Unreadable] = {}
        self.listed = 0

    def add(self, batch: Cells) -> None:
        """Take in a batch of a source's cells. All come before the first list."""
        candidates = columnar.candidates(
            batch.texts, batch.truths("phone"), self._countries, self._memo
        )
        self._batches.append(
            _Candidates(
                np.full(len(candidates.cell), batch.position, dtype=np.int32),
                candidates.number,
                candidates.refusal,
                batch.truths("owner")[candidates.cell],
                batch.integers("set_aside").astype(np.int8)[candidates.cell],
                batch.places()[candidates.cell],
            )
        )

    def exclude(self, batch: Cells) -> None:
        """Let a batch of an exclusion list pass: numbers that stand in a source are kept.

        Numbers of any type and country count, whatever field they stood in: one too many on a
        list harms nobody. ``listed`` and ``unreadable`` count the entries. A mobile that lost its
        digits excludes whom it says, and is unreadable: it does not exclude whom it meant.
        """
        entries = columnar.usable(batch.texts, self._countries, self._memo)
        is_number = np.isin(entries.refusal, _NUMBERS)
        is_number &= ~self._without_digits(entries.number, batch.places()[entries.cell])
        self.listed += int(is_number.sum())
        unreadable = ~is_number & (entries.refusal != _EMPTY)
        if unreadable.any():
            told = self._unreadable.get(batch.position, Unreadable())
            places = batch.places()[entries.cell[unreadable]]
            self._unreadable[batch.position] = told.more(places)
        in_sources = self._numbers().get_indexer(pd.Index(entries.number)) >= 0
        for number in entries.number[in_sources & (entries.number > 0)].tolist():
            self._excluded.setdefault(number, Exclusion(batch.origin))

    @property
    def unreadable(self) -> int:
        """How many entries of all lists are no number; empty cells are no entries."""
        return sum(each.count for each in self._unreadable.values())

    def unreadable_entries(self) -> dict[int, Unreadable]:
        """Return what is no number on each list that has such entries, by the list's position."""
        return dict(self._unreadable)

    def exclude_open(self, campaigns: Sequence[OpenCampaign]) -> None:
        """Exclude the recipients of campaigns that are open now, each under its own key."""
        numbers = self._numbers().to_numpy() if campaigns else np.empty(0, np.int64)
        for number in numbers[numbers > 0].tolist():
            e164 = f"+{number}"
            if any(recipient_ref(e164, other.ref_key) in other.refs for other in campaigns):
                self._excluded.setdefault(number, Exclusion.OPEN_ELSEWHERE)

    def chosen(self) -> Chosen:
        """Return the recipients and the counts.

        Fails when the counts of a source do not add up (``COUNTS_DO_NOT_ADD_UP``).
        """
        candidates = self._candidates()
        which = self._numbers().get_indexer(pd.Index(candidates.number))
        refused = candidates.refused
        usable = refused == NONE
        excluded = np.where(usable, self._exclusions(candidates.owner, which), NONE)
        eligible = usable & (excluded == NONE)
        set_aside = np.where(eligible, _set_aside(candidates.set_aside, which), NONE)
        first = _first(candidates.number, eligible & (set_aside == NONE))
        tallies = {}
        for position in self._sources:
            here = candidates.source == position
            tallies[position] = Tally(
                read=int(here.sum()),
                refused=_counted(refused[here], Refusal),
                excluded=_counted(excluded[here], Exclusion),
                set_aside=_counted(set_aside[here], SetAside),
                duplicates=int((eligible & (set_aside == NONE) & ~first & here).sum()),
                recipients=int((first & here).sum()),
            )
            tallies[position].check()
        numbers = [f"+{number}" for number in candidates.number[first].tolist()]
        unused = [
            *_unused(candidates, refused, tuple(Refusal)),
            *_unused(candidates, set_aside, REASONS),
        ]
        return Chosen(tallies, numbers, unused)

    def _without_digits(
        self, numbers: NDArray[np.int64], places: NDArray[np.int32]
    ) -> NDArray[np.bool_]:
        """Return which entries of a list are mobiles that lost digits, or may have."""
        lost = np.logical_or(*round_numbers.judged(numbers, places[:, [0, 2]]))
        for at in np.flatnonzero(lost).tolist():
            # Of telephones that are never texted many end in zeros, for they were chosen so.
            lost[at] = self._memo.read(f"+{numbers[at]}", self._countries).refusal is None
        return lost

    def _candidates(self) -> _Candidates:
        if self._every is None:
            columns = zip(_NO_CANDIDATES, *self._batches, strict=True)
            self._every = _without_lost_digits(_Candidates(*map(np.concatenate, columns)))
            self._batches.clear()
        return self._every

    def _numbers(self) -> pd.Index[int]:
        """Return the different numbers of all sources, looked up by hash."""
        if self._known is None:
            self._known = pd.Index(pd.unique(self._candidates().number))
        return self._known

    def _exclusions(self, owner: NDArray[np.bool_], which: NDArray[np.intp]) -> NDArray[np.int8]:
        """Return why each candidate's number is excluded, as an index into ``Exclusion``.

        ``which`` is each candidate's place among the different numbers. A number that an export
        marks as the owner's once is the owner's everywhere.
        """
        numbers = self._numbers()
        listed = pd.Series({n: _index(why) for n, why in self._excluded.items()}, dtype=np.int8)
        why = np.array(listed.reindex(numbers, fill_value=NONE), dtype=np.int8)
        why[which[owner]] = _index(Exclusion.OWNER)
        return why[which]


def _without_lost_digits(candidates: _Candidates) -> _Candidates:
    """Return the candidates, refused where digits were lost and set aside where they may be.

    A person may have decided to text a number that is round.
    """
    columns = np.column_stack([candidates.source, candidates.place[:, [0, 2]]])
    lost, doubtful = round_numbers.judged(candidates.number, columns)
    refused = np.where(lost, np.int8(_LOST_DIGITS), candidates.refused)
    doubtful &= candidates.set_aside == NONE
    set_aside = np.where(doubtful, np.int8(_ROUND), candidates.set_aside)
    set_aside[set_aside == ROUND_TOO] = NONE
    return candidates._replace(refused=refused, set_aside=set_aside)


def _set_aside(reasons: NDArray[np.int8], which: NDArray[np.intp]) -> NDArray[np.int8]:
    """Return why each candidate is set aside: what speaks against its number goes first.

    ``reasons`` are those of its own cell, ``which`` its number's place among the different ones.
    """
    against = np.full(which.max(initial=-1) + 1, len(REASONS), dtype=np.int8)
    speaks = _EVERYWHERE[reasons] & (reasons != NONE)
    np.minimum.at(against, which[speaks], reasons[speaks])
    weightiest = against[which]
    return np.where(weightiest < len(REASONS), weightiest, reasons)


def _first(numbers: NDArray[np.int64], free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where each number stands for the first time among those that are free."""
    first = free.copy()
    first[free] = ~pd.Series(numbers[free]).duplicated().to_numpy()
    return first


def _counted(codes: NDArray[np.int8], reasons: type[_Reason]) -> Counter[_Reason]:
    counts = np.bincount(codes[codes != NONE], minlength=len(reasons)).tolist()
    return Counter({reason: n for reason, n in zip(reasons, counts, strict=True) if n})


def _unused(
    candidates: _Candidates, codes: NDArray[np.int8], reasons: Sequence[Refusal | SetAside]
) -> Iterator[UnusedCandidates]:
    for position in np.unique(candidates.source).tolist():
        for code, reason in enumerate(reasons):
            places = candidates.place[(candidates.source == position) & (codes == code)]
            if len(places):
                yield UnusedCandidates(position, reason, places)


def _index(reason: Exclusion | Refusal) -> int:
    return list(type(reason)).index(reason)
