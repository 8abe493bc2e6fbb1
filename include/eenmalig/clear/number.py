"""From what stands in a cell to a Dutch mobile in E.164, or to the reason why not.

The rules, in order:
1. Scientific notation that dropped digits is refused: it reads as a valid stranger.
2. What holds letters or signs that are no decoration is no number; letters are never dialled.
3. Short, free, premium and company numbers are services; 0970 belongs to machines.
4. Nine bare digits may be a citizen service number: accepted from a field labelled phone only.
5. What libphonenumber does not find valid is invalid, 060, 067 and 069 among it; so are
   pagers (066).
6. Dutch and mobile, 061 to 065 and 068, is a candidate for a message. Nothing else is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from eenmalig.clear.field_kind import FieldKind
from eenmalig.clear.spelling import LONGEST, SCIENTIFIC, digits_of, plain, undecorated
from eenmalig.clear.splitting import split
from eenmalig.domain.counting import Refusal

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

__all__ = ["Normalized", "normalize", "split", "usable"]

NETHERLANDS = 31
FEWEST_SIGNIFICANT = 11
BARE_LENGTH = 9

_DUTCH_MOBILE = re.compile(r"\+316[1-58]\d{7}")
_SERVICE = re.compile(r"(?:\+31|0)(?:800|90[069])\d{0,9}|1\d{2,5}|911|[34]000")
_MACHINE = re.compile(r"(?:\+?31|0)0?970\d*")
_INTEGER_AS_FLOAT = re.compile(r"(\+\d{9,15}|[1-9]\d{8,14}|0\d{9,14})[.,]0{1,2}")
_FLOAT = re.compile(r"\+?\d+[.,]0{1,2}")
_REFUSED_TYPES = {
    PhoneNumberType.FIXED_LINE: Refusal.LANDLINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: Refusal.LANDLINE,
    PhoneNumberType.VOIP: Refusal.LANDLINE,
    PhoneNumberType.UAN: Refusal.SERVICE,
    PhoneNumberType.PERSONAL_NUMBER: Refusal.SERVICE,
    PhoneNumberType.TOLL_FREE: Refusal.SERVICE,
    PhoneNumberType.PREMIUM_RATE: Refusal.SERVICE,
    PhoneNumberType.SHARED_COST: Refusal.SERVICE,
    PhoneNumberType.MOBILE: Refusal.MACHINE,
}


class Normalized(NamedTuple):
    """A Dutch mobile in E.164, or why there is none. One of the two is None."""

    e164: str | None
    refusal: Refusal | None

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return f"Normalized(refusal={self.refusal!s})"


def normalize(candidate: str, field: FieldKind) -> Normalized:
    """Return the Dutch mobile that ``candidate`` spells, or the reason to refuse it.

    The same number gives the same E.164 however it is spelled; the E.164 gives itself.
    """
    read = _read(candidate, field)
    if isinstance(read, Refusal):
        return Normalized(None, read)
    refusal = _refusal(read)
    return Normalized(None, refusal) if refusal else Normalized(_e164(read), None)


def usable(candidate: str, field: FieldKind) -> str | None:
    """Return the E.164 of any valid number of any type and country, or None."""
    read = _read(candidate, field)
    return None if isinstance(read, Refusal) else _e164(read)


def _read(candidate: str, field: FieldKind) -> PhoneNumber | Refusal:
    text = plain(candidate)
    if not text:
        return Refusal.EMPTY
    if len(text) > LONGEST:
        return Refusal.NOT_A_NUMBER
    digits = _digits(undecorated(text))
    return digits if isinstance(digits, Refusal) else _parsed(digits, field)


def _digits(text: str) -> str | Refusal:
    scientific = SCIENTIFIC.fullmatch(text)
    if scientific:
        return _written_out(scientific)
    if integer := _INTEGER_AS_FLOAT.fullmatch(text):
        text = integer[1]
    elif _FLOAT.fullmatch(text):
        return Refusal.INVALID
    if re.fullmatch(r"[*#][\d*#]+", text):
        return Refusal.SERVICE
    return digits_of(text) or Refusal.NOT_A_NUMBER


def _written_out(scientific: re.Match[str]) -> str | Refusal:
    """Return the whole number, or refuse it when it has more digits than were written."""
    first, fraction, exponent = scientific[1], scientific[2] or "", int(scientific[3])
    if 1 + len(fraction) < FEWEST_SIGNIFICANT or exponent > len(fraction):
        return Refusal.LOST_DIGITS
    return first + fraction if exponent == len(fraction) else Refusal.INVALID


def _parsed(digits: str, field: FieldKind) -> PhoneNumber | Refusal:
    if not digits.strip("+"):
        return Refusal.NOT_A_NUMBER
    if len(digits) == BARE_LENGTH and digits[0] not in "+0" and field is not FieldKind.PHONE:
        return Refusal.BARE_DIGITS
    try:
        number = phonenumbers.parse(digits, "NL")
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and phonenumbers.is_valid_number(number):
        return number
    if _SERVICE.fullmatch(digits):
        return Refusal.SERVICE
    return Refusal.MACHINE if _MACHINE.fullmatch(digits) else Refusal.INVALID


def _refusal(number: PhoneNumber) -> Refusal | None:
    if number.country_code != NETHERLANDS:
        return Refusal.FOREIGN
    if _DUTCH_MOBILE.fullmatch(_e164(number)):
        return None
    return _REFUSED_TYPES.get(phonenumbers.number_type(number), Refusal.INVALID)


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
