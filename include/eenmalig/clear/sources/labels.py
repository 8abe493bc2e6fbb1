"""The words by which exports label a telephone number, in Dutch and English."""

from __future__ import annotations

import re
import unicodedata

# A header is a telephone number's when one of its words is here ...
_TELEPHONE = frozenset(
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


def says_telephone(text: str) -> bool:
    """Return whether this header labels telephone numbers and nothing else."""
    words = _words(text)
    if words in (["06", "nummer"], ["06"]):
        return True
    letters = [word for word in words if not word.isdigit()]
    told = any(word in _TELEPHONE for word in letters)
    ordinal = len(words) - len(letters) <= 1
    return told and ordinal and all(word in _TELEPHONE or word in _BESIDE for word in letters)


def mentions_telephone(text: str) -> bool:
    """Return whether a word of this header says telephone, whatever the others say."""
    return any(word in _TELEPHONE for word in _words(text))


def may_say_telephone(text: str) -> bool:
    """Return whether this header may label telephone numbers: who called, who wrote."""
    words = [word for word in _words(text) if not word.isdigit()]
    return len(words) == 1 and words[0] in _PERHAPS


def reads_like_mobile(text: str) -> bool:
    """Return whether the whole text is spelled like a Dutch mobile."""
    return _DUTCH_MOBILE.fullmatch(text.strip()) is not None


def holds_long_digits(text: str) -> bool:
    """Return whether the text holds a value rather than a label: six digits in a row."""
    return _LONG_DIGITS.search(text) is not None


def _folded(text: str) -> str:
    return " ".join(text.replace("\ufeff", "").split()).strip("\"'").casefold()


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return re.findall(r"[^\W\d_]+|\d+", letters)
