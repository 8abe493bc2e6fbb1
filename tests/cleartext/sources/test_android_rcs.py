from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import chat_databases as build
from tests.cleartext.sources.builders.databases import MMSSMS, Rows, database

from eenmalig.cleartext.numbers.stated_country import Beside
from eenmalig.cleartext.sources import RawValue, detected, read

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)
MILLISECONDS = int(WHEN.timestamp()) * 1000
DRAFT = 3


def found(folder: Path, schema: str, rows: Rows) -> list[RawValue]:
    path = database(folder / "mmssms.db", schema, rows)
    return list(read(path, position=1, column=None, format=None))


@pytest.mark.parametrize("beside", ["", MMSSMS])
def test_chats_of_lg_are_not_passed_over(beside: str, tmp_path: Path, mobile: str) -> None:
    rows: Rows = {"message": [{"address": mobile, "date": MILLISECONDS, "thread_id": 1}]}
    (value,) = found(tmp_path, beside + build.LG_RCS, rows)
    assert (value.text, value.last_used, value.group) == (mobile, WHEN, False)


def test_a_chat_of_lg_with_several_is_a_group(tmp_path: Path, mobile: str, other: str) -> None:
    rows: Rows = {"message": [{"address": f"{mobile};{other}"}]}
    (value,) = found(tmp_path, build.LG_RCS, rows)
    assert value.group


@pytest.mark.parametrize("table", ["im", "ft"])
@pytest.mark.parametrize("beside", ["", MMSSMS])
def test_chats_and_files_of_samsung_are_not_passed_over(
    beside: str, table: str, tmp_path: Path, mobile: str, other: str
) -> None:
    rows: Rows = {
        table: [
            {"address": mobile, "date": MILLISECONDS, "type": 1},
            {"remote_uri": f"sip:{other}@ims.example;user=phone", "type": 2},
            {"address": other, "type": DRAFT},
            {"address": "a@example.com"},
        ]
    }
    values = found(tmp_path, beside + build.SAMSUNG_RCS, rows)
    assert [(each.text, each.contact) for each in values] == [
        (mobile, False),
        (other, False),
        (other, True),
    ]
    assert [each.last_used for each in values] == [WHEN, None, None]


@pytest.mark.parametrize("table", ["bin_im", "bin_ft"])
def test_what_stands_in_the_bin_of_samsung_is_marked(
    table: str, tmp_path: Path, mobile: str
) -> None:
    (value,) = found(tmp_path, build.SAMSUNG_RCS, {table: [{"address": mobile}]})
    assert (value.text, value.deleted) == (mobile, True)


def test_a_conversation_of_samsung_with_several_is_a_group(
    tmp_path: Path, mobile: str, other: str
) -> None:
    rows: Rows = {
        "threads": [{"_id": 1, "recipient_ids": "1"}, {"_id": 2, "recipient_ids": "1 2"}],
        "im": [{"thread_id": 1, "address": mobile}, {"thread_id": 2, "address": other}],
    }
    values = found(tmp_path, build.SAMSUNG_RCS, rows)
    assert [(each.text, each.group) for each in values] == [(mobile, False), (other, True)]


def test_chats_of_samsungs_service_give_who_wrote_and_who_took_part(
    tmp_path: Path, mobile: str, other: str, own: str
) -> None:
    rows: Rows = {
        "session": [{"chat_id": "1", "is_group_chat": 0}, {"chat_id": "2", "is_group_chat": 1}],
        "message": [
            {"chat_id": "1", "remote_uri": f"tel:{mobile}", "inserted_timestamp": MILLISECONDS},
            {"chat_id": "2", "remote_uri": None},
            {"chat_id": "2", "remote_uri": f"tel:{other}"},
        ],
        "participant": [
            {"chat_id": "1", "uri": f"tel:{mobile}"},
            {"chat_id": "2", "uri": f"sip:{other}@ims.example"},
            {"chat_id": "3", "uri": f"tel:{own}"},
            {"chat_id": "3", "uri": "sip:bot@bots.example"},
        ],
    }
    values = found(tmp_path, build.SAMSUNG_RCS_SERVICE, rows)
    assert [(each.text, each.group, each.contact) for each in values] == [
        (mobile, False, False),
        (other, True, False),
        (mobile, False, False),
        (other, True, False),
        (own, False, True),
    ]
    assert values[0].last_used == WHEN


@pytest.mark.parametrize("around", ["tel:{};phone-context=+33", "sip:{};phone-context=+33@x"])
def test_the_country_of_an_address_is_passed_on(around: str, tmp_path: Path, mobile: str) -> None:
    national = f"0{mobile[3:]}"
    rows: Rows = {"im": [{"remote_uri": around.format(national)}]}
    (value,) = found(tmp_path, build.SAMSUNG_RCS, rows)
    assert (value.text, value.beside) == (national, Beside(country="+33"))


@pytest.mark.parametrize("name", ["LG_RCS", "SAMSUNG_RCS", "SAMSUNG_RCS_SERVICE"])
def test_they_are_known_by_their_tables(name: str, tmp_path: Path) -> None:
    path = database(tmp_path / name, getattr(build, name), {})
    assert detected(path, "source 1") == "android"
