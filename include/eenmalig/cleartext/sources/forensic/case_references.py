"""What a CASE export says about an account elsewhere: whose it is, when it was last used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.conversation import is_group
from eenmalig.cleartext.sources.files.json_values import DEEPEST
from eenmalig.cleartext.sources.forensic.case_roles import Roles, own_side
from eenmalig.cleartext.sources.forensic.case_values import (
    PARTIES,
    listed,
    local,
    moments,
    names,
    references,
    texts,
)
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from eenmalig.cleartext.sources.files.json_values import Piece

MOST_REFERENCES = 300_000

_MEANT = {"phonenumber", "msisdn", "accountidentifier", "hasfacet"}


class References:
    """What a whole file says about the accounts in it, by the identifiers of their objects.

    ``names`` are those of contacts that refer to an account, ``last_used`` the last call or
    message, ``roles`` whose the accounts are.
    """

    def __init__(self, pieces: Iterable[Piece], label: str) -> None:
        """Read the file through once. Fails when it refers to more than can be held."""
        self.names: dict[str, str] = {}
        self.last_used: dict[str, datetime] = {}
        self._label = label
        self._terms: dict[str, str] = {}
        self.roles = Roles()
        self._in_groups: set[str] = set()
        self._in_twos: set[str] = set()
        for piece in pieces:
            self._see(piece.name, piece.value, 0)

    def group(self, identifier: str) -> bool:
        """Return whether an account is known from conversations with several only."""
        return identifier in self._in_groups and identifier not in self._in_twos

    def contact(self, identifier: str, types: frozenset[str]) -> bool:
        """Return whether an account, or an object of these types, is known from contacts only."""
        took_part = identifier in self._in_groups or identifier in self._in_twos
        return not took_part and self.roles.contact(identifier, types)

    def term(self, name: str) -> str:
        """Return a property's name without its prefix, as the file's context means it."""
        known = self._terms.get(name)
        return known if known is not None else local(name)

    def _see(self, name: str, value: object, depth: int) -> None:
        if depth > DEEPEST:
            return
        if isinstance(value, list):
            for item in value:
                self._see(name, item, depth + 1)
        elif isinstance(value, dict):
            if name == "@context":
                self._learn(value)
                return
            self._note(value)
            for inner, content in value.items():
                if isinstance(content, dict | list):
                    self._see(inner, content, depth + 1)

    def _learn(self, context: dict[str, object]) -> None:
        for alias, meant in context.items():
            iri = meant.get("@id") if isinstance(meant, dict) else meant
            if isinstance(iri, str) and local(iri) in _MEANT:
                self._terms[alias] = local(iri)

    def _note(self, node: dict[str, object]) -> None:
        parties = len(self._in_groups) + len(self._in_twos)
        held = max(parties, len(self.names), len(self.last_used), len(self.roles))
        if held > MOST_REFERENCES:
            raise EenmaligError(
                Code.SOURCE_UNREADABLE,
                f"{self._label}: refers to more accounts than can be held; ask for it in parts",
            )
        terms = {self.term(name): value for name, value in node.items()}
        self.roles.note(node, terms, self.term)
        self._name(terms)
        self._date(terms)

    def _name(self, terms: dict[str, object]) -> None:
        named = names(terms)
        if named:
            facets = [facet for facet in listed(terms.get("hasfacet")) if _only_refers(facet)]
            for account in (*references(terms.get("phonenumber")), *references(facets)):
                self.names[account] = named
            for phone in listed(terms.get("contactphone")):
                self._phone(phone, named)

    def _phone(self, phone: object, named: str) -> None:
        """Name the account of one of a contact's telephones, with what that is for."""
        if isinstance(phone, dict):
            inner = {self.term(name): value for name, value in phone.items()}
            scope = texts(inner.get("contactphonescope"))
            for account in references(inner.get("contactphonenumber")):
                self.names[account] = " ".join([named, *scope])

    def _date(self, terms: dict[str, object]) -> None:
        when = moments(terms)
        parties = {party for name in PARTIES for party in references(terms.get(name))}
        own = own_side(terms)
        several = own is not None and len(set(references(terms.get(own)))) > 1
        in_group = is_group(parties, several=several)
        (self._in_groups if in_group else self._in_twos).update(parties)
        if when:
            last = max(when)
            for account in parties:
                self.last_used[account] = max(last, self.last_used.get(account, last))


def _only_refers(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"@id"}
