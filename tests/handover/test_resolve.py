from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.handover import resolve
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from pathlib import Path

# The last eight digits of a mobile, drawn anew: any that stood here might be somebody's.
REST = f"{secrets.randbelow(10**8):08d}"
NO_NAMES = [
    ("", "nothing"),
    (".", "the folder itself"),
    ("..", "the folder above"),
    ("a..b", "dots that might climb"),
    ("a/b", "a path"),
    ("/tmp", "an absolute path"),
    ("a\\b", "a path of Windows"),
    ("a b", "a space"),
    ("a\n", "a line's end"),
    ("-a", "reads as an option"),
    (".a", "a hidden folder"),
    ("zaak123456", "six digits in a row"),
    (f"jan-06-{REST[:4]}-{REST[4:]}", "a number with hyphens"),
    (f"06.{REST[:5]}.{REST[5:]}", "a number with dots"),
    (f"jan_06_{REST[:2]}_{REST[2:4]}_{REST[4:6]}_{REST[6:]}", "a number with underscores"),
    ("a6--1.-2_3-45-67-8", "digits parted by several signs"),
    ("\u0661a", "another script's digit"),
    ("a" * 65, "too long"),
]


def refused(home: Home, city: str, name: str) -> Code:
    with pytest.raises(EenmaligError) as raised:
        resolve(home, city, name)
    assert len(name) < 3 or name not in str(raised.value)
    return raised.value.code


@pytest.mark.parametrize(
    "name", ["eerste", "Eerste-2", "zaak_2026.v1", "7", "rehearsal-abcd", "2026-05-12"]
)
def test_a_name_stands_for_a_folder_of_the_city(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "handover" / "lelystad" / name
    folder.mkdir(parents=True)
    assert resolve(Home(tmp_path), "lelystad", name) == folder


@pytest.mark.parametrize(("name", "why"), NO_NAMES, ids=[why for _, why in NO_NAMES])
def test_what_is_no_name_is_refused(name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "handover" / "lelystad").mkdir(parents=True)
    assert refused(Home(tmp_path), "lelystad", name) is Code.HANDOVER_NAME, why
    assert refused(Home(tmp_path), name, "eerste") is Code.HANDOVER_NAME, why


def test_a_missing_folder_or_city_is_told(tmp_path: Path) -> None:
    assert refused(Home(tmp_path), "lelystad", "eerste") is Code.HANDOVER_MISSING
    (tmp_path / "handover" / "lelystad").mkdir(parents=True)
    assert refused(Home(tmp_path), "lelystad", "eerste") is Code.HANDOVER_MISSING


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    city = tmp_path / "handover" / "lelystad"
    (tmp_path / "elders" / "eerste").mkdir(parents=True)
    city.mkdir(parents=True)
    (city / "eerste").symlink_to(tmp_path / "elders" / "eerste")
    assert refused(Home(tmp_path), "lelystad", "eerste") is Code.HANDOVER_INVALID
    (tmp_path / "handover" / "utrecht").symlink_to(tmp_path / "elders")
    assert refused(Home(tmp_path), "utrecht", "eerste") is Code.HANDOVER_INVALID


def test_a_file_is_no_hand_over(tmp_path: Path) -> None:
    (tmp_path / "handover" / "lelystad").mkdir(parents=True)
    (tmp_path / "handover" / "lelystad" / "eerste").write_text("x")
    assert refused(Home(tmp_path), "lelystad", "eerste") is Code.HANDOVER_INVALID
