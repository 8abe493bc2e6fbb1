"""City files and the rehearsal's profile: loaded whole, or refused with every mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pydantic import ValidationError

from eenmalig.domain.message_text import TextWarning, lint, segments
from eenmalig.errors import Code, EenmaligError
from eenmalig.settings.loading import cities, load_city, load_profile, rehearse

if TYPE_CHECKING:
    from pathlib import Path

SOUND: dict[str, Any] = {
    "city": "almere",
    "display_name": "Almere",
    "language": "nl",
    "sender_id": "Politie",
    "message_text": "Hulp? Zie https://www.almere.example/uitweg",
    "authenticity": "Op de site staat dit bericht.",
    "complaints": "Bij de gemeente.",
    "authorities": {
        "police": ["police-almere"],
        "municipality": ["municipality-almere"],
        "public_prosecutor": ["prosecutor-almere", "prosecutor-two"],
    },
    "data_team": ["data-team-almere"],
    "window": {"days": ["mon"], "from": "09:00", "until": "20:00"},
    "segments_per_second": 10,
    "settle_seconds": 900,
    "receipt_window_seconds": 3600,
    "approval_window_minutes": 60,
    "minutes_for_each_authority": 10,
    "destruction_deadline_hours": 24,
}


def written(folder: Path, changes: dict[str, Any], name: str = "almere") -> Path:
    held = {key: value for key, value in {**SOUND, **changes}.items() if value != "LEFT OUT"}
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")
    return folder


def refused(folder: Path, changes: dict[str, Any]) -> EenmaligError:
    with pytest.raises(EenmaligError) as caught:
        load_city("almere", written(folder, changes))
    return caught.value


@pytest.mark.parametrize("city", ["lelystad", "utrecht"])
def test_the_cities_of_this_project_load(city: str) -> None:
    loaded = load_city(city)
    assert loaded.city == city
    assert segments(loaded.message_text) <= 2
    assert set(lint(loaded.message_text)) == {
        TextWarning.LINK_RESERVED,
        TextWarning.SEVERAL_SEGMENTS,
    }
    assert set(cities()) >= {"lelystad", "utrecht"}


def test_a_sound_file_loads_with_its_defaults(tmp_path: Path) -> None:
    loaded = load_city("almere", written(tmp_path, {}))
    assert loaded.max_segments == 2
    assert not loaded.allow_ucs2
    assert loaded.authorities.of("police") == ("police-almere",)
    assert list(loaded.authorities.as_record()) == ["police", "municipality", "public_prosecutor"]


def test_a_loaded_city_cannot_be_changed(tmp_path: Path) -> None:
    loaded = load_city("almere", written(tmp_path, {}))
    with pytest.raises(ValidationError):
        loaded.message_text = "iets anders"


@pytest.mark.parametrize("city", ["nowhere", "../almere", "", "Almere", "almere.yaml"])
def test_a_city_without_a_file_is_unknown(tmp_path: Path, city: str) -> None:
    written(tmp_path, {})
    with pytest.raises(EenmaligError) as caught:
        load_city(city, tmp_path)
    assert caught.value.code is Code.CITY_UNKNOWN


def test_every_mistake_is_explained_at_once(tmp_path: Path) -> None:
    error = refused(
        tmp_path,
        {
            "city": "lelystad",
            "display_name": "LEFT OUT",
            "language": "fr",
            "sender_id": "!",
            "message_text": "\u2019 123456",
            "authorities": {"police": [], "municipality": ["X"]},
            "data_team": ["a-123456"],
            "window": {"days": ["mon"], "from": 540, "until": "20:00"},
            "segments_per_second": 0,
            "settle_seconds": "soon",
            "favourite_colour": "blue",
        },
    )
    assert error.code is Code.CITY_FILE_INVALID
    assert list(error.mistakes) == [
        "city: differs from the file's name",
        "display_name: is missing",
        "language: must be 'nl' or 'en'",
        "sender_id: must be 3 to 11 letters, digits or spaces, at least one letter",
        (
            "message_text: RIGHT SINGLE QUOTATION MARK at position 1 is not in GSM-7 "
            "and allow_ucs2 is not set"
        ),
        "message_text: the text holds a run of six or more digits",
        "authorities.police: must list at least one staff id",
        (
            "authorities.municipality: must be a staff id of 3 to 41 lower-case letters, "
            "digits, dots and hyphens"
        ),
        "authorities.public_prosecutor: is missing",
        "data_team: holds a run of six or more digits, which is never kept",
        'window: from must be a time of day in quotation marks, such as "09:30"',
        "segments_per_second: must be at least 1",
        "settle_seconds: must be a whole number",
        "favourite_colour: is not a known key",
    ]


def test_a_mistake_in_the_text_alone_has_its_own_code(tmp_path: Path) -> None:
    error = refused(tmp_path, {"message_text": "Beste {name}"})
    assert error.code is Code.TEXT_NOT_SENDABLE
    error = refused(tmp_path, {"message_text": "Beste {name}", "sender_id": "!"})
    assert error.code is Code.CITY_FILE_INVALID
    assert len(error.mistakes) == 2


def test_the_text_may_leave_gsm7_only_when_the_file_allows_it(tmp_path: Path) -> None:
    assert refused(tmp_path, {"message_text": "Coördinatie: reële hulp"})
    changes = {"message_text": "Coördinatie: reële hulp", "allow_ucs2": True}
    assert load_city("almere", written(tmp_path, changes)).allow_ucs2


def test_nobody_answers_for_two_authorities(tmp_path: Path) -> None:
    both = {**SOUND["authorities"], "municipality": ["police-almere"]}
    assert "two authorities" in str(refused(tmp_path, {"authorities": both}))


def test_nobody_of_the_data_team_is_an_approver(tmp_path: Path) -> None:
    error = refused(tmp_path, {"data_team": ["data-team-almere", "prosecutor-two"]})
    assert "who asks never approves" in str(error)


def test_the_deadline_must_leave_room_for_approvals_and_receipts(tmp_path: Path) -> None:
    error = refused(tmp_path, {"destruction_deadline_hours": 2})
    assert "destruction_deadline_hours: must be longer" in str(error)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sender_id", "Po"),
        ("sender_id", "PolitieLelystad"),
        ("sender_id", "12345"),
        ("sender_id", " Politie"),
        ("sender_id", "Politië"),
        ("segments_per_second", 101),
        ("segments_per_second", True),
        ("segments_per_second", "10"),
        ("max_segments", 0),
        ("allow_ucs2", "yes"),
        ("data_team", ["data-team-almere", "data-team-almere"]),
        ("data_team", "data-team-almere"),
        ("display_name", "Almere 123456"),
        ("complaints", ""),
        ("authorities", ["police-almere"]),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(tmp_path: Path, key: str, value: Any) -> None:
    error = refused(tmp_path, {key: value})
    assert [each.split(":")[0] for each in error.mistakes] == [key]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"city: almere\ncity: almere\n", "line 2 repeats a key"),
        (b"city: [almere\n", "cannot be read as YAML"),
        (b"- almere\n", "must hold keys with values"),
        (b"", "must hold keys with values"),
        (b"city: \xff\n", "not in UTF-8"),
        (b"city: !!python/name:os.system\n", "cannot be read as YAML"),
        (b"#" * 70_000, "larger than 64 KiB"),
    ],
)
def test_a_file_that_is_no_plain_yaml_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "almere.yaml").write_bytes(content)
    with pytest.raises(EenmaligError) as caught:
        load_city("almere", tmp_path)
    assert caught.value.code is Code.CITY_FILE_INVALID
    assert says in str(caught.value)


def test_an_error_never_quotes_what_the_file_holds(tmp_path: Path) -> None:
    secret = "Jan de Vries"
    error = refused(tmp_path, {"sender_id": secret + "!", "language": secret, secret: secret})
    assert secret not in str(error)
    assert "Vries" not in str(error)


def test_the_dag_file_finds_cities_by_name_without_opening_a_file(tmp_path: Path) -> None:
    for name in ("almere.yaml", "den-haag.yaml", "Ede.yaml", "x.yml", ".hidden.yaml", "a1.yaml"):
        (tmp_path / name).write_text("not even YAML: [", "utf-8")
    assert cities(tmp_path) == ["almere", "den-haag"]
    assert cities(tmp_path / "nowhere") == []


PROFILE = {
    "window": {"days": ["mon", "sun"], "from": "00:00", "until": "24:00"},
    "segments_per_second": 100,
    "settle_seconds": 2,
    "receipt_window_seconds": 30,
    "approval_window_minutes": 60,
    "minutes_for_each_authority": 10,
    "destruction_deadline_hours": 2,
}


def profile_file(folder: Path, content: dict[str, Any]) -> Path:
    path = folder / "profile.yaml"
    path.write_text(yaml.safe_dump(content), "utf-8")
    return path


def test_a_rehearsal_overrides_times_and_nothing_else(tmp_path: Path) -> None:
    city = load_city("almere", written(tmp_path, {}))
    profile = load_profile(profile_file(tmp_path, PROFILE))
    rehearsed = rehearse(city, profile)
    assert profile.overrides() == PROFILE
    assert rehearsed.window.as_record() == PROFILE["window"]
    assert rehearsed.segments_per_second == 100
    kept = set(dict(city)) - set(PROFILE)
    assert all(getattr(rehearsed, key) == getattr(city, key) for key in kept)


def test_what_a_profile_leaves_out_stays_as_the_city_says(tmp_path: Path) -> None:
    city = load_city("almere", written(tmp_path, {}))
    profile = load_profile(profile_file(tmp_path, {"settle_seconds": 1}))
    assert profile.overrides() == {"settle_seconds": 1}
    assert rehearse(city, profile).window == city.window


def test_a_profile_cannot_touch_the_text_or_the_people(tmp_path: Path) -> None:
    changes = {"message_text": "Iets anders", "data_team": ["x"], "settle_seconds": -1}
    with pytest.raises(EenmaligError) as caught:
        load_profile(profile_file(tmp_path, changes))
    assert caught.value.code is Code.PROFILE_INVALID
    assert len(caught.value.mistakes) == 3


def test_a_profile_that_breaks_the_deadline_is_refused(tmp_path: Path) -> None:
    city = load_city("almere", written(tmp_path, {}))
    profile = load_profile(profile_file(tmp_path, {"approval_window_minutes": 24 * 60}))
    with pytest.raises(EenmaligError) as caught:
        rehearse(city, profile)
    assert caught.value.code is Code.PROFILE_INVALID
