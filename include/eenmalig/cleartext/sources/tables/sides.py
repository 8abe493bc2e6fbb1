"""Who called or wrote, and to whom: the one is the seized telephone's side, the other is not."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.words.labels import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

# Headers that say which way, whatever another column says ...
_DIRECTION = frozenset(
    """
    direction richting gespreksrichting belrichting oproeprichting berichtrichting
    calldirection messagedirection
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
# ... and those that may say so, among other things: a kind, or a folder of messages.
_PERHAPS_DIRECTION = frozenset(
    """
    type soort oproeptype berichttype gesprekstype calltype messagetype communicationtype
    communicatietype gespreksoort gesprekssoort oproepsoort berichtsoort folder map
    """.split()  # noqa: SIM905 - as above
)
_OF_CALLS = frozenset(
    """
    call calls message messages bericht gesprek oproep communication communicatie event record
    sms van of het de the
    """.split()  # noqa: SIM905 - as above
)
_OUTGOING = frozenset(
    """
    outgoing outbound outbox sent dialed dialled placed made originating originated mo moc
    uitgaand uitgaande uitg verzonden verstuurd verstuurde gestuurd geplaatst gebeld gekozen
    """.split()  # noqa: SIM905 - as above
)
_INCOMING = frozenset(
    """
    incoming inbound inbox received missed terminating mt mtc inkomend inkomende ink ontvangen
    gemist gemiste
    """.split()  # noqa: SIM905 - as above
)
# These say so only by themselves.
_SHORT = {
    **dict.fromkeys(("out", "uit", "u", "o"), "outgoing"),
    **dict.fromkeys(("in", "i"), "incoming"),
}
# By whom it was done is another's side: "gebeld door".
_BY = frozenset(("door", "by"))


class Side(Enum):
    """One side of a call or a message."""

    FROM = auto()
    TO = auto()


_WORDS = {
    Side.FROM: frozenset(
        """
        from van sender afzender caller calling beller bellend bellende src source anummer
        apartij
        """.split()  # noqa: SIM905 - as above
    ),
    Side.TO: frozenset(
        """
        to naar aan recipient recipients receiver receivers ontvanger ontvangers callee called
        dialled dialed gebeld gebelde dst destination bnummer bpartij
        """.split()  # noqa: SIM905 - as above
    ),
}
_OTHER_PARTY = frozenset(("contact", "contacten", "contacts", "kontakt", "counterparty"))
# As providers name the sides, beside one of these words.
_LETTERS = {"a": Side.FROM, "b": Side.TO}
_LETTERED = frozenset("nummer number nr no partij party telefoonnummer msisdn".split())  # noqa: SIM905 - as above


def side_of(text: str) -> Side | None:
    """Return whose side a header is of, where it says one."""
    words = words_of(text)
    said = {side for side, known in _WORDS.items() if not known.isdisjoint(words)}
    if not _LETTERED.isdisjoint(words):
        said.update(_LETTERS[word] for word in words if word in _LETTERS)
    return said.pop() if len(said) == 1 else None


def says_other_party(text: str) -> bool:
    """Return whether a header is of the other party: ``Telefoon contact``, ``Tegennummer``."""
    words = words_of(text)
    return not _OTHER_PARTY.isdisjoint(words) or any(word.startswith("tegen") for word in words)


def says_direction(text: str) -> bool:
    """Return whether this header labels which way a call or message went."""
    words = words_of(text)
    directions = _DIRECTION | _PERHAPS_DIRECTION
    labels = not directions.isdisjoint(words) and (directions | _OF_CALLS).issuperset(words)
    return labels or _names_both(words)


def by_strength(header: Sequence[str], places: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Return the places of directions in groups: first those that say nothing else."""
    sure = tuple(place for place in places if _is_sure(words_of(header[place])))
    perhaps = tuple(place for place in places if place not in sure)
    return tuple(group for group in (sure, perhaps) if group)


def _is_sure(words: Sequence[str]) -> bool:
    return not _DIRECTION.isdisjoint(words) or _names_both(words)


def _names_both(words: Sequence[str]) -> bool:
    """Return whether a header is the two ways and nothing else: ``In/Uit``."""
    ways = [_SHORT.get(word, word) for word in words if word not in _OF_CALLS and word != "or"]
    both = not _OUTGOING.isdisjoint(ways) and not _INCOMING.isdisjoint(ways)
    return both and (_OUTGOING | _INCOMING).issuperset(ways)


def own_side(row: Sequence[str], groups: Sequence[Sequence[int]]) -> Side | None:
    """Return on which side the seized telephone was, by the directions that a row tells.

    The first group of columns that tells it is right.
    """
    return next((side for places in groups if (side := _told(row, places)) is not None), None)


def _told(row: Sequence[str], places: Sequence[int]) -> Side | None:
    cells = (words_of(row[place]) for place in places if place < len(row))
    words = {
        _SHORT.get(word, word) if len(cell) == 1 else word
        for cell in cells
        if _BY.isdisjoint(cell)
        for word in cell
    }
    outgoing, incoming = not _OUTGOING.isdisjoint(words), not _INCOMING.isdisjoint(words)
    if outgoing == incoming:
        return None
    return Side.FROM if outgoing else Side.TO
