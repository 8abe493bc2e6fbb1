"""What a synthetic hand-over holds, and the truth about it, before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from eenmalig.domain.counting import Exclusion, Refusal, SetAside, Tally
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

DUPLICATES_SHARE = 0.25
NEVER_MET_SHARE = 0.3
_WORDS = ("onbekend", "geen", "n.v.t.", "zie notitie", "vraag aan Bas", "privé")


@dataclass(frozen=True)
class Candidate:
    """A usable mobile (``number``, E.164), or a text that must be refused for ``refusal``.

    A mobile with a ``relation`` is saved under a name that says so, and must be set aside.
    """

    number: str | None = None
    text: str = ""
    refusal: Refusal | None = None
    relation: SetAside | None = None


@dataclass(frozen=True)
class Plan:
    """The candidates of each source, in the order of reading, and the lists of exclusion."""

    sources: Sequence[Sequence[Candidate]]
    listed: Mapping[Exclusion, Sequence[str]]

    def tallies(self) -> tuple[Tally, ...]:
        """Return the true counts of each source, by the precedence of the counting rules."""
        why = {number: category for category, listed in self.listed.items() for number in listed}
        seen: set[str] = set()
        return tuple(_tally(source, why, seen) for source in self.sources)


_REFUSED: Mapping[Refusal, tuple[float, Callable[[Random], str]]] = {
    Refusal.EMPTY: (0.030, lambda _: ""),
    Refusal.NOT_A_NUMBER: (0.015, lambda rng: rng.choice(_WORDS)),
    Refusal.LOST_DIGITS: (0.006, numbers.lost_digits),
    Refusal.INVALID: (0.012, numbers.unused),
    Refusal.FOREIGN: (0.030, numbers.foreign),
    Refusal.LANDLINE: (0.040, numbers.landline),
    Refusal.SERVICE: (0.008, numbers.service),
    Refusal.MACHINE: (0.006, numbers.machine),
}
_RELATIONS: Mapping[SetAside, float] = {
    SetAside.FAMILY: 0.012,
    SetAside.CARE: 0.006,
    SetAside.LAWYER: 0.004,
    SetAside.WORK: 0.008,
    SetAside.BUSINESS: 0.010,
}
_LISTED: Mapping[Exclusion, float] = {
    Exclusion.PRIVILEGED: 0.015,
    Exclusion.SUSPECTS: 0.012,
    Exclusion.OWNER: 0.004,
    Exclusion.OPTED_OUT: 0.006,
}


def plan(rng: Random, recipients: int, weights: Sequence[float], names: int) -> Plan:
    """Return a plan with exactly ``recipients`` recipients over ``len(weights)`` sources.

    ``names`` is the index of the source in which names say who somebody is.
    """
    fresh = numbers.mobiles(rng)
    wanted = list(islice(fresh, recipients))
    listed = {
        category: list(islice(fresh, _scaled(recipients, share)))
        for category, share in _LISTED.items()
    }
    candidates = [Candidate(number) for number in wanted]
    candidates += [Candidate(rng.choice(wanted)) for _ in range(_again(recipients))]
    candidates += _met(rng, listed)
    candidates += [
        Candidate(text=draw(rng), refusal=refusal)
        for refusal, (share, draw) in _REFUSED.items()
        for _ in range(_scaled(recipients, share))
    ]
    rng.shuffle(candidates)
    sources = _dealt(rng, candidates, weights)
    for relation, share in _RELATIONS.items():
        for number in islice(fresh, _scaled(recipients, share)):
            place = rng.randint(0, len(sources[names]))
            sources[names].insert(place, Candidate(number, relation=relation))
    return Plan(sources, listed)


def _met(rng: Random, listed: Mapping[Exclusion, Sequence[str]]) -> list[Candidate]:
    """Return the candidates that stand on a list: most once, some twice, some never."""
    met = []
    for first, *others in listed.values():
        met += [Candidate(first), Candidate(first)]
        met += [Candidate(number) for number in others if rng.random() > NEVER_MET_SHARE]
    return met


def _dealt(
    rng: Random, candidates: Sequence[Candidate], weights: Sequence[float]
) -> list[list[Candidate]]:
    sources: list[list[Candidate]] = [[] for _ in weights]
    chosen = rng.choices(sources, weights, k=len(candidates))
    for candidate, source in zip(candidates, chosen, strict=True):
        source.append(candidate)
    for empty in (source for source in sources if not source):
        # Only where very few are asked for: no export is without a row.
        empty.append(Candidate(text=rng.choice(_WORDS), refusal=Refusal.NOT_A_NUMBER))
    return sources


def _tally(source: Sequence[Candidate], why: Mapping[str, Exclusion], seen: set[str]) -> Tally:
    tally = Tally(read=len(source))
    tally.refused = Counter(
        candidate.refusal for candidate in source if candidate.refusal is not None
    )
    for candidate in source:
        number = candidate.number
        if number is None:
            continue
        if number in why:
            tally.excluded[why[number]] += 1
        elif candidate.relation is not None:
            tally.set_aside[candidate.relation] += 1
        elif number in seen:
            tally.duplicates += 1
        else:
            seen.add(number)
            tally.recipients += 1
    tally.check()
    return tally


def _again(recipients: int) -> int:
    return _scaled(recipients, DUPLICATES_SHARE)


def _scaled(recipients: int, share: float) -> int:
    return max(1, round(recipients * share))
