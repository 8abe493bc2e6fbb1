"""Of which program a row of a table is: bare digits may be an account there, and no number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.words.identifiers import Service, service_of
from eenmalig.cleartext.sources.words.labels import TELEPHONE, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROGRAM = frozenset("app apps application applicatie messenger programma program".split())  # noqa: SIM905 - a list of words is read more easily so
# These tell of programs too, and as often of networks, telephones or lists of customers.
_ORIGIN = frozenset("source bron service dienst platform kanaal channel".split())  # noqa: SIM905 - as above
_BESIDE = frozenset("naam name van of the de chat".split())  # noqa: SIM905 - as above
# Of the telephone itself: its list of calls, its messages, its address book, its card.
_OF_TELEPHONE = TELEPHONE | frozenset(
    """
    sim simkaart telefoonboek telefonie phonebook adresboek addressbook contacts contacten calls
    oproepen gesprekken berichten messages bellen dialer voice spraak
    """.split()  # noqa: SIM905 - as above
)
# Programs that know people by accounts of their own.
_OTHER = frozenset(
    """
    instagram facebook messenger snapchat snap telegram tiktok discord skype twitter kik wickr
    threema wechat weixin line linkedin tinder grindr badoo bumble hinge happn lovoo teams slack
    zoom gmail outlook mail email kakaotalk vk vkontakte reddit twitch youtube pinterest tumblr
    onlyfans marktplaats session matrix element wire imo zalo qq textnow textplus silent encrochat
    sky ecc anom exclu steam xbox playstation roblox fortnite bereal mastodon yubo tango hangouts
    keybase briar jabber xmpp icq yahoo aim meetme houseparty clubhouse
    """.split()  # noqa: SIM905 - as above
)


def says_program(text: str) -> bool:
    """Return whether this header labels the program that a row is of."""
    words = words_of(text)
    return not _PROGRAM.isdisjoint(words) and (_PROGRAM | _ORIGIN | _BESIDE).issuperset(words)


def says_origin(text: str) -> bool:
    """Return whether this header labels where a row came from, which may be a program."""
    words = words_of(text)
    return not _ORIGIN.isdisjoint(words) and (_ORIGIN | _BESIDE).issuperset(words)


def is_other(row: Sequence[str], programs: Sequence[int], origins: Sequence[int]) -> bool:
    """Return whether a row names a program, and none that knows people by their number.

    At the places of ``programs`` whatever stands there is one.
    """
    named = _cells(row, programs)
    named += [name for name in _cells(row, origins) if not _OTHER.isdisjoint(words_of(name))]
    return bool(named) and not any(map(_uses_numbers, named))


def _cells(row: Sequence[str], places: Sequence[int]) -> list[str]:
    return [row[place] for place in places if place < len(row) and row[place].strip()]


def _uses_numbers(name: str) -> bool:
    of_telephone = not _OF_TELEPHONE.isdisjoint(words_of(name))
    return of_telephone or service_of(name) is not Service.OTHER
