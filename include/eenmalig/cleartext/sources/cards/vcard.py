"""Contacts as vCard 2.1, 3.0 and 4.0, as telephones really write them.

A library that parses whole cards gives up on a file for one odd line. Only the telephone fields
and the names around them are needed, so this reads content lines, and what it does not know it
passes over.

Tried on cards of versions 2.1, 3.0 and 4.0 in the test data of Android's vCard library (AOSP,
frameworks/opt/vcard, tests/res/raw), with cards of BlackBerry, Windows Mobile 6.5 and iOS 6.
Described in vCard 2.1 (versit Consortium, 1996), RFC 2426 (3.0) and RFC 6350 (4.0).
"""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.cards.vcard_card import Card
from eenmalig.cleartext.sources.cards.vcard_lines import (
    LONGEST,
    begins_agent,
    begins_card,
    ends_card,
    field_of,
    unfolded,
)
from eenmalig.cleartext.sources.files.encoding import begun_text, encoding_of, errors_for
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import TextIOBase
    from pathlib import Path

    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "vcard"

_DEEPEST = 20


def recognises(path: Path) -> bool:
    """Return whether the first line with text begins a card."""
    lines = (begun_text(path) or "").lstrip("\ufeff").splitlines()
    return begins_card(next((line for line in lines if line.strip()), ""))


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield every telephone field, also of cards within cards. A column means nothing here.

    Addresses of messengers count where they are numbers; with ``every_cell``, any number does.
    Fails when the file ends in the middle of a card, or holds lines or cards within cards as no
    program writes them (``SOURCE_UNREADABLE``).
    """
    encoding = encoding_of(path) or "utf-8"
    too_long = _unreadable(asked.label, "holds a telephone or an inner card without an end")
    with path.open(encoding=encoding, errors=errors_for(encoding)) as file:
        yield from _cards(unfolded(_lines(file), too_long), asked)


def _lines(file: TextIOBase) -> Iterator[str]:
    """Yield the lines, without the rest of what is longer than any that is needed."""
    fresh = True
    while line := file.readline(LONGEST + 1):
        if fresh:
            yield line
        fresh = line.endswith("\n")


def _cards(lines: Iterable[str], asked: Asked) -> Iterator[RawValue]:
    """Yield a card's telephones when it ends: its names may stand below them."""
    new = partial(Card, every_field=asked.every_cell)
    open_cards: list[Card] = []
    number, of_agent, complete = 0, False, True
    for line in _with_agents(lines, asked.label, 0):
        if begins_card(line):
            inner = of_agent and bool(open_cards)
            number += not inner
            if open_cards and not inner:
                # Most often the END of the card before is missing; a card may be within it too.
                yield from open_cards[-1].taken()
            positions = open_cards[-1].positions if inner else count(1)
            open_cards = [*open_cards[-_DEEPEST:], new(number, positions, within=inner)]
        elif ends_card(line):
            yield from open_cards.pop().taken() if open_cards else ()
        else:
            card = open_cards[-1] if open_cards else new(max(1, number), count(1))
            card.add(line)
            if not open_cards or card.is_full:
                yield from card.taken()
        complete = ends_card(line) if line.strip() else complete
        of_agent = begins_agent(line) if line.strip() else of_agent
    if not complete:
        raise _unreadable(asked.label, "ends in the middle of a card")


def _with_agents(lines: Iterable[str], label: str, depth: int) -> Iterator[str]:
    """Yield the lines, and behind an agent's field those of the card that is its value."""
    for line in lines:
        yield line
        field = field_of(line) if begins_agent(line) else None
        if field is not None and field.value.strip():
            if depth > _DEEPEST:
                raise _unreadable(label, "holds cards within cards far deeper than an export")
            yield from _with_agents(field.text().splitlines(), label, depth + 1)


def _unreadable(label: str, why: str) -> EenmaligError:
    return EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: {why}")
