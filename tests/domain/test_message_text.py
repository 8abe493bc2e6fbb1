"""The message text: how it travels, what forbids it, and what approvers are warned of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.domain.gsm7 import BASIC, EXTENSION
from eenmalig.domain.message_text import (
    TextWarning,
    characters_outside_gsm7,
    check,
    encoding,
    lint,
    segments,
)

SOUND = (
    "Hulp voor jou of iemand om je heen: chat op https://www.lelystad.nl/uitweg - "
    "Dit is het enige bericht; je hoeft niets te doen."
)


def mistakes(text: str, *, max_segments: int = 2, allow_ucs2: bool = False) -> list[str]:
    return check(text, max_segments=max_segments, allow_ucs2=allow_ucs2)


def test_the_alphabet_has_the_size_of_the_standard() -> None:
    # 128 places: one is the escape, and every place holds another character.
    assert len(BASIC) == 127
    assert len(EXTENSION) == 10
    assert not BASIC & EXTENSION


@pytest.mark.parametrize("character", "éèàöüäñ€")
def test_a_dutch_character_that_fits_stays_in_gsm7(character: str) -> None:
    assert encoding(f"a{character}b") == "GSM-7"


@pytest.mark.parametrize("character", "ëïóúáêç\u2019\u201c\u2013\u2026")
def test_one_character_that_does_not_fit_forces_ucs2(character: str) -> None:
    assert encoding(f"a{character}b") == "UCS-2"
    assert characters_outside_gsm7(f"a{character}b") == [(2, character)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ë" * 70, 1),
        ("ë" * 71, 2),
        ("ë" * 134, 2),
        ("ë" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_segments_are_counted_as_the_network_counts_them(text: str, expected: int) -> None:
    assert segments(text) == expected


def test_an_escaped_character_is_not_parted_by_a_segment_boundary() -> None:
    # 306 septets would fit two segments, if the euro sign at 153 and 154 could be parted.
    assert segments("a" * 152 + "€" + "a" * 152) == 3
    assert segments("a" * 153 + "€" + "a" * 151) == 2


@given(st.text(max_size=400))
def test_no_text_breaks_the_counting(text: str) -> None:
    assert (segments(text) == 0) == (text == "")
    assert segments(text) <= segments(text + "a")


def test_a_sound_text_has_no_mistake_and_no_warning() -> None:
    assert mistakes(SOUND) == []
    assert lint(SOUND) == []


def test_a_character_outside_gsm7_is_named_with_its_position() -> None:
    assert mistakes("Hulp\u2019") == [
        "RIGHT SINGLE QUOTATION MARK at position 5 is not in GSM-7 and allow_ucs2 is not set"
    ]
    assert mistakes("Hulp\u2019", allow_ucs2=True) == []


def test_a_text_that_is_too_long_says_how_long_it_is() -> None:
    assert mistakes("a" * 307) == [
        "the text takes 3 segments (307 units in GSM-7), the city's file allows 2"
    ]


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_text_is_a_mistake(text: str) -> None:
    assert mistakes(text) == ["the message text is empty"]


@pytest.mark.parametrize("digits", ["123456", "0900-8844", "12 34 56", "1.2.3.4.5.6"])
def test_a_run_of_six_digits_is_a_mistake_however_it_is_written(digits: str) -> None:
    assert mistakes(f"Bel {digits} nu") == ["the text holds a run of six or more digits"]
    assert TextWarning.LONG_DIGITS in lint(f"Bel {digits} nu")


def test_five_digits_are_no_mistake() -> None:
    assert mistakes("Sinds 2026 al 12345 keer") == []


@pytest.mark.parametrize("text", ["Hoi {name}", "Hoi [naam]", "Hoi <naam>", "Hoi %s", "Hoi $naam"])
def test_a_placeholder_is_a_mistake(text: str) -> None:
    assert any("placeholder" in each for each in mistakes(text))
    assert TextWarning.PLACEHOLDER in lint(text)


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u00a0", "\x00", "\r"])
def test_a_character_that_nobody_can_see_is_refused_even_with_ucs2(hidden: str) -> None:
    found = mistakes(f"Hulp{hidden}nu", allow_ucs2=True)
    assert len(found) == 1
    assert "position 5 cannot be seen" in found[0]


@pytest.mark.parametrize("text", [" Hulp", "Hulp ", "Er is  hulp", "Er is \nhulp", "Er is\n hulp"])
def test_spaces_that_cannot_be_seen_are_a_mistake(text: str) -> None:
    assert len(mistakes(text)) == 1
    assert mistakes("Er is\nhulp") == []


def test_all_mistakes_of_a_text_are_named_at_once() -> None:
    assert len(mistakes("\u2019 {x} 123456 " + "a" * 400)) == 4


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("Zie https://bit.ly/abc", TextWarning.LINK_SHORTENED),
        ("Zie https://www.tinyurl.com/abc", TextWarning.LINK_SHORTENED),
        ("Zie https://lelystad.nl/hulp?id=1", TextWarning.LINK_QUERY),
        ("Zie https://lelystad.nl/hulp#u7", TextWarning.LINK_QUERY),
        ("Zie http://lelystad.nl/hulp", TextWarning.LINK_NOT_HTTPS),
        ("Zie lelystad.nl", TextWarning.LINK_NOT_HTTPS),
        ("Zie https://10.0.0.1/hulp", TextWarning.LINK_DISGUISED),
        ("Zie https://xn--llystad-9xa.nl", TextWarning.LINK_DISGUISED),
        ("Zie https://lelystäd.nl", TextWarning.LINK_DISGUISED),
        ("Zie https://lelystad.example/hulp", TextWarning.LINK_RESERVED),
        ("Zie https://lelystad.nl/hulp. Dag", TextWarning.LINK_PUNCTUATION),
        ("Zie https://lelystad.nl.", TextWarning.LINK_PUNCTUATION),
        ("Er is hulp.", TextWarning.NO_HELP_SITE),
        ("Er is hulp.", TextWarning.NOT_ONLY_MESSAGE),
        ("Er is hulp.", TextWarning.NO_REASSURANCE),
        ("Stuur STOP om te stoppen", TextWarning.ASKS_REPLY),
        ("Je bent verdachte", TextWarning.THREATENING),
        ("Dit is je laatste waarschuwing", TextWarning.THREATENING),
        ("STOP DAAR MEE", TextWarning.CAPITALS),
        ("a" * 161, TextWarning.SEVERAL_SEGMENTS),
        ("privé is oké, reünie niet: ï", TextWarning.NOT_GSM7),
    ],
)
def test_approvers_are_warned(text: str, warning: TextWarning) -> None:
    assert warning in lint(text)
    assert warning not in lint(SOUND)


@pytest.mark.parametrize(
    "text",
    [
        "Zie https://notbit.ly.gemeente.nl/x",
        "o.a. hulp, m.a.w. een gesprek",
        "Mail hulp@lelystad.nl",
    ],
)
def test_what_only_looks_like_a_bad_link_raises_no_warning_about_links(text: str) -> None:
    bad = {
        TextWarning.LINK_SHORTENED,
        TextWarning.LINK_QUERY,
        TextWarning.LINK_DISGUISED,
        TextWarning.LINK_NOT_HTTPS,
    }
    assert not bad & set(lint(text))
