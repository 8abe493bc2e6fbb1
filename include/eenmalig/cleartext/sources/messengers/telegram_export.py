"""Telegram Desktop's export of an account's data as JSON: ``result.json``.

A number stands with a contact of the address book, in a card that somebody passed on, and with the
account itself. Chats, senders and frequent contacts are told by ids of accounts: these are passed
over, and so are numbers in a text. A contact is no mere one where there is a chat with him.

Nothing in it tells of countries.

Tried on exports built with the members that Telegram Desktop 6.1 writes, older ones without
``user_id`` among them, not on an export of a known version.
Described in its own source, telegramdesktop/tdesktop on GitHub: export_output_json.cpp in
Telegram/SourceFiles/export/output.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.files.encoding import encoding_of, head_text
from eenmalig.cleartext.sources.files.first_signs import first_signs
from eenmalig.cleartext.sources.files.json_values import pieces
from eenmalig.cleartext.sources.files.sqlite_values import UNIX, later, moment
from eenmalig.cleartext.sources.values import FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.moments import from_iso
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from eenmalig.cleartext.sources.files.json_values import Piece
    from eenmalig.cleartext.sources.values import Asked

NAME = "telegram_export"

_TEXT = r'"(?:[^"\\]|\\.)*+"'
_OF_ACCOUNT = re.compile(
    r'"personal_information"\s*:\s*\{'
    rf'|"(?:contacts|frequent_contacts|chats|left_chats)"\s*:\s*\{{\s*'
    rf'(?:"about"\s*:\s*{_TEXT}\s*,\s*)?"list"\s*:\s*\['
)
_OF_CHAT = re.compile(
    rf'\{{\s*(?:"name"\s*:\s*(?:{_TEXT}|null)\s*,\s*)?"type"\s*:\s*"(?:saved_messages|replies'
    r"|verification_codes|(?:personal|bot)_chat|(?:private|public)_(?:group|supergroup|channel))"
    r'"\s*,\s*"id"\s*:'
)
_OWN = "personal_information"
_SECTIONS = ("contacts", "chats", "left_chats", "list")
_OF_TWO = "personal_chat"
_CALLS = frozenset(("phone_call", "conference_call"))
_MOST = 300_000
_LONGEST_DATE = 18


class _Found(NamedTuple):
    """A member of the export: whose it is (own, contact or message), its values, and its chat."""

    kind: str
    values: dict[str, object]
    chat: str

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Found()"


def recognises(path: Path) -> bool:
    """Return whether this is JSON with what an account's or a chat's export begins with."""
    encoding = encoding_of(path) if first_signs(path).startswith("{") else None
    if encoding is None:
        return False
    head = head_text(path, encoding).lstrip("\ufeff \t\r\n")
    return bool(_OF_CHAT.match(head) or _OF_ACCOUNT.search(head))


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of contacts, of cards, and the account's own. A column means nothing here.

    The file is read twice, because chats stand behind the contacts that they are with. Fails when
    this is no JSON to its end, or holds more chats than can be held (``SOURCE_UNREADABLE``).
    """
    chats = _chats(path, asked.label)
    row = 0
    for found in _found(pieces(path, asked.label)):
        holder = found.values if found.kind != "message" else _card(found.values)
        text = holder.get("phone_number") if holder is not None else None
        if holder is None or not isinstance(text, str):
            continue
        row += 1
        chat = _id(holder.get("user_id"))
        yield RawValue(
            _real_signs(text.strip()),
            FieldKind.PHONE,
            owner=found.kind == _OWN,
            locator=Locator(None, row, None),
            label=_name(holder),
            last_used=chats.get(chat) if found.kind == "contact" else None,
            contact=found.kind == "message" or (found.kind == "contact" and chat not in chats),
        )


def _chats(path: Path, label: str) -> dict[str, datetime | None]:
    """Return when there was last contact in each chat with one person."""
    chats: dict[str, datetime | None] = {}
    for found in _found(pieces(path, label)):
        if found.kind == "message" and found.chat and _is_contact(found.values):
            chats[found.chat] = later(chats.get(found.chat), _at(found.values))
        if len(chats) > _MOST:
            why = f"{label}: names more people than can be held; ask for it in parts"
            raise EenmaligError(Code.SOURCE_UNREADABLE, why)
    return chats


def _found(read: Iterator[Piece]) -> Iterator[_Found]:
    """Yield what stands in pieces of any size; of a large chat its id comes before its messages."""
    about: dict[str, object] = {}
    for name, value in read:
        if name in {"id", "type"}:
            about[name] = value
        yield from _within(name, value, about)


def _within(name: str, value: object, about: dict[str, object]) -> Iterator[_Found]:
    if isinstance(value, list):
        for item in value:
            yield from _within(name, item, about)
    elif not isinstance(value, dict):
        return
    elif name == _OWN:
        yield _Found(_OWN, value, "")
    elif name == "messages":
        yield _Found("message", value, _id(about.get("id")) if _is_of_two(about) else "")
    elif name == "list" and "phone_number" in value:
        yield _Found("contact", value, "")
    elif "messages" in value:
        yield from _within("messages", value["messages"], value)
    else:
        for section in (_OWN, *_SECTIONS):
            if section in value:
                yield from _within(section, value[section], about)


def _is_of_two(chat: dict[str, object]) -> bool:
    return chat.get("type") == _OF_TWO


def _is_contact(message: dict[str, object]) -> bool:
    """Return whether somebody wrote or called: that he joined Telegram is told in the chat too."""
    action = message.get("action")
    called = isinstance(action, str) and action in _CALLS
    return message.get("type") == "message" or called


def _card(message: dict[str, object]) -> dict[str, object] | None:
    card = message.get("contact_information")
    return card if isinstance(card, dict) else None


def _at(message: dict[str, object]) -> datetime | None:
    seconds, written = message.get("date_unixtime"), message.get("date")
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdecimal():
        return moment(int(seconds), UNIX) if len(seconds) <= _LONGEST_DATE else None
    return from_iso(written) if isinstance(written, str) else None


def _id(value: object) -> str:
    """Return an account's id as text; empty where none is told, which older versions write as 0."""
    return value if isinstance(value, str) and value.strip("0") else ""


def _name(holder: dict[str, object]) -> str:
    names = (holder.get("first_name"), holder.get("last_name"))
    return _real_signs(" ".join(name for name in names if isinstance(name, str)).strip())


def _real_signs(text: str) -> str:
    """Return a text without halves of signs, which JSON may hold and nothing else can."""
    return text.encode("utf-8", errors="replace").decode()
