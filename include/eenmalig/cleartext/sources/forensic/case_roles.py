"""Whose an account of a CASE export is: the telephone's own, or one of a mere contact."""

from __future__ import annotations

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
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    Terms = dict[str, object]

_DEVICES = {"mobiledevice", "simcard", "device", "mobilephone", "smartphone", "phone"}
_DEVICE_FACETS = {"mobiledevicefacet", "simcardfacet", "devicefacet"}
_CONTACTS = {"contact", "contactfacet", "contactaffiliation", "contactphone", "contactmessaging"}
_OF_CONTACT = ("phonenumber", "contactphonenumber", "messagingaddress", "contactprofile")


class Roles:
    """What all objects of a file say about whose its accounts are, by their identifiers."""

    def __init__(self) -> None:
        """Begin with nobody's."""
        self._devices: set[str] = set()
        self._contacts: set[str] = set()
        self._holders: dict[str, set[str]] = {}
        self._own: set[str] = set()
        self._of_contacts: set[str] = set()

    def __len__(self) -> int:
        """Return how many accounts the largest of these holds."""
        return max(len(self._holders), len(self._of_contacts))

    def note(self, node: Terms, terms: Terms, term: Callable[[str], str]) -> None:
        """Note what an object says; ``terms`` are its properties by their names without prefix."""
        types = types_of(node)
        identifier = node.get("@id")
        itself = {identifier} if isinstance(identifier, str) else set()
        if _is_device(types, terms.get("hasfacet")):
            self._devices |= itself | set(references(terms.get("owner")))
        if types & _DEVICE_FACETS:
            self._own.update(account for value in terms.values() for account in references(value))
        if is_contact(types):
            self._contacts |= itself
            self._of_contacts.update(_accounts(terms, term))
        self._side(terms)
        if "has_account" in set(texts(terms.get("kindofrelationship"), lower=True)):
            for account in references(terms.get("target")):
                self._holders.setdefault(account, set()).update(references(terms.get("source")))

    def owner(self, identifier: str) -> bool:
        """Return whether the telephone or who owns it has this account."""
        holders = self._holders.get(identifier, set())
        return identifier in self._own or not holders.isdisjoint(self._devices)

    def contact(self, identifier: str, types: frozenset[str]) -> bool:
        """Return whether a contact has this account, or an object of these types is one."""
        holders = self._holders.get(identifier, set())
        known = identifier in self._of_contacts or not holders.isdisjoint(self._contacts)
        return known or is_contact(types)

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


def _is_device(types: set[str], facets: object) -> bool:
    inside = [facet for facet in listed(facets) if isinstance(facet, dict)]
    return bool(types & _DEVICES or any(types_of(facet) & _DEVICE_FACETS for facet in inside))
