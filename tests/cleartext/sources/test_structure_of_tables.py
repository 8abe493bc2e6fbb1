"""What the build of a table says: groups above a header, blocks, questions, whose a column is.

None of it ever makes anybody a recipient, and whom it speaks against is counted.
"""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.selecting.relations import relations
from eenmalig.cleartext.sources import read
from eenmalig.domain.counting import SetAside
from rehearsal import numbers

if TYPE_CHECKING:
    from eenmalig.cleartext.sources import RawValue

FEW = settings(max_examples=25)
ONE, TWO, THREE = islice(numbers.mobiles(Random(12)), 3)
OWN_GROUPS = ["Eigen toestel", "Eigen telefoon", "Dealer", "Account", "Toestel", "Verdachte"]
OTHERS_GROUPS = ["Getuige", "Verbalisant", "Leverancier", "Advocaat", "Buurman", "Tolk"]
CUSTOMERS_GROUPS = ["Klant", "Afnemer", "Tegenpartij", "Contact", "Klantgegevens"]
LISTS = [
    "Geheimhouders",
    "Niet benaderen",
    "AFGEMELD",
    "Verdachten:",
    "--- Getuigen ---",
    "Opt-out",
]
SOMEBODY_ELSE = """
    verbalisant aangever getuige slachtoffer leverancier advocaat hulpofficier tolk buurvrouw
    noodcontact werkgever behandelaar nabestaande witness supplier neighbour
""".split()  # noqa: SIM905 - a list of words is read more easily so


def values_of(table: list[list[str]], *columns: str) -> list[RawValue]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_text("\n".join(";".join(row) for row in table), encoding="utf-8")
        return list(read(path, position=1, format="csv", columns=columns))


def count_of(number: str, values: list[RawValue]) -> int:
    return sum(number in value.text for value in values)


def is_listed(number: str, values: list[RawValue]) -> bool:
    return all(
        SetAside.LISTED in relations(value.label) for value in values if number in value.text
    )


@FEW
@given(st.data())
def test_the_group_above_a_number_tells_whose_it_is(data: st.DataObject) -> None:
    own = data.draw(st.sampled_from(OWN_GROUPS + OTHERS_GROUPS))
    customers = data.draw(st.sampled_from(CUSTOMERS_GROUPS))
    word = data.draw(st.sampled_from(["Nummer", "Telefoon", "Mobiel", "Telefoonnummer"]))
    first, last = data.draw(st.permutations([(own, ONE), (customers, TWO)]))
    repeated = data.draw(st.booleans())
    upper = ["Datum", first[0], first[0] * repeated, last[0], last[0] * repeated]
    lower = ["", "Naam", word, "Naam", word]
    title = [["Overzicht van gesprekken"]] * data.draw(st.integers(0, 1))
    rows = [["2026-01-02", "x", first[1], "y", last[1]]]
    between = [[""] * len(upper)] * data.draw(st.integers(0, 1))
    values = values_of([*title, upper, *between, lower, *rows])
    assert texted(values) == {TWO}
    assert count_of(ONE, values) == 1
    assert all(value.last_used is not None for value in values)


@pytest.mark.parametrize("about", [["Toestel", "zwart"], ["Zaak", "PL", "2026"]])
def test_what_a_report_is_about_above_an_empty_row_is_no_group(about: list[str]) -> None:
    header = ["Volgnr", "Naam", "Telefoon", "Laatste bericht"]
    assert texted(values_of([about, [], header, ["1", "x", ONE, ""]])) == {ONE}


@pytest.mark.parametrize("groups", [("Afzender", "Ontvanger"), ("Van", "Naar")])
def test_names_below_groups_are_labels(groups: tuple[str, str]) -> None:
    rows = [["Jan", ONE, "advocaat", TWO], ["", THREE, "Piet", ""]]
    header = ["Naam", "Nummer", "Naam", "Nummer"]
    values = values_of([[groups[0], "", groups[1], ""], header, *rows])
    assert THREE in texted(values)
    assert TWO not in texted(values)


def test_countries_below_groups_are_those_of_their_numbers() -> None:
    upper = ["Afzender", "", "", "Ontvanger", "", ""]
    lower = ["Naam", "Nummer", "Landcode"] * 2
    row = ["x", ONE.replace("+31", "0"), "33", "y", TWO.replace("+31", "0"), "31"]
    assert texted(values_of([upper, lower, row])) == {TWO}


def test_a_stated_column_below_two_groups_is_not_the_owners() -> None:
    upper, lower = ["Eigen toestel", "", "Klant", ""], ["Naam", "Nummer", "Naam", "Nummer"]
    values = values_of([upper, lower, ["x", ONE, "y", TWO]], "Nummer")
    assert texted(values) == {TWO}
    assert [value.owner for value in values] == [True, False]


