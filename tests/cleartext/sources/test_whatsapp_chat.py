from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cleartext.sources.builders.whatsapp_chat import FORMS, MARK, chat, spaced

from eenmalig.cleartext.numbers.number import normalize
from eenmalig.cleartext.sources.messengers.whatsapp_chat_lines import line_of
from eenmalig.domain.counting import Refusal
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cleartext.sources.builders.whatsapp_chat import Form

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

DUTCH = FORMS["nl on Android"]
IPHONE = FORMS["nl on iPhone"]


def read_as(values: list[RawValue]) -> list[str | None]:
    return [normalize(value.text, value.field).e164 for value in values]


@pytest.mark.parametrize("form", FORMS)
def test_a_sender_told_by_number_is_read_in_every_language(
    form: str, reading: Reading, mobile: str
) -> None:
    content = chat(FORMS[form], (spaced(mobile), "hoi"), ("Eigenaar", "ja"), (spaced(mobile), "x"))
    values = reading(content, stated="whatsapp_chat")
    assert read_as(values) == [mobile, None]
    assert [value.group for value in values] == [False, False]
    # On an iPhone the notice that chats are sealed names the partner too.
    assert [value.locator.row for value in values] == [1 if FORMS[form].is_iphone else 2, 3]
    assert values[0].last_used == datetime(2026, 5, 13, 10, tzinfo=UTC)


def test_whoever_is_told_by_name_is_counted_once_and_his_name_is_not_given(
    reading: Reading, mobile: str
) -> None:
    sent = [(f"Klant {mobile}", "hoi"), ("Eigenaar", "ja"), (f"Klant {mobile}", "ok")]
    values = reading(chat(DUTCH, *sent))
    assert [value.text for value in values] == ["@lid", "@lid"]
    assert not any(value.label for value in values)


@pytest.mark.parametrize("form", [DUTCH, IPHONE])
@pytest.mark.parametrize("text", ["bel {}", "a\n{}", "a\n{}: hoi", "<attached: 1-{}.vcf>"])
def test_a_number_in_a_message_is_nobodys(
    text: str, form: Form, reading: Reading, mobile: str, other: str
) -> None:
    marked = MARK if form is IPHONE and text.startswith("<") else ""
    for number in (other, spaced(other)):
        sent = [(spaced(mobile), marked + text.format(number)), ("Eigenaar", text.format(number))]
        values = reading(chat(form, *sent))
        assert read_as(values) == [mobile, None]
        assert not values[0].group


def test_a_piece_of_a_chat_of_the_other_kind_within_a_message_is_nobodys(
    reading: Reading, mobile: str, other: str
) -> None:
    pasted = f"kijk\n{IPHONE.moments[0]}{spaced(other)}: hoi"
    values = reading(chat(DUTCH, (spaced(mobile), pasted), ("Eigenaar", "ja")))
    assert read_as(values) == [mobile, None]


def test_whoever_is_told_only_in_lines_that_go_back_in_time_is_set_aside(
    reading: Reading, mobile: str, other: str
) -> None:
    pasted = "kijk\n" + "".join(
        f"01-04-2026 10:0{minute} - {spaced(other)}: hoi\n" for minute in (1, 2)
    )
    (jan, pasted_one) = reading(chat(DUTCH, ("Jan", pasted), ("Jan", "ok")))
    assert (jan.group, pasted_one.group) == (False, True)
    assert read_as([pasted_one]) == [other]
    late = f"{DUTCH.moments[0].replace('10:00', '09:30')}{spaced(mobile)}: laat"
    (partner, _) = reading(chat(DUTCH, ("Eigenaar", f"ja\n{late}")))[::-1]
    assert not partner.group


def test_more_people_than_two_are_a_group(reading: Reading, mobile: str, other: str) -> None:
    values = reading(chat(DUTCH, (spaced(mobile), "hoi"), ("A", "ja"), (spaced(other), "ok")))
    assert read_as(values) == [mobile, None, other]
    assert all(value.group for value in values)


def test_two_names_beside_a_number_are_a_group(reading: Reading, mobile: str) -> None:
    values = reading(chat(DUTCH, (spaced(mobile), "hoi"), ("Jan", "ja"), ("Eigenaar", "ok")))
    assert [value.group for value in values] == [True, True, True]


def test_on_an_iphone_a_name_that_nobody_has_is_a_groups(reading: Reading, mobile: str) -> None:
    sent = chat(IPHONE, (spaced(mobile), "hoi"), ("Eigenaar", "ja"))
    notice = chat(IPHONE).splitlines(keepends=True)[0]
    values = reading(notice + sent.partition(b"\n")[2])
    assert read_as(values) == [mobile, None]
    assert values[0].group


def test_whom_whatsapp_alone_tells_of_did_not_write(reading: Reading, mobile: str) -> None:
    told = f"Je beveiligingscode met {spaced(mobile)} is gewijzigd"
    values = reading(chat(DUTCH, ("Eigenaar", "hoi"), told=(told,)))
    assert read_as(values) == [None, mobile]
    assert [value.group for value in values] == [False, True]


@pytest.mark.parametrize("form", [DUTCH, FORMS["en-US on Android"], FORMS["es on Android"]])
def test_a_chat_without_its_beginning_is_known_by_whom_whatsapp_tells_of(
    form: Form, reading: Reading, mobile: str
) -> None:
    whole = chat(form, ("Jan", "hoi"), ("Eigenaar", "ja"), told=(f"Jan added {spaced(mobile)}",))
    values = reading(whole.partition(b"\n")[2].replace(b"\xe2\x80\xaa", b""))
    assert read_as(values) == [None, None, mobile]
    assert all(value.group for value in values)


