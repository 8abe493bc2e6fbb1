"""A model's complaints as sentences that name a position and a known key, and quote nothing."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from eenmalig.handover.explained import CHOICES
from eenmalig.handover.model import (
    ONE_GROUND,
    CompanionEntry,
    ExclusionEntry,
    HandOver,
    LegalBasis,
    SourceEntry,
)
from eenmalig.handover.unfilled import decided, what_is_asked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pydantic_core import ErrorDetails

_LISTS = {"sources": "source", "exclusions": "exclusion list"}
_MODELS: dict[str, type[BaseModel]] = {
    "": HandOver,
    "legal_basis": LegalBasis,
    "source": SourceEntry,
    "exclusion list": ExclusionEntry,
    "companion": CompanionEntry,
}
_CITY = re.compile(r"[a-z-]{2,30}")
# Where the position of a companion stands in a place: sources, 0, companions, 0.
_COMPANION = 3
_SENTENCES = {
    "missing": "is missing",
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "model_type": "must hold keys with values",
    "model_attributes_type": "must hold keys with values",
}


def shape_mistakes(declared: dict[str, Any], folder: Path) -> tuple[HandOver | None, list[str]]:
    """Return the hand-over, or None and every mistake in its keys and values."""
    stated, open_keys = decided(declared)
    mistakes = [f"{_place(key)}: {what_is_asked(key[-1])}" for key in open_keys]
    try:
        handover = HandOver.model_validate(stated, context={"folder": folder})
    except ValidationError as error:
        complaints = error.errors(include_url=False, include_input=False)
        wrong = [complaint for complaint in complaints if not _is_open(complaint, open_keys)]
        mistakes += _sentences(wrong)
        return None, list(dict.fromkeys([*mistakes, *_ground_mistake(declared)]))
    return (None if open_keys else handover), mistakes


def other_city(stated: object, city: str) -> str:
    """Return the sentence about another city; what does not look like one is not quoted."""
    if isinstance(stated, str) and _CITY.fullmatch(stated):
        return f"city: is {stated}, but this run is for {city}"
    return f"city: is not the city of this run, {city}"


def no_city(among: Iterable[str]) -> str:
    """Return the sentence about a city without a file, which is not quoted."""
    return f"city: no file of include/campaigns is of this city; there are {', '.join(among)}"


def _ground_mistake(declared: dict[str, Any]) -> Iterable[str]:
    """Yield what the model does not come to while other keys of the legal basis are wrong."""
    basis = declared.get("legal_basis")
    if isinstance(basis, dict):
        grounds = [basis.get("examining_magistrate"), basis.get("exemption")]
        if grounds.count(None) != 1:
            yield f"legal_basis: {ONE_GROUND}"


def _is_open(error: ErrorDetails, open_keys: list[tuple[int | str, ...]]) -> bool:
    """Tell whether a complaint is about nothing but a key that is still to be filled in."""
    if error["type"] == "missing":
        return error["loc"] in open_keys
    grounds = [(*error["loc"], key) for key in ("examining_magistrate", "exemption")]
    return error["loc"] == ("legal_basis",) and any(ground in open_keys for ground in grounds)


def _sentences(errors: list[ErrorDetails]) -> Iterable[str]:
    unknown = Counter(
        _place(error["loc"][:-1]) for error in errors if error["type"] == "extra_forbidden"
    )
    for error in errors:
        if error["type"] != "extra_forbidden":
            yield f"{_place(error['loc']) or 'the hand-over'}: {_sentence(error)}"
    for place, count in unknown.items():
        keys = "an unknown key" if count == 1 else f"{count} unknown keys"
        yield f"{place or 'handover.yaml'}: {keys}; allowed are {_allowed(place)}"


def _allowed(place: str) -> str:
    """Return the keys that a place may have, those that must be there first."""
    what = place.rpartition(": ")[2].rstrip(" 0123456789")
    fields = _MODELS[what].model_fields
    return ", ".join(sorted(fields, key=lambda name: not fields[name].is_required()))


def _place(loc: tuple[int | str, ...]) -> str:
    """Return a known key's name, with the position of the source or list it stands in."""
    words: list[str] = [str(part) for part in loc]
    if len(loc) > 1 and words[0] in _LISTS and isinstance(loc[1], int):
        companion = loc[_COMPANION] if len(loc) > _COMPANION else None
        if words[2:3] == ["companions"] and isinstance(companion, int):
            words[2 : _COMPANION + 1] = [f"companion {companion + 1}"]
        words[:2] = [f"{_LISTS[words[0]]} {loc[1] + 1}"]
        return ": ".join(words)
    return ".".join(words)


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "mistake":
        return error["msg"]
    if error["type"] == "enum":
        return f"must be one of {', '.join(CHOICES[str(error['loc'][-1])])}"
    return _SENTENCES.get(error["type"], "is not what it should be")
