"""Text blocks that everybody may read: whole, true, and of no count that points at anybody."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.conftest import TEXT, a_certificate, a_dossier, beyond_reach

from eenmalig.documents.public_course import PublicCourse
from eenmalig.documents.publication import after_sending, before_sending
from eenmalig.looks_like_number import holds_long_digits

if TYPE_CHECKING:
    from collections.abc import Mapping

SENT = ["2026-11-22T13:00:00+00:00", "2026-11-23T09:00:00+00:00"]
COMPLETED = PublicCourse(SENT, "completed", None, None, accepted=True)
PUBLIC: Mapping[str, Any] = {
    "check_by_telephone": {"kind": "service", "number": "14 0320"},
    "help": {"where": "De chat.", "opening_hours": "Elke dag.", "outside_hours": "Bel 112."},
    "opt_out": "Aan de balie.",
    "english": {
        "authenticity": "On the site.",
        "complaints": "To the office.",
        "help": {"where": "The chat.", "opening_hours": "Each day.", "outside_hours": "Call 112."},
        "opt_out": "At the desk.",
    },
}
SMALL = st.integers(0, 60)
# A count by itself: no day, no clock, no day of the month, no emergency or service number.
_COUNT = re.compile(r"(?<![\w:.])\d+(?![\w:]| (?:november|december|maart|November|December|March))")
# What stands there in digits and is no count: years, the service's number, and whom to call.
_NO_COUNTS = {"14", "0320", "112", "2026", "2027"}


def dossier(**changes: Any) -> dict[str, Any]:
    return {**a_dossier(), **PUBLIC, **changes}


def after(**changes: Any) -> dict[str, str]:
    return after_sending(dossier(), {**a_certificate(), **changes}, COMPLETED)


def outcomes(delivered: int, failed: int, unknown: int, not_sent: int) -> dict[str, int]:
    whole = delivered + failed + unknown + not_sent
    ends = {"delivered": delivered, "failed": failed, "unknown": unknown, "not_sent": not_sent}
    return {"recipients": whole, **ends}


class Fragment(HTMLParser):
    """Whether every element is closed, none acts, and what it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[object] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data.split()


@pytest.mark.parametrize("edition", [before_sending(dossier()), after()])
def test_each_edition_has_page_script_and_answers_in_both_languages(
    edition: dict[str, str],
) -> None:
    (name,) = {file.split("-")[0] for file in edition}
    parts = [("page", "html"), ("page", "txt"), ("contact_centre", "txt"), ("press", "txt")]
    assert set(edition) == {
        f"{name}-{part}.{language}.{ending}" for part, ending in parts for language in ("nl", "en")
    }


@pytest.mark.parametrize("edition", [before_sending(dossier()), after()])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_pastes_plainly_and_says_the_same_as_its_text(
    edition: dict[str, str], language: str
) -> None:
    (page,) = (edition[file] for file in edition if file.endswith(f"page.{language}.html"))
    (text,) = (edition[file] for file in edition if file.endswith(f"page.{language}.txt"))
    fragment = Fragment(page)
    assert fragment.open == []
    assert fragment.attributes == []
    assert fragment.tags <= {"h2", "h3", "p", "ul", "li", "blockquote", "strong"}
    assert fragment.words == [word for word in text.split() if word != "-"] or "-" in TEXT
    assert TEXT in text


def test_before_sending_it_says_all_that_somebody_asks() -> None:
    told = before_sending(dossier())["before-page.nl.txt"]
    for said in (
        TEXT,
        "als afzender: Politie",
        "Ja. De politie, de gemeente Lelystad en de officier van justitie",
        "Dat kan van 22 november 2026 tot en met 22 november 2026.",
        "Misschien was je nummer eerst van een ander",
        "Niets. Je hoeft niet te antwoorden",
        "Bel 14 0320.",
        "je geeft er niets mee toe",
        "Aan de balie.",
        "De chat.\nElke dag.\nBel 112.",
        "Op https://www.lelystad.example/klachten.",
        "uiterlijk op 22 november 2026",
    ):
        assert said in told


def test_afterwards_it_says_the_days_and_what_may_still_be_kept_until_when() -> None:
    told = after()["after-page.nl.txt"]
    for said in (
        "Van 22 november 2026 tot en met 23 november 2026.",
        "ongeveer 520 nummers",
        "op 22 november 2026 vernietigd. Niemand kan ze bij ons nog lezen.",
        "- nummers, bij het bedrijf dat de sms'jes verstuurt: tot 22 maart 2027",
        "- gegevens bij telefoonbedrijven: tot wanneer weten we niet",
        "Het bewijs in de strafzaak blijft",
    ):
        assert said in told


def test_what_is_not_proved_is_not_called_destroyed() -> None:
    for changes in ({"numbers_unreadable": False}, {"findings": [{"what": "vault", "why": "x"}]}):
        told = after(**changes)["after-page.nl.txt"]
        assert "Niemand kan ze" not in told
        assert "kunnen we niet bewijzen dat het weg is" in told


def test_where_nothing_was_sent_no_text_says_that_it_was() -> None:
    kept = [{"what": "case_evidence", "until": None}]
    course = PublicCourse([], "failed", None, None, accepted=False)
    certificate = {**a_certificate(), "beyond_reach": kept, "outcomes": None}
    told = after_sending(dossier(), certificate, course)
    for text in told.values():
        assert "ongeveer" not in text
        assert ("Er is geen sms gestuurd" in text) or ("No message was sent" in text)
    assert "Waarom kreeg ik" not in told["after-page.nl.txt"]


