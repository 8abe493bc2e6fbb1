"""CASE/UCO: exports as JSON-LD, in the ontologies that forensic tools share.

A number stands in the facet of a telephone account. Its prefix differs between programs, so only
the end of a name is looked at, and what the file's context says that an own name means.

Tried on the public examples of CASE-Examples, CASE-Implementation-UFED-XML (CASE 1.0.0) and
CASE-Implementation-XRY, all of casework on GitHub.
Described in the ontologies of UCO and CASE 1.x: https://ontology.unifiedcyberontology.org and
https://ontology.caseontology.org.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.conversation import is_group
from eenmalig.cleartext.sources.files.encoding import begun_text
from eenmalig.cleartext.sources.files.json_values import pieces
from eenmalig.cleartext.sources.forensic.case_references import References
from eenmalig.cleartext.sources.forensic.case_roles import own_side
from eenmalig.cleartext.sources.forensic.case_values import (
    PARTIES,
    moments,
    names,
    texts,
    types_of,
)
from eenmalig.cleartext.sources.forensic.number_names import says_number
from eenmalig.cleartext.sources.forensic.record_names import says_country
from eenmalig.cleartext.sources.values import Beside, FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.identifiers import Service, dialled, number_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from eenmalig.cleartext.sources.values import Asked

NAME = "case"

_LINKED = re.compile(r'"@(?:context|graph|id|type)"')
_ONTOLOGY = re.compile(
    r"unifiedcyberontology|caseontology|\buco-[a-z]+:|PhoneAccountFacet|hasFacet"
)
_WHATSAPP = re.compile(r"\d{6,15}(?::\d+)?@s\.whatsapp\.net")
_NUMBERS = {"phonenumber", "contactphonenumber", "msisdn"}
_BY_NUMBER = {"callfacet", "smsmessagefacet", "smsmessage", "call"}
_FACETS = {"hasfacet", "haspropertybundle", "contactphone"}
# Two spellings of one number end in the same digits, with or without the country.
_SAME_END = 8
_DELETED = {"deleted", "unallocated", "carved"}


class _Around(NamedTuple):
    """The object that a facet belongs to: its identifier, its and its facets' names, its state.

    ``types`` are its own and its facets', ``country`` is what the facet itself tells.
    """

    identifier: str = ""
    label: str = ""
    deleted: bool = False
    types: frozenset[str] = frozenset()
    country: str = ""

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Around()"


class _Number(NamedTuple):
    """One number's text, whether it is the device's own, and the object it belongs to.

    Of a call or message that holds the number itself: the moment, and whether it is of several.
    """

    text: str
    owner: bool
    around: _Around
    last_used: datetime | None = None
    group: bool = False
    party: bool = False

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Number()"


def recognises(path: Path) -> bool:
    """Return whether this is linked JSON in the words of these ontologies, by its beginning."""
    head = (begun_text(path) or "").lstrip("\ufeff \t\r\n")
    linked = head.startswith(("{", "[")) and _LINKED.search(head)
    return bool(linked and _ONTOLOGY.search(head))


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield every telephone number of an account. A column means nothing here.

    The file is read twice, because a contact may name an account that stands elsewhere. Fails
    when this is no JSON to its end, or refers to more than can be held (``SOURCE_UNREADABLE``).
    """
    known = References(pieces(path, asked.label), asked.label)
    row = 0
    for piece in pieces(path, asked.label):
        for number in _numbers(known, piece.name, piece.value, None):
            row += 1
            yield _value(known, number, Locator(None, row, None))


def _value(known: References, number: _Number, where: Locator) -> RawValue:
    around = number.around
    account = known.roles.object_of(around.identifier)
    named = known.names.get(around.identifier) or known.names.get(account, "")
    owner = number.owner or known.roles.owner(account)
    contact = not number.party and known.contact(account, around.types)
    return RawValue(
        number.text.strip(),
        FieldKind.PHONE,
        owner=owner,
        locator=where,
        label=f"{around.label} {named}".strip(),
        last_used=number.last_used or known.last_used.get(account),
        deleted=around.deleted,
        group=number.group or known.group(account),
        contact=contact and not owner,
        beside=Beside(country=around.country) if around.country else None,
    )


