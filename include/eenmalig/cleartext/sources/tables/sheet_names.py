"""What the names of sheets tell, as forensic programs call them: in Dutch and English.

UFED, AXIOM and Oxygen write a sheet for each kind of record.
"""

from __future__ import annotations

from eenmalig.cleartext.sources.words.labels import words_of

_OWN = frozenset(
    """
    useraccounts useraccount gebruikersaccounts gebruikersaccount simdata simgegevens simcard
    simkaart deviceinfo deviceinformation toestelinfo toestelinformatie toestelgegevens
    apparaatinfo apparaatinformatie apparaatgegevens phoneinfo phoneinformation
    deviceowner owneraccounts ownerinformation eigennummers eigenaccounts
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
_ADDRESS_BOOK = frozenset(
    """
    contact contacts contacten contactpersonen contactlijst contactenlijst addressbook adresboek
    phonebook telefoonboek people
    """.split()  # noqa: SIM905 - as above
)
_ADDRESS_BOOK_IN_TWO = (("address", "book"), ("phone", "book"), ("contact", "list"))
_CONTACT_WAS_MADE = frozenset(
    """
    call calls calllog calllogs oproep oproepen gesprek gesprekken gesprekslijst bellijst
    belgegevens message messages bericht berichten sms mms imessage chat chats conversations
    threads whatsapp signal telegram events eventlog gebeurtenissen timeline tijdlijn
    communication communicatie
    bestelling bestellingen order orders
    """.split()  # noqa: SIM905 - as above
)


def say_own(name: str) -> bool:
    """Return whether this sheet is of the telephone itself: its accounts, its card, its numbers."""
    return "".join(word for word in words_of(name) if not word.isdigit()) in _OWN


def say_address_book(name: str) -> bool:
    """Return whether this sheet is an address book."""
    words = words_of(name)
    in_two = any(set(two).issubset(words) for two in _ADDRESS_BOOK_IN_TWO)
    return not say_contact_was_made(name) and (in_two or not _ADDRESS_BOOK.isdisjoint(words))


def say_contact_was_made(name: str) -> bool:
    """Return whether this sheet tells who called, wrote or ordered."""
    return not _CONTACT_WAS_MADE.isdisjoint(words_of(name))
