"""A chat that WhatsApp exported as text: ``_chat.txt``, ``WhatsApp Chat with ... .txt``.

Who is not in the address book is told by number. Whoever is told by name, the telephone's owner
among them, is counted once, as a person whose number is not known. Numbers in a message are
nobody's. More than two people make a group, and so do two numbers: one may be the telephone's own.
Whoever is told only in lines that go back in time is taken for one of a group too: such lines may
be another chat's, pasted into a message.

Neither the owner nor a country is told; numbers are in international form.

Tried on chats built in the forms of Android and of the iPhone as Dutch, English, German, French,
Spanish, Turkish, Finnish and Arabic telephones write them, and on the test data of whatstk and
chat-miner, not on a chat of a known version.
Described in https://faq.whatsapp.com/1180414079177245 (how it is exported) and in programs that
read it, lucasrodes/whatstk on GitHub among them; we know of no schema by WhatsApp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.numbers.spelling import plain
from eenmalig.cleartext.sources.files.encoding import encoding_of, errors_for, head_text
from eenmalig.cleartext.sources.files.first_signs import first_signs
from eenmalig.cleartext.sources.messengers.whatsapp_address import UNRESOLVED
from eenmalig.cleartext.sources.messengers.whatsapp_chat_lines import ChatLine, When, line_of
from eenmalig.cleartext.sources.values import FEWEST_IN_GROUP, FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.mobiles import tells_mobile
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import TextIO

    from eenmalig.cleartext.sources.values import Asked

NAME = "whatsapp_chat"

_MOST = 300_000
_LONGEST_LINE = 64 * 1024
_LINES_LOOKED_AT = 200
_NUMBERS_OF_TWO = 1


class _Person(NamedTuple):
    """Who takes part: as a number or not, where first, when last, and whether he wrote."""

    text: str | None
    row: int
    last: When
    wrote: bool

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return "_Person()"


def recognises(path: Path) -> bool:
    """Return whether this begins as such a chat does, and shows that it is WhatsApp's.

    It does so by an invisible mark, a first line without a sender, or somebody told by number: of a
    long chat WhatsApp leaves the beginning out. A log that somebody kept himself has numbers as
    they are dialled here, also without a sender.
    """
    first = first_signs(path)[:1]
    # A figure of another script, and a mark before it, is no ASCII.
    encoding = encoding_of(path) if first.isdigit() or first == "[" or first > "~" else None
    if encoding is None:
        return False
    raw = [line for line in head_text(path, encoding).splitlines() if line.strip("\ufeff \t\r\n")]
    lines = [line for line in map(line_of, raw[:_LINES_LOOKED_AT]) if line is not None]
    if not lines or line_of(raw[0]) is None:
        return False
    if any(not line.sender and not line.members and tells_mobile(line.told) for line in lines):
        return False
    people = any(line.sender or line.members for line in lines)
    marked = not lines[0].sender or "\u200e" in "".join(raw)
    return people and (marked or any(line.number or line.members for line in lines))


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield everybody who takes part once, at the line that tells first. A column means nothing.

    Fails when the text is damaged, or names more people than can be held (``SOURCE_UNREADABLE``).
    """
    encoding = encoding_of(path) or "utf-8"
    chat = _Chat()
    with path.open(encoding=encoding, errors=errors_for(encoding)) as file:
        for row, line in _lines(file):
            chat.add(row, line)
            if len(chat.people) > _MOST:
                why = f"{asked.label}: names more people than can be held; ask for it in parts"
                raise EenmaligError(Code.SOURCE_UNREADABLE, why)
    yield from chat.values()


def _lines(file: TextIO) -> Iterator[tuple[int, ChatLine]]:
    """Yield the lines that begin a message, in the form that the first one has.

    Another form is a piece of a chat that somebody pasted into a message.
    """
    on_android: bool | None = None
    for row, raw in _rows(file):
        line = line_of(raw)
        if line is not None and on_android in {None, line.on_android}:
            on_android = line.on_android
            yield row, line


def _rows(file: TextIO) -> Iterator[tuple[int, str]]:
    """Yield the lines with their number, without the rest of what is longer than is needed."""
    row, fresh = 0, True
    while part := file.readline(_LONGEST_LINE):
        if fresh:
            row += 1
            yield row, part
        fresh = part.endswith("\n")


class _Chat:
    """Who took part in a chat, gathered line by line."""

    def __init__(self) -> None:
        self.people: dict[str, _Person] = {}
        self._is_of_group = False
        self._name: str | None = None
        self._latest = _NEVER
        self._day_first = self._month_first = self._says_day_first = True

    def add(self, row: int, line: ChatLine) -> None:
        self._is_of_group = self._is_of_group or line.is_of_group
        self._day_first = self._day_first and line.when.day_first is not None
        self._month_first = self._month_first and line.when.month_first is not None
        self._says_day_first = self._says_day_first and line.when.says_day_first
        # What goes back in time may be a piece of another chat that was pasted into a message.
        wrote = not line.when.is_before(self._latest)
        self._latest = line.when.later(self._latest)
        for member in line.members:
            self._note(_digits(member), _Person(member, row, _NEVER, wrote=False))
        if line.number is not None:
            self._note(_digits(line.number), _Person(line.number, row, line.when, wrote))
        elif line.sender and line.told:
            self._name = self._name or f"@{line.sender}"
        elif line.sender:
            self._note(f"@{line.sender}", _Person(None, row, line.when, wrote=True))

    def values(self) -> Iterator[RawValue]:
        """Yield everybody, in the order in which the chat names them first."""
        group = self._is_group()
        for person in self.people.values():
            international = person.text is not None and plain(person.text).startswith("+")
            yield RawValue(
                UNRESOLVED if person.text is None else person.text,
                FieldKind.PHONE if international else FieldKind.UNLABELLED,
                owner=False,
                locator=Locator(None, person.row, None),
                last_used=self._at(person.last),
                group=group or not person.wrote,
            )

    def _is_group(self) -> bool:
        """Return whether more than two take part; a name that nobody has is the group's."""
        numbers = sum(person.text is not None for person in self.people.values())
        many = numbers > _NUMBERS_OF_TWO or len(self.people) >= FEWEST_IN_GROUP
        return many or self._is_of_group or self._name not in {None, *self.people}

    def _note(self, key: str, person: _Person) -> None:
        before = self.people.get(key)
        if before is None:
            self.people[key] = person
        else:
            last = person.last.later(before.last)
            self.people[key] = before._replace(last=last, wrote=before.wrote or person.wrote)

    def _at(self, when: When) -> datetime | None:
        """Return a moment in the order that the whole chat allows; None where both are possible."""
        if self._day_first and (self._says_day_first or not self._month_first):
            return when.day_first
        return when.month_first if self._month_first and not self._day_first else None


_NEVER = When(None, None, says_day_first=True)


def _digits(number: str) -> str:
    return "".join(sign for sign in plain(number) if sign in "+0123456789")
