"""Who called or wrote, and to whom: the one is the seized telephone's side, the other is not."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.words.labels import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIRECTION = frozenset(("direction", "richting", "type", "soort"))
_OF_CALLS = frozenset(("call", "message", "bericht", "gesprek", "oproep", "van", "of"))
_OUTGOING = frozenset(
    "outgoing outbound sent dialed dialled uitgaand uitgaande verzonden".split()  # noqa: SIM905 - a list of words is read more easily so
)
_INCOMING = frozenset(
    """
    incoming inbound received missed inkomend inkomende ontvangen gemist gemiste
    """.split()  # noqa: SIM905 - as above
)
# These say so only by themselves.
_SHORT = {"out": "outgoing", "uit": "outgoing", "in": "incoming"}


class Side(Enum):
    """One side of a call or a message."""

    FROM = auto()
    TO = auto()


_WORDS = {
    Side.FROM: frozenset("from van sender afzender caller calling beller src".split()),  # noqa: SIM905 - as above
    Side.TO: frozenset(
        """
        to naar aan recipient recipients receiver receivers ontvanger ontvangers callee called
        gebelde dst
        """.split()  # noqa: SIM905 - as above
    ),
}


def side_of(text: str) -> Side | None:
    """Return whose side a header is of, where it says one."""
    words = words_of(text)
    said = [side for side, known in _WORDS.items() if not known.isdisjoint(words)]
    return said[0] if len(said) == 1 else None


def says_direction(text: str) -> bool:
    """Return whether this header labels which way a call or message went."""
    words = words_of(text)
    return not _DIRECTION.isdisjoint(words) and (_DIRECTION | _OF_CALLS).issuperset(words)


def own_side(row: Sequence[str], places: Sequence[int]) -> Side | None:
    """Return on which side the seized telephone was, by the direction that a row tells."""
    cells = (words_of(row[place]) for place in places if place < len(row))
    words = {_SHORT.get(word, word) if len(cell) == 1 else word for cell in cells for word in cell}
    outgoing, incoming = not _OUTGOING.isdisjoint(words), not _INCOMING.isdisjoint(words)
    if outgoing == incoming:
        return None
    return Side.FROM if outgoing else Side.TO