def _numbers(
    known: References, name: str, value: object, around: _Around | None
) -> Iterator[_Number]:
    """Yield every number in a value of this name. ``around`` is the object it is a facet of."""
    term = known.term(name)
    if _is_number(term):
        whose = around or _Around()
        for text in texts(value):
            yield _Number(text, term == "msisdn", whose)
    if isinstance(value, list):
        for item in value:
            yield from _numbers(known, "", item, around)
    elif isinstance(value, dict):
        yield from _in_object(known, value, around)


def _in_object(
    known: References, node: dict[str, object], around: _Around | None
) -> Iterator[_Number]:
    terms = {known.term(name): value for name, value in node.items()}
    scope = texts(terms.get("contactphonescope"))
    whose = (
        around._replace(label=" ".join([around.label, *scope]))
        if around is not None
        else _whose(known, node, terms)
    )
    country = " / ".join(
        text for term in terms if says_country(term) for text in texts(terms[term])
    )
    whose = whose._replace(country=country)
    yield from _parties(node, terms, whose)
    for text in texts(terms.get("accountidentifier")):
        stands = _WHATSAPP.fullmatch(text.strip()) or _stands_for_number(node, terms)
        if stands or _is_another(text, terms):
            yield _Number(text, owner=False, around=whose)
    for text in texts(terms.get("accountlogin")):
        if text.strip().startswith("+") and _is_another(text, terms):
            yield _Number(text, owner=False, around=whose)
    for name, value in node.items():
        if known.term(name) in _FACETS or _is_number(known.term(name)):
            yield from _numbers(known, name, value, whose)
        elif isinstance(value, dict | list) and name != "@context":
            yield from _numbers(known, name, value, None)


def _is_number(term: str) -> bool:
    return term in _NUMBERS or says_number(term)


def _parties(
    node: dict[str, object], terms: dict[str, object], whose: _Around
) -> Iterator[_Number]:
    """Yield the numbers that a call or message holds itself, where others refer to accounts."""
    sides = [(side, text) for side in PARTIES for text in texts(terms.get(side))]
    if not sides:
        return
    own, when = own_side(terms), moments(terms)
    mine = sum(side == own for side, _ in sides)
    group = is_group(sides, several=mine > 1)
    service = Service.BY_NUMBER if _BY_NUMBER & types_of(node) else Service.OTHER
    for side, text in sides:
        number = number_in(text, service)
        if number:
            yield _Number(
                number,
                side == own and mine == 1,
                whose,
                max(when, default=None),
                group,
                party=True,
            )


def _stands_for_number(node: dict[str, object], terms: dict[str, object]) -> bool:
    return "phoneaccountfacet" in types_of(node) and "phonenumber" not in terms


def _is_another(text: str, terms: dict[str, object]) -> bool:
    """Return whether an account's name is spelled as dialled, and is not its number once more."""
    number = dialled(text)
    if number is None:
        return False
    known = (_end(other) for other in texts(terms.get("phonenumber")))
    return _end(number) not in known


def _end(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())[-_SAME_END:]


def _whose(known: References, node: dict[str, object], terms: dict[str, object]) -> _Around:
    """Return what an object says about itself, in its facets too."""
    facets = [facet for name in _FACETS for facet in _objects(terms.get(name))]
    parts = [
        terms,
        *({known.term(name): value for name, value in facet.items()} for facet in facets),
    ]
    return _Around(
        next(texts(node.get("@id")), ""),
        " ".join(filter(None, map(names, parts))),
        any(_DELETED & set(texts(part.get("allocationstatus"), lower=True)) for part in parts),
        frozenset(types_of(node).union(*map(types_of, facets))),
    )


def _objects(value: object) -> list[dict[str, object]]:
    listed = value if isinstance(value, list) else [value]
    return [item for item in listed if isinstance(item, dict)]
