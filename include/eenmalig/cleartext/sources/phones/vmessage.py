"""Messages of older telephones (vMessage, ``.vmg``): Nokia, Sony Ericsson and others.

The first card of a message is the sender's, those within its envelopes are the recipients'. What
was received has the telephone's own number in an envelope, what was sent has it before them.

Nothing in it tells of countries.

Tried on messages built as the standard and its extensions by Nokia say, in UTF-8 and UTF-16, not on
those of a known telephone.
Described in IrMC 1.1 by the Infrared Data Association (vMessage), whose cards are vCard 2.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.cards.vcard_lines import LONGEST, field_of, unfolded
from eenmalig.cleartext.sources.files.encoding import encoding_of, errors_for
from eenmalig.cleartext.sources.files.first_signs import first_signs
from eenmalig.cleartext.sources.values import FEWEST_IN_GROUP, FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.identifiers import Service, number_in
from eenmalig.cleartext.sources.words.moments import for_people
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from eenmalig.cleartext.sources.cards.vcard_lines import Field
    from eenmalig.cleartext.sources.values import Asked

NAME = "vmg"

_RECEIVED = frozenset(("INBOX", "DELIVER"))
_SENT = frozenset(("SENTBOX", "SENT", "SUBMIT"))
_UNSENT = frozenset(("DRAFT", "DRAFTS", "OUTBOX"))
_BOXES = frozenset(("X-IRMC-BOX", "X-MESSAGE-TYPE"))
_DATES = frozenset(("DATE", "X-NOK-DT"))
_NAMES = frozenset(("N", "FN"))
_DEEPEST = 20
_MOST_NUMBERS = 10_000


class _Address(NamedTuple):
    """A number, the name on its card, and whether that card is in an envelope: a recipient's."""

    text: str
    name: str
    recipient: bool

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Address()"


def recognises(path: Path) -> bool:
    """Return whether the first line with text begins a message."""
    first = next(iter(first_signs(path).splitlines()), "")
    return _border(first) == ("BEGIN", "VMSG") and encoding_of(path) is not None


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of every message; of its text none. A column means nothing here.

    Fails when the file ends in the middle of a message, or holds what no program writes
    (``SOURCE_UNREADABLE``).
    """
    encoding = encoding_of(path) or "utf-8"
    too_long = _unreadable(asked.label, "holds a telephone without an end")
    row, message = 0, None
    with path.open(encoding=encoding, errors=errors_for(encoding)) as file:
        for line in unfolded(_lines(file), too_long):
            if message is None:
                begins = _border(line) == ("BEGIN", "VMSG")
                message = _Message() if begins else None
                continue
            message.add(line)
            if message.begins_anew:
                break
            if message.is_too_large:
                raise _unreadable(asked.label, "holds a message far larger than a real one")
            if message.ended:
                row += 1
                yield from message.values(row)
                message = None
    if message is not None:
        raise _unreadable(asked.label, "ends in the middle of a message")


class _Message:
    """One message, gathered line by line."""

    def __init__(self) -> None:
        self._open = ["VMSG"]
        self._boxes: set[str] = set()
        self._dates: list[str] = []
        self._names: list[str] = []
        self._card: list[str] = []
        self._addresses: list[_Address] = []
        self.begins_anew = False

    @property
    def ended(self) -> bool:
        return not self._open

    @property
    def is_too_large(self) -> bool:
        many = len(self._addresses) + len(self._card) + len(self._names) > _MOST_NUMBERS
        return many or len(self._open) > _DEEPEST

    def add(self, line: str) -> None:
        border = _border(line)
        in_text = "VBODY" in self._open
        self.begins_anew = border == ("BEGIN", "VMSG")
        ends_text = border in {("END", "VBODY"), ("END", "VMSG")}
        if border is not None and (ends_text or not in_text):
            self._cross(*border)
        elif (field := field_of(line)) is not None:
            self._take(field, in_text=in_text)

    def values(self, row: int) -> Iterator[RawValue]:
        unsent = not self._boxes.isdisjoint(_UNSENT)
        received = not self._boxes.isdisjoint(_RECEIVED)
        known = received != (unsent or not self._boxes.isdisjoint(_SENT))
        happened = known and not unsent
        at = max(filter(None, map(for_people, self._dates)), default=None) if happened else None
        own = [known and address.recipient == received for address in self._addresses]
        mine = zip(self._addresses, own, strict=True)
        if len({address.text for address, is_own in mine if is_own and address.text}) > 1:
            # Of several on the telephone's side nobody knows which of them is its own.
            own = [False for _ in own]
        others = {
            address.text
            for address, is_own in zip(self._addresses, own, strict=True)
            if address.text and not is_own
        }
        for position, address in enumerate(self._addresses, start=1):
            text = number_in(address.text, Service.TELEPHONE)
            owner = own[position - 1]
            # The telephone's own number is left out as a rule, and says nothing then.
            if text is not None and (text or not owner):
                yield RawValue(
                    text,
                    FieldKind.PHONE,
                    owner=owner,
                    locator=Locator(None, row, position),
                    label=address.name,
                    last_used=at,
                    group=len(others) + 1 >= FEWEST_IN_GROUP,
                    # A draft, or a message of which nothing says who sent it.
                    contact=not happened,
                )

    def _cross(self, begin_or_end: str, kind: str) -> None:
        if begin_or_end == "BEGIN":
            self._open.append(kind)
        elif kind in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(kind) :]
        if kind == "VCARD" and begin_or_end == "END":
            name = " ".join(filter(None, self._names))
            recipient = "VENV" in self._open
            self._addresses += [_Address(text, name, recipient) for text in self._card]
        if kind == "VCARD":
            self._card, self._names = [], []

    def _take(self, field: Field, *, in_text: bool) -> None:
        if field.name in _DATES:
            self._dates = [*self._dates[-1:], field.text().strip()]
        elif in_text:
            return
        elif field.name in _BOXES:
            self._boxes.add(field.value.strip().upper())
        elif self._open[-1:] == ["VCARD"] and field.name == "TEL":
            self._card.append(field.text().strip())
        elif self._open[-1:] == ["VCARD"] and field.name in _NAMES:
            self._names.append(field.text().replace(";", " ").strip())


def _border(line: str) -> tuple[str, str] | None:
    word, colon, kind = line.strip("\ufeff \t\r\n").upper().partition(":")
    return (word, kind.strip()) if colon and word in {"BEGIN", "END"} else None


def _lines(file: TextIO) -> Iterator[str]:
    """Yield the lines, without the rest of what is longer than any that is needed."""
    fresh = True
    while line := file.readline(LONGEST + 1):
        if fresh:
            yield line
        fresh = line.endswith("\n")


def _unreadable(label: str, why: str) -> EenmaligError:
    return EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: {why}")
