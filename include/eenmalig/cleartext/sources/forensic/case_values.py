"""Values of JSON-LD in a CASE export: texts, references, moments, and names without prefixes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FROM, TO = "from", "to"
PARTIES = (FROM, TO, "participant", "participants")
_LOCAL = re.compile(r"[^:/#]*$")
_NAMES = {"displayname", "name", "firstname", "lastname", "nickname"}
_NAMES |= {"contactgroup", "contactorganization", "contactposition", "contactphonescope"}
_MOMENTS = ("starttime", "endtime", "senttime", "receivedtime", "observablecreatedtime")


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


def listed(value: object) -> list[object]:
    """Return a value as a list: of itself where it is none."""
    return value if isinstance(value, list) else [value]


def moments(terms: dict[str, object]) -> list[datetime]:
    """Return when a call or message was, in UTC."""
    return [moment for term in _MOMENTS for moment in _moments(terms.get(term))]


def _moments(value: object) -> Iterator[datetime]:
    for text in texts(value):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            continue
        yield moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
