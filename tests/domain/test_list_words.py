"""By which words a name or a heading says that it heads a list of exclusion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.domain.counting import Exclusion
from eenmalig.domain.list_words import said_of_list


@pytest.mark.parametrize(
    ("category", "texts"),
    [
        (Exclusion.PRIVILEGED, "geheimhouders|Geheimhouderslijst-2026|privileged|lijst advocaten"),
        (Exclusion.SUSPECTS, "verdachten|Suspects|verdachten telefoonnummers"),
        (Exclusion.OPTED_OUT, "afgemeld|afmeldingen|opt-out|optout|OPT OUTS|uitgeschreven"),
        (Exclusion.HEALTH, "hulpverleners|Hulpverlening|zorgverleners|care-givers"),
        (Exclusion.OWNER, "eigenaren|eigen_toestellen|owners|own numbers|lijst eigenaar"),
        (Exclusion.AUTHORITY, "hulpdiensten|authorities"),
    ],
)
def test_a_list_of_its_own_is_told_with_its_category(category: Exclusion, texts: str) -> None:
    assert {said_of_list(each) for each in texts.split("|")} == {(category, True)}


@pytest.mark.parametrize("text", ["uitsluiting", "uitgesloten nummers", "exclusion list"])
def test_a_list_of_no_category_is_a_question(text: str) -> None:
    assert said_of_list(text) == (None, False)


@pytest.mark.parametrize(
    "text",
    [
        "klanten zonder geheimhouders",
        "customers excl suspects",
        "niet afgemeld",
        "geheimhouders en verdachten",
    ],
)
def test_what_other_words_contradict_is_a_question(text: str) -> None:
    said = said_of_list(text)
    assert said is not None
    assert not said.sure


@pytest.mark.parametrize(
    "text", ["klanten", "contacts2", "telefoon verdachte 1", "bestellingen", "calls", "", "cohort"]
)
def test_exports_and_lists_of_customers_say_nothing(text: str) -> None:
    assert said_of_list(text) is None


@given(st.text())
def test_who_is_sure_names_a_category(text: str) -> None:
    said = said_of_list(text)
    assert said is None or not said.sure or said.category is not None
