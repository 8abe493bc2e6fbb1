"""Of which program a row of a table is: bare digits may be an account there, and no number."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers.number import BARE_LENGTH, split
from eenmalig.cleartext.sources.words.identifiers import Service, number_in, service_of
from eenmalig.cleartext.sources.words.labels import words_of
from eenmalig.cleartext.sources.words.network_names import OF_NETWORK, names_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROGRAM = frozenset("app apps application applicatie messenger programma program".split())  # noqa: SIM905 - a list of words is read more easily so
# These tell of programs too, and as often of networks, telephones or lists of customers.
_ORIGIN = frozenset(
    """
    source bron service dienst platform kanaal channel medium via herkomst origin package pakket
    artifact artefact accounttype socialmedia
    """.split()  # noqa: SIM905 - as above
)
_ORIGIN_IN_TWO = (frozenset(("account", "type")), frozenset(("social", "media")))
_BESIDE = frozenset("naam name type soort van of the de chat".split())  # noqa: SIM905 - as above
_OF_TELEPHONE = OF_NETWORK | {"wa", "wapp", "whats"}
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
# Words of other things as well: these tell of such a program by themselves only.
_WEAK = frozenset(("messenger", "line", "mail", "email", "silent", "session", "element"))
_STRONG = _OTHER - _WEAK
# Of these many are called otherwise so: a person, a team, a kind.
_ORDINARY = _WEAK | frozenset(
    """
    sky teams slack zoom wire matrix snap hinge bumble happn steam tango imo vk aim meetme briar
    anom exclu ecc gmail outlook yahoo
    """.split()  # noqa: SIM905 - as above
)
# What a label says that is nothing but such a program.
_LABELS = frozenset(
    f"{program}{what}"
    for program in _OTHER
    for what in ("", " account", "-account", " messenger", " direct", " dm", " chat", " id")
)


class Accounts(Enum):
    """Whether the bare digits of a row are accounts: never, always, or nobody knows."""

    NEVER = auto()
    PERHAPS = auto()
    ALWAYS = auto()


def says_program(text: str) -> bool:
    """Return whether this header labels the program that a row is of."""
    words = words_of(text)
    return not _PROGRAM.isdisjoint(words) and (_PROGRAM | _ORIGIN | _BESIDE).issuperset(words)


def says_origin(text: str) -> bool:
    """Return whether this header labels where a row came from, which may be a program."""
    words = words_of(text)
    in_two = any(each.issubset(words) for each in _ORIGIN_IN_TWO)
    known = _ORIGIN.union(_BESIDE, *_ORIGIN_IN_TWO)
    return (in_two or not _ORIGIN.isdisjoint(words)) and known.issuperset(words)


def label_programs() -> frozenset[str]:
    """Return the labels in lower case that are nothing but a program that has accounts."""
    return _LABELS


def accounts(
    row: Sequence[str], programs: Sequence[int], origins: Sequence[int], labels: Sequence[int]
) -> Accounts:
    """Return whether bare digits of a row are accounts, by the programs that it names.

    At the places of ``programs`` whatever stands there is one; at those of ``origins`` only what
    is known to have accounts, at those of ``labels`` only what is nothing else. Of a program that
    nobody knows, and where two kinds are named, nobody knows.
    """
    stated = _cells(row, programs)
    told = [words for words in _cells(row, origins) if not _OTHER.isdisjoint(words)]
    cells = (row[place].strip().casefold() for place in labels if place < len(row))
    labelled = [words_of(cell) for cell in cells if cell in _LABELS]
    told += [words for words in labelled if words[0] not in _ORDINARY]
    by_number = any(service_of(" ".join(words)) is not Service.OTHER for words in stated + told)
    if any(not _STRONG.isdisjoint(words) for words in stated + told):
        return Accounts.PERHAPS if by_number else Accounts.ALWAYS
    if by_number or any(not _OF_TELEPHONE.isdisjoint(words) for words in stated + told):
        return Accounts.NEVER
    if any(len(words) == 1 and words[0] in _WEAK for words in stated):
        return Accounts.ALWAYS
    return Accounts.PERHAPS if stated or told or labelled else Accounts.NEVER


def in_doubt(text: str) -> str:
    """Return digits that may be an account so that they are refused as bare digits, and counted.

    What begins as a number is dialled stays as it is. Of other digits the last nine are left:
    a calling code without a plus proves nothing.
    """
    return "\n".join(
        part if number_in(part, Service.OTHER) is not None else _bare(part) for part in split(text)
    )


def _bare(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[-BARE_LENGTH:] if len(digits) > BARE_LENGTH else text


def _cells(row: Sequence[str], places: Sequence[int]) -> list[list[str]]:
    """Return the words of the cells at some places that say something."""
    cells = (row[place] for place in places if place < len(row))
    return [words_of(cell) for cell in cells if not names_nothing(cell)]
