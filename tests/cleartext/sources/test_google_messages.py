from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.cleartext.sources.builders import chat_databases as build
from tests.cleartext.sources.builders.databases import Rows, database

from eenmalig.cleartext.numbers.stated_country import Beside
from eenmalig.cleartext.sources import RawValue, detected, read
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)
MILLISECONDS = int(WHEN.timestamp()) * 1000
DAY = timedelta(days=1)
A_DAY = 24 * 60 * 60 * 1000
DRAFT, INCOMING, CONVERSATION_BEGAN, DELETED = 3, 100, 207, 300


def found(folder: Path, rows: Rows, schema: str = build.GOOGLE_MESSAGES) -> list[RawValue]:
    path = database(folder / "bugle_db", schema, rows)
    return list(read(path, position=1, column=None, format=None))


def participant(number: int, mobile: str, **more: Any) -> dict[str, Any]:
    spelt = dict.fromkeys(
        ("normalized_destination", "send_destination", "display_destination"), mobile
    )
    return {"_id": number, **spelt, **more}


def conversation(number: int, *people: int, **more: Any) -> Rows:
    return {
        "conversations": [{"_id": number, "participant_count": len(people), **more}],
        "conversation_participants": [
            {"conversation_id": number, "participant_id": person} for person in people
        ],
    }


def message(conversation_id: int, sender: int, at: int = MILLISECONDS, **more: Any) -> Rows:
    row = {"conversation_id": conversation_id, "sender_id": sender, "received_timestamp": at}
    return {"messages": [{"message_status": INCOMING, **row, **more}]}


def together(*parts: Rows) -> Rows:
    rows: Rows = {}
    for part in parts:
        for table, each in part.items():
            rows.setdefault(table, []).extend(each)
    return rows


def test_who_exchanged_messages_is_no_mere_contact_and_who_did_not_is(
    tmp_path: Path, mobile: str, other: str
) -> None:
    rows = together(
        {"participants": [participant(1, mobile, full_name="Jan"), participant(2, other)]},
        conversation(1, 1),
        message(1, 1),
        message(1, 1, MILLISECONDS - 5),
    )
    values = found(tmp_path, rows)
    assert [(each.text, each.contact, each.group) for each in values] == [
        (mobile, False, False),
        (other, True, False),
    ]
    assert [each.last_used for each in values] == [WHEN, None]
    assert values[0].label == "Jan"


@pytest.mark.parametrize("status", [DRAFT, 16, CONVERSATION_BEGAN, 299])
def test_a_draft_or_a_line_of_the_program_is_no_message(
    status: int, tmp_path: Path, mobile: str
) -> None:
    rows = together(
        {"participants": [participant(1, mobile)]},
        conversation(1, 1),
        message(1, 1, message_status=status),
    )
    (value,) = found(tmp_path, rows)
    assert value.contact


def test_a_message_to_somebody_counts_as_one_of_his(tmp_path: Path, mobile: str, own: str) -> None:
    rows = together(
        {"participants": [participant(1, own, sub_id=1), participant(2, mobile)]},
        conversation(1, 2),
        message(1, 1, message_status=1),
    )
    values = found(tmp_path, rows)
    assert [(each.text, each.owner, each.contact) for each in values] == [
        (own, True, False),
        (mobile, False, False),
    ]


def test_a_sim_without_a_number_is_nobody(tmp_path: Path, mobile: str) -> None:
    sim = {"_id": 1, "sub_id": -1}
    (value,) = found(tmp_path, {"participants": [sim, participant(2, mobile)]})
    assert value.text == mobile


def test_the_number_by_which_groups_know_the_telephone_is_its_own(tmp_path: Path, own: str) -> None:
    (value,) = found(tmp_path, conversation(1, rcs_group_self_msisdn=own))
    assert (value.text, value.owner) == (own, True)


