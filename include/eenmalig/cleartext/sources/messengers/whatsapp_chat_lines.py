"""Lines of a chat that WhatsApp wrote as text: when, who, and what is no message.

A message begins with its moment as the telephone's language writes it, ``01-05-2026 10:00 -`` on
Android and ``[01-05-2026 10:00:00]`` on an iPhone; a line without one goes on with the message
before it. What WhatsApp itself tells has no sender, or a text that begins with an invisible mark.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from eenmalig.cleartext.sources.files.sqlite_values import later

# Before there was WhatsApp: a clock that nobody set, or the years of another calendar.
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)
# Messages that were under way for long stand behind later ones.
_LATE = timedelta(hours=1)
_LONGEST = 400
_LONGEST_NAME = 100
_MARK = "\u200e"
_MARKS = dict.fromkeys(
    map(ord, "\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
# Figures of any script. Between date and hour a word may stand (om, klo, kl., \u00e0), and behind
# the hour another (PM, p. m.).
_WHEN = (
    r"(\d{1,4})([./-]|\.\s)(\d{1,2})(?:[./-]|\.\s)(\d{1,4})\.?(?:\s[^\W\d]{1,2}\.)?[,\u060c]?"
    r"\s(?:[^\W\d]{1,6}\.?\s?)?(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?(?:\s?([^\W\d][^\d\[\]:-]{0,11}))?"
)
_ANDROID = re.compile(rf"{_WHEN}\s[-\u2013]\s(?P<rest>.*)", re.DOTALL)
_IPHONE = re.compile(rf"\[{_WHEN}\]\s?(?P<rest>.*)", re.DOTALL)
_DASHES = r"\u2010\u2011"
_NUMBER = re.compile(rf"\+?\(?\d[\d\s().{_DASHES}-]{{5,24}}")
# What WhatsApp itself tells of people without a name is always in international form.
_TOLD = re.compile(rf"\+\d(?:[\s().{_DASHES}-]{{0,2}}\d){{6,14}}(?!\d)")
_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
# What somebody sent is told by a mark too: attached, left out, a place.
_SENT = re.compile(
    r"<|\.vcf\b|://|omitted|weggelaten|weggelassen|\babsente?s?\b|omitid|omess|dahil edilmedi"
    r"|\u0645\u062d\u0630\u0648\u0641",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\bgr(?:oep|oup|uppe|upo|uppo|up)|\bgrubu|\u0645\u062c\u0645\u0648\u0639|\u0433\u0440\u0443\u043f\u043f",
    re.IGNORECASE,
)
_DIGITS_OF_A_YEAR = 4
_THIS_CENTURY = 2000
_HALF_A_DAY = 12


class When(NamedTuple):
    """A moment in the two orders that its figures may have; None in an order that is impossible.

    ``says_day_first`` is that strokes do not part its figures: then the day is before the month.
    """

    day_first: datetime | None
    month_first: datetime | None
    says_day_first: bool

    def __repr__(self) -> str:
        """Show no moment: it stands beside a number."""
        return "When()"

    def later(self, other: When) -> When:
        """Return the later of two moments, in each order."""
        day_first = later(self.day_first, other.day_first)
        return self._replace(
            day_first=day_first, month_first=later(self.month_first, other.month_first)
        )

    def is_before(self, other: When) -> bool:
        """Return whether this is long before, in every order that both may have."""
        pairs = ((self.day_first, other.day_first), (self.month_first, other.month_first))
        before = [one + _LATE < two for one, two in pairs if one is not None and two is not None]
        return bool(before) and all(before)


class ChatLine(NamedTuple):
    """A line that begins a message: its form, its moment, its sender, what WhatsApp told in it.

    ``told`` is what WhatsApp itself tells, without what it quotes. Its ``sender`` is then empty, or
    on an iPhone the conversation's name: of one person or of a group.
    """

    on_android: bool
    when: When
    sender: str
    told: str

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "ChatLine()"

    @property
    def number(self) -> str | None:
        """The sender where it is written as a number."""
        return self.sender if _NUMBER.fullmatch(self.sender) else None

    @property
    def members(self) -> list[str]:
        """The numbers of which WhatsApp tells something: who was added, who left."""
        return _TOLD.findall(self.told)

    @property
    def is_of_group(self) -> bool:
        """Whether WhatsApp speaks of a group."""
        return _GROUP.search(self.told) is not None


def line_of(raw: str) -> ChatLine | None:
    """Return a line that begins a message, None where it goes on with one."""
    begin = raw[:_LONGEST]
    text = begin.translate(_MARKS).strip()
    android = _ANDROID.match(text)
    match = android or _IPHONE.match(text)
    if match is None:
        return None
    rest = match["rest"]
    sender, colon, _ = rest.partition(": ")
    if not colon and rest.endswith(":"):
        sender, colon = rest[:-1], ":"
    if not colon or len(sender) > _LONGEST_NAME or any(sign in sender for sign in _QUOTES):
        return ChatLine(android is not None, _when(match), "", _unquoted(rest))
    told = "" if android else _told(begin.partition(": ")[2])
    return ChatLine(android is not None, _when(match), sender.strip("~ \u00a0\u202f"), told)


def _told(text: str) -> str:
    """Return a text behind a sender where it is WhatsApp's own, and not a message."""
    if not text.startswith(_MARK) or _SENT.search(text):
        return ""
    return _unquoted(text.translate(_MARKS))


def _unquoted(text: str) -> str:
    """Return what stands before and behind quotes: between them people wrote."""
    places = [place for place, sign in enumerate(text) if sign in _QUOTES]
    return text[: places[0]] + text[places[-1] + 1 :] if places else text


def _when(match: re.Match[str]) -> When:
    one, sign, two, three, hour, minute, half = (match[number] or "" for number in range(1, 8))
    clock = int(hour), int(minute)
    if half[:1].casefold() in {"a", "p"}:
        clock = clock[0] % _HALF_A_DAY + (_HALF_A_DAY if half[0] in "pP" else 0), clock[1]
    if len(one) == _DIGITS_OF_A_YEAR:
        at = _moment(one, two, three, clock)
        return When(at, at, says_day_first=True)
    day_first = _moment(three, two, one, clock)
    return When(day_first, _moment(three, one, two, clock), says_day_first=sign != "/")


def _moment(year: str, month: str, day: str, clock: tuple[int, int]) -> datetime | None:
    whole = int(year) if len(year) == _DIGITS_OF_A_YEAR else _THIS_CENTURY + int(year) % 100
    try:
        at = datetime(whole, int(month), int(day), *clock, tzinfo=UTC)
    except ValueError:
        return None
    return at if at >= _EARLIEST else None