def test_what_somebody_got_twice_is_said_without_a_count() -> None:
    assert "twee keer" not in after()["after-page.nl.txt"]
    doubled = {"doubled": 3, "unaccounted": 0, "never_listed": 0}
    assert "twee keer" in after(listing=doubled)["after-page.nl.txt"]


def test_what_the_citys_file_leaves_out_leaves_no_hole() -> None:
    nothing = dict.fromkeys(PUBLIC)
    told = before_sending(dossier(**nothing))["before-page.nl.txt"]
    assert "None" not in told
    assert "Zoek zelf het telefoonnummer van de gemeente Lelystad op" in told
    assert "Waar vind ik hulp?" not in told


def test_a_rehearsal_says_so_first_and_a_live_text_never() -> None:
    for text in [*before_sending(dossier()).values(), *after().values()]:
        assert "OEFENING" in text[:200]
    live = {**dossier(), "rehearsal": False}
    for text in before_sending(live).values():
        assert "oefening" not in text.lower()


@given(SMALL, SMALL, SMALL, SMALL)
def test_of_all_counts_only_whole_tens_of_messages_show(
    delivered: int, failed: int, unknown: int, not_sent: int
) -> None:
    told = after(outcomes=outcomes(delivered, failed, unknown, not_sent))
    tens = (delivered + failed + unknown) // 10 * 10
    assert told == after(outcomes=outcomes(tens, 0, 0, 0))
    for text in told.values():
        shown = set(_COUNT.findall(unescape(text))) - _NO_COUNTS
        assert shown == ({str(tens)} if tens else set())


@given(SMALL, SMALL)
def test_before_sending_no_count_shows_at_all(recipients: int, aside: int) -> None:
    counts = {**a_dossier()["counts"], "recipients": recipients, "set_aside": {"lawyer": aside}}
    told = before_sending(dossier(counts=counts))
    assert told == before_sending(dossier())
    for text in told.values():
        assert set(_COUNT.findall(unescape(text))) <= _NO_COUNTS


def test_nothing_in_them_reads_like_a_number_but_the_one_to_call() -> None:
    for text in [*before_sending(dossier()).values(), *after().values()]:
        assert not holds_long_digits(text.replace("14 0320", ""))
        assert "data-team" not in text
        assert "police-lelystad" not in text


UNTRANSLATED = "(in Dutch; have this translated before you publish)"
STATED = ("authenticity", "complaints", "help", "opt_out")


def test_what_the_citys_file_says_in_english_stands_in_the_english_texts() -> None:
    told = before_sending(dossier())
    for name, text in told.items():
        assert UNTRANSLATED not in text
        assert ("The chat." in text) == (".en." in name and "press" not in name)
        assert ("De chat." in text) == (".nl." in name and "press" not in name)


@pytest.mark.parametrize("missing", STATED)
def test_each_paragraph_that_is_not_translated_says_so_and_names_its_language(missing: str) -> None:
    english = {key: value for key, value in PUBLIC["english"].items() if key != missing}
    told = before_sending(dossier(english=english))
    paragraphs = 3 if missing == "help" else 1
    assert told["before-page.en.txt"].count(UNTRANSLATED) == paragraphs
    assert told["before-page.en.html"].count(UNTRANSLATED) == paragraphs
    assert told["before-page.en.html"].count('<span lang="nl">') == paragraphs
    assert told["before-page.en.txt"].count("\nOn the site.") == (missing != "authenticity")
    for name, text in told.items():
        assert ".en." in name or ("lang=" not in text and "vertalen" not in text)


def test_a_city_that_writes_english_has_its_dutch_texts_marked_instead() -> None:
    told = before_sending(dossier(language="en", english=None))
    assert told["before-page.nl.txt"].count("(in het Engels; laat dit vertalen") == len(STATED) + 2
    assert UNTRANSLATED not in told["before-page.en.txt"]


def test_a_draft_says_first_that_nothing_is_decided_and_is_otherwise_the_same() -> None:
    live = dossier(rehearsal=False)
    decided, drafts = before_sending(live), before_sending(live, is_draft=True)
    assert decided.keys() == drafts.keys()
    for name, draft in drafts.items():
        first, *rest = draft.splitlines()
        notice = next(line for line in rest if line)
        assert "CONCEPT" in notice
        assert "CONCEPT" not in decided[name]
        without = draft.replace(f"{notice}\n", "") if name.endswith("html") else draft
        without = without.replace(f"{notice}\n\n\n", "")
        assert without == decided[name]
        assert first == decided[name].splitlines()[0]


def test_free_text_cannot_become_markup() -> None:
    hostile = dossier(complaints="<script>alert(1)</script>", opt_out="<b>x</b>")
    page = before_sending(hostile)["before-page.nl.html"]
    assert Fragment(page).tags <= {"h2", "h3", "p", "ul", "li", "blockquote", "strong"}


def test_every_thing_beyond_reach_has_plain_words() -> None:
    told = after(beyond_reach=[*beyond_reach(), {"what": "messages_in_doubt", "until": None}])
    assert "sms'jes waarvan niet zeker is" in told["after-page.nl.txt"]
