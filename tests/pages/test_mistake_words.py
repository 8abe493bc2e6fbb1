"""Whatever a check of a hand-over can say is said in the reader's own language."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from tests.pages.sayable import Sayable
from tests.pages.source_names import called

from eenmalig.error_codes import Code
from eenmalig.error_explanations import EXPLANATIONS
from eenmalig.pages.mistake_words import place_in, said_in
from eenmalig.pages.page_words import page_words
from eenmalig.pages.told_refusals import refusals, told
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DUTCH, ENGLISH = page_words("nl"), page_words("en")
INCLUDE = PROJECT / "include"
# Where whatever a check says is written. What only commands say is left out.
PLACES = (
    "cleartext/numbers/countries.py",
    "cleartext/selecting",
    "cleartext/sources",
    "domain/counting.py",
    "domain/message_text.py",
    "domain/window.py",
    "handover",
    "settings",
    "steps/follows.py",
    "steps/handover_check.py",
    "steps/unreadable_entries.py",
    "steps/waiting_copies.py",
    "steps/yielding.py",
)
OF_COMMANDS = ("gathering", "skeleton", "writing")
NOT_OF_A_CHECK = {"OUTSIDE_WINDOW", "PROFILE_INVALID"}
# What takes sentences, and from which of its arguments on.
TAKING = {"EenmaligError": 1, "mistake": 0, "mistaken": 1, "ValueError": 0}
ONE = ("source 1",)
PLACED = ("source 1: column", "exclusion list 2: companion 3: file", "legal_basis.exemption")
# A sample for each value that a sentence names, by how it is written there.
SAMPLES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("label", "asked.label", "self._label", "export.label", "listed.label"), ONE),
    **dict.fromkeys(("self._where", "file.label", "first[file.name]"), ONE),
    **dict.fromkeys(("position", "number", "limit", "count", "at", "table", "column"), ("3",)),
    **dict.fromkeys(("rows.line_num", "max_segments", "segments(text)", "units(text)"), ("3",)),
    **dict.fromkeys(("told_count", "told_of"), ("3", "<5")),
    **dict.fromkeys((f"self.{each}" for each in ("delivered", "failed", "unknown")), ("3",)),
    "self.not_sent": ("3",),
    **dict.fromkeys(("_place(key)", "_place(error['loc'])", "_place(complaint['loc'])"), PLACED),
    "place": ("source 1", "companion 2", "legal_basis"),
    "where": ("row 3", "rows 4, 6 to 9 of column 2 of sheet 1; row 7 of sheet 2"),
    "reason": ("family",),
    "city": ("lelystad",),
    "file.stem": ("lelystad",),
    "stated": ("3",),
    "authority": ("police",),
    "key": ("from", "window.from"),
    "encoding(text)": ("GSM-7",),
    "_named(character)": ("ZERO WIDTH SPACE", "character U+0007"),
    # Told by themselves too, each of them.
    "error['msg']": ("is empty",),
    "error.note": ("uses an alias",),
    "*error.mistakes": ("days names a day twice",),
    "error.mistakes[0]": (),
}
# What pydantic fills in.
FILLED_IN = {"{ge}": "3", "{le}": "3", "{expected}": "'nl' or 'en'"}


def modules() -> Iterator[tuple[str, Path]]:
    for place in PLACES:
        root = INCLUDE / "eenmalig" / place
        for path in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            name = ".".join(path.relative_to(INCLUDE).with_suffix("").parts)
            if path.stem not in OF_COMMANDS:
                yield name.removesuffix(".__init__"), path


def filled_in(sentence: str) -> str:
    for blank, value in FILLED_IN.items():
        sentence = sentence.replace(blank, value)
    return sentence


@pytest.fixture(scope="module")
def sayable() -> Sayable:
    return Sayable(dict(modules()), SAMPLES)


@pytest.fixture(scope="module")
def sentences(sayable: Sayable) -> dict[str, set[str]]:
    """Everything that a check can keep, by the code of its error; "" where it has none."""
    found: dict[str, set[str]] = {}
    for call, scope in sayable.calls:
        name = called(call)
        first = call.args[:1]
        code = ast.unparse(first[0]).removeprefix("Code.") if name == "EenmaligError" else ""
        if name in TAKING and code not in NOT_OF_A_CHECK:
            said = sayable.sentences(call.args[TAKING[name] :], scope)
            found.setdefault(code, set()).update(map(filled_in, said))
        elif name == "_Refused":
            noted = [each.value for each in call.keywords if each.arg == "note"]
            found[""] |= sayable.sentences(noted, scope)
        elif name == "warnings":
            found[""] |= sayable.sentences([ast.Starred(call)], scope)
    return found


def test_whatever_a_check_can_say_is_known(sentences: dict[str, set[str]]) -> None:
    every = set().union(*sentences.values())
    assert len(every) > 400
    for told_somewhere in (
        "source 1: is a document; ask for the same as CSV, XLSX or XML",
        "source 1: the file is not in the folder",
        "legal_basis.exemption: is missing",
        "follows: this campaign is of another city",
        "yields nobody: <5 of 3 values are family; ask for the column formatted as text",
    ):
        assert told_somewhere in every
    assert sorted(each for each in every if said_in(each, DUTCH) is None) == []


def test_in_english_they_stay_as_they_are(sentences: dict[str, set[str]]) -> None:
    every = {each for each in set().union(*sentences.values()) if "values are" not in each}
    assert [each for each in sorted(every) if said_in(each, ENGLISH) != each] == []


def test_each_error_that_a_check_can_give_is_explained(sentences: dict[str, set[str]]) -> None:
    english, codes = ENGLISH.section("explained"), {each.value for each in Code}
    explained = {Code(key) for key in english if key in codes}
    missing = {Code[name] for name in sentences.keys() - {"", "code"}} - explained
    assert missing == {Code.HANDOVER_NAME, Code.HANDOVER_MISSING}, "those two end a check at once"
    for code in explained:
        assert english[code] == EXPLANATIONS[code].happened
        assert english[f"{code}_todo"]


LIST_SAID = (
    "exclusion list 2: accept_unreadable: states 2, but 3 entries are no number, in rows 4, 6 to 9 "
    "of column 2 of sheet 1; row 3 and further on; correct them, or state accept_unreadable: 3"
)
LIST_DUTCH = (
    "uitsluitingslijst 2: accept_unreadable: zegt 2, maar 3 regels zijn geen nummer, in rijen 4, 6 "
    "t/m 9 van kolom 2 van werkblad 1; rij 3 en verderop; verbeter ze, of zet accept_unreadable: 3"
)
SOURCE_SAID = (
    "yields nobody: <5 of 12 values are not_a_number; ask for the column formatted as text"
)
SOURCE_DUTCH = (
    "levert niemand op: <5 van 12 waarden vallen af (geen telefoonnummer); vraag de kolom "
    "opgemaakt als tekst"
)


@pytest.mark.parametrize(
    ("said", "dutch"),
    [
        (LIST_SAID, LIST_DUTCH),
        (SOURCE_SAID, SOURCE_DUTCH),
        ("source 1: column: is empty", "bron 1: column: is leeg"),
        ("countries: country 2 is given twice", "countries: land 2 is twee keer genoemd"),
    ],
)
def test_a_sentence_keeps_its_places_its_figures_and_the_names_of_keys(
    said: str, dutch: str
) -> None:
    assert said_in(said, DUTCH) == dutch


@pytest.mark.parametrize(
    "unknown",
    ["", "source 1: something new", "something new: is empty", "is empty; do something new"],
)
def test_what_is_not_known_is_not_half_translated(unknown: str) -> None:
    assert said_in(unknown, DUTCH) is None
    assert told(unknown, DUTCH) == (unknown, "en")


def test_every_word_for_a_place_is_worded() -> None:
    for word in DUTCH.section("where"):
        for label in (word, f"{word} 3"):
            assert place_in(label, ENGLISH) == label
        assert word not in place_in(f"{word} 3", DUTCH)
    assert place_in("source 1, table 2, column 3", DUTCH) == "bron 1, tabel 2, kolom 3"


def test_mistakes_stand_below_their_error_with_what_to_do() -> None:
    wrong = [
        "[source-unreadable] source 1: is empty",
        "[source-format] source 2: something new",
        "[source-unreadable] source 3: holds no number",
        "What to do about source-unreadable: Ask for a new export.",
        "No recipient is left.",
    ]
    unreadable, unknown, nobody = refusals(wrong, DUTCH)
    assert unreadable.happened == "Een export is niet te lezen."
    assert unreadable.next_step.startswith("Vraag een nieuwe export")
    assert unreadable.mistakes == [("bron 1: is leeg", "nl"), ("bron 3: bevat geen nummer", "nl")]
    assert unknown.happened == "De soort van een export is niet bekend."
    assert unknown.mistakes == [("source 2: something new", "en")]
    assert nobody == ("", "", [("Er blijft geen ontvanger over.", "nl")], "")


def test_an_error_without_mistakes_is_told_once_and_one_that_is_not_known_as_it_was_said() -> None:
    city = EXPLANATIONS[Code.CITY_UNKNOWN].happened
    damaged = EXPLANATIONS[Code.INVENTORY_DAMAGED].happened
    known, other = refusals([f"[city-unknown] {city}", f"[inventory-damaged] {damaged}"], DUTCH)
    assert known.mistakes == []
    assert known.happened == "Van deze stad is er geen bestand."
    assert other.code == "inventory-damaged"
    assert other.happened == "De controle kon niet worden afgemaakt."
    assert other.mistakes == [(damaged, "en")]
