"""By which words a name or a heading says that it heads a list of exclusion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.domain.counting import Exclusion
from eenmalig.domain.list_words import (
    asks_whether_listed,
    heads_customers,
    heads_list,
    said_of_list,
)


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


@pytest.mark.parametrize(
    "text",
    ["Geheimhouders", "NIET BENADEREN", "Getuigen", "verdachten:", "Geen klanten", "Advocaat"],
)
def test_a_heading_of_a_list_heads_no_customers(text: str) -> None:
    assert heads_list(text)
    assert not heads_customers(text)


@pytest.mark.parametrize(
    "text",
    ["Toestel verdachte", "Export phone suspect", "zonder geheimhouders", "Klanten", "Blad1"],
)
def test_whose_telephone_it_was_and_who_was_left_out_heads_no_list(text: str) -> None:
    assert not heads_list(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Geheimhouder", True),
        ("Geheimhouder (ja/nee)", True),
        ("Geen geheimhouder", False),
        ("Niet benaderen", True),
        ("Klant", None),
        ("", None),
    ],
)
def test_a_question_tells_which_answer_speaks_against(text: str, expected: bool | None) -> None:  # noqa: FBT001 - what is expected
    assert asks_whether_listed(text) is expected