def test_nine_bare_digits_are_no_telephone_here(reading: Reading, mobile: str) -> None:
    values = reading(chat(DUTCH, (mobile[3:], "hoi"), ("Eigenaar", "ja")))
    assert normalize(values[0].text, values[0].field).refusal is Refusal.BARE_DIGITS


def test_an_hour_of_the_afternoon_is_read(reading: Reading, mobile: str) -> None:
    form = FORMS["en-US on iPhone"]
    later = form._replace(moments=(form.moments[0], "[5/13/26, 1:05:00\u202fPM] "))
    values = reading(chat(later, (spaced(mobile), "hoi"), ("Owner", "ja")))
    assert values[1].last_used == datetime(2026, 5, 13, 13, 5, tzinfo=UTC)


def test_of_two_numbers_one_may_be_the_telephones_own(
    reading: Reading, mobile: str, other: str
) -> None:
    values = reading(chat(DUTCH, (spaced(mobile), "hoi"), (spaced(other), "ja")))
    assert [value.group for value in values] == [True, True]


@pytest.mark.parametrize("form", [DUTCH, IPHONE])
@pytest.mark.parametrize(
    "told",
    ["{} is toegevoegd", "{} left", "Jan heeft {} verwijderd", "You added \u2068{}\u2069"],
)
def test_who_was_added_or_left_is_a_member_of_a_group(
    told: str, form: Form, reading: Reading, mobile: str, other: str
) -> None:
    sent = [("Jan", "hoi"), ("Eigenaar", "ja"), (spaced(mobile), "ok")]
    values = reading(chat(form, *sent, told=(told.format(spaced(other)),)))
    assert read_as(values) == [None, None, mobile, other]
    assert all(value.group for value in values)
    assert values[-1].last_used is None


@pytest.mark.parametrize("form", [DUTCH, IPHONE])
def test_what_somebody_wrote_is_nobodys_where_whatsapp_quotes_it(
    form: Form, reading: Reading, mobile: str, other: str
) -> None:
    told = f'Jan changed the subject from "a" to "bel {spaced(other)}"'
    values = reading(chat(form, (spaced(mobile), "hoi"), ("Eigenaar", "ja"), told=(told,)))
    assert read_as(values) == [mobile, None]


@pytest.mark.parametrize("told", ["Jan heeft de groep gemaakt", "Jan created group \u201ca\u201d"])
def test_a_group_of_which_two_wrote_is_a_group(told: str, reading: Reading, mobile: str) -> None:
    values = reading(chat(DUTCH, (spaced(mobile), "hoi"), ("Eigenaar", "ja"), told=(told,)))
    assert values[0].group


def test_a_picture_alone_is_a_message_too(reading: Reading, mobile: str) -> None:
    values = reading(chat(IPHONE, ("Eigenaar", "ja"), (spaced(mobile), f"{MARK}afbeelding weg")))
    assert read_as(values) == [None, mobile]
    values = reading(chat(IPHONE, (spaced(mobile), "ja"), ("Jan", f"{MARK}image omitted")))
    assert len(values) == 2


def test_where_day_and_month_may_be_confused_there_is_no_date(
    reading: Reading, mobile: str
) -> None:
    form = FORMS["en-GB on Android"]
    first = form._replace(moments=(form.moments[0], form.moments[0]))
    values = reading(chat(first, (spaced(mobile), "hoi"), ("Eigenaar", "ja")))
    assert [value.last_used for value in values] == [None, None]


def test_two_spellings_of_a_number_are_one_person(reading: Reading, mobile: str) -> None:
    values = reading(chat(DUTCH, (spaced(mobile), "hoi"), (mobile, "ja"), ("Eigenaar", "ok")))
    assert read_as(values) == [mobile, None]


@pytest.mark.parametrize(
    "text",
    [
        "01-05-2026 10:00 - gebeld met {}\n01-05-2026 10:01 - Jan: teruggebeld\n",
        "01-05-2026 10:00 - Jan: {}\n01-05-2026 10:01 - Piet: {}\n",
        "01-05-2026 10:00;{}\n01-05-2026 10:01;{}\n",
        "Telefoon\n01-05-2026 10:00 - Jan: {}\n",
    ],
)
def test_a_list_that_somebody_kept_is_no_chat(text: str, reading: Reading, mobile: str) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(text.replace("{}", mobile.replace("+31", "0")).encode(), stated="whatsapp_chat")
    assert raised.value.code is Code.SOURCE_FORMAT


def test_more_people_than_can_be_held_are_refused(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eenmalig.cleartext.sources.messengers.whatsapp_chat._MOST", 2)
    with pytest.raises(EenmaligError) as raised:
        reading(chat(DUTCH, *((f"Jan {number}", "hoi") for number in range(3))))
    assert raised.value.code is Code.SOURCE_UNREADABLE


def test_a_line_without_end_costs_no_more_than_its_length(reading: Reading, mobile: str) -> None:
    endless = "a: " * 3_000_000
    values = reading(chat(DUTCH, (spaced(mobile), endless), ("Eigenaar", '"' * 1_000_000)))
    assert read_as(values) == [mobile, None]


@given(st.text(max_size=60))
def test_no_text_behind_a_sender_makes_another_person(text: str) -> None:
    single = " ".join(text.splitlines())
    line = line_of(f"01-05-2026 10:00 - Jan: {single}")
    assert line is not None
    assert (line.sender, line.members) == ("Jan", [])
