"""What telephones' databases say about the country of a number decides what it means."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.choosing import chosen_of
from tests.cleartext.sources.builders import databases as build

from eenmalig.domain.counting import Refusal, SetAside
from rehearsal import numbers

Columns = dict[str, Any]
ABROAD = ("FR", "MA", "fra")
CODES = {"FR": "33", "MA": "212", "fra": "33"}


def national(mobile: str) -> str:
    return f"0{mobile.removeprefix('+31')}"


def abroad(mobile: str, country: str) -> str:
    return f"+{CODES[country]}{mobile.removeprefix('+31')}"


def contact(text: str, beside: Columns) -> tuple[str, build.Rows]:
    row = {"raw_contact_id": 1, "mimetype_id": 5, "data1": text, **beside}
    return build.CONTACTS2, {
        "mimetypes": [{"_id": 5, "mimetype": build.PHONE_V2}],
        "data": [row],
    }


def call(text: str, beside: Columns) -> tuple[str, build.Rows]:
    return build.CALLLOG, {"calls": [{"number": text, "date": 1, "type": 1, **beside}]}


def call_of_ios(text: str, beside: Columns) -> tuple[str, build.Rows]:
    return build.CALL_HISTORY, {"ZCALLRECORD": [{"ZADDRESS": text, "ZDATE": 1, **beside}]}


def handle(text: str, beside: Columns) -> tuple[str, build.Rows]:
    return build.IOS_MESSAGES, {
        "handle": [{"ROWID": 1, "id": text, "service": "SMS", **beside}],
        "message": [{"guid": "1", "handle_id": 1}],
    }


def caller(text: str, beside: Columns) -> tuple[str, build.Rows]:
    """A number that stands beside the call that says where it was made."""
    normalized = {"ZNORMALIZEDVALUE": beside.get("ZNORMALIZEDVALUE")}
    country = {"ZISO_COUNTRY_CODE": beside.get("ZISO_COUNTRY_CODE")}
    first, second = "Z_2REMOTEPARTICIPANTCALLS", "Z_4REMOTEPARTICIPANTHANDLES"
    return build.CALL_HISTORY, {
        "ZCALLRECORD": [{"Z_PK": 1, "ZDATE": 1, **country}],
        "ZHANDLE": [{"Z_PK": 1, "ZTYPE": 2, "ZVALUE": text, **normalized}],
        "Z_2REMOTEPARTICIPANTHANDLES": [{first: 1, second: 1}],
    }


def message(text: str, beside: Columns) -> tuple[str, build.Rows]:
    return build.IOS_MESSAGES, {
        "handle": [{"ROWID": 1, "id": text, "service": "SMS"}],
        "message": [{"guid": "1", "handle_id": 1, "date": 1, **beside}],
    }


def old_message(text: str, beside: Columns) -> tuple[str, build.Rows]:
    return build.OLD_IOS_MESSAGES, {"message": [{"address": text, "date": 1, **beside}]}


COUNTRY = [(call, "countryiso"), (call_of_ios, "ZISO_COUNTRY_CODE"), (handle, "country")]
COUNTRY += [(caller, "ZISO_COUNTRY_CODE"), (message, "country"), (old_message, "country")]
FORM = [(contact, "data4"), (call, "normalized_number"), (caller, "ZNORMALIZEDVALUE")]
FORM += [(call, "formatted_number")]
EVERY = [*COUNTRY, *FORM]
draws = st.integers(0, 2**32)


def two(seed: int) -> tuple[str, str]:
    one, other = islice(numbers.mobiles(Random(seed)), 2)
    return one, other


@pytest.mark.parametrize(("made", "column"), EVERY)
@pytest.mark.parametrize("country", ABROAD)
def test_a_national_spelling_of_another_country_is_never_texted(
    made: Any, column: str, country: str, mobile: str
) -> None:
    assert chosen_of(*made(national(mobile), {}))[1] == {mobile}
    said = country if (made, column) in COUNTRY else abroad(mobile, country)
    tally, texted = chosen_of(*made(national(mobile), {column: said}))
    assert texted == set()
    # Not every such number is one there: then it is in doubt.
    assert tally.refused[Refusal.FOREIGN] + tally.set_aside[SetAside.COUNTRY] == 1


@pytest.mark.parametrize(("made", "column"), EVERY)
def test_a_national_spelling_of_this_country_is_texted(made: Any, column: str, mobile: str) -> None:
    said = "nl" if (made, column) in COUNTRY else mobile
    assert chosen_of(*made(national(mobile), {column: said}))[1] == {mobile}


@pytest.mark.parametrize(("made", "column"), COUNTRY)
def test_where_a_call_was_made_changes_no_international_spelling(
    made: Any, column: str, mobile: str
) -> None:
    assert chosen_of(*made(mobile, {column: "FR"}))[1] == {mobile}


@pytest.mark.parametrize(("network", "texted"), [("204", True), ("208", False), (None, True)])
def test_a_call_of_an_old_ios_says_in_which_network_it_was_made(
    network: str | None, texted: object, mobile: str
) -> None:
    calls = [{"address": national(mobile), "date": 1, "country_code": network}]
    assert bool(chosen_of(build.OLD_CALL_HISTORY, {"call": calls})[1]) == texted


@pytest.mark.parametrize(("made", "column"), FORM)
@settings(deadline=None, max_examples=25)
@given(seed=draws, spelled=st.sampled_from([national, str]))
def test_another_number_in_the_record_s_own_form_is_never_texted(
    made: Any, column: str, seed: int, spelled: Any
) -> None:
    mobile, other = two(seed)
    tally, texted = chosen_of(*made(spelled(mobile), {column: other}))
    assert texted == set()
    assert tally.set_aside[SetAside.COUNTRY] == 1


@settings(deadline=None, max_examples=25)
@given(
    seed=draws,
    place=st.sampled_from(EVERY),
    spelled=st.sampled_from([national, str, lambda text: text[3:], lambda text: text[1:]]),
    said=st.sampled_from([*ABROAD, "NL", "31", "", "XX", "0", "Amsterdam"])
    | st.text(max_size=20).filter(lambda text: "\0" not in text),
)
def test_what_stands_beside_a_number_never_makes_a_recipient_of_what_was_none(
    seed: int, place: Any, spelled: Any, said: str
) -> None:
    made, column = place
    mobile, other = two(seed)
    before, texted = chosen_of(*made(spelled(mobile), {}))
    for beside in (said, other, abroad(mobile, "FR")):
        after, texted_then = chosen_of(*made(spelled(mobile), {column: beside}))
        assert texted_then <= texted
        assert after.read == before.read
