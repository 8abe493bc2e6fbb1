"""What a city's file tells the public: offices and roles, and a number that is never a mobile."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settings.test_loading import SOUND, refused, written

from eenmalig.settings.city import City
from eenmalig.settings.loading import cities, load_city, published_numbers
from rehearsal.numbers import mobiles

if TYPE_CHECKING:
    from pathlib import Path

OFFICES = st.from_regex(r"0(?:320-[1-9][0-9]{5}|30-[1-9][0-9]{6}|88-[1-9][0-9]{6})", fullmatch=True)


def stated(value: str) -> dict[str, Any]:
    kind = "service" if value.startswith(("14", "0800", "088")) else "office"
    return {"check_by_telephone": {"kind": kind, "number": value}}


@given(OFFICES)
def test_an_office_or_a_service_may_be_called(value: str) -> None:
    telephone = City.model_validate({**SOUND, **stated(value)}).check_by_telephone
    assert telephone is not None
    assert telephone.number == value


@pytest.mark.parametrize("value", ["14 0320", "14 030", "0800-" + "1" * 4, "0800-" + "2" * 7])
def test_a_short_number_of_a_service_is_one_too(value: str) -> None:
    assert City.model_validate({**SOUND, **stated(value)}).check_by_telephone is not None


MOBILE = next(mobiles(Random(7)))


@pytest.mark.parametrize(
    "value",
    [
        MOBILE,
        "0" + MOBILE[3:],
        f"06-{MOBILE[4:]}",
        "0900-" + "1" * 4,
        "084-" + "1" * 7,
        "0320-" + "1" * 7,
        "030-" + "1" * 6,
        "0320 " + "1" * 6,
        "14 06",
        "112",
        "",
    ],
)
@pytest.mark.parametrize("kind", ["service", "office"])
def test_anything_else_is_refused_and_not_repeated(tmp_path: Path, kind: str, value: str) -> None:
    error = refused(tmp_path, {"check_by_telephone": {"kind": kind, "number": value}})
    (mistake,) = error.mistakes
    assert mistake.startswith("check_by_telephone.number: must be a Dutch service number")
    assert not value or value not in mistake


def test_the_kind_and_the_number_must_agree(tmp_path: Path) -> None:
    assert refused(tmp_path, {"check_by_telephone": {"kind": "office", "number": "14 0320"}})
    assert refused(tmp_path, {"check_by_telephone": {"kind": "mobile", "number": "14 0320"}})


def test_who_is_responsible_is_an_office_and_a_role_without_a_number(tmp_path: Path) -> None:
    assert refused(tmp_path, {"responsible": {"office": "kamer 123456", "role": "x"}})
    assert refused(tmp_path, {"responsible": {"office": "Gemeente"}})
    assert load_city("almere", written(tmp_path, {})).responsible is None


def test_what_is_told_in_english_is_checked_as_the_dutch_is_and_may_be_left_out(
    tmp_path: Path,
) -> None:
    assert load_city("almere", written(tmp_path, {})).told_to_the_public()["english"] is None
    part = {"english": {"complaints": "At the  desk."}}
    told = load_city("almere", written(tmp_path, part)).told_to_the_public()["english"]
    assert told["complaints"] == "At the desk."
    assert {key for key, value in told.items() if value is None} == {
        "authenticity",
        "help",
        "opt_out",
    }
    for wrong in (
        {"complaints": "call 123456"},
        {"complaints": ""},
        {"help": {"where": "The chat."}},
        {"message_text": "Help"},
    ):
        (mistake, *_) = refused(tmp_path, {"english": wrong}).mistakes
        assert mistake.startswith("english")
        assert "123456" not in mistake


@pytest.mark.parametrize("name", cities())
def test_each_city_of_this_project_tells_the_public_all_there_is_to_tell(name: str) -> None:
    told = load_city(name)
    assert told.responsible is not None
    assert all(told.told_to_the_public().values())
    assert all(told.told_to_the_public()["english"].values())
    assert told.check_by_telephone is not None
    assert told.check_by_telephone.number in published_numbers()
