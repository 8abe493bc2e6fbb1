"""What a CASE export says about an account elsewhere: whose it is, when it was last used."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.json_values import DEEPEST
from eenmalig.cleartext.sources.values import FEWEST_IN_GROUP
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eenmalig.cleartext.sources.files.json_values import Piece

MOST_REFERENCES = 300_000

_LOCAL = re.compile(r"[^:/#]*$")
_MEANT = {"phonenumber", "msisdn", "accountidentifier", "hasfacet"}
_NAMES = {"displayname", "name", "firstname", "lastname", "nickname"}
_NAMES |= {"contactgroup", "contactorganization", "contactposition", "contactphonescope"}
_MOMENTS = {"starttime", "endtime", "senttime", "receivedtime", "observablecreatedtime"}
_PARTIES = {"from", "to", "participant", "participants"}
_DEVICES = {"mobiledevice", "simcard", "device", "mobilephone", "smartphone", "phone"}
_DEVICE_FACETS = {"mobiledevicefacet", "simcardfacet", "devicefacet"}


class References:
    """What a whole file says about the accounts in it, by the identifiers of their objects.

    ``names`` are those of contacts that refer to an account, ``last_used`` the last call or
    message, ``owners`` the accounts that a device or SIM card of the export has.
    """

    def __init__(self, pieces: Iterable[Piece], label: str) -> None:
        """Read the file through once. Fails when it refers to more than can be held."""
        self.names: dict[str, str] = {}
        self.last_used: dict[str, datetime] = {}
        self._label = label
        self._terms: dict[str, str] = {}
        self._devices: set[str] = set()
        self._accounts: dict[str, set[str]] = {}
        self._own: set[str] = set()
        self._in_groups: set[str] = set()
        self._in_twos: set[str] = set()
        for piece in pieces:
            self._see(piece.name, piece.value, 0)

    def owner(self, identifier: str) -> bool:
        """Return whether a device or SIM card of the export has this account."""
        holders = self._accounts.get(identifier, set())
        return identifier in self._own or not holders.isdisjoint(self._devices)

    def group(self, identifier: str) -> bool:
        """Return whether an account is known from conversations with several only."""
        known = identifier in self._in_twos or identifier in self.names
        return identifier in self._in_groups and not known

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
        named = len(self.names) + len(self.last_used) + len(self._accounts)
        if max(named, len(self._in_groups) + len(self._in_twos)) > MOST_REFERENCES:
            raise EenmaligError(
                Code.SOURCE_UNREADABLE,
                f"{self._label}: refers to more accounts than can be held; ask for it in parts",
            )
        terms = {self.term(name): value for name, value in node.items()}
        types = types_of(node)
        identifier = node.get("@id")
        if isinstance(identifier, str) and _is_device(types, terms.get("hasfacet")):
            self._devices.add(identifier)
        if types & _DEVICE_FACETS:
            self._own.update(account for value in terms.values() for account in references(value))
        self._name(terms)
        self._date(terms)
        if "has_account" in set(texts(terms.get("kindofrelationship"), lower=True)):
            for account in references(terms.get("target")):
                self._accounts.setdefault(account, set()).update(references(terms.get("source")))

    def _name(self, terms: dict[str, object]) -> None:
        named = names(terms)
        if named:
            facets = [facet for facet in _listed(terms.get("hasfacet")) if _only_refers(facet)]
            for account in (*references(terms.get("phonenumber")), *references(facets)):
                self.names[account] = named
            for phone in _listed(terms.get("contactphone")):
                self._phone(phone, named)

    def _phone(self, phone: object, named: str) -> None:
        """Name the account of one of a contact's telephones, with what that is for."""
        if isinstance(phone, dict):
            inner = {self.term(name): value for name, value in phone.items()}
            scope = texts(inner.get("contactphonescope"))
            for account in references(inner.get("contactphonenumber")):
                self.names[account] = " ".join([named, *scope])

    def _date(self, terms: dict[str, object]) -> None:
        moments = [moment for term in _MOMENTS for moment in _moments(terms.get(term))]
        parties = {party for name in _PARTIES & terms.keys() for party in references(terms[name])}
        in_group = len(parties) >= FEWEST_IN_GROUP
        (self._in_groups if in_group else self._in_twos).update(parties)
        if moments:
            last = max(moments)
            for account in parties:
                self.last_used[account] = max(last, self.last_used.get(account, last))


@lru_cache(4096)
def local(name: str) -> str:
    """Return what stands behind the prefix or in the end of an IRI, in lower case."""
    match = _LOCAL.search(name)
    return match[0].lower() if match else ""


def types_of(node: dict[str, object]) -> set[str]:
    """Return an object's types without their prefixes, in lower case."""
    return {local(name) for name in texts(node.get("@type"))}


def names(terms: dict[str, object]) -> str:
    """Return the names that an object gives, one after another.

    Some programs write a person's name as the account's identifier: one without a digit is.
    """
    words = [text for term in sorted(_NAMES & terms.keys()) for text in texts(terms[term])]
    identifiers = texts(terms.get("accountidentifier"))
    words += [
        identifier for identifier in identifiers if not any(sign.isdigit() for sign in identifier)
    ]
    return " ".join(words)


def texts(value: object, *, lower: bool = False) -> Iterator[str]:
    """Yield the texts of a value: a text, a typed value, or a list of these."""
    if isinstance(value, str):
        clean = value.encode("utf-8", errors="replace").decode()
        yield clean.lower() if lower else clean
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, lower=lower)
    elif isinstance(value, dict):
        for name in ("@value", "@list", "@set"):
            yield from texts(value.get(name), lower=lower)


def references(value: object) -> Iterator[str]:
    """Yield the identifiers of the objects that a value refers to."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict) and isinstance(value.get("@id"), str):
        yield str(value["@id"])


def _is_device(types: set[str], facets: object) -> bool:
    inside = [facet for facet in _listed(facets) if isinstance(facet, dict)]
    return bool(types & _DEVICES or any(types_of(facet) & _DEVICE_FACETS for facet in inside))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _only_refers(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"@id"}


def _moments(value: object) -> Iterator[datetime]:
    for text in texts(value):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            continue
        yield moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
