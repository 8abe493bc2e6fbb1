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
    "Werk Piet": SetAside.WORK,
    "Collega\u00b4s": SetAside.WORK,
    "Bakkerij Jansen B.V.": SetAside.BUSINESS,
    "Taxi Zuid": SetAside.BUSINESS,
    "Wijkagent": SetAside.BUSINESS,
}
SAYS_NOTHING = (
    "Jan Bakker", "Piet de Boer", "Kees Visser", "Werkendam Piet", "Papendrecht klant", "Mamadou",
    "Omar", "Klant Jan", "Anne", "Job", "Lief van Dam", "", "06", "nieuw nummer", "mobile",
)  # fmt: skip


@pytest.mark.parametrize(("label", "says"), SAID.items())
def test_a_label_says_who_somebody_is_to_the_owner(label: str, says: SetAside) -> None:
    assert relations(label) == {says}


@pytest.mark.parametrize("label", SAYS_NOTHING)
def test_a_name_or_a_place_says_nothing(label: str) -> None:
    assert relations(label) == set()


def test_all_that_a_label_says_is_told() -> None:
    assert relations("Broer advocaat") == {SetAside.FAMILY, SetAside.LAWYER}


def test_of_a_long_label_the_beginning_counts() -> None:
    assert relations("x " * 100_000 + "mama") == set()