def test_a_row_without_a_number_below_a_header_is_no_second_header() -> None:
    table = [["Naam", "Telefoon", "Plaats", ""], ["Jan", "", "Urk", "mobiel"]]
    assert texted(values_of([*table, ["advocaat", ONE, "", ""]])) == set()


@FEW
@given(st.sampled_from(LISTS), st.integers(0, 2), st.integers(0, 129))
def test_below_a_heading_of_a_list_nobody_is_texted(heading: str, place: int, named: int) -> None:
    drawn = numbers.mobiles(Random(14))
    above, below = list(islice(drawn, 3)), list(islice(drawn, 130))
    row = ["", "", ""]
    row[place] = heading
    # A row of which only the name is known does not end the block.
    rows = [["x", number, ""] for number in below]
    rows.insert(named, ["", "", "Piet"])
    table = [["Naam", "Telefoon", "Plaats"], *(["y", number, ""] for number in above), row, *rows]
    values = values_of(table)
    assert texted(values) == set(above)
    assert all(count_of(number, values) and is_listed(number, values) for number in below)


def test_a_title_above_the_header_is_about_the_whole_table() -> None:
    table = [["Naam", "Telefoon"], ["x", ONE]]
    assert texted(values_of([["Geheimhouders", ""], *table])) == set()
    for title in ("Klanten zonder geheimhouders", "Toestel verdachte", "Overzicht"):
        assert texted(values_of([[title, ""], *table])) == {ONE}


@pytest.mark.parametrize("title", ["Verdachte: A. B", "Zaak tegen verdachte X", "Verbalisant: Y"])
def test_a_title_that_names_whom_the_case_is_about_heads_no_list(title: str) -> None:
    table = [["Naam", "Telefoon"], ["x", ONE]]
    assert texted(values_of([[title, ""], *table])) == {ONE}
    assert texted(values_of([*table, [title, ""], ["y", TWO]])) == {ONE}


@pytest.mark.parametrize(
    "title",
    ["Verdachte", "Verdachten zaak X", "Lijst verdachte A", "Getuigen zaak X", "Geheimhouders Y"],
)
def test_a_title_of_several_heads_a_list_whatever_else_it_says(title: str) -> None:
    assert texted(values_of([[title, ""], ["Naam", "Telefoon"], ["x", ONE]])) == set()


def test_a_heading_of_customers_ends_a_block() -> None:
    head = [["Telefoon", "Naam"], ["Afgemeld", ""], [ONE, "x"]]
    assert texted(values_of([*head, ["Klanten", ""], [TWO, "y"]])) == {TWO}
    assert texted(values_of([*head, ["Geen klanten", ""], [TWO, "y"]])) == set()


_LEFT_OPEN = ["mogelijk", "Waarschijnlijk wel", "misschien", "?", "possibly", "\u2713", "v", "V"]
_YES, _NO = (
    st.sampled_from(["ja", "X", "yes", "1", "TRUE", "Ja, zie dossier"]),
    st.sampled_from(["nee", "N", "no", "0", "false", "Nee, liever niet", "Geen"]),
)
_LISTED = """
    Geheimhouder Niet-benaderen Opt-out opt_out Afgemeld Getuige Slachtoffer Do-not-call Blacklist
    DNC Advocaat Geen-klant GHG GH Familie Priv\u00e9 Overleden Familie/vriend Niet-relevant
""".split()  # noqa: SIM905 - as above
_ALLOWED = """
    Klant Mag-benaderd-worden is_customer isKlant Toestemming Opt-in Benaderen? Afnemer(ja/nee)
    May-be-contacted SMS-toegestaan Geen-geheimhouder Contact-opnemen Bericht-sturen?
    SMS-versturen(ja/nee) Wil-benaderd-worden Wants-messages Relevant Selectie Meenemen?
    Drugsgerelateerd Relevant-voor-zaak
""".split()  # noqa: SIM905 - as above


@FEW
@given(st.data())
def test_a_plain_answer_that_speaks_against_a_row_sets_it_aside(data: st.DataObject) -> None:
    header = data.draw(st.sampled_from(_LISTED + _ALLOWED)).replace("-", " ")
    against, other = (_YES, _NO) if header.replace(" ", "-") in _LISTED else (_NO, _YES)
    rows = [["x", ONE, data.draw(against)], ["y", TWO, data.draw(other)], ["z", THREE, ""]]
    values = values_of([["Naam", "Telefoon", header], *rows])
    assert texted(values) == {TWO, THREE}
    assert len(values) == len(rows)
    assert is_listed(ONE, values)


