"""What a table says about its numbers: whose they are, of what kind, when last in contact.

Found once, by the header's words, in Dutch and English; then read from each row. Where columns
are numbered (``Phone 1 - Label``), each tells only about the number that has its ordinal.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.tables.sides import side_of
from eenmalig.cleartext.sources.words.labels import (
    TELEPHONE,
    may_say_number,
    may_say_telephone,
    ordinal_of,
    words_of,
)
from eenmalig.cleartext.sources.words.moments import all_from_iso, for_people
from eenmalig.cleartext.sources.words.owner_words import says_owner
from eenmalig.cleartext.sources.words.remarks import said_by_remark
from eenmalig.domain.list_words import asks_whether_listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from eenmalig.cleartext.sources.tables.sides import Side

# A header is a label's when one of its words is here ...
_LABEL = frozenset(
    """
    naam namen voornaam voornamen achternaam tussenvoegsel roepnaam bijnaam alias aliassen
    contact contactnaam contactpersoon name names firstname middlename lastname surname
    familyname givenname nickname displayname fullname label labels
    weergavenaam gebruikersnaam username opgeslagen saved groep group titel title
    type soort telefoontype telefoonsoort nummertype phonetype numbertype
    categorie category categories relatie relation relationship
    bedrijf bedrijfsnaam company organisatie organization organisation functie beroep department
    rol rollen role roles hoedanigheid betrokkene betrokkenen persoon person wie who
    tenaamgestelde tenaamstelling membership groups groepen tag tags status
    classificatie classification kwalificatie beoordeling duiding betreft gebruiker actie action
    besluit beslissing
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
# ... and every other one is here, so that "file name" is not.
_BESIDE_LABEL = frozenset(
    """
    volledige full first middle last given family display nick van de het of the
    klant customer nummer number job als as in party partij tot to
    sender afzender recipient ontvanger caller beller callee gebelde participant deelnemer partner
    """.split()  # noqa: SIM905 - as above
)
# "Naam in toestel" and "Relatie tot verdachte" are labels, "Device name" is none.
_WITHIN = frozenset(("in", "tot", "to"))
_OWNED = frozenset(
    "toestel device telefoonboek adresboek phonebook verdachte suspect eigenaar owner".split()  # noqa: SIM905 - as above
)
_FILED = ["file", "as"]
_REMARK = frozenset(
    """
    opmerking opmerkingen opm notitie notities omschrijving description note notes remark remarks
    bijzonderheid bijzonderheden toelichting aantekening aantekeningen memo memos comment comments
    commentaar
    """.split()  # noqa: SIM905 - as above
)
# A row of more is the width of a sheet, and costs time.
_MOST_UNNAMED = 5
_MOMENT = frozenset(
    """
    datum date tijd tijdstip time timestamp datumtijd datetime moment starttijd starttime
    lastused lastseen lastcontact lastcontacted
    """.split()  # noqa: SIM905 - as above
)
# "Laatste bericht" tells a moment without such a word; "last name" does not.
_LAST = frozenset(("laatst", "laatste", "last"))
_CONTACT = frozenset(
    """
    gebruikt used contact contacted gezien seen bericht message messaged activiteit activity
    actief active online gesprek oproep call called gebeld
    """.split()  # noqa: SIM905 - as above
)
_BESIDE_MOMENT = frozenset(
    """
    en and van de het of the op at in utc gmt start begin einde eind end
    verzonden sent ontvangen received
    """.split()  # noqa: SIM905 - as above
)
# Words of a telephone's header that say nothing about whose it is.
_NOTHING = frozenset(
    """
    nummer nummers number numbers nr no num value s e waarde van aan naar from to de of the
    afzender ontvanger sender recipient recipients beller gebelde caller callee partij party
    parties deelnemer deelnemers participant participants identifier handle address adres
    contact entries nrs mobiele whatsapp sms gebeld bellend bellende a b
    contactnummer anummer bnummer jid receiver receivers called calling dialled dialed partner
    """.split()  # noqa: SIM905 - as above
)


class _Said(NamedTuple):
    """What a header says: a label, who called, remarks; of which ordinal and side."""

    label: bool
    party: bool
    remark: bool
    ordinal: str | None
    side: Side | None


_UNNAMED = _Said(label=False, party=False, remark=True, ordinal=None, side=None)


def labels(header: Sequence[str], place: int, numbers: frozenset[int]) -> tuple[int, ...]:
    """Return the places of the labels of the number at ``place``; ``numbers`` are none.

    A column of who called or wrote holds names when another one holds the numbers. The name of a
    sender says nothing of the receiver.
    """
    number = _said_in(header[place])
    return tuple(
        other
        for other, words in _told(tuple(header)).items()
        if other not in numbers
        and (words.label or (words.party and not number.party))
        and words.ordinal in {None, number.ordinal}
        and (number.side is None or words.side in {None, number.side})
    )


