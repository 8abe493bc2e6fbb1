"""Databases, reports and cards, from an undeclared folder to the counts of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import chat_databases, databases, ufed
from tests.cleartext.sources.test_other_programs import VIBER_CALLS, VIBER_PEOPLE

from eenmalig.domain.counting import Exclusion, Refusal, SetAside
from eenmalig.steps.handover_init import init_handover

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.domain.counting import Tally

    Written = Callable[[bytes], Tally]
    Stored = Callable[[str, databases.Rows], Tally]

INBOX, FROM, TO = 1, 137, 151


@pytest.fixture
def stored(counted: Written, tmp_path: Path) -> Stored:
    """Have one database declared for the case team, and counted."""

    def stored(schema: str, rows: databases.Rows) -> Tally:
        made = databases.database(tmp_path / "made", schema, rows)
        content = made.read_bytes()
        made.unlink()
        return counted(content)

    return stored


def foreign_rows(people: list[str]) -> list[tuple[str, databases.Rows]]:
    """A Dutch number and two that their database calls French and Spanish, of each kind."""
    dutch, french, spanish = (f"0{each.removeprefix('+31')}" for each in people)
    kinds = {"mimetypes": [{"_id": 5, "mimetype": databases.PHONE_V2}]}
    written = [(dutch, "+31"), (french, "+33"), (spanish.removeprefix("0"), "+34")]
    contacts = [
        {"raw_contact_id": nth, "mimetype_id": 5, "data1": text, "data4": code + text.lstrip("0")}
        for nth, (text, code) in enumerate(written)
    ]
    where = [(dutch, "nl"), (french, "fr"), (spanish.removeprefix("0"), "es")]
    calls = [{"number": text, "date": 1, "type": 1, "countryiso": iso} for text, iso in where]
    records = [{"ZADDRESS": text, "ZDATE": 1, "ZISO_COUNTRY_CODE": iso} for text, iso in where]
    handles = [{"id": text, "service": "SMS", "country": iso} for text, iso in where]
    texts = [{"guid": str(handle), "handle_id": handle} for handle in (1, 2, 3)]
    return [
        (databases.CONTACTS2, {**kinds, "data": contacts}),
        (databases.CALLLOG, {"calls": calls}),
        (databases.CALL_HISTORY, {"ZCALLRECORD": records}),
        (databases.IOS_MESSAGES, {"handle": handles, "message": texts}),
    ]


@pytest.mark.parametrize("nth", range(4))
def test_a_database_that_tells_countries_texts_the_dutch_one(
    stored: Stored, people: list[str], nth: int
) -> None:
    tally = stored(*foreign_rows(people)[nth])
    assert (tally.read, tally.recipients) == (3, 1)
    assert tally.refused[Refusal.FOREIGN] + tally.set_aside[SetAside.COUNTRY] == 2


def test_to_whom_a_picture_came_is_the_owner(stored: Stored, people: list[str]) -> None:
    sender, own, _ = people
    tally = stored(
        databases.MMSSMS,
        {
            "pdu": [{"_id": 1, "date": 1, "thread_id": 1, "msg_box": INBOX}],
            "addr": [
                {"msg_id": 1, "address": sender, "type": FROM},
                {"msg_id": 1, "address": own, "type": TO},
            ],
        },
    )
    assert (tally.recipients, tally.excluded) == (1, {Exclusion.OWNER: 1})


def test_leftovers_of_whatsapp_are_read_where_its_contacts_are_gone(
    stored: Stored, people: list[str]
) -> None:
    left = [
        {"jid": f"{each.removeprefix('+')}@s.whatsapp.net", "conversation_size": 1}
        for each in people
    ]
    tally = stored(databases.WA_CONTACTS, {"wa_contacts": [], "wa_contact_storage_usage": left})
    assert tally.recipients == 3


def test_whom_nobody_wrote_to_in_signal_is_a_contact(stored: Stored, people: list[str]) -> None:
    known = [{"recipientPhoneNumber": each} for each in people]
    tally = stored(chat_databases.SIGNAL_IOS, {"model_SignalRecipient": known})
    assert (tally.recipients, tally.set_aside) == (0, {SetAside.CONTACTS: 3})


def test_a_database_of_viber_is_refused_with_what_to_ask_for(tmp_path: Path) -> None:
    databases.database(tmp_path / "export", VIBER_CALLS + VIBER_PEOPLE, {})
    (entry,) = init_handover(tmp_path, "lelystad")
    assert entry.format is None
    assert "Viber" in entry.reason[0]


def test_of_a_report_only_who_took_part_is_texted(counted: Written, people: list[str]) -> None:
    party, listed, _ = people
    report = ufed.report(
        ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(listed))),
        ufed.model_type("SMS", ufed.sms(ufed.party(party))),
    )
    tally = counted(report)
    assert (tally.recipients, tally.set_aside) == (1, {SetAside.CONTACTS: 1})


def test_cards_tell_country_and_own_number(counted: Written, people: list[str]) -> None:
    dutch, spanish, own = (each.removeprefix("+31") for each in people)
    cards = (
        ("A", f"TEL;VALUE=uri:tel:{dutch};phone-context=+31"),
        ("B", f"TEL;VALUE=uri:tel:{spanish};phone-context=+34"),
        ("Mijn nummer", f"TEL;TYPE=CELL:+31{own}"),
    )
    lines = [
        f"BEGIN:VCARD\nVERSION:4.0\nFN:{name}\n{number}\nEND:VCARD\n" for name, number in cards
    ]
    tally = counted("".join(lines).encode())
    assert tally.recipients == 1
    assert tally.set_aside[SetAside.OWN_NUMBER] == 1
    assert tally.refused[Refusal.FOREIGN] + tally.set_aside[SetAside.COUNTRY] == 1