@pytest.mark.parametrize("answer", _LEFT_OPEN)
def test_a_doubt_whether_somebody_may_not_be_texted_is_a_yes(answer: str) -> None:
    values = values_of([["Telefoon", "Geheimhouder"], [ONE, answer], [TWO, "nee"]])
    assert texted(values) == {TWO}
    assert is_listed(ONE, values)


@pytest.mark.parametrize("answer", ["Geheimhouder", "arts", "advocaat", "niet bellen"])
def test_what_else_stands_below_such_a_question_says_who_somebody_is(answer: str) -> None:
    values = values_of([["Telefoon", "Geheimhouder"], [ONE, answer], [TWO, "nee"]])
    assert [bool(relations(value.label)) for value in values] == [True, False]


@pytest.mark.parametrize("answer", ["geen klant", "Niet benaderen", "geen afnemer meer", "nooit"])
def test_a_no_in_the_words_of_the_question_is_one(answer: str) -> None:
    rows = [[ONE, answer], [TWO, "geen naam"], [THREE, "klant"]]
    values = values_of([["Telefoon", "Klant?"], *rows])
    assert texted(values) == {TWO, THREE}
    assert is_listed(ONE, values)


@pytest.mark.parametrize("said", ["GH", "ghg", "GH?"])
def test_what_a_list_of_the_privileged_is_called_for_short_is_known(said: str) -> None:
    table = [["Naam", "Telefoon", "Status"], ["G.H. Jansen", ONE, ""], ["y", TWO, said]]
    assert texted(values_of(table)) == {ONE}
    assert texted(values_of([[said], *table])) == set()


@pytest.mark.parametrize("action", ["Niet versturen", "uitsluiten"])
def test_what_is_to_be_done_is_a_label(action: str) -> None:
    assert is_listed(ONE, values_of([["Telefoon", "Actie"], [ONE, action]]))


@pytest.mark.parametrize("heading", ["Wel benaderen", "TE BENADEREN:", "Wel te benaderen"])
def test_a_block_of_whom_to_approach_follows_one_of_whom_not_to(heading: str) -> None:
    table = [["Naam", "Tel"], ["Niet benaderen", ""], ["x", ONE], [heading, ""], ["y", TWO]]
    assert texted(values_of(table)) == {TWO}


@pytest.mark.parametrize("group", ["Bereikbaarheid", "Communicatie", "Mogelijke afnemer"])
def test_a_group_of_how_a_customer_is_reached_is_the_customers(group: str) -> None:
    groups = ["Persoonsgegevens", "", group, ""]
    header = ["Naam", "Bijnaam", "Telefoon", "E-mail"]
    values = values_of([groups, header, ["x", "", ONE, ""], ["y", "", TWO, ""]])
    assert texted(values) == {ONE, TWO}


def test_the_day_on_which_somebody_was_listed_is_a_yes() -> None:
    rows = [[ONE, "12-03-2026"], [TWO, ""]]
    assert texted(values_of([["Telefoon", "Afgemeld op"], *rows])) == {TWO}


@pytest.mark.parametrize("header", ["Benaderd", "Contacted", "Bericht verstuurd"])
def test_what_was_done_already_asks_nothing(header: str) -> None:
    assert texted(values_of([["Telefoon", header], [ONE, "nee"], [TWO, "ja"]])) == {ONE, TWO}


def test_a_number_without_a_name_is_not_listed() -> None:
    assert texted(values_of([["Telefoon", "Geen contactnaam"], [ONE, "x"]])) == {ONE}


def test_whose_name_it_is_asks_nothing() -> None:
    assert texted(values_of([["Telefoon", "Naam getuige"], [ONE, "X"]])) == {ONE}


def test_other_words_below_a_question_say_nothing() -> None:
    rows = [[ONE, "Jan"], [TWO, "12"], [THREE, "-"]]
    assert texted(values_of([["Telefoon", "Klant"], *rows])) == {ONE, TWO, THREE}
    # A month is no question.
    assert texted(values_of([["Telefoon", "May"], [ONE, "0"]])) == {ONE}


@pytest.mark.parametrize("word", SOMEBODY_ELSE)
def test_a_column_of_somebody_elses_telephones_is_not_the_customers(word: str) -> None:
    values = values_of([["Telefoonnummer", f"Telefoonnummer {word}"], [ONE, TWO]])
    assert texted(values) == {ONE}
    assert count_of(TWO, values) == 1


@pytest.mark.parametrize("word", ["oud", "thuis", "2", "(WhatsApp)", "besteller", "alternatief"])
def test_another_telephone_of_the_customer_is(word: str) -> None:
    assert texted(values_of([["Telefoonnummer", f"Telefoonnummer {word}"], [ONE, TWO]])) == {
        ONE,
        TWO,
    }
