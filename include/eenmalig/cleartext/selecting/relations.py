"""What a label in an export says about who somebody is to its owner.

A label only ever sets a number aside, so that a person decides; it never proves that somebody is
a customer. Whole words count, so that a surname with such a word in it says nothing. Words that
are common surnames (de Boer, Bakker, Visser) are left out.
"""

from __future__ import annotations

import re
import unicodedata

from eenmalig.domain.counting import Exclusion, SetAside
from eenmalig.domain.list_words import said_of_number

_WORDS = {
    SetAside.FAMILY: """
        mama mamas mam mamma mamaatje mams ma moeder moeders moeke mem
        papa papas pap pappa paps pa vader vati ouders ouder stiefmoeder stiefvader
        pleegmoeder pleegvader schoonmoeder schoonvader
        schoonzus schoonbroer zwager oma omaatje opa opaatje grootmoeder grootvader oom tante neef
        nicht broer broertje broers zus zusje zuster zoon zoontje dochter dochtertje kids kinderen
        familie gezin schat schatje schatjes liefje lieverd vriendin verloofde partner
        echtgenoot echtgenote ex vrouw vrouwtje vriendinnetje meisje nichtje neefje ome moe bro
        oppas oppasmoeder mamita tata wifey hubby bae khouya annecim annecigim
        mom mum mommy mummy mother dad daddy father parents grandma grandpa granny grandmother
        grandfather uncle aunt auntie cousin nephew niece brother sister son daughter family wife
        husband girlfriend boyfriend fiance fiancee honey darling babe
        baba abla teyze amca dayi kardes yenge dede
        yemma khalti khalo ammi mami papi hermano hermana madre padre
    """,
    SetAside.CARE: """
        ambulance psych jellinek brijder tactus novadic iriszorg arkin antes hap spoedpost
        slachtofferhulp schuldhulp schuldhulpverlening casemanager zelfmoordlijn sponsor
        dominee imam pastoor voedselbank
        dokter dr huisarts huisartsen huisartsenpraktijk huisartsenpost dokterspost arts
        dokterspraktijk tandarts tandartspraktijk orthodontist apotheek apotheker ziekenhuis
        polikliniek kliniek ggz ggd psycholoog psychiater psychotherapeut therapeut
        therapie fysio fysiotherapeut fysiotherapie verloskundige consultatiebureau
        kinderarts gynaecoloog verslavingszorg jeugdzorg jeugdhulp thuiszorg maatschappelijk
        hulpverlener hulpverlening begeleider crisisdienst
        opvang reclassering doctor gp dentist hospital clinic pharmacy psychologist
        psychiatrist therapist midwife counsellor counselor rehab nurse verpleegkundige
    """,
    SetAside.LAWYER: """
        advocaat advocate advocaten advocatenkantoor advocatuur raadsman raadsvrouw mr
        adv strafpleiter jurist notaris notariskantoor lawyer lawyers attorney solicitor
        barrister rechtsbijstand
        rechtshulp notary geheimhouder privileged verschoningsgerechtigde
    """,
    SetAside.WORK: """
        werk werkgever werknemer baas chef leidinggevende teamleider collega collegas manager
        kantoor uitzendbureau personeelszaken stage stagebegeleider school docent leraar lerares
        juf meester mentor universiteit hogeschool work office boss colleague coworker employer
        supervisor teacher zakelijk arbeit geschaftlich dienstlich buro travail
    """,
    SetAside.BUSINESS: """
        wijkagent rechercheur recherche agent officier ovj belasting justitie
        verbalisant verbalisanten hulpofficier opsporingsambtenaar tolk tolken interpreter
        leverancier leveranciers supplier suppliers
        kinderopvang kinderdagverblijf peuterspeelzaal huisbaas verhuurder thuisbezorgd uber
        kpn ziggo vodafone postnl dhl bol ing rabobank abn randstad dominos
        bv nv vof winkel supermarkt taxi taxicentrale pizzeria pizza restaurant cafetaria snackbar
        shoarma afhaal bezorgservice garage autobedrijf autogarage apk rijschool kapper kapsalon
        schoonheidssalon nagelstudio sportschool hotel bank verzekering verzekeringen makelaar
        woningcorporatie gemeente belastingdienst uwv politie brandweer klantenservice helpdesk
        receptie servicedesk voicemail loodgieter aannemer elektricien glashandel bouwbedrijf
        transportbedrijf dierenarts ltd inc gmbh company shop store supermarket barber hairdresser
        gym insurance hotline reception
    """,
    SetAside.LISTED: """
        verdachte medeverdachte dader mededader suspect suspects codefendant accused
        slachtoffer slachtoffers getuige getuigen aangever aangevers aangeefster benadeelde
        benadeelden nabestaande nabestaanden
        informant victim victims witness witnesses complainant
    """,
}
_BY_WORD = {word: says for says in reversed(_WORDS) for word in _WORDS[says].split()}
# "Strafrechtadvocaat" is one too; no surname ends so but Advocaat itself.
_LAWYERS = ("advocaat", "advocate", "advocaten", "raadsman", "raadsvrouw", "jurist", "notaris")
# What a label says with the words of a list of numbers that may not be texted.
_OF_LISTS = {
    Exclusion.PRIVILEGED: SetAside.LAWYER,
    Exclusion.HEALTH: SetAside.CARE,
    Exclusion.AUTHORITY: SetAside.BUSINESS,
    Exclusion.OWNER: SetAside.OWN_NUMBER,
}
_SIGNS = re.compile(r"['\u2019`\u00b4.]")
_LETTERS = re.compile(r"[^\W\d_]+")
# Who holds the telephone names an own number so, and a second one too.
_MINE = r"(?:mijn|m[n'\u2019]n|eigen|my|own|mi|meine?|eigene|mon|benim|kendi|moj)"
_NUMBER = (
    r"(?:(?:tel(?:efoon)?|mobiele?|gsm|phone|mobile|cell|sim|prive|oude?|nieuwe?|tweede|new|old"
    r"|whatsapp|werk|eigen|own|prepaid|\de)[\s._-]{0,3}){0,3}"
    r"(?:nummers?|nummertje|nr|nrs|no|numbers?|num|numer|numero|numaram?|simkaart|sim|lijn"
    r"|telefoon|telefoonnummers?|telefoonnr|telnr|tel|mobieltje|iphone|phone|mobiel|gsm|06)"
)
# Words that tell what a number is for, beside a name.
_KINDS = frozenset(
    """
    cell mobile mobiel iphone phone tel telefoon gsm home thuis main hoofd pref voice text msg fax
    internet whatsapp sim nummer number nr default work werk prive business zakelijk other overig
    nieuw nieuwe oud oude new old
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
# What is left of a name when it tells of nobody but who holds the telephone.
_SELF = frozenset(
    """
    ik me mij ikzelf mijzelf mezelf ikke myself self zelf eigenaar owner mijn eigen own benim kendi
    mn toestel dealer dealers
    """.split()  # noqa: SIM905 - as above
)
_TELEPHONE = r"(?:toestel|telefoon|tel|nummer|nr|phone|device|gsm|mobiel|simkaart|sim|lijn)"
# Whoever sells by telephone has one for it; a ``bestelnummer`` is an order's.
_LINE = r"(?:lijn|line|telefoon|tel|phone|toestel|gsm|mobiel|simkaart|sim)"
_HOLDER = r"(?:eigenaar|verdachte|houder|owner|suspect|dealer)"
_OWN = re.compile(
    rf"\b{_MINE}[\s._-]{{0,3}}{_NUMBER}(?:\b|[\d_])"
    r"|\b(?:my|mijn)[\s._-]?(?:card|kaart(?:je)?|contact|profiel|profile|account)\b"
    r"|\b(?:nummer|nr|telefoon|tel|sim|06)[\s._-]{0,3}van[\s._-]{0,3}(?:mezelf|mijzelf|mij)\b"
    r"|\((?:ik|me|mij|ikzelf|mezelf|mijzelf|myself|self|zelf|eigenaar|owner)\)"
    # As a SIM card names the numbers that it has.
    r"|^\s*msisdn\d\s*$"
    r"|\b(?:dit|this|deze)[\s._-](?:toestel|nummer|phone|device|telefoon)\b"
    r"|\b(?:mijn|my)[\s._-]?(?:toestel|device)\b|\b(?:local user|lokale gebruiker)\b"
    rf"|\b(?:bestel|deal|dealer|handels)[\s._-]{{0,3}}{_LINE}\b"
    rf"|\b{_HOLDER}[\s._-]{{1,3}}(?:(?:van|of)[\s._-])?(?:(?:het|de|the)[\s._-])?{_TELEPHONE}\b"
    rf"|\b{_TELEPHONE}[\s._-]{{1,3}}(?:(?:van|of)[\s._-])?(?:(?:het|de|the)[\s._-])?{_HOLDER}\b"
)
# A name is short; what is longer is a text that got into the wrong field.
LONGEST = 200


def relations(label: str) -> set[SetAside]:
    """Return all that a label says: family, care, lawyer, work, an own number, not to be texted.

    Accents and case do not matter. Dots and apostrophes may join (B.V., collega's) or part
    (dr.Jansen, opa's huis): both are tried. Of a long label the beginning counts. Each of its lines
    is a label by itself too: ``Eigen`` beside a name.
    """
    plain = unicodedata.normalize("NFKD", label[:LONGEST].casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    told = said_of_number(letters)
    words = {*_LETTERS.findall(_SIGNS.sub("", letters)), *_LETTERS.findall(letters)}
    said = {_BY_WORD[word] for word in words if word in _BY_WORD}
    said |= {_OF_LISTS.get(one, SetAside.LISTED) if one else SetAside.LISTED for one in told}
    if any(word.endswith(_LAWYERS) for word in words):
        said.add(SetAside.LAWYER)
    own = any(map(_is_own, (letters, *letters.splitlines())))
    return said | {SetAside.OWN_NUMBER} if own else said


def _is_own(letters: str) -> bool:
    """Return whether somebody so called is who holds the telephone."""
    named = [word for word in _LETTERS.findall(letters) if word not in _KINDS]
    return _OWN.search(letters) is not None or (bool(named) and _SELF.issuperset(named))
