"""The dossier: what approvers bind themselves to, shown whole and as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.documents.dossier_text import render_dossier
from eenmalig.documents.markdown import plain, quote
from eenmalig.documents.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    Sample = Callable[..., dict[str, Any]]


def test_it_shows_everything_an_approver_binds_to(dossier: Sample) -> None:
    text = render_dossier(dossier())
    said = [
        f"> {dossier()['text']}",
        "**Politie**",
        "127.0.0.1, account 9f8e7d6c5b4a3f2e",
        "maandag, dinsdag, van 15:30 tot 20:30 uur",
        "**525 ontvangers**, uit 743 gelezen waarden",
        "| Uitgesloten | geheimhouder | 3 |",
        "1: klantenlijst, dealertelefoon, CSV",
        "wie in de berichten van de verdachte iets bestelde",
        "Toestemming van de zaaksofficier: brief van 3 november 2026",
        "Antwoord vóór het moment dat hieronder bij u staat",
        "; het laatste is 22 november 2026 om 15:00 uur.**",
        "| Politie | police-lelystad | 22 november 2026 om 14:40 uur |",
        "| Gemeente | municipality-lelystad | 22 november 2026 om 14:50 uur |",
        "| Officier van justitie | prosecutor-lelystad | 22 november 2026 om 15:00 uur |",
        "131 tekens in GSM-7; sms-delen per ontvanger: 1",
        "data-team-lelystad",
        "prosecutor-lelystad",
        "versie 0.1.0, vingerafdruk ab12cd34ab12cd34",
        "snelheid: 100; wachttijd voor ontvangstberichten: 30 s",
        "over te laten aan elke volgende autoriteit: 10 min",
        words("nl").say("dossier", "rejecting"),
        words("nl").say("dossier", "once_1"),
        words("nl").say("text_warning", "link_reserved"),
        f"`{dossier()['digest']}`",
        f"`{'feed' * 16}`",
    ]
    assert [each for each in said if each not in text] == []


def test_where_others_read_it_too_no_row_says_that_a_reason_held_for_a_few(dossier: Sample) -> None:
    whole, shared = render_dossier(dossier()), render_dossier(dossier(), for_several=True)
    assert "geheimhouder | 3 |" in whole
    assert "geheimhouder | 3 |" not in shared
    assert words("nl").say("dossier", "small_elsewhere") in shared
    few = set(whole.splitlines()) - set(shared.splitlines())
    assert all(line.startswith(("| Uitgesloten |", "| Apart gelegd |")) for line in few)


def test_a_rehearsal_says_oefening_and_a_live_dossier_does_not(dossier: Sample) -> None:
    for language in ("nl", "en"):
        assert "OEFENING" in render_dossier(dossier(language))
        assert "oefening" not in render_dossier(dossier(language, rehearsal=False)).lower()


def test_english_says_it_in_english(dossier: Sample) -> None:
    text = render_dossier(dossier("en"))
    assert "**525 recipients**, out of 743 values read" in text
    assert "the last is 22 November 2026 at 15:00" in text
    assert "| Police | police-lelystad | 22 November 2026 at 14:40 |" in text
    assert "ontvangers" not in text


def test_what_the_municipalitys_page_will_tell_is_shown_where_the_file_tells_it(
    dossier: Sample,
) -> None:
    told = {
        "check_by_telephone": {"kind": "service", "number": "14 0320"},
        "help": {"where": "In de chat.", "opening_hours": "Elke dag.", "outside_hours": "Bel 112."},
        "opt_out": "Aan de balie.",
        "english": {
            "authenticity": None,
            "help": {"where": "In the chat.", "outside_hours": "Call 112."},
            "opt_out": "At the desk.",
        },
    }
    text = render_dossier({**dossier(), **told})
    assert "| Te controleren via | 14 0320 |" in text
    assert "| Hulp | In de chat. Elke dag. Bel 112. |" in text
    assert "| Geen berichten meer | Aan de balie. |" in text
    assert "| Op de pagina, in het Engels | In the chat. Call 112. At the desk. |" in text
    assert "Te controleren via" not in render_dossier({**dossier(), **dict.fromkeys(told)})


def test_an_exemption_is_shown_with_its_reason(dossier: Sample) -> None:
    basis = {"public_prosecutor": "brief", "exemption": "geen inzage in het hele toestel"}
    text = render_dossier({**dossier(), "legal_basis": basis})
    assert "Waarom geen machtiging nodig is: geen inzage in het hele toestel" in text


@pytest.mark.parametrize(
    "part",
    [
        "text",
        "sender_id",
        "digest",
        "counts",
        "approve_by",
        "minutes_for_each_authority",
        "window",
    ],
)
def test_nobody_is_shown_a_dossier_with_a_part_missing(part: str, dossier: Sample) -> None:
    held = dossier()
    del held[part]
    with pytest.raises(KeyError):
        render_dossier(held)


def test_free_text_can_neither_act_as_markup_nor_as_a_template(dossier: Sample) -> None:
    criterion = "# groot {{ conn.x }} [link](https://x.example) <b>vet</b> | cel\n\n- lijst"
    text = render_dossier({**dossier(), "criterion": criterion})
    assert "{{" not in text
    assert "}}" not in text
    assert "<b>" not in text
    assert "[link](" not in text
    assert "\n- lijst" not in text


def test_a_quoted_text_keeps_its_own_lines() -> None:
    assert quote("een\ntwee") == "> een  \n> twee"
    assert quote("# kop") == "> \\# kop"
    assert quote("1. lijst") == "> 1\\. lijst"


def test_plain_words_stay_readable() -> None:
    assert plain("police-lelystad, versie 0.1.0 (a/b)") == "police-lelystad, versie 0.1.0 (a/b)"


def test_it_says_what_a_person_decided_about_a_source_and_what_it_follows(dossier: Sample) -> None:
    text = render_dossier(dossier("en"))
    assert "only with contact after 31 December 2025" in text
    assert "all the same for: a contact only, from a private phone" in text
    assert "**Follows:** lelystad-2026-11-01-abcd" in text
    assert "**Countries:** NL" in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "lijst 2 (verdachte in de zaak), regels die geen nummer zijn: 1.200"),
        ("en", "list 2 (suspect in the case), entries that are no number: 1,200"),
    ],
)
def test_entries_that_exclude_nobody_come_before_all_else(
    language: str, said: str, dossier: Sample
) -> None:
    lists = [
        {"list": 1, "category": "privileged", "accept_unreadable": 0},
        {"list": 2, "category": "suspects", "accept_unreadable": 1200},
    ]
    text = render_dossier({**dossier(language), "lists": lists})
    assert f"- {said}" in text
    assert text.index(said) < text.index(words(language).say("dossier", "decide"))
    assert f"({words(language).name('excluded', 'privileged')}), " not in text
    heading = words(language).say("dossier", "not_excluded")
    read = [{**each, "accept_unreadable": 0} for each in lists]
    assert heading not in render_dossier({**dossier(language), "lists": read})
    # Of an earlier program, which said nothing of lists.
    assert heading not in render_dossier(dossier(language))


def test_what_is_to_be_measured_is_approved_beforehand(dossier: Sample) -> None:
    heading = "## Waaraan het effect wordt afgelezen"
    assert heading not in render_dossier(dossier())
    named = render_dossier(dossier() | {"measures": ["gesprekken | *met* de hulp"]})
    assert heading in named
    assert r"- gesprekken \| \*met\* de hulp" in named
    none = render_dossier(dossier() | {"measures": []})
    assert "Er is vooraf niets genoemd" in none
