"""Contacts of Android's contacts2.db: a number, and all that says whose it is.

A card is spread over rows of ``data``: one for each number, and others for its name, its employer,
the groups that it is in, and its postal addresses, whose country is ``data10``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.sqlite_rows import Joined
from eenmalig.cleartext.sources.files.sqlite_values import (
    UNIX,
    StoredNumber,
    label_of,
    later,
    moment,
    stated,
    text_of,
)
from eenmalig.cleartext.sources.messengers.whatsapp_address import Address
from eenmalig.cleartext.sources.phones.postal_countries import add_country

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from eenmalig.cleartext.sources.files.sqlite_rows import Database

# What Android writes for the kinds of numbers that say something about who has it.
_KINDS = {
    1: "home",
    3: "work",
    4: "work fax",
    5: "home fax",
    10: "company",
    12: "main",
    17: "work mobile",
    18: "work pager",
    19: "assistant",
}

_ITEM = "vnd.android.cursor.item/"
_PHONE = f"{_ITEM}phone_v2"
# A card that WhatsApp made, and its Business version: the address stands where a number does.
_WHATSAPP = frozenset({f"{_ITEM}vnd.com.whatsapp{edition}.profile" for edition in ("", ".w4b")})
_NICKNAME, _GROUP = f"{_ITEM}nickname", f"{_ITEM}group_membership"
_EMPLOYER = f"{_ITEM}organization"
_TELLING = frozenset({_NICKNAME, _GROUP, _EMPLOYER})
_POSTAL = f"{_ITEM}postal-address_v2"
_MILLISECONDS = 1000
# Ids of the owner's own card, in profile.db, begin here.
_PROFILE = 2**63 - 1 - (2**31 - 1)
_MOST_KINDS = 1000
_MOST_WORDS = 200_000
_LONGEST_WORDS = 200
_CARD = ("display_name", "last_time_contacted", "deleted")
_OF_NUMBER = ("data1", "data2", "data3", "data4", "raw_contact_id", "last_time_used", "mimetype_id")


def contacts(database: Database) -> Iterator[StoredNumber | None]:
    """Yield every number, with the card's name, employer and groups and the number's kind."""
    kinds = _kinds(database)
    words, countries = _words(database, kinds), _countries(database, kinds)
    card = Joined("raw_contacts", "_id", "raw_contact_id", _CARD)
    wanted = _WHATSAPP | {_PHONE}
    only = {"mimetype_id": [identifier for identifier, kind in kinds.items() if kind in wanted]}
    for row in database.rows("data", *_OF_NUMBER, only=only, joined=[card]):
        number, kind, label, form, card_id, used, of, name, contacted, deleted = row
        text = text_of(number)
        # What WhatsApp writes beside its address is its own name and a line to show.
        own = of in kinds and kinds[of] == _PHONE
        address = text if own else Address(text).number()
        if address is None:
            yield None
            continue
        yield StoredNumber(
            address,
            label_of(name, words.get(card_id), *((kind_of(kind), label) if own else ())),
            later(moment(contacted, UNIX, _MILLISECONDS), moment(used, UNIX, _MILLISECONDS)),
            owner=isinstance(card_id, int) and card_id >= _PROFILE,
            deleted=bool(deleted),
            beside=stated(
                address,
                international=text_of(form) if own else "",
                address=countries.get(card_id, ""),
            ),
        )


def kind_of(value: Any) -> str | None:
    """Return the word for a kind of number, None where it tells nothing about who has it."""
    text = text_of(value)
    return _KINDS.get(int(text)) if text.isascii() and text.isdecimal() else None


def _kinds(database: Database) -> dict[int, str]:
    """Return what the numbers in ``data.mimetype_id`` mean."""
    kinds: dict[int, str] = {}
    for count, (identifier, kind) in enumerate(database.rows("mimetypes", "_id", "mimetype")):
        if isinstance(identifier, int):
            kinds[identifier] = text_of(kind)
        if count > _MOST_KINDS:
            break
    return kinds


def _words(database: Database, kinds: dict[int, str]) -> dict[Any, str]:
    """Return the nicknames, employers and groups of each card that has some."""
    groups = _groups(database)
    words: dict[Any, str] = {}
    only = {"mimetype_id": [identifier for identifier, kind in kinds.items() if kind in _TELLING]}
    columns = ("raw_contact_id", "mimetype_id", "data1", "data4")
    for card, kind, first, other in database.rows("data", *columns, only=only):
        if card not in words and len(words) >= _MOST_WORDS:
            raise database.unreadable("names more contacts than can be held; ask for it in parts")
        if kinds[kind] == _GROUP:
            text = groups.get(text_of(first), "")
        else:
            text = label_of(first, other if kinds[kind] == _EMPLOYER else None)
        words[card] = f"{words.get(card, '')} {text}".strip()[:_LONGEST_WORDS]
    return words


def _countries(database: Database, kinds: dict[int, str]) -> dict[Any, str]:
    """Return the countries of the postal addresses of each card that tells one, one a line."""
    countries: dict[Any, str] = {}
    only = {"mimetype_id": [identifier for identifier, kind in kinds.items() if kind == _POSTAL]}
    for card, country in database.rows("data", "raw_contact_id", "data10", only=only):
        add_country(countries, card, text_of(country), database)
    return countries


def _groups(database: Database) -> dict[str, str]:
    """Return the titles of the groups of contacts."""
    titles: dict[str, str] = {}
    if database.has("groups", "_id", "title"):
        for count, (identifier, title) in enumerate(database.rows("groups", "_id", "title")):
            titles[text_of(identifier)] = text_of(title)[:_LONGEST_WORDS]
            if count > _MOST_KINDS:
                break
    return titles
