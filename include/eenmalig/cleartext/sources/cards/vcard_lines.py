"""Content lines of vCards: a name, parameters and a value, folded as careless programs fold."""

from __future__ import annotations

import quopri
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eenmalig.errors import EenmaligError

_BEGIN = re.compile(r"\s*(?:[\w-]+\.)?BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END = re.compile(r"\s*(?:[\w-]+\.)?END\s*:\s*VCARD\s*", re.IGNORECASE)
_NAME = re.compile(
    r"\s*(?:(?P<group>[\w-]+)\.)?(?P<name>[A-Za-z][\w-]*)\s*(?P<rest>[;:].*)", re.DOTALL
)
_TELEPHONE = re.compile(r"\s*(?:[\w-]+\.)?TEL\s*[;:]", re.IGNORECASE)
# Possessive: a line of millions of signs must not be tried in millions of ways.
_PARAMETERS = re.compile(r'(?:[^":]++|"[^"]*+")*+:')
_PARAMETER = re.compile(r'(?:[^";:]++|"[^"]*+"?+)++')
_QUOTED_PRINTABLE = re.compile(r"[;=]QUOTED-PRINTABLE(?=[;:])", re.IGNORECASE)
_CHARSET = re.compile(
    r";CHARSET=\"?(iso-8859-1?\d|windows-125\d|shift_jis|big5)\"?[;:]", re.IGNORECASE
)
_NEEDED_WHOLE = re.compile(r"\s*(?:[\w-]+\.)?(?:TEL|AGENT)\s*[;:]", re.IGNORECASE)
_AGENT = re.compile(r"\s*(?:[\w-]+\.)?AGENT\s*[;:]", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# Only a picture is longer, and of that nothing is needed.
LONGEST = 1024 * 1024
_LONGEST_PARAMETERS = 4096
# Parameters that say nothing about whose the number is.
_TECHNICAL = frozenset(
    {"encoding", "charset", "value", "pref", "quoted-printable", "base64", "8bit", "language"}
)


class Field(NamedTuple):
    """One content line: its group, its name in capitals, its parameters and value as written."""

    group: str
    name: str
    parameters: str
    value: str

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "Field()"

    @property
    def is_quoted_printable(self) -> bool:
        """Whether the parameters say that the value is in quoted-printable."""
        return _QUOTED_PRINTABLE.search(self.parameters) is not None

    def text(self) -> str:
        """Return the value without its encoding and escapes."""
        if self.is_quoted_printable:
            raw = self.value.encode("utf-8", errors="replace")
            charset = _CHARSET.search(self.parameters)
            return quopri.decodestring(raw).decode(
                charset[1] if charset else "utf-8", errors="replace"
            )
        return _ESCAPED.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], self.value)

    def parameter(self, wanted: str) -> str:
        """Return the value of the parameter of this name, nothing when it is not there."""
        pairs = (parameter.partition("=") for parameter in _PARAMETER.findall(self.parameters))
        values = (value for name, _, value in pairs if name.strip().upper() == wanted)
        return next(values, "").strip('"')

    def kinds(self) -> str:
        """Return what the parameters say about the kind of number: ``TYPE=WORK``, ``HOME``."""
        kinds = []
        for parameter in _PARAMETER.findall(self.parameters):
            name, equals, value = parameter.partition("=")
            if name.strip().casefold() not in _TECHNICAL:
                kinds.append((value if equals else name).replace('"', "").replace(",", " "))
        return " ".join(" ".join(kinds).split())


def field_of(line: str) -> Field | None:
    """Return a line as a field, None when it is none."""
    named = _NAME.match(line)
    if named is None:
        return None
    rest = named["rest"]
    parameters = _PARAMETERS.match(rest)
    # Without a colon the whole rest is the value: it is refused later, but counted.
    end = parameters.end() if parameters else rest.find(":") + 1
    return Field(named["group"] or "", named["name"].upper(), rest[:end], rest[end:])


def begins_card(line: str) -> bool:
    """Return whether a card begins here."""
    return _BEGIN.fullmatch(line) is not None


def ends_card(line: str) -> bool:
    """Return whether a card ends here."""
    return _END.fullmatch(line) is not None


def begins_agent(line: str) -> bool:
    """Return whether the value of this line, or what follows it, is a card within the card."""
    return _AGENT.match(line) is not None


def unfolded(lines: Iterable[str], too_long: EenmaligError) -> Iterator[str]:
    """Yield content lines with their continuations joined; of long ones the beginning.

    A telephone field or a card's border always begins a line of its own, even after a soft break
    that promised more: a careless program must not make a number disappear. For the same reason
    a telephone or an inner card that is far too long fails, with ``too_long``.
    """
    open_line: _OpenLine | None = None
    for raw_line in lines:
        line = raw_line.rstrip("\r\n")
        if open_line is None or not open_line.takes(line):
            if open_line is not None:
                yield open_line.text
            open_line = _OpenLine(line)
        if len(open_line.text) > LONGEST and _NEEDED_WHOLE.match(open_line.text):
            raise too_long
    if open_line is not None:
        yield open_line.text


class _OpenLine:
    """A content line that may go on. What is asked of it again and again is found out once."""

    def __init__(self, line: str) -> None:
        self.text = line
        self._is_telephone = _TELEPHONE.match(line) is not None
        self._is_border = _is_border(line)
        self._is_quoted: bool | None = None
        self._has_number = False

    def takes(self, line: str) -> bool:
        """Join a line that goes on with this one; return whether it does."""
        if self.text.endswith("=") and self._quoted() and not _begins_anew(line):
            self._add(line, behind=len(self.text) - 1)
        elif line[:1] in {" ", "\t"} and self._continues(line):
            self._add(line[1:], behind=len(self.text))
        else:
            return False
        return True

    def _add(self, line: str, behind: int) -> None:
        # The soft break must stay at the end of what is too long: it says that more follows.
        if len(self.text) <= LONGEST:
            self.text = self.text[:behind] + line if behind < len(self.text) else self.text + line

    def _continues(self, line: str) -> bool:
        """Return whether an indented line continues this one.

        Some programs indent whole cards. There a telephone field begins a line of its own, and
        what looks like another field does not continue a number; but an address may be folded
        anywhere.
        """
        if self._is_border or _is_border(line):
            return False
        if self._is_telephone:
            return not (self._numbered() and _NAME.match(line))
        return not _TELEPHONE.match(line)

    def _numbered(self) -> bool:
        if not self._has_number and len(self.text) <= _LONGEST_PARAMETERS:
            field = field_of(self.text)
            self._has_number = field is not None and any(map(str.isdecimal, field.value))
        return self._has_number or len(self.text) > _LONGEST_PARAMETERS

    def _quoted(self) -> bool:
        if self._is_quoted is not None:
            return self._is_quoted
        field = field_of(self.text)
        quoted = field is not None and field.is_quoted_printable
        if quoted or len(self.text) > _LONGEST_PARAMETERS or (field and field.parameters):
            self._is_quoted = quoted
        return quoted


def _begins_anew(line: str) -> bool:
    return _is_border(line) or _TELEPHONE.match(line) is not None


def _is_border(line: str) -> bool:
    return begins_card(line) or ends_card(line)
