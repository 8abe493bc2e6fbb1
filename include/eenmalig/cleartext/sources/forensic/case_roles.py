"""Whose an account of a CASE export is: the telephone's own, or one of a mere contact.

The ontologies leave the words of a relationship free. These are the ones of the public examples
and programs of CASE, with others of the same meaning.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.forensic.case_values import (
    FROM,
    TO,
    listed,
    references,
    texts,
    types_of,
)
from eenmalig.cleartext.sources.forensic.record_names import tells_outgoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    Terms = dict[str, object]

_DEVICES = {"mobiledevice", "simcard", "device", "mobilephone", "smartphone", "phone"}
_DEVICE_FACETS = {"mobiledevicefacet", "simcardfacet", "devicefacet"}
_CONTACTS = {"contact", "contactfacet", "contactaffiliation", "contactphone", "contactmessaging"}
# In these the target is the source's, and in those below the source is the target's. Of what is
# contained within a telephone or a SIM card nothing follows: so is an address book.
_HAS = {"hasaccount", "hasphonenumber", "hasdevice", "hassimcard", "owns", "ownerof", "uses"}
_IS_OF = {"ownedby", "hasowner", "usedby", "hasuser", "belongsto", "accountof"}
_NO_LETTER = re.compile(r"[^a-z]")
_ACCOUNT = "account"
_OF_CONTACT = ("phonenumber", "contactphonenumber", "messagingaddress", "contactprofile")


class Roles:
    """What all objects of a file say about whose its accounts are, by their identifiers."""

    def __init__(self) -> None:
        """Begin with nobody's."""
        self._devices: set[str] = set()
        self._contacts: set[str] = set()
        self._holders: dict[str, set[str]] = {}
        self._facets: dict[str, str] = {}
        self._own: set[str] = set()
        self._of_contacts: set[str] = set()

    def __len__(self) -> int:
        """Return how many accounts the largest of these holds."""
        return max(len(self._holders), len(self._facets), len(self._of_contacts))

    def note(self, node: Terms, terms: Terms, term: Callable[[str], str]) -> None:
        """Note what an object says; ``terms`` are its properties by their names without prefix."""
        types = types_of(node)
        identifier = node.get("@id")
        itself = {identifier} if isinstance(identifier, str) else set()
        facets = [facet for facet in listed(terms.get("hasfacet")) if isinstance(facet, dict)]
        is_account = any(kind.endswith(_ACCOUNT) for kind in types)
        is_device = _is_device(types, facets)
        if is_device:
            self._devices |= itself
        if is_account or is_device:
            for thing in itself:
                self._describe(thing, terms, facets, term)
        if types & _DEVICE_FACETS:
            self._own.update(account for value in terms.values() for account in references(value))
        if is_contact(types):
            self._contacts |= itself
            self._of_contacts.update(_accounts(terms, term))
        self._side(terms)
        kinds = texts(terms.get("kindofrelationship"), lower=True)
        said = {_NO_LETTER.sub("", kind) for kind in kinds}
        if said & _HAS:
            self._tie(references(terms.get("target")), references(terms.get("source")))
        if said & _IS_OF:
            self._tie(references(terms.get("source")), references(terms.get("target")))

    def object_of(self, identifier: str) -> str:
        """Return the account that a facet of this identifier is of, where it stands elsewhere."""
        return self._facets.get(identifier, identifier)

    def owner(self, identifier: str) -> bool:
        """Return whether the telephone, or who owns or uses it, has this account.

        Ask once all objects are noted.
        """
        holders = self._holders.get(identifier, set())
        return identifier in self._own or not holders.isdisjoint(self._owners)

    def contact(self, identifier: str, types: frozenset[str]) -> bool:
        """Return whether a contact has this account, or an object of these types is one."""
        holders = self._holders.get(identifier, set())
        known = identifier in self._of_contacts or not holders.isdisjoint(self._contacts)
        return known or is_contact(types)

    @cached_property
    def _owners(self) -> set[str]:
        """Telephones and SIM cards, and who has these."""
        return self._devices.union(*(self._holders.get(each, set()) for each in self._devices))

    def _describe(
        self, thing: str, terms: Terms, facets: list[Terms], term: Callable[[str], str]
    ) -> None:
        """Note whose a device or an account is by itself, and its facets that stand elsewhere."""
        self._tie([thing], references(terms.get("owner")))
        for facet in facets:
            owners = (value for name, value in facet.items() if term(name) == "owner")
            self._tie([thing], references(list(owners)))
        self._facets.update((each, thing) for each in references(facets))

    def _tie(self, things: Iterable[str], holders: Iterable[str]) -> None:
        known = set(holders)
        for thing in things:
            if known:
                self._holders.setdefault(thing, set()).update(known)

    def _side(self, terms: Terms) -> None:
        """Note who called out, and who alone was called."""
        own = own_side(terms)
        if own is not None:
            other = TO if own == FROM else FROM
            accounts = list(references(terms.get(own)))
            if len(accounts) == 1 and any(True for _ in references(terms.get(other))):
                self._own.update(accounts)


def is_contact(types: AbstractSet[str]) -> bool:
    """Return whether an object of these types is of an address book."""
    return not types.isdisjoint(_CONTACTS)


def own_side(terms: Terms) -> str | None:
    """Return which side of a call or message is the telephone's own, where its direction says."""
    outgoing = tells_outgoing(texts(terms.get("calltype")))
    return None if outgoing is None else FROM if outgoing else TO


def _accounts(terms: Terms, term: Callable[[str], str]) -> Iterator[str]:
    """Yield the accounts that a contact has, and its facets."""
    for name in (*_OF_CONTACT, "hasfacet"):
        yield from references(terms.get(name))
    for phone in listed(terms.get("contactphone")):
        if isinstance(phone, dict):
            inner = {term(name): value for name, value in phone.items()}
            yield from references(inner.get("contactphonenumber"))


def _is_device(types: set[str], facets: list[Terms]) -> bool:
    return bool(types & _DEVICES or any(types_of(facet) & _DEVICE_FACETS for facet in facets))