def moments(header: Sequence[str], numbers: frozenset[int]) -> tuple[int, ...]:
    """Return the places of the moments of contact, of birth none; ``numbers`` are none."""
    return tuple(
        place for place, text in enumerate(header) if place not in numbers and _says_moment(text)
    )


def own_label(text: str) -> str:
    """Return the header of a number's column when it says more than that, such as ``work``."""
    words = [word for word in words_of(text) if not word.isdigit()]
    # Elsewhere a partner is who took part in a call.
    of_partner = words[-1:] == ["partner"] and not TELEPHONE.isdisjoint(words)
    says = of_partner or any(word not in TELEPHONE | _NOTHING for word in words)
    return text.strip() if says else ""


def labels_somebody(text: str) -> bool:
    """Return whether this header labels who somebody is, or says something about them."""
    return _says_label(text) or _says_remark(text)


def tells_of_row(text: str) -> bool:
    """Return whether this header tells something that is read beside a number."""
    return labels_somebody(text) or _says_moment(text)


def may_say_party(text: str) -> bool:
    """Return whether a header names who called or wrote: by number, or by name."""
    return may_say_telephone(text) and not may_say_number(text)


def remarks(header: Sequence[str], numbers: frozenset[int]) -> tuple[int, ...]:
    """Return the places of remarks; ``numbers`` are none. A column without a name holds remarks."""
    said = _told(tuple(header)).items()
    return tuple(place for place, words in said if place not in numbers and words.remark)


@lru_cache(maxsize=1)
def _told(header: tuple[str, ...]) -> dict[int, _Said]:
    """Return the places that tell something, kept for the other numbers of a table that has many.

    A few columns without a name are remarks.
    """
    unnamed = (place for place, text in enumerate(header) if not text.strip())
    some = frozenset(islice(unnamed, _MOST_UNNAMED))
    said = ((place, _said_in(text)) for place, text in enumerate(header))
    known = {place: words for place, words in said if words.label or words.party or words.remark}
    return dict(sorted((known | dict.fromkeys(some, _UNNAMED)).items()))


def _said_in(text: str) -> _Said:
    return _Said(
        _says_label(text), may_say_party(text), _says_remark(text), ordinal_of(text), side_of(text)
    )


def label(own: str, row: Sequence[str], places: Sequence[int], notes: Sequence[int] = ()) -> str:
    """Return the words of a row's labels after the number's own, each a line.

    Of long ``notes`` no more counts than that somebody may not be texted.
    """
    size = len(row)
    cells = [own, *[row[place] for place in places if place < size]]
    cells += [said_by_remark(row[place]) for place in notes if place < size]
    return "\n".join(cells).strip()


def last_moment(row: Sequence[str], places: Sequence[int]) -> datetime | None:
    """Return the latest moment at these places, in UTC, or None when none can be read."""
    latest = None
    for place in places:
        moment = _moment_in(row[place]) if place < len(row) else None
        if moment is not None and (latest is None or moment > latest):
            latest = moment
    return latest


def moments_in(column: Sequence[str]) -> Sequence[datetime | None]:
    """Return the moment that each cell of a column tells, in UTC, or None when none can be read."""
    return all_from_iso(column) or list(map(_moment_in, column))


def _moment_in(cell: str) -> datetime | None:
    return for_people(cell.removeprefix("date "), day_first=True) if cell else None


def _says_label(text: str) -> bool:
    words = [word for word in words_of(text) if not word.isdigit()]
    if words == _FILED:
        return True
    # Below such a question somebody may write who it is: ``Geheimhouder`` is arts.
    of_number = says_owner(text) or not (TELEPHONE | _NOTHING).isdisjoint(words)
    if not of_number and asks_whether_listed(text):
        return True
    known = _LABEL | _BESIDE_LABEL | TELEPHONE | (_OWNED if _WITHIN & set(words) else set())
    return not _LABEL.isdisjoint(words) and known.issuperset(words)


def _says_remark(text: str) -> bool:
    words = [word for word in words_of(text) if not word.isdigit()]
    known = _REMARK | _LABEL | _BESIDE_LABEL
    return not _REMARK.isdisjoint(words) and known.issuperset(words)


def _says_moment(text: str) -> bool:
    words = words_of(text)
    last_contact = not _LAST.isdisjoint(words) and not _CONTACT.isdisjoint(words)
    moment = last_contact or not _MOMENT.isdisjoint(words)
    return moment and (_MOMENT | _LAST | _CONTACT | _BESIDE_MOMENT).issuperset(words)
