"""Countries by the codes of their mobile networks (ITU-T E.212), where a report holds those.

Old call lists of iOS, and reports made of them, tell of a call in which country's network it was
made: 204 is that of the Netherlands. Codes of others read as no calling code, or as the one of
another country; either way a national spelling beside them is not taken for a Dutch number.
"""

from __future__ import annotations

_COUNTRIES = {"204": "NL", "206": "BE"}


def country_of(code: str) -> str:
    """Return the country that a network's code means, any other text as it is."""
    return _COUNTRIES.get(code.strip(), code)
