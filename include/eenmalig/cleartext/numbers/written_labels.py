"""The words that people write before or behind a number in its own field: ``Werk: 06 ...``.

In Dutch, English, German and French. They say which telephone it is and nothing about its digits.
"""

from __future__ import annotations

import re

_TELEPHONE = (
    r"tel|tel[e\u00e9]foo?n|telefoonnummer|telefonnummer|t\u00e9l|t[e\u00e9]l[e\u00e9]phone"
    r"|phone|telephone|gsm|mob|cell|cellphone|whatsapp|msisdn|nr|nummer|number|num[e\u00e9]ro"
    r"|handy|natel|portable"
)
_WHICH = (
    r"thuis|werk|priv[e\u00e9]|zakelijk|vaste?|overige?|anders?|andere|kantoor|mobiele?"
    r"|home|work|personal|business|office|other|main|primary|mobile"
    r"|zuhause|privat|arbeit|gesch\u00e4ftlich|dienstlich|b\u00fcro|mobil|festnetz|sonstige"
    r"|domicile|maison|travail|bureau|autre|principal|personnel|professionnel|fixe"
)
_NUMBER = r"nr|nummer|number|no|num[e\u00e9]ro"
_WORD = rf"(?:{_TELEPHONE}|{_WHICH})"
_WORDS = rf"{_WORD}(?:[\s.-]{{0,3}}(?:{_WORD}|{_NUMBER})){{0,2}}\b"

# A letter alone needs its colon or dot; a figure that tells the second of two needs a colon.
BEFORE = re.compile(rf"(?:{_WORDS}|[mtp](?=\s?[.:]))(?:\s?[1-9](?=\s?:))?[\s.:]*", re.IGNORECASE)
BEHIND = re.compile(rf"[\s-]*\(?(?:{_WHICH}|mob|gsm)\)?\.?$", re.IGNORECASE)
# Where a word with its colon follows a number, another number begins.
NEXT = rf"(?:{_WORDS}|\b[mtp])(?:\s?[1-9])?\s?:"
