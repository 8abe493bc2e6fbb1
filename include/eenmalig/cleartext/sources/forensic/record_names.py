"""What the name of a record or a field tells of people: an address book, a passed-on card."""

from __future__ import annotations

import re

_OF_PEOPLE = re.compile(
    r"\b(?:contacts?|people|friends?|users?|profiles?|follow(?:ers|ing)|members?)\b"
    r"|\b(?:address|phone) ?book\b|\b(?:contact(?:en|personen)|adresboek|telefoonboek)\b",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"\b(?:contact(?:en|persoon)?|shared|attach(?:ed|ment)|forwarded|gedeeld|v-?card)s?\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(
    r"(?:phone |iso |dialed )?(?:country|land)(?: ?codes?| ?name| ?iso)?(?:\(s\))?"
    r"|mobile country code|mcc",
    re.IGNORECASE,
)


def lists_people(record: str) -> bool:
    """Return whether a record so called is of an address book: its people did nothing by that."""
    return _OF_PEOPLE.search(record) is not None


def is_passed_on(field: str) -> bool:
    """Return whether a field so called, in a call or message, is of somebody it only tells of."""
    return _PASSED_ON.search(field) is not None


def says_country(field: str) -> bool:
    """Return whether a field so called holds the country of a number."""
    return _COUNTRY.fullmatch(field) is not None
