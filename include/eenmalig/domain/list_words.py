"""The words by which a text says that it heads a list of numbers that may not be texted.

Dutch and English. Who suspects such a list asks a person: a word proves nothing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.domain.counting import Exclusion

if TYPE_CHECKING:
    from collections.abc import Mapping


class SaidOfList(NamedTuple):
    """Which category of list a text tells of, None where it says no one; ``sure`` if that is all.

    Nobody is sure where other words make it a customer list, or an export of somebody's telephone.
    """

    category: Exclusion | None
    sure: bool


_SAYS: Mapping[Exclusion, re.Pattern[str]] = {
    category: re.compile(pattern)
    for category, pattern in {
        Exclusion.PRIVILEGED: (
            r"geheimhoud\w*|(?<![a-z])ghg?(?![a-z])|privileged?|verschoning\w*|advocaten|advocatuur|raads(?:lieden|mannen)"
            r"|lawyers|attorneys|notarissen"
        ),
        # Of one suspect a hand-over has the telephone: that is no list.
        Exclusion.SUSPECTS: r"verdachten\w*|suspects|(?:lijst|list)[\W_]*(?:verdachte|suspect)\b",
        Exclusion.OPTED_OUT: (
            r"(?:af|uit)(?:gemeld|gemelden|meld\w*|geschreven\w*|schrijving\w*)"
            r"|opt(?:ed|s)?[\W_]*outs?|unsubscribed?"
        ),
        Exclusion.HEALTH: r"hulpverlen\w*|zorgverlen\w*|huisartsen|care[\W_]*(?:givers|providers)",
        # An own number stands in most exports: one owner is no list.
        Exclusion.OWNER: (
            r"eigenaren\w*|(?<![a-z])owners(?![a-z])|(?:lijst|list)[\W_]*(?:eigenaar|owner)"
            r"|(?:eigen|own)[\W_]*(?:nummers|toestellen|telefoons|numbers|phones|devices)"
        ),
        Exclusion.AUTHORITY: r"autoriteiten|authorities|hulpdiensten|overheidsnummers",
    }.items()
}
_OF_NO_CATEGORY = re.compile(
    r"uitsluit\w*|uitgesloten\w*|exclu(?:de|sion)\w*|black[\W_]*list|block[\W_]*list"
    r"|uitzonder\w*|exceptions?(?![a-z])|zwarte[\W_]*lijst"
    r"|(?<![a-z])(?:niet|not|geen)[\W_]*(?:(?:meer|te|to)[\W_]*){0,2}"
    r"(?:sms|bel(?:len|t)?(?![a-z])|call|benader|bericht|text|contact(?!naam|name|gegev|perso)"
    r"|(?:ver)?sturen|verzenden|send(?![a-z]))\w*"
    r"|(?<![a-z])dnc(?![a-z])"
)
_ANY = re.compile("|".join(says.pattern for says in (*_SAYS.values(), _OF_NO_CATEGORY)))
# What may stand beside such a word on a list that is meant, or partly meant, to be texted.
_OTHERWISE = re.compile(
    r"klant|afnemer|koper|customer|buyer|client|bestel|order|zonder|without|exclusief|excl|minus"
    r"|(?<![a-z])(?:niet|not|non|no|geen)(?![a-z])|bellen|gesprek|calls?|chat|bericht|message|sms"
    r"|whatsapp|contact|adresboek|toestel|telefoon(?!nr|num)|phone(?!nr|num)|backup|extract"
)
# Who a case is about or who works on it, and who is no customer: no list of exclusion by itself.
_OF_CASE = re.compile(
    r"(?<![a-z])(?:(?:mede)?verdachte|suspect|(?:mede)?dader|getuige|slachtoffer|aangever"
    r"|aangeefster|benadeelde|nabestaande|informant|victim|witness(?:es)?|complainant"
    r"|verbalisant|advocaat|lawyer|geblokkeerd|blocked)(?:en|n|s)?(?![a-z])"
    r"|(?<![a-z])(?:niet|geen|not|non|no)[\W_]*(?:a[\W_]+)?(?:klant|afnemer|koper|customer|buyer)\w*"
)
# With these such a word says that they are not among those below it.
_WITHOUT = re.compile(
    r"zonder|without|exclusief|excl(?![a-z])|minus|verwijderd|removed|gefilterd|filtered"
    r"|(?<![a-z])(?:niet|not|non|no|geen)(?![a-z])"
)
# Whom a case is about, or who wrote it up, as a title names one: ``Zaak tegen verdachte X``.
_NAMED = re.compile(r"(?<![a-z])(?:verdachte|suspect|dader|verbalisant)(?![a-z])")
_LETTER = re.compile(r"[a-z]")
_EITHER = re.compile(r"(?<![a-z])(?:ja|yes|j|y)(?![a-z])")
_CUSTOMERS = re.compile(r"klant|afnemer|koper|customer|buyer|client|bestel|order")
_NO_CUSTOMER = re.compile(
    r"(?<![a-z])(?:niet|geen|not|non|no)[\W_]*(?:(?:an?|een)[\W_]+)?"
    r"(?:klant|afnemer|koper|customer|buyer)(?:en|s)?(?![a-z])"
)
# The opposite of what heads a list, and nothing else.
_TO_BE_TEXTED = re.compile(r"\W*(?:nog[\W_]+)?(?:wel|te|wel[\W_]+te)[\W_]+benader(?:en|d)\W*")
# What a sentence says of nobody but whom it is about.
_FORBIDS = re.compile(
    r"geheimhoud|verschoningsgerechtigd|privileged|(?<![a-z])(?:afgemeld|opt(?:ed)?[\W_]*out)(?![a-z])"
    r"|(?<![a-z])niet[\W_]+(?:(?:meer|te)[\W_]+){0,2}benader|(?<![a-z])do[\W_]+not[\W_]+contact"
)
_LONGEST_SENTENCE = 1000
_LONGEST_HEADING = 200
# A label that says of any number what a heading says of a block of them.
NOT_TEXTED = "niet benaderen"


def heads_list(text: str) -> bool:
    """Return whether a heading says that the numbers below it may not be texted.

    Whose telephone was read is no list: ``Toestel verdachte`` heads what stood in it.
    """
    if asks_whether_listed(text) is not True:
        return False
    folded = _folded(text)
    return _ANY.search(folded) is not None or _OTHERWISE.search(_OF_CASE.sub(" ", folded)) is None


def is_title(text: str) -> bool:
    """Return whether a heading names whom a case is about, and so is no list of such people.

    By itself ``Verdachte`` heads one, and so does whatever speaks of several of them.
    """
    folded = _folded(text[:_LONGEST_HEADING])
    rest = _NAMED.sub(" ", folded)
    named = rest != folded and _ANY.search(folded) is None
    return named and _LETTER.search(rest) is not None and _without_listed(rest) == rest


def heads_customers(text: str) -> bool:
    """Return whether a heading says that a list of customers begins below it."""
    folded = _folded(text[:_LONGEST_HEADING])
    if _TO_BE_TEXTED.fullmatch(folded) is not None:
        return True
    return _CUSTOMERS.search(folded) is not None and _without_listed(folded) == folded


def asks_whether_listed(text: str) -> bool | None:
    """Return whether a yes below a heading says that somebody may not be texted.

    False where a no does, since the heading says who is not listed; None where it says nothing.
    """
    folded = _folded(text) if len(text) <= _LONGEST_HEADING else ""
    rest = _without_listed(folded)
    if rest == folded:
        return None
    return _EITHER.search(rest) is not None or _WITHOUT.search(rest) is None


def _without_listed(folded: str) -> str:
    return _ANY.sub(" ", _OF_CASE.sub(" ", folded))


def forbids(text: str) -> bool:
    """Return whether a text of any length says that somebody may not be texted."""
    return _FORBIDS.search(_folded(text[:_LONGEST_SENTENCE])) is not None


def said_of_number(text: str) -> frozenset[Exclusion | None]:
    """Return the categories of exclusion that a label tells of, None among them for none of these.

    ``text`` is in lower case and without accents.
    """
    no_customer = _NO_CUSTOMER.search(text) is not None
    if not no_customer and _ANY.search(text) is None:
        return frozenset()
    found: set[Exclusion | None] = {name for name, says in _SAYS.items() if says.search(text)}
    if no_customer or _OF_NO_CATEGORY.search(text) is not None:
        found.add(None)
    return frozenset(found)


def said_of_list(text: str) -> SaidOfList | None:
    """Return what a name or a heading says of a list of exclusion, or None when it says nothing."""
    folded = _folded(text)
    found = {category for category, says in _SAYS.items() if says.search(folded)}
    general = _OF_NO_CATEGORY.search(folded) is not None
    if not found and not general:
        return None
    rest = folded
    for says in (*_SAYS.values(), _OF_NO_CATEGORY):
        rest = says.sub(" ", rest)
    if len(found) != 1:
        return SaidOfList(None, sure=False)
    return SaidOfList(found.pop(), sure=_OTHERWISE.search(rest) is None)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
