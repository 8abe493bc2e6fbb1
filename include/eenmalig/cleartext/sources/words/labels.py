"""The words by which exports label a telephone number, in Dutch and English."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from eenmalig import looks_like_number

if TYPE_CHECKING:
    from collections.abc import Sequence

# A header is a telephone number's when one of its words is here ...
TELEPHONE = frozenset(
    """
    telefoon telefoonnummer telefoonnummers telefoonnr telefoonno tel telnr telno telnummer
    mobiel mobieltje mobielnr mobielnummer mobielenummer gsm gsmnr gsmnummer
    phone phones phoneno phonenumber phonenumbers telephone telephonenumber
    mobile mobileno mobilenumber mobilephone cell cellphone cellnumber cellphonenumber
    mob mobnr msisdn whatsappnummer whatsappnumber smsnummer smsnumber belnummer tegennummer
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
# ... and every other one is here, so that "telefoon type" or "phone model" is not.
BESIDE = frozenset(
    """
    nummer nummers number numbers nr no num value s e waarde
    thuis werk prive zakelijk vast mobiele overig anders ander
    home work private business other main primary
    klant klanten afnemer koper contact customer client buyer van de of the
    kantoor office moeder vader partner ouder ouders mother father kind zoon dochter broer zus
    from to naar aan sender afzender recipient ontvanger caller callee beller gebelde chat iphone
    """.split()  # noqa: SIM905 - as above
)
# ... or one of these stands beside a word for number: "Whatsapp nummer", "06-nr".
_OF_TELEPHONES = frozenset(
    ("06", "mobiele", "whatsapp", "sms", "gebeld", "gebelde", "bellend", "bellende")
)
_NUMBER = frozenset(("nummer", "nummers", "number", "numbers", "nr", "nrs", "no"))
# These hold numbers in lists of calls and messages, and other things elsewhere.
_PERHAPS = frozenset(
    """
    nummer number nr van aan naar from to afzender ontvanger sender recipient recipients
    beller gebelde caller callee partij party parties deelnemer deelnemers participant
    participants identifier handle contact address adres contactnummer anummer bnummer jid
    tegenpartij
    """.split()  # noqa: SIM905 - as above
)
# With a word for number these say whose it is: "Sender number", "Van nummer", "Caller JID".
_WHOSE = frozenset(
    """
    van aan naar from to afzender ontvanger sender recipient recipients beller gebelde caller
    callee called calling dialled dialed participant deelnemer partner contact contactpersoon
    tegenpartij source destination
    """.split()  # noqa: SIM905 - as above
)
# The two sides of a call, as providers name them.
_SIDES = frozenset(("a", "b"))
_PARTY = frozenset(("party", "partij"))
# Of these, the ones that hold numbers and never names.
_PERHAPS_NUMBER = frozenset(("nummer", "number", "nr", "contactnummer", "jid"))
# Gaps once passed are never given back: a long one must not cost its square.
_DUTCH_MOBILE = re.compile(
    r"\D?(?:(?:\+|00)?31[\s-]*+(?:\(0\)[\s-]*+)?|0[\s-]*+)6(?:[\s-]?\d){8}"
    r"(?:\.0|(?::\d+)?@s\.whatsapp\.net)?"
)


def same_label(text: str, wanted: str) -> bool:
    """Return whether two headers are the same but for case and spacing."""
    return _folded(text) == _folded(wanted)


def one_is_label(texts: Sequence[str], wanted: str) -> bool:
    """Return whether one of these cells is the same label, most of them looked at at once."""
    first = next(iter(_folded(wanted).split()), "")
    joined = "\n".join(texts)
    may_be = first in joined.casefold() or "\ufeff" in joined
    return may_be and any(same_label(text, wanted) for text in texts)


def says_telephone(text: str) -> bool:
    """Return whether this header labels telephone numbers and nothing else."""
    words = words_of(text)
    if words == ["06"]:
        return True
    letters = [word for word in words if word == "06" or not word.isdigit()]
    ordinal = len(words) - len(letters) <= 1
    known = (TELEPHONE | BESIDE | _OF_TELEPHONES | _NUMBER).issuperset(letters)
    return ordinal and known and _mentions(letters)


def mentions_telephone(text: str) -> bool:
    """Return whether a word of this header says telephone, whatever the others say."""
    return _mentions(words_of(text))


def may_say_telephone(text: str) -> bool:
    """Return whether this header may label telephone numbers: who called, who wrote."""
    words = [word for word in words_of(text) if not word.isdigit()]
    if len(words) == 1:
        return words[0] in _PERHAPS
    rest = [word for word in words if word not in _NUMBER and word != "jid"]
    if len(rest) == len(words):
        return len(words) == 2 and not _SIDES.isdisjoint(words) and not _PARTY.isdisjoint(words)  # noqa: PLR2004 - a side and who it is
    return bool(rest) and (_WHOSE.issuperset(rest) or (len(rest) == 1 and words[0] in _SIDES))


def may_say_number(text: str) -> bool:
    """Return whether such a header labels numbers, and never the names of who called."""
    return may_say_telephone(text) and not _PERHAPS_NUMBER.isdisjoint(words_of(text))


def reads_like_mobile(text: str) -> bool:
    """Return whether the whole text is spelled like a Dutch mobile."""
    return _DUTCH_MOBILE.fullmatch(text.strip()) is not None


def holds_long_digits(text: str) -> bool:
    """Return whether the text holds a value rather than a label: six digits in a row."""
    return looks_like_number.holds_long_digits(text)


def words_of(text: str) -> list[str]:
    """Return the words and figures of a header, in lower case and without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.findall(r"[^\W\d_]+|\d+", letters)


def ordinal_of(text: str) -> str | None:
    """Return the figure by which a header is numbered: ``Phone 2 - Value``."""
    return next((word for word in words_of(text) if word.isdigit()), None)


def _mentions(words: Sequence[str]) -> bool:
    if not TELEPHONE.isdisjoint(words):
        return True
    return not _OF_TELEPHONES.isdisjoint(words) and not _NUMBER.isdisjoint(words)


def _folded(text: str) -> str:
    return " ".join(text.replace("\ufeff", "").split()).strip("\"'").casefold()
