"""Columns that ask about a row and are answered by yes or no: ``Mag benaderd worden``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.tables.deletion import says_no, says_yes
from eenmalig.cleartext.sources.words.compounds import Vocabulary
from eenmalig.cleartext.sources.words.labels import words_of
from eenmalig.cleartext.sources.words.moments import for_people
from eenmalig.domain.list_words import asks_whether_listed

if TYPE_CHECKING:
    from collections.abc import Sequence

# A yes below these says that somebody may be texted ...
_ALLOWS = frozenset(
    """
    klant afnemer koper customer buyer client isklant iscustomer isafnemer iskoper isbuyer
    toestemming consent permission optin akkoord toegestaan allowed permitted gewenst
    benaderen benader benaderbaar contacteren approach contactable
    aanschrijven sturen versturen zenden verzenden
    relevant relevantie selectie selecteren geselecteerd selection selected meenemen include
    included gerelateerd related
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
# ... and these may stand beside such a word.
_BESIDE = frozenset(
    """
    is be worden voor for van de het of the te to ja yes j y per via een a wel ok we
    bericht berichten message messages sms whatsapp contact bellen gebeld call called text texted
    dit deze this ontvangen send sent receive benaderd contacted meer more in
    drugs drug deal zaak case onderzoek dossier
    """.split()  # noqa: SIM905 - as above
)
# A yes below these speaks against texting, though no list is called so.
_PRIVATE = frozenset(
    """
    familie familielid gezin family relative prive private persoonlijk personal
    vriend vriendin friend overleden deceased irrelevant
    """.split()  # noqa: SIM905 - as above
)
# Two words that say so together, one of them by itself not.
_MAY = frozenset(("mag", "may", "can", "kan", "wil", "wenst", "wants", "opnemen"))
_NOT = frozenset(("niet", "geen", "not", "no", "non", "nooit", "never", "nee", "n"))
# Below a header with one of these stands who or what somebody is, and no answer.
_NO_QUESTION = frozenset(
    """
    naam namen voornaam achternaam name names adres address email mail nummer number nr kenmerk
    woonplaats plaats functie
    """.split()  # noqa: SIM905 - as above
)
# Signs of a yes, and of a doubt.
_SIGNS = frozenset("\u2713\u2714\u2611\u2705\u221a?")
# A tick as a keyboard has it.
_TICK = ["v"]
# Such an answer leaves a doubt whether somebody may be texted.
_PERHAPS = frozenset(
    """
    mogelijk misschien waarschijnlijk vermoedelijk wellicht twijfel possible possibly perhaps maybe
    probable probably likely
    """.split()  # noqa: SIM905 - as above
)
_YES_OR_NO = frozenset(("ja", "yes", "j", "y"))
_OF_PRIVATE = Vocabulary((*_PRIVATE, *_YES_OR_NO, "nee", "no", "is", "of", "or", "en", "and"))
_OF_CONSENT = Vocabulary((*_ALLOWS, *_BESIDE, *_MAY, *_NOT, "opt", "in"))


class RowQuestion(NamedTuple):
    """A column that asks about each row, and whether its yes speaks against texting or its no.

    Where it is ``dated`` a day is a yes: when somebody was put on the list.
    """

    place: int
    yes: bool
    dated: bool = False


def questions(header: Sequence[str], numbers: frozenset[int]) -> tuple[RowQuestion, ...]:
    """Return the columns that ask whether a row may be texted; ``numbers`` are none."""
    asked = (_question(place, text) for place, text in enumerate(header) if place not in numbers)
    return tuple(question for question in asked if question is not None)


def speak_against(row: Sequence[str], asked: Sequence[RowQuestion]) -> bool:
    """Return whether one of the answers of a row says that it may not be texted."""
    size = len(row)
    return any(_speaks(row[each.place], each) for each in asked if each.place < size)


def _speaks(cell: str, question: RowQuestion) -> bool:
    if not cell:
        return False
    words = words_of(cell)
    if not question.yes and _denies(cell, words):
        return True
    # An answer may go on after a word, not after a letter or a figure: ``nee, liever niet``.
    answer = words[:1] if words and len(words[0]) > 1 else words
    if not question.yes:
        return says_no(answer)
    if (
        says_yes(answer)
        or answer == _TICK
        or not _PERHAPS.isdisjoint(answer)
        or not _SIGNS.isdisjoint(cell)
    ):
        return True
    return question.dated and for_people(cell.removeprefix("date "), day_first=True) is not None


def _denies(cell: str, words: Sequence[str]) -> bool:
    """Return whether a cell says no in words of such questions: ``geen naam`` does not."""
    return bool(words) and len(words[0]) > 1 and words[0] in _NOT and bool(_OF_CONSENT.parts(cell))


def _question(place: int, text: str) -> RowQuestion | None:
    if not _NO_QUESTION.isdisjoint(words_of(text)):
        return None
    listed = asks_whether_listed(text)
    if listed is not None:
        return RowQuestion(place, yes=listed, dated=listed)
    if not _PRIVATE.isdisjoint(_OF_PRIVATE.parts(text)):
        return RowQuestion(place, yes=True)
    parts = _OF_CONSENT.parts(text)
    may = not _MAY.isdisjoint(parts) and len(parts) > 1
    if may or {"opt", "in"} <= set(parts) or not _ALLOWS.isdisjoint(parts):
        either = not _YES_OR_NO.isdisjoint(parts)
        return RowQuestion(place, yes=not either and not _NOT.isdisjoint(parts))
    return None
