"""Contacts as vCard 2.1, 3.0 and 4.0, as telephones really write them.

A library that parses whole cards gives up on a file for one odd line. Only the telephone fields
are needed, so this reads content lines, and what it does not know it passes over.
"""

from __future__ import annotations

import quopri
import re
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.clear.sources.encoding import encoding_of, errors_for, head_text
from eenmalig.clear.sources.mobiles import holds_mobile
from eenmalig.clear.sources.values import FieldKind, Locator, RawValue
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from eenmalig.clear.sources.values import Asked

NAME = "vcard"

_BEGIN = re.compile(r"\s*(?:[\w-]+\.)?BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END = re.compile(r"\s*(?:[\w-]+\.)?END\s*:\s*VCARD\s*", re.IGNORECASE)
_NAME = re.compile(r"\s*(?:[\w-]+\.)?(?P<name>[A-Za-z][\w-]*)\s*(?P<rest>[;:].*)", re.DOTALL)
_TELEPHONE = re.compile(r"\s*(?:[\w-]+\.)?TEL\s*[;:]", re.IGNORECASE)
_TELEPHONE_ADDRESS = re.compile(r"\s*tel:", re.IGNORECASE)
_PARAMETERS = re.compile(r'(?:[^":]|"[^"]*")*:')
_QUOTED_PRINTABLE = re.compile(r"[;=]QUOTED-PRINTABLE(?=[;:])", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class _Field(NamedTuple):
    """One content line: its name in capitals, its parameters, its value as written."""

    name: str
    parameters: str
    value: str


def recognises(path: Path) -> bool:
    """Return whether the first line with text begins a card."""
    encoding = encoding_of(path)
    if encoding is None:
        return False
    lines = head_text(path, encoding).lstrip("\ufeff").splitlines()
    return any(_BEGIN.fullmatch(line) for line in [each for each in lines if each.strip()][:1])


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield every telephone field, also of cards within cards. A column means nothing here.

    Fails when the file ends in the middle of a card (``SOURCE_UNREADABLE``).
    """
    encoding = encoding_of(path) or "utf-8"
    with path.open(encoding=encoding, errors=errors_for(encoding)) as file:
        yield from _cards(_unfolded(file), asked.label)


def _cards(lines: Iterable[str], label: str) -> Iterator[RawValue]:
    card = position = depth = 0
    complete = True
    for line in lines:
        if _BEGIN.fullmatch(line):
            card, position = (card + 1, 0) if depth == 0 else (card, position)
            depth += 1
        elif _END.fullmatch(line):
            depth = max(0, depth - 1)
        else:
            for text in _telephones(line):
                position += 1
                where = Locator(None, max(1, card), position)
                yield RawValue(text, FieldKind.PHONE, owner=False, locator=where)
        complete = bool(_END.fullmatch(line)) if line.strip() else complete
    if not complete:
        raise EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: ends in the middle of a card")


def _telephones(line: str) -> Iterator[str]:
    field = _field(line)
    if field is None:
        return
    value = _value(field)
    if field.name == "TEL":
        yield value.strip()
    elif field.name == "IMPP" or field.name.startswith("X-"):
        # Messengers keep numbers under names of their own.
        if _TELEPHONE_ADDRESS.match(value) or holds_mobile(value):
            yield value.strip()
    elif field.name == "AGENT":
        for inner in value.splitlines():
            yield from _telephones(inner)


def _field(line: str) -> _Field | None:
    named = _NAME.match(line)
    if named is None:
        return None
    rest = named["rest"]
    parameters = _PARAMETERS.match(rest)
    # Without a colon the whole rest is the value: it is refused later, but counted.
    end = parameters.end() if parameters else rest.find(":") + 1
    return _Field(named["name"].upper(), rest[:end], rest[end:])


def _value(field: _Field) -> str:
    if _QUOTED_PRINTABLE.search(field.parameters):
        raw = field.value.encode("utf-8", errors="replace")
        return quopri.decodestring(raw).decode("utf-8", errors="replace")
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], field.value)


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Yield content lines with their continuations joined.

    A telephone field or a card's border always begins a line of its own, even after a soft break
    that promised more: a careless program must not make a number disappear.
    """
    held: str | None = None
    for each in lines:
        line = each.rstrip("\r\n")
        soft = held is not None and held.endswith("=") and _is_quoted_printable(held)
        if held is not None and soft and not _begins_anew(line):
            held = held[:-1] + line
        elif held is not None and line[:1] in {" ", "\t"} and _continues(held, line):
            held += line[1:]
        else:
            if held is not None:
                yield held
            held = line
    if held is not None:
        yield held


def _continues(held: str, line: str) -> bool:
    """Return whether an indented line continues the one before it.

    Some programs indent whole cards. There a telephone field begins a line of its own, and what
    looks like another field does not continue a number; but an address may be folded anywhere.
    """
    if _is_border(held) or _is_border(line):
        return False
    if _TELEPHONE.match(held):
        field = _field(held)
        has_number = field is not None and any(map(str.isdecimal, field.value))
        return not (has_number and _NAME.match(line))
    return not _TELEPHONE.match(line)


def _is_quoted_printable(line: str) -> bool:
    field = _field(line)
    return field is not None and _QUOTED_PRINTABLE.search(field.parameters) is not None


def _begins_anew(line: str) -> bool:
    return _is_border(line) or _TELEPHONE.match(line) is not None


def _is_border(line: str) -> bool:
    return bool(_BEGIN.fullmatch(line) or _END.fullmatch(line))
