"""One user as Telegram's cache4.db keeps him: bytes in the form of Telegram's protocol (TL).

A user begins with a constructor, which every version changes, his flags (since 2022 two words of
them) and his id. Then come the fields whose flag is set, in an order that never changed: an access
hash, two names, a user name and the telephone. His id stands in the table too, so that its place
in the bytes tells which version wrote them.

Described in Telegram's own source, DrKLO/Telegram on GitHub (TL_user in org.telegram.tgnet.TLRPC),
of which layers 104 to 200 were looked at.
"""

from __future__ import annotations

from typing import Any, NamedTuple

_ACCESS_HASH, _FIRST_NAME, _LAST_NAME, _USER_NAME, _PHONE, _SELF = (
    1 << bit for bit in (0, 1, 2, 3, 4, 10)
)
_FLAGS = slice(4, 8)
# Where the id begins and how long it is, the newest first.
_PLACES_OF_ID = ((12, 8), (8, 8), (8, 4))
_LENGTH_OF_HASH = 8
# A text of this length or more has its length in three bytes of its own.
_LONG_TEXT = 254


class TelegramUser(NamedTuple):
    """The telephone and the name of a user, empty where they are not told; the owner is oneself."""

    phone: str
    name: str
    is_self: bool

    def __repr__(self) -> str:
        """Show no number and no name: this may end in a traceback."""
        return "TelegramUser()"


def user_of(identifier: Any, data: Any) -> TelegramUser | None:
    """Return the user with this id, None where the bytes hold no such user."""
    if not isinstance(identifier, int) or not isinstance(data, bytes):
        return None
    place = next((end for end in _ends_of(identifier, data)), None)
    if place is None:
        return None
    flags = int.from_bytes(data[_FLAGS], "little")
    if flags & _ACCESS_HASH:
        place += _LENGTH_OF_HASH
    texts = dict.fromkeys((_FIRST_NAME, _LAST_NAME, _USER_NAME, _PHONE), "")
    for flag in texts:
        if flags & flag:
            texts[flag], place = _text(data, place)
    name = f"{texts[_FIRST_NAME]} {texts[_LAST_NAME]}".strip()
    return TelegramUser(texts[_PHONE], name, is_self=bool(flags & _SELF))


def _ends_of(identifier: int, data: bytes) -> list[int]:
    """Return where the id ends, by each version that it could be of."""
    places = ((start, start + length) for start, length in _PLACES_OF_ID)
    return [end for start, end in places if int.from_bytes(data[start:end], "little") == identifier]


def _text(data: bytes, start: int) -> tuple[str, int]:
    """Return a text and where the next field begins: at a multiple of four."""
    length, start = int.from_bytes(data[start : start + 1], "little"), start + 1
    if length == _LONG_TEXT:
        length, start = int.from_bytes(data[start : start + 3], "little"), start + 3
    end = start + length
    return data[start:end].decode("utf-8", errors="replace"), -(-end // 4) * 4