def test_who_is_known_from_a_group_only_is_marked_also_when_he_left_it(
    tmp_path: Path, mobile: str, other: str, own: str
) -> None:
    rows = together(
        {"participants": [participant(1, mobile), participant(2, other), participant(3, own)]},
        conversation(1, 1),
        message(1, 2),
        conversation(2, 3),
        message(2, 3),
    )
    values = found(tmp_path, rows)
    assert [each.group for each in values] == [True, True, False]
    assert [each.last_used for each in values] == [None, WHEN, WHEN]


def test_a_message_of_two_outweighs_groups(tmp_path: Path, mobile: str, other: str) -> None:
    rows = together(
        {"participants": [participant(1, mobile), participant(2, other)]},
        conversation(1, 1, 2),
        message(1, 1),
        conversation(2, 1),
        message(2, 1, MILLISECONDS - A_DAY),
    )
    first, second = found(tmp_path, rows)
    assert (first.group, first.last_used) == (False, WHEN - DAY)
    assert (second.group, second.last_used) == (True, None)


def test_what_was_deleted_is_marked_and_what_is_archived_is_not(
    tmp_path: Path, mobile: str, other: str, own: str
) -> None:
    rows = together(
        {"participants": [participant(1, mobile), participant(2, other), participant(3, own)]},
        conversation(1, 1, delete_timestamp=MILLISECONDS),
        message(1, 1),
        conversation(2, 2),
        message(2, 2, message_status=DELETED),
        conversation(3, 3, archive_status=1),
        message(3, 3),
    )
    assert [(each.deleted, each.contact) for each in found(tmp_path, rows)] == [
        (True, False),
        (True, False),
        (False, False),
    ]


def test_a_message_after_the_others_were_deleted_is_there(tmp_path: Path, mobile: str) -> None:
    rows = together(
        {"participants": [participant(1, mobile)]},
        conversation(1, 1, delete_timestamp=MILLISECONDS - 1),
        message(1, 1),
    )
    (value,) = found(tmp_path, rows)
    assert not value.deleted


def test_what_the_record_says_of_the_country_is_passed_on(tmp_path: Path, mobile: str) -> None:
    national = f"0{mobile[3:]}"
    rows: Rows = {
        "participants": [
            participant(1, mobile, send_destination=national, country_code="FR"),
            participant(2, "x", send_destination="x"),
        ]
    }
    first, second = found(tmp_path, rows)
    assert first.text == national
    assert first.beside == Beside(dialled_in="FR", international=mobile)
    assert second.beside is None


def test_mail_is_passed_over_and_names_of_senders_are_counted(tmp_path: Path) -> None:
    rows: Rows = {"participants": [participant(1, "a@example.com"), participant(2, "PostNL")]}
    assert [each.text for each in found(tmp_path, rows)] == ["PostNL"]


def test_the_messaging_of_aosp_is_read_too(tmp_path: Path, mobile: str) -> None:
    rows = together({"participants": [participant(1, mobile)]}, conversation(1, 1), message(1, 1))
    (value,) = found(tmp_path, rows, build.AOSP_MESSAGING)
    assert (value.text, value.contact) == (mobile, False)


def test_it_is_known_by_its_tables(tmp_path: Path) -> None:
    path = database(tmp_path / "x", build.GOOGLE_MESSAGES, {})
    assert detected(path, "source 1") == "google_messages"


@pytest.mark.parametrize("gone", ["messages", "conversations", "conversation_participants"])
def test_without_what_tells_who_is_a_contact_it_is_refused(
    gone: str, tmp_path: Path, mobile: str
) -> None:
    tables = build.GOOGLE_MESSAGES.split(";\n")
    kept = ";\n".join(each for each in tables if f"TABLE {gone} (" not in each)
    with pytest.raises(EenmaligError) as raised:
        found(tmp_path, {"participants": [participant(1, mobile)]}, kept)
    assert raised.value.code is Code.SOURCE_UNREADABLE
