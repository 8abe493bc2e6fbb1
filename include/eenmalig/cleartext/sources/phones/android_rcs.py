"""Chats of RCS that LG and Samsung keep beside the texts of mmssms.db, and Samsung's rcsim.db.

Tried on databases built with these tables, not on one of a telephone.
LG's ``message`` is described in abrignoni/ALEAPP on GitHub (lgRCS.py in scripts/artifacts), which
names only the columns that it reads. Samsung's ``im`` and ``ft`` (chats and files), and ``bin_im``
and ``bin_ft`` (its bin) are those of its TelephonyProvider, and ``message``, ``session`` and
``participant`` of rcsim.db those of its imsservice, as they stand in
SolidHal/sm8250-samsung-SecTelephonyProvider-apk (MmsSmsDatabaseHelper, BinDbConstants) and
DY3413/android_vendor_samsung_imsservice (ImDBHelper) on GitHub.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.sources.files.sqlite_rows import Joined
from eenmalig.cleartext.sources.files.sqlite_values import (
    UNIX,
    Part,
    StoredNumber,
    moment,
    stated,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.cleartext.sources.files.sqlite_rows import Database

_MILLISECONDS = 1000
_DRAFT = 3
_MOST = 500_000
_SCHEMES = frozenset({"tel", "sip", "sips"})
_WITHIN = "phone-context="
_BETWEEN = re.compile(r"[;,|]")


def _lg(database: Database) -> Iterator[StoredNumber | None]:
    for address, date in database.rows("message", "address", "date"):
        yield _number(address, date, several=_names_several(address))


def _samsung(table: str, database: Database) -> Iterator[StoredNumber | None]:
    """Yield with whom chats and files were exchanged, of the bin too; a draft went to nobody."""
    thread = Joined("threads", "_id", "thread_id", ("recipient_ids",))
    columns = ("address", "remote_uri", "date", "type")
    for address, uri, date, kind, people in database.rows(table, *columns, joined=[thread]):
        several = _names_several(address) or len(text_of(people).split()) > 1
        number = _number(address if text_of(address) else uri, date, several=several)
        yield number and number._replace(contact=kind == _DRAFT, deleted=table.startswith("bin_"))


def _service_messages(database: Database) -> Iterator[StoredNumber | None]:
    groups = _group_chats(database)
    columns = ("chat_id", "remote_uri", "inserted_timestamp")
    for chat, uri, date in database.rows("message", *columns):
        yield _number(uri, date, several=chat in groups) if text_of(uri) else None


def _service_participants(database: Database) -> Iterator[StoredNumber | None]:
    """Yield who takes part in chats; in one without a message somebody did nothing yet."""
    groups, spoken = _group_chats(database), set[Any]()
    for (chat,) in database.rows("message", "chat_id"):
        spoken.add(chat)
        _refuse_more(spoken, database)
    for chat, uri in database.rows("participant", "chat_id", "uri"):
        number = _number(uri, None, several=chat in groups)
        yield number and number._replace(contact=chat not in spoken)


def _group_chats(database: Database) -> set[Any]:
    groups: set[Any] = set()
    for chat, is_group in database.rows("session", "chat_id", "is_group_chat"):
        if is_group:
            groups.add(chat)
            _refuse_more(groups, database)
    return groups


def _refuse_more(chats: set[Any], database: Database) -> None:
    if len(chats) > _MOST:
        raise database.unreadable("holds more conversations than can be held")


def _number(address: Any, date: Any, *, several: bool) -> StoredNumber | None:
    """Return the number of an address or a URI, None where it is an e-mail address or a bot's."""
    text, country = text_of(address), ""
    scheme, _, rest = text.partition(":")
    if scheme.casefold() in _SCHEMES:
        text, *others = re.split("[;@]", rest.replace("%2B", "+"))
        country = next((each for each in others if each.startswith(f"{_WITHIN}+")), "")
        if not any(map(str.isdecimal, text)):
            return None
    elif "@" in text:
        return None
    beside = stated(text, country=country.removeprefix(_WITHIN))
    at = moment(date, UNIX, _MILLISECONDS)
    return StoredNumber(text, last_used=at, group=several, beside=beside)


def _names_several(address: Any) -> bool:
    text = text_of(address)
    return ":" not in text and bool(_BETWEEN.search(text))


_LG = ("message", "message_id", "thread_id", "address", "date", "read")
_SERVICE = ("message", "chat_id", "remote_uri", "is_filetransfer", "inserted_timestamp")
_SESSIONS = ("session", "chat_id", "is_group_chat")
_CHATS = tuple(
    (table, "thread_id", "address", "date", "session_id", "remote_uri")
    for table in ("im", "ft", "bin_im", "bin_ft")
)
# What only these programs have.
PROGRAMS = ((_LG, ("file_info", "message_id")), (_CHATS[0], _CHATS[1]), (_SERVICE, _SESSIONS))
PARTS = (
    Part((_LG,), _lg),
    *(Part((chats,), partial(_samsung, chats[0])) for chats in _CHATS),
    Part((_SERVICE, _SESSIONS), _service_messages, together=True),
    Part(
        (("participant", "chat_id", "uri"), _SERVICE[:3], _SESSIONS),
        _service_participants,
    ),
)
