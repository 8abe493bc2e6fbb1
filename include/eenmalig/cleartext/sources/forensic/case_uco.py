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

from eenmalig.cleartext.sources.files.encoding import encoding_of, head_text
from eenmalig.cleartext.sources.files.json_values import pieces
from eenmalig.cleartext.sources.forensic.case_references import References, names, texts, types_of
from eenmalig.cleartext.sources.values import FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.identifiers import dialled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.sources.values import Asked

NAME = "case"

_LINKED = re.compile(r'"@(?:context|graph|id|type)"')
_ONTOLOGY = re.compile(
    r"unifiedcyberontology|caseontology|\buco-[a-z]+:|PhoneAccountFacet|hasFacet"
)
_WHATSAPP = re.compile(r"\d{6,15}(?::\d+)?@s\.whatsapp\.net")
_NUMBERS = {"phonenumber", "contactphonenumber", "msisdn"}
_FACETS = {"hasfacet", "haspropertybundle", "contactphone"}
# Two spellings of one number end in the same digits, with or without the country.
_SAME_END = 8
_DELETED = {"deleted", "unallocated", "carved"}


class _Around(NamedTuple):
    """The object that a facet belongs to: its identifier, its and its facets' names, its state."""

    identifier: str
    label: str
    deleted: bool

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Around()"


class _Number(NamedTuple):
    """One number's text, whether it is the device's own, and the object it belongs to."""

    text: str
    owner: bool
    around: _Around

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Number()"


def recognises(path: Path) -> bool:
    """Return whether this is linked JSON in the words of these ontologies, by its beginning."""
    encoding = encoding_of(path)
    if encoding is None:
        return False
    head = head_text(path, encoding).lstrip("\ufeff \t\r\n")
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
            around = number.around
            yield RawValue(
                number.text.strip(),
                FieldKind.PHONE,
                owner=number.owner or known.owner(around.identifier),
                locator=Locator(None, row, None),
                label=f"{around.label} {known.names.get(around.identifier, '')}".strip(),
                last_used=known.last_used.get(around.identifier),
                deleted=around.deleted,
                group=known.group(around.identifier),
            )


def _numbers(
    known: References, name: str, value: object, around: _Around | None
) -> Iterator[_Number]:
    """Yield every number in a value of this name. ``around`` is the object it is a facet of."""
    term = known.term(name)
    if term in _NUMBERS:
        whose = around or _Around("", "", deleted=False)
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
    for text in texts(terms.get("accountidentifier")):
        stands = _WHATSAPP.fullmatch(text.strip()) or _stands_for_number(node, terms)
        if stands or _is_another(text, terms):
            yield _Number(text, owner=False, around=whose)
    for text in texts(terms.get("accountlogin")):
        if text.strip().startswith("+") and _is_another(text, terms):
            yield _Number(text, owner=False, around=whose)
    for name, value in node.items():
        if known.term(name) in _NUMBERS | _FACETS:
            yield from _numbers(known, name, value, whose)
        elif isinstance(value, dict | list) and name != "@context":
            yield from _numbers(known, name, value, None)


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
    )


def _objects(value: object) -> list[dict[str, object]]:
    listed = value if isinstance(value, list) else [value]
    return [item for item in listed if isinstance(item, dict)]
