"""The countries in which the people of a telephone's address book have a postal address."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from eenmalig.cleartext.sources.files.sqlite_rows import Database

_MOST = 200_000
_LONGEST = 200


def add_country(countries: dict[Any, str], card: Any, country: str, database: Database) -> None:
    """Note the country of an address of a card, in a line of its own: somebody may have several.

    Fails when more cards have one than can be held (``SOURCE_UNREADABLE``).
    """
    line = " ".join(country.split())
    if line:
        countries[card] = f"{countries.get(card, '')}\n{line}".strip()[:_LONGEST]
    if len(countries) > _MOST:
        raise database.unreadable("names more contacts than can be held; ask for it in parts")
