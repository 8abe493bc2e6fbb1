"""What the names of a record and its fields tell of people, and what the words in these mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_OF_PEOPLE = re.compile(
    r"\b(?:contacts?|people|friends?|users?|profiles?|follow(?:ers|ing)|members?)\b"
    r"|\b(?:address|phone) ?book\b|\b(?:contact(?:en|personen)|adresboek|telefoonboek)\b",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"\b(?:contact(?:en|persoon)?|shared|attach(?:ed|ment)|forwarded|gedeeld|v-?card)s?\b",
    re.IGNORECASE,
)
# Records about the telephone itself, its SIM card or an account on it.
_OF_OWNER = re.compile(
    r"accounts?(?: information)?\b|device information|sim card (?:activity|phone numbers|msisdn)",
    re.IGNORECASE,
)
# As above, unless the record is of people, or of what they did: a back-up may hold either.
_MAY_BE_OF_OWNER = re.compile(
    r"\b(?:owner|subscriber|device|sim(?: card)?) (?:info(?:rmation)?|details|identifiers?)\b"
    r"|\b(?:eigenaar|abonnee|toestel|apparaat)(?:info(?:rmatie)?)?\b"
    r"|\bapple id\b|\bback-?ups?\b|\bcall forward|\bdoorschakel",
    re.IGNORECASE,
)
_TOOK_PART = re.compile(
    r"\b(?:i|e-?|picture |text |instant )?messages?\b|\bmessaging\b|\b[SM]MS|\bRCS\b"
    r"|\b(?:video|group)?(?:calls?|chats?)\b(?! forward)|\bface ?time\b|\bvoice ?mails?\b"
    r"|\be?-?mails?\b|\bthreads?\b|\bconversations?\b|\btransactions?\b|\bpayments?\b"
    r"|berichten?\b|\boproep|\bgesprek|\bbellijst|\bbetaling",
    re.IGNORECASE,
)
# What holds people by its nature, also where calls or messages are named: whom it blocks.
_LISTED = re.compile(
    r"\bblock(?:ed|ing)?\b|\bgeblokkeerd|\bblokke|\bspeed ?dial|\bv-?cards?\b|\bcalend[ae]r"
    r"|\bagenda\b|\bmedical id\b|\bnotes?\b|\bnotities?\b|\bfavou?rites?\b|\bforwarding\b"
    r"|\bgroups\b|\bgroepen\b",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"\bdrafts?\b|\bunsent\b|\bconcept(?:en)?\b|\bniet verzonden\b", re.IGNORECASE)
_TEXT_MESSAGE = re.compile(r"\bSMS\b", re.IGNORECASE)
# What a name that says SMS may tell of as well, where people write to each other together.
_TOGETHER = re.compile(r"\b(?:MMS|RCS|i-?message|chats?)\b", re.IGNORECASE)
_OUTGOING = frozenset({"outgoing", "dialed", "last dialed", "sent", "out", "uitgaand", "verzonden"})
_INCOMING = frozenset({"incoming", "received", "missed", "in", "inkomend", "ontvangen", "gemist"})
_NO = frozenset({"", "no", "nee", "false", "0"})
_COUNTRY = re.compile(
    r"(?:phone |iso |dialed )?(?:country|land)(?: ?codes?| ?name| ?iso)?(?:\(s\))?"
    r"|mobile country code|mcc",
    re.IGNORECASE,
)


def lists_people(record: str) -> bool:
    """Return whether a record so called is of an address book: its people did nothing by that."""
    return _OF_PEOPLE.search(record) is not None


def is_of_owner(record: str) -> bool:
    """Return whether a record so called is about the telephone itself, or an account on it."""
    if _OF_OWNER.search(record) is not None:
        return True
    others = lists_people(record) or _TOOK_PART.search(record) is not None
    return _MAY_BE_OF_OWNER.search(record) is not None and not others


def tells_of_contact(record: str, *, by_party: bool) -> bool:
    """Return whether the people of a record so called did nothing by it.

    Who is named as a party took part, unless the record is a list; ``by_party`` says that one is.
    What tells neither is no call and no message.
    """
    if lists_people(record) or _LISTED.search(record) is not None:
        return True
    return not by_party and _TOOK_PART.search(record) is None


def says_draft(value: str) -> bool:
    """Return whether a folder or a state so called is of what was never sent."""
    return _DRAFT.search(value) is not None


def is_text_message(record: str) -> bool:
    """Return whether a record so called is an SMS, and nothing that has groups."""
    return _TEXT_MESSAGE.search(record) is not None and _TOGETHER.search(record) is None


def tells_outgoing(directions: Iterable[str]) -> bool | None:
    """Return whether a call or message went out, by the words for its direction; None: not told.

    What came in at the other end is told as received, so that it was sent says more.
    """
    words = {direction.casefold() for direction in directions}
    return True if words & _OUTGOING else False if words & _INCOMING else None


def says_yes(value: str) -> bool:
    """Return whether a field that answers a question does not say no."""
    return value.casefold() not in _NO


def is_passed_on(field: str) -> bool:
    """Return whether a field so called, in a call or message, is of somebody it only tells of."""
    return _PASSED_ON.search(field) is not None


def says_country(field: str) -> bool:
    """Return whether a field so called holds the country of a number."""
    return _COUNTRY.fullmatch(field) is not None
