"""From what stands in a cell to a mobile in E.164, or to the reason why not.

The rules, in order:
1. Scientific notation that dropped digits is refused: it reads as a valid stranger.
2. What holds letters or signs that are no decoration is no number; letters are never dialled.
3. Nine bare digits may be a citizen service number: accepted from a field labelled phone only.
4. What libphonenumber does not find valid is invalid, 060, 067 and 069 among it. Where national
   spellings are Dutch ones, emergency, short, free and premium numbers in any length are
   services, and what begins with 0970 is a machine.
5. Valid and mobile, in one of the campaign's countries, is a candidate for a message: Dutch
   mobiles and nothing else, unless the campaign says so. The ranges are libphonenumber's own:
   061 to 065 and 068, without pagers (066). The machines (0970), which it calls mobile, are not.

One value at a time. ``eenmalig.cleartext.numbers.columnar`` does the same to whole columns.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from eenmalig.cleartext.numbers.countries import DUTCH, NETHERLANDS
from eenmalig.cleartext.numbers.spelling import LONGEST, SCIENTIFIC, digits_of, plain, undecorated
from eenmalig.cleartext.numbers.splitting import split
from eenmalig.domain.counting import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FieldKind", "Normalized", "Reading", "normalize", "read", "spelled", "split", "usable"]

BARE_LENGTH = 9
DUTCH_MACHINES = "970"
FEWEST_SIGNIFICANT = 11
# E.164 allows 15; prefixes of a spelling come on top. Eighteen fit into 64 bits.
MOST_DIGITS = 18

# What is no valid number and yet no mistake, where numbers are dialled as in the Netherlands:
# first as dialled there, then what follows a plus. Written as libphonenumber writes its patterns.
DUTCH_NOT_VALID = {
    False: {
        Refusal.SERVICE: r"0(?:800|90[069])\d{0,9}|1\d{2,5}|911|[34]000",
        Refusal.MACHINE: rf"(?:31|0)0?{DUTCH_MACHINES}\d{{0,14}}",
    },
    True: {
        Refusal.SERVICE: r"31(?:800|90[069])\d{0,9}",
        Refusal.MACHINE: rf"310?{DUTCH_MACHINES}\d{{0,14}}",
    },
}

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


class FieldKind(StrEnum):
    """How far the field itself says that it holds a telephone number."""

    PHONE = "phone"
    UNLABELLED = "unlabelled"


class Normalized(NamedTuple):
    """A mobile in E.164, or why there is none. One of the two is None."""

    e164: str | None
    refusal: Refusal | None

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return f"Normalized(refusal={self.refusal!s})"


class Reading(NamedTuple):
    """What digits mean: the E.164 of a valid number or None, and why it may not be texted."""

    e164: str | None
    refusal: Refusal | None

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return f"Reading(refusal={self.refusal!s})"


def normalize(candidate: str, field: FieldKind, countries: Sequence[str] = DUTCH) -> Normalized:
    """Return the mobile that ``candidate`` spells, or the reason to refuse it.

    The same number gives the same E.164 however it is spelled; the E.164 gives itself.
    """
    e164, refusal = _read(candidate, field, countries)
    return Normalized(None, refusal) if refusal else Normalized(e164, None)


def usable(candidate: str, field: FieldKind, countries: Sequence[str] = DUTCH) -> str | None:
    """Return the E.164 of any valid number of any type and country, or None."""
    return _read(candidate, field, countries).e164


def spelled(candidate: str) -> str | Refusal:
    """Return the digits that ``candidate`` spells, after a plus where there is one."""
    text = plain(candidate)
    if not text:
        return Refusal.EMPTY
    if len(text) > LONGEST:
        return Refusal.NOT_A_NUMBER
    return _digits(undecorated(text))


def read(digits: str, countries: Sequence[str] = DUTCH) -> Reading:
    """Return what ``digits`` (as ``spelled`` gives them) mean to libphonenumber."""
    try:
        number = phonenumbers.parse(digits, countries[0])
    except phonenumbers.NumberParseException:
        return Reading(None, invalid(digits, countries))
    region = phonenumbers.region_code_for_number(number)
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.UNKNOWN:
        return Reading(None, invalid(digits, countries))
    e164 = str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    machine = region == NETHERLANDS and str(number.national_number).startswith(DUTCH_MACHINES)
    return Reading(e164, refusal_of(kind, region, countries, machine=machine))


def invalid(digits: str, countries: Sequence[str]) -> Refusal:
    """Return why ``digits`` are refused that are no valid number."""
    if countries[0] == NETHERLANDS:
        for refusal, pattern in DUTCH_NOT_VALID[digits.startswith("+")].items():
            if re.fullmatch(pattern, digits.removeprefix("+")):
                return refusal
    return Refusal.INVALID


def refusal_of(
    kind: int, region: str | None, countries: Sequence[str], *, machine: bool
) -> Refusal | None:
    """Return why a valid number of libphonenumber's type ``kind`` may not be texted, or None."""
    if region not in countries:
        return Refusal.FOREIGN
    if kind == PhoneNumberType.MOBILE and not machine:
        return None
    return _REFUSED_TYPES.get(kind, Refusal.INVALID)


def _read(candidate: str, field: FieldKind, countries: Sequence[str]) -> Reading:
    digits = spelled(candidate)
    if isinstance(digits, Refusal):
        return Reading(None, digits)
    if len(digits) == BARE_LENGTH and digits[0] not in "+0" and field is not FieldKind.PHONE:
        return Reading(None, Refusal.BARE_DIGITS)
    return read(digits, countries)


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
    digits = digits_of(text)
    if not digits or digits == "+":
        return Refusal.NOT_A_NUMBER
    return digits if len(digits.lstrip("+")) <= MOST_DIGITS else Refusal.INVALID


def _written_out(scientific: re.Match[str]) -> str | Refusal:
    """Return the whole number, or refuse it when it has more digits than were written."""
    first, fraction, exponent = scientific[1], scientific[2] or "", int(scientific[3])
    if 1 + len(fraction) < FEWEST_SIGNIFICANT or exponent > len(fraction):
        return Refusal.LOST_DIGITS
    whole = exponent == len(fraction) < MOST_DIGITS
    return first + fraction if whole else Refusal.INVALID
