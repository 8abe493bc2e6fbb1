from __future__ import annotations

import pytest

from eenmalig.cleartext.selecting.relations import relations
from eenmalig.domain.counting import SetAside

SAID = {
    "Mama": SetAside.FAMILY,
    "Mama's nieuwe nr": SetAside.FAMILY,
    "Mijn vrouw": SetAside.FAMILY,
    "Nichtje": SetAside.FAMILY,
    "SCHOONMOEDER": SetAside.FAMILY,
    "Opa\u2019s huis": SetAside.FAMILY,
    "mama.thuis": SetAside.FAMILY,
    "dr.Jansen": SetAside.CARE,
    "Yemma": SetAside.FAMILY,
    "Dr. Jansen": SetAside.CARE,
    "tandarts": SetAside.CARE,
    "GGZ": SetAside.CARE,
    "Jellinek": SetAside.CARE,
    "Mr. Smit advocaat": SetAside.LAWYER,
    "Advocatenkantoor Noord": SetAside.LAWYER,
    "geheimhouder": SetAside.LAWYER,
    "Geheimhouders (lijst)": SetAside.LAWYER,
    "privileged": SetAside.LAWYER,
    "Strafrechtadvocaat": SetAside.LAWYER,
    "niet benaderen": SetAside.LISTED,
    "NIET MEER BELLEN": SetAside.LISTED,
    "afgemeld": SetAside.LISTED,
    "opt-out": SetAside.LISTED,
    "uitsluiten": SetAside.LISTED,
    "do not contact": SetAside.LISTED,
    "verdachte": SetAside.LISTED,
    "(mede)verdachte": SetAside.LISTED,
    "Slachtoffer": SetAside.LISTED,
    "Geen afnemer": SetAside.LISTED,
    "niet klant": SetAside.LISTED,
    "not a customer": SetAside.LISTED,
    "getuige 2": SetAside.LISTED,
    "witness": SetAside.LISTED,
    "Werk Piet": SetAside.WORK,
    "Collega\u00b4s": SetAside.WORK,
    "Bakkerij Jansen B.V.": SetAside.BUSINESS,
    "Taxi Zuid": SetAside.BUSINESS,
    "Wijkagent": SetAside.BUSINESS,
}
SAYS_NOTHING = (
    "Jan Bakker", "Piet de Boer", "Kees Visser", "Werkendam Piet", "Papendrecht klant", "Mamadou",
    "Omar", "Klant Jan", "Anne", "Job", "Lief van Dam", "", "06", "nieuw nummer", "mobile",
    "Mignot contact", "Annie Smits", "Piet Exterkate", "klant, belt later",
    "geen klantnummer",
)  # fmt: skip


@pytest.mark.parametrize(("label", "says"), SAID.items())
def test_a_label_says_who_somebody_is_to_the_owner(label: str, says: SetAside) -> None:
    assert relations(label) == {says}


@pytest.mark.parametrize("label", SAYS_NOTHING)
def test_a_name_or_a_place_says_nothing(label: str) -> None:
    assert relations(label) == set()


OWN = (
    "Mijn nummer", "Mijn nummer CELL", "Eigen nummer", "eigen nr.", "EigenNummer", "eigen 06",
    "mijn-nummer", "m'n nummer", "m\u2019n nummer", "Mijn oude nr", "Mijn 2e nummer",
    "mijn nummer 2", "Nummer Mijn",
    "Nummer Mijn Mijn nummer CELL", "nr eigen", "nummer van mezelf", "My Number", "my cell phone",
    "my new number", "Own Number HOME", "Ik", "Ik Ik CELL", "Me Mobile", "ikzelf WORK",
    "Mijn sim 1", "Mijn kaartje", "dit toestel", "Eigenaar", "Mon num\u00e9ro", "mi n\u00famero",
    "Meine Nummer",
    "Benim numaram", "mijn eigen nummer", "Mijn werktelefoon", "eigenaar toestel",
    "Toestel verdachte", "telefoon van de verdachte",
    "mijn toestel", "Local user", "Local User WORK", "_$!<eigen nummer>!$_",
    "MSISDN1", "Mij nieuw", "mn eigen", "Jan (ik)",
    "Jan\nEigen", "Toestel\nPiet", "Piet\nSIM\nik", "2e telefoon dealer", "tel dealer", "Dealer",
    "bestellijn", "dealertelefoon", "Bestel-06 lijn dealer", "handelstelefoon", "nr. van de dealer",
)  # fmt: skip
NOT_OWN = (
    "Mijntje", "Mijntje CELL", "Owen", "Owen Number", "Mijnheer Jansen", "Eigenraam",
    "Mia Nummer 2", "Mylene mobile", "Jan nieuw nummer", "Ikram", "Mees", "Simone",
    "Piet (mijnwerker)",
    "Kees van Eigen", "Klant tweede nr", "Zelfde nummer als Jan", "Tel Jan", "nummer van Piet",
    "Mobile", "Thuis", "Mina", "Nieuw", "Jan nieuw", "MSISDN", "Jan (ikram)",
    "Jan\nvan Eigen", "Piet\nTelefoon", "bestelnummer 12", "Dealer van Jan", "bestelling",
    "Eigenaar winkel", "Vriend verdachte", "Jan toestel", "Local",
)  # fmt: skip


@pytest.mark.parametrize("label", OWN)
def test_who_holds_the_telephone_names_an_own_number_so(label: str) -> None:
    assert SetAside.OWN_NUMBER in relations(label)


@pytest.mark.parametrize("label", NOT_OWN)
def test_a_name_that_looks_like_it_is_no_own_number(label: str) -> None:
    assert SetAside.OWN_NUMBER not in relations(label)


def test_all_that_a_label_says_is_told() -> None:
    assert relations("Broer advocaat") == {SetAside.FAMILY, SetAside.LAWYER}


def test_of_a_long_label_the_beginning_counts() -> None:
    assert relations("x " * 100_000 + "mama") == set()
