"""What a card says about the country of a telephone in it.

A ``tel:`` address may say within which country its number is dialled: ``phone-context=+34``
(RFC 3966, section 5.1.5). A context that is a domain names a network, and no country. A postal
address tells where somebody is dialled who says no more; the seventh of its parts is the country
(RFC 6350, section 6.3.1), and so is its parameter ``CC`` (RFC 8605).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers.country_names import calling_codes
from eenmalig.cleartext.sources.values import Beside

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTEXT = re.compile(
    r";\s*phone-context\s*=\s*\"?(?:(?P<global>(?:\+|%2B|00)[\d().-]{1,30})|(?P<bare>\d{1,3}))"
    r"\"?\s*(?=;|$)",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST = 1000
_LONGEST_CODE = 3


def beside_of(telephone: str, countries: Iterable[str]) -> Beside | None:
    """Return what stands beside a telephone, None when nothing does.

    ``countries`` are those of the card's addresses. Two contexts that differ contradict each other.
    """
    contexts = _contexts(telephone) if "phone-context" in telephone[:_LONGEST].casefold() else []
    if contexts:
        return Beside(country=contexts[0], dialled_in=contexts[-1])
    # Somebody who lives in two countries is dialled in either.
    living = " / ".join(dict.fromkeys(countries))
    return Beside(dialled_in=living) if living else None


def country_of(parts: list[str]) -> str:
    """Return the country of a postal address, given as the parts of one; nothing for none there is.

    People write other things in that place too: those say nothing.
    """
    country = " ".join(parts[-1].split()) if parts else ""
    return country if calling_codes(country) else ""


def _contexts(telephone: str) -> list[str]:
    matches = _CONTEXT.finditer(telephone[:_LONGEST])
    return [_code(match["global"] or match["bare"]) for match in matches]


def _code(context: str) -> str:
    """Return the calling code that a context begins with; the whole of it when there is none."""
    digits = re.sub(r"%2B|^00|\D", "", context, flags=re.IGNORECASE)
    codes = (f"+{digits[:length]}" for length in range(1, _LONGEST_CODE + 1))
    return next((code for code in codes if calling_codes(code)), f"+{digits}")
