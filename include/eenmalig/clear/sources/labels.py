"""The words by which exports label a telephone number, in Dutch and English."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# A header is a telephone number's when one of its words is here ...
TELEPHONE = frozenset(
    """
    telefoon telefoonnummer telefoonnummers telefoonnr telefoonno tel telnr telno telnummer
    mobiel mobieltje mobielnr mobielnummer mobielenummer gsm gsmnr gsmnummer
    phone phones phoneno phonenumber phonenumbers telephone telephonenumber
    mobile mobileno mobilenumber mobilephone cell cellphone cellnumber cellphonenumber
    msisdn whatsappnummer whatsappnumber smsnummer smsnumber
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
# ... and every other one is here, so that "telefoon type" or "phone model" is not.
_BESIDE = frozenset(
    """
    nummer nummers number numbers nr no num value s e waarde
    thuis werk prive zakelijk vast mobiele overig anders ander
    home work private business other main primary
    klant klanten afnemer koper contact customer client buyer van de of the
    kantoor office moeder vader partner ouder ouders mother father kind zoon dochter broer zus
    """.split()  # noqa: SIM905 - as above
)
# These hold numbers in lists of calls and messages, and other things elsewhere.
_PERHAPS = frozenset(
    """
    nummer number nr van aan naar from to afzender ontvanger sender recipient recipients
    beller gebelde caller callee partij party parties deelnemer deelnemers participant
    participants identifier handle contact address adres
    """.split()  # noqa: SIM905 - as above
)
_DUTCH_MOBILE = re.compile(
    r"\D?(?:(?:\+|00)?31[\s-]*(?:\(0\))?|0)[\s-]*6(?:[\s-]?\d){8}"
    r"(?:\.0|(?::\d+)?@s\.whatsapp\.net)?"
)
_LONG_DIGITS = re.compile(r"(?:\d[\s.()/-]?){6}")


def same_label(text: str, wanted: str) -> bool:
    """Return whether two headers are the same but for case and spacing."""
    return _folded(text) == _folded(wanted)


def one_is_label(texts: Sequence[str], wanted: str) -> bool:
    """Return whether one of these cells is the same label, most of them looked at at once."""
    first = next(iter(_folded(wanted).split()), "")
    joined = "\n".join(texts)
    may_be = first in joined.casefold() or "\ufeff" in joined
    return may_be and any(same_label(each, wanted) for each in texts)


def says_telephone(text: str) -> bool:
    """Return whether this header labels telephone numbers and nothing else."""
    words = words_of(text)
    if words in (["06", "nummer"], ["06"]):
        return True
    letters = [word for word in words if not word.isdigit()]
    told = any(word in TELEPHONE for word in letters)
    ordinal = len(words) - len(letters) <= 1
    return told and ordinal and all(word in TELEPHONE or word in _BESIDE for word in letters)


def mentions_telephone(text: str) -> bool:
    """Return whether a word of this header says telephone, whatever the others say."""
    return any(word in TELEPHONE for word in words_of(text))


def may_say_telephone(text: str) -> bool:
    """Return whether this header may label telephone numbers: who called, who wrote."""
    words = [word for word in words_of(text) if not word.isdigit()]
    return len(words) == 1 and words[0] in _PERHAPS


def reads_like_mobile(text: str) -> bool:
    """Return whether the whole text is spelled like a Dutch mobile."""
    return _DUTCH_MOBILE.fullmatch(text.strip()) is not None


def holds_long_digits(text: str) -> bool:
    """Return whether the text holds a value rather than a label: six digits in a row."""
    return _LONG_DIGITS.search(text) is not None


def words_of(text: str) -> list[str]:
    """Return the words and figures of a header, in lower case and without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return re.findall(r"[^\W\d_]+|\d+", letters)


def _folded(text: str) -> str:
    return " ".join(text.replace("\ufeff", "").split()).strip("\"'").casefold()
