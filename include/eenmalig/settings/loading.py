"""Loading a city's file and the rehearsal's profile; every mistake is explained at once."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from eenmalig.errors import Code, EenmaligError
from eenmalig.settings.city import CITY_NAME, Authorities, City, Profile
from eenmalig.settings.plain_yaml import read_mapping
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

__all__ = [
    "CAMPAIGNS",
    "PROFILE",
    "Authorities",
    "City",
    "Profile",
    "cities",
    "load_city",
    "load_profile",
    "published_numbers",
    "rehearse",
]

CAMPAIGNS = PROJECT / "include" / "campaigns"
PROFILE = PROJECT / "include" / "rehearsal" / "profile.yaml"

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not a known key",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "model_type": "must hold keys, with what belongs to each",
}


def cities(folder: Path = CAMPAIGNS) -> list[str]:
    """Return the cities that have a file, by name; the files are not opened."""
    if not folder.is_dir():
        return []
    return sorted(file.stem for file in folder.glob("*.yaml") if CITY_NAME.fullmatch(file.stem))


def load_city(city: str, folder: Path = CAMPAIGNS) -> City:
    """Return what the city's file says.

    Fails when the city has no file (``CITY_UNKNOWN``), when only its message text is wrong
    (``TEXT_NOT_SENDABLE``), or when anything else is (``CITY_FILE_INVALID``, every mistake).
    """
    if city not in cities(folder):
        raise EenmaligError(Code.CITY_UNKNOWN)
    stated = read_mapping(folder / f"{city}.yaml", Code.CITY_FILE_INVALID)
    name = [] if stated.get("city", city) == city else ["city: differs from the file's name"]
    try:
        loaded = City.model_validate(stated)
    except ValidationError as error:
        complaints = error.errors(include_url=False, include_input=False)
        only_text = not name and all(_is_about_text(complaint) for complaint in complaints)
        code = Code.TEXT_NOT_SENDABLE if only_text else Code.CITY_FILE_INVALID
        raise EenmaligError(code, *name, *_explained(complaints)) from None
    if name:
        raise EenmaligError(Code.CITY_FILE_INVALID, *name)
    return loaded


@cache
def published_numbers() -> frozenset[str]:
    """Return the numbers at which the cities' messages can be checked: everybody may read these.

    A file that cannot be read publishes none.
    """
    published = set()
    for name in cities():
        with suppress(EenmaligError, OSError):
            telephone = load_city(name).check_by_telephone
            published |= {telephone.number} if telephone else set()
    return frozenset(published)


def load_profile(path: Path = PROFILE) -> Profile:
    """Return what a rehearsal overrides. Fails with every mistake of the profile."""
    try:
        return Profile.model_validate(read_mapping(path, Code.PROFILE_INVALID))
    except ValidationError as error:
        complaints = error.errors(include_url=False, include_input=False)
        raise EenmaligError(Code.PROFILE_INVALID, *_explained(complaints)) from None


def rehearse(city: City, profile: Profile) -> City:
    """Return the city as a rehearsal runs it: the same people, text and rules, other times.

    Fails when the two together do not hold, such as a deadline before the approvals' end.
    """
    stated: Mapping[str, Any] = {**_as_stated(city), **profile.overrides()}
    try:
        return City.model_validate(stated)
    except ValidationError as error:
        complaints = error.errors(include_url=False, include_input=False)
        raise EenmaligError(Code.PROFILE_INVALID, *_explained(complaints)) from None


def _as_stated(city: City) -> dict[str, Any]:
    authorities = {key: list(ids) for key, ids in city.authorities.as_record().items()}
    mail = {key: addresses for key, addresses in city.mail.as_record().items() if addresses}
    return {
        **dict(city),
        "authorities": authorities,
        "data_team": list(city.data_team),
        "mail": mail,
        "window": city.window.as_record(),
    }


def _is_about_text(complaint: ErrorDetails) -> bool:
    return complaint["loc"] == ("message_text",) and complaint["type"] == "mistaken"


def _explained(complaints: list[ErrorDetails]) -> list[str]:
    return [
        f"{_place(complaint['loc'])}: {sentence}"
        for complaint in complaints
        for sentence in _sentences(complaint)
    ]


def _place(where: tuple[int | str, ...]) -> str:
    """Return which key is meant. An unknown key is quoted only when it cannot be a secret."""
    words = [str(key) if _KEY.fullmatch(str(key)) else "a key" for key in where]
    return ".".join(words) or "the file"


def _sentences(complaint: ErrorDetails) -> tuple[str, ...]:
    context = complaint.get("ctx", {})
    if complaint["type"] == "mistaken":
        return tuple(context["mistakes"])
    return (_SENTENCES.get(complaint["type"], "is not what it should be").format(**context),)
