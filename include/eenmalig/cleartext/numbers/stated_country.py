"""What stands beside a number about its country, and what a national spelling then means.

France and Morocco dial ``06`` and eight digits, and in Spain and Poland nine digits begin with 6:
a record that says so knows better than a rule for Dutch spellings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat

from eenmalig.cleartext.numbers.country_names import calling_codes
from eenmalig.cleartext.numbers.number import spelled
from eenmalig.cleartext.numbers.splitting import split
from eenmalig.domain.counting import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FEWEST_DIGITS = 7


class Beside(NamedTuple):
    """What a record says about the country of its number, as it stands there.

    ``country`` is the number's: a calling code, a code of ISO 3166 or a name. ``dialled_in`` is
    where it was dialled or is known, in the same words: that tells what a national spelling means,
    and nothing about an international one. Each line of these two is a statement by itself.
    ``international`` is the number once more, in the form that the record itself holds to be
    international. ``address`` is the country of a postal address: who lives abroad may have a
    number of the first country, so it makes nothing foreign, and a national spelling doubtful.
    """

    country: str = ""
    dialled_in: str = ""
    international: str = ""
    address: str = ""

    def __repr__(self) -> str:
        """Show nothing of it: this may end in a traceback."""
        return "Beside()"


class Meant(NamedTuple):
    """What a cell means: its text, in international form where the record says another country.

    ``doubtful`` where the record contradicts the spelling or itself, or names no country there is.
    """

    text: str
    doubtful: bool

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return f"Meant(doubtful={self.doubtful})"


def meant(text: str, beside: Beside, countries: Sequence[str]) -> Meant:
    """Return what ``text`` means by what stands beside it; ``countries`` are the campaign's.

    Never makes a number of the first country out of a text that did not spell one.
    """
    home = phonenumbers.country_code_for_region(countries[0])
    if not beside.international.strip() and _only_home(beside, home):
        return Meant(text, doubtful=False)
    parts = [_part(part, beside, home) for part in split(text)]
    if all(new == old for (new, _), old in zip(parts, split(text), strict=True)):
        return Meant(text, any(doubtful for _, doubtful in parts))
    return Meant("\n".join(new for new, _ in parts), any(doubtful for _, doubtful in parts))


def _only_home(beside: Beside, home: int) -> bool:
    said = {*_stated(beside), *_statements(beside.address)}
    return said <= {frozenset({home})}


def _part(part: str, beside: Beside, home: int) -> tuple[str, bool]:
    """Return what one number of a cell means, and whether that is doubtful."""
    digits = spelled(part)
    if isinstance(digits, Refusal):
        return part, False
    stated = _stated(beside)
    plus = _plus(beside.international)
    # Most records say the same twice: asking libphonenumber about each would take minutes.
    if plus and plus == _at_home(digits, home) and all(home in codes for codes in stated):
        return part, False
    form = _valid(plus)
    if form is not None:
        stated.append(frozenset({form.country_code or 0}))
    own = digits.removeprefix("00") if digits.startswith("00") else digits
    if own != digits or digits.startswith("+"):
        return part, _contradicted(own.removeprefix("+"), beside, form)
    if form is None and _is_international(beside.international):
        stated.append(frozenset())
    codes = frozenset.intersection(*stated) if stated else frozenset({home})
    # Several countries are a statement of none.
    several = any(len(each) > 1 for each in _statements(beside.country))
    if not several and home in codes and (form is None or _same(digits, form, home)):
        return part, not stated and _lives_abroad(beside, home)
    if several or not codes or home in codes:
        return part, True
    return _abroad(part, digits, min(codes), form, home)


def _stated(beside: Beside) -> list[frozenset[int]]:
    return [*_statements(beside.country), *_statements(beside.dialled_in)]


def _statements(text: str) -> list[frozenset[int]]:
    said = map(calling_codes, text.splitlines())
    return [codes for codes in said if codes is not None]


def _lives_abroad(beside: Beside, home: int) -> bool:
    """Return whether addresses are told, and none of them is in the first country."""
    codes = frozenset[int]().union(*_statements(beside.address))
    return bool(codes) and home not in codes


def _contradicted(digits: str, beside: Beside, form: phonenumbers.PhoneNumber | None) -> bool:
    """Return whether a number in international form is another than the record says."""
    number = _valid(f"+{digits}")
    if number is None:
        return False
    said = _statements(beside.country)
    other_country = any(number.country_code not in codes for codes in said)
    return other_country or (form is not None and _e164(form) != _e164(number))


def _abroad(
    part: str, digits: str, code: int, form: phonenumbers.PhoneNumber | None, home: int
) -> tuple[str, bool]:
    """Return a national spelling of another country in international form, if it is one."""
    number = form if form is not None and _same(digits, form, code) else None
    if form is None:
        for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]:
            number = number or _valid(digits, region)
    if number is None or number.country_code != code or number.country_code == home:
        return part, True
    return _e164(number), False


def _same(digits: str, form: phonenumbers.PhoneNumber, code: int) -> bool:
    """Return whether digits dialled within the country of ``code`` are the number ``form``."""
    return any(
        number is not None and _e164(number) == _e164(form)
        for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]
        for number in _readings(digits, region)
    )


def _readings(digits: str, region: str) -> Iterator[phonenumbers.PhoneNumber | None]:
    yield _valid(digits, region)
    yield _valid(f"+{digits}")


def _at_home(digits: str, home: int) -> str:
    """Return digits with the first country's code before them, unless they have one."""
    if digits.startswith("00"):
        return f"+{digits.removeprefix('00')}"
    return digits if digits.startswith("+") else f"+{home}{digits.removeprefix('0')}"


def _plus(text: str) -> str:
    """Return an international form with its plus: some records leave it out."""
    digits = spelled(text)
    if isinstance(digits, Refusal) or len(digits) < _FEWEST_DIGITS:
        return ""
    return "+" + digits.removeprefix("+").removeprefix("00")


def _is_international(text: str) -> bool:
    """Return whether a text is written as an international number, though it may be none."""
    digits = spelled(text)
    return not isinstance(digits, Refusal) and digits.startswith("+")


def _valid(digits: str, region: str | None = None) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
