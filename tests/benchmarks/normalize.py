"""Normalization by column against the plain way: pandas `apply` of the library, value by value.

Both read the same 1,000,000 values, as hand-overs hold them, in the same run; what the columns
give is compared with reading every distinct value by itself.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import phonenumbers
import pyarrow as pa

from eenmalig.cleartext.numbers import columnar, number
from eenmalig.cleartext.numbers.memo import Memo
from eenmalig.cleartext.numbers.number import FieldKind
from eenmalig.cleartext.numbers.refusals import NOT_REFUSED, POSITIONS
from rehearsal import numbers, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

VALUES = 1_000_000
REPEATED = 0.4
SHARES = {"mobile": 0.80, "other_dutch": 0.12, "junk": 0.05, "foreign": 0.03}
# How a pipeline hands values over: in bounded batches.
BATCH = 65_536
LEAST_RATIO = 15

_FLOATS = ("31{n}.0", "{n}")
_WORDS = ("geen", "onbekend", "n.v.t.", "-", "", " ", "prive", "niet doorgeven", "?")
_ABROAD = ("BE", "DE", "FR", "GB", "PL", "TR", "MA", "ES", "RO", "BG")


def normalize() -> Iterator[tuple[str, float]]:
    """Yield the ratio to the baseline, the speed, and in how many values the two ways differ."""
    values = drawn(random.SystemRandom(), VALUES)
    started = time.perf_counter()
    pd.Series(values).apply(plain)
    baseline = time.perf_counter() - started
    started = time.perf_counter()
    texts = pa.array(values)
    phone = np.ones(len(values), dtype=np.bool_)
    found = by_column(texts, phone)
    ours = time.perf_counter() - started
    differences = _differences(values, found)
    yield "normalize_vs_apply", baseline / ours
    yield "normalize_values_per_s", round(len(values) / ours)
    yield "normalize_differences", differences
    if differences or baseline / ours < LEAST_RATIO:
        raise SystemExit("normalize: the results differ, or the ratio is below what is promised")


def by_column(texts: pa.StringArray, phone: np.ndarray) -> list[columnar.Candidates]:
    """Normalize in batches with one memo, as a step does."""
    memo = Memo()
    return [
        columnar.candidates(texts.slice(at, BATCH), phone[at : at + BATCH], memo=memo)
        for at in range(0, len(texts), BATCH)
    ]


def plain(text: str) -> str | None:
    """Read one value as anybody would."""
    try:
        parsed = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def drawn(rng: Random, count: int) -> list[str]:
    """Return values as hand-overs hold them, in no order; repeated ones stand there again."""
    distinct = round(count * (1 - REPEATED))
    draws = {
        "mobile": _mobiles(rng),
        "other_dutch": _other_dutch(rng),
        "junk": _junk(rng),
        "foreign": _foreign(rng),
    }
    values = []
    for name, share in SHARES.items():
        once = [next(draws[name]) for _ in range(round(distinct * share))]
        values += once + rng.choices(once, k=round(count * share) - len(once))
    rng.shuffle(values)
    return values


def _mobiles(rng: Random) -> Iterator[str]:
    ways = (*spellings.EVERYWHERE, *spellings.UNICODE, *_FLOATS)
    for e164 in numbers.mobiles(rng):
        yield spellings.spelled(e164, rng, ways)


def _other_dutch(rng: Random) -> Iterator[str]:
    draws = (numbers.landline, numbers.landline, numbers.service, numbers.machine, _company, _voip)
    while True:
        yield rng.choice(draws)(rng)


def _company(rng: Random) -> str:
    return f"088 {numbers.digits(rng, 3)} {numbers.digits(rng, 4)}"


def _voip(rng: Random) -> str:
    return f"085-{numbers.digits(rng, 7)}"


def _junk(rng: Random) -> Iterator[str]:
    draws = (numbers.unused, numbers.lost_digits, _word, _short, _address, _two)
    while True:
        yield rng.choice(draws)(rng)


def _word(rng: Random) -> str:
    return rng.choice(_WORDS)


def _short(rng: Random) -> str:
    return numbers.digits(rng, rng.randint(1, 7))


def _address(rng: Random) -> str:
    return f"iemand{numbers.digits(rng, 3)}@example.com"


def _two(rng: Random) -> str:
    first, second = numbers.unused(rng), numbers.landline(rng)
    return f"{first} / {second}"


def _foreign(rng: Random) -> Iterator[str]:
    kind = phonenumbers.PhoneNumberType.MOBILE
    while True:
        if rng.random() < 1 / 2:
            yield numbers.foreign(rng)
            continue
        example = phonenumbers.example_number_for_type(rng.choice(_ABROAD), kind)
        assert example is not None
        start = str(example.national_number)[:-5]
        yield f"+{example.country_code} {start}{numbers.digits(rng, 5)}"


def _differences(values: list[str], found: list[columnar.Candidates]) -> int:
    """Return in how many values the columns differ from each value read by itself."""
    alone: dict[str, list[tuple[int, int]]] = {}
    differing = 0
    for at, batch in zip(range(0, len(values), BATCH), found, strict=True):
        together: list[list[tuple[int, int]]] = [[] for _ in values[at : at + BATCH]]
        columns = zip(*(column.tolist() for column in batch), strict=True)
        for cell, e164, refusal in columns:
            together[cell].append((e164, refusal))
        for text, got in zip(values[at : at + BATCH], together, strict=True):
            if text not in alone:
                alone[text] = [_alone(each) for each in number.split(text)]
            differing += alone[text] != got
    return differing


def _alone(candidate: str) -> tuple[int, int]:
    e164, refusal = number.normalize(candidate, FieldKind.PHONE)
    return int(e164 or 0), NOT_REFUSED if refusal is None else POSITIONS[refusal]
