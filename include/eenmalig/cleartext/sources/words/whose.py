"""Whether a header says whose its numbers are, beyond which telephone of a customer it is.

``Telefoon oud`` is another telephone of whoever the row is about, ``Telefoon verbalisant`` is
somebody else's. Words for somebody else have no end, so what is not known here is one.
"""

from __future__ import annotations

from eenmalig.cleartext.sources.words.compounds import Vocabulary
from eenmalig.cleartext.sources.words.labels import BESIDE, TELEPHONE

_PARTY = frozenset(
    """
    afnemers kopers besteller bestellers orderer contacts contacten contactpersoon kontakt
    partij party parties tegenpartij deelnemer deelnemers participant participants persoon person
    gebruikte bellend bellende gebeld called calling dialled dialed source destination
    a b receiver receivers recipients nrs 06
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
_WHICH = frozenset(
    """
    oud oude old nieuw nieuwe new laatst laatste latest last eerste first tweede second derde third
    huidig huidige current vorig vorige previous alternatief alternatieve alternative extra
    reserve backup bekend bekende known gebruikt used actief active hoofd eventueel
    type soort kind model merk brand toesteltype smartphone android iphone app whatsapp sms fax
    faxnummer pager semafoon isdn telex voip prepaid abonnement
    formaat format formatted raw ruw origineel original netto schoon clean genormaliseerd
    normalized normalised e164 e internationaal international nationaal national notatie
    volledig volledige full kort geverifieerd verified gecontroleerd checked bevestigd confirmed
    gegevens data details detail informatie information info persoonsgegevens contactgegevens
    lijst list overzicht export tabel table naam name identifier id adres address handle
    op in bij via uit of en and or met with volgens indien if any as per is the het de van
    bestelling bestellingen order orders oproep oproepen gesprek gesprekken call calls bericht
    berichten message messages chat chats
    bereikbaarheid communicatie communication telefonie vermoedelijk vermoedelijke mogelijk
    mogelijke tegencontact
    """.split()  # noqa: SIM905 - as above
)
_OF_CUSTOMERS = Vocabulary((*TELEPHONE, *BESIDE, *_PARTY, *_WHICH))


def says_whose(text: str) -> bool:
    """Return whether a word of this header may mean somebody other than a customer."""
    return any(map(str.isalpha, text)) and not _OF_CUSTOMERS.parts(text)
