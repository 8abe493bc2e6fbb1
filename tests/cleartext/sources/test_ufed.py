from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import ufed

from eenmalig.cleartext.numbers.number import normalize, split
from eenmalig.cleartext.sources import FieldKind
from eenmalig.cleartext.sources.files import archive
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

MOMENT = datetime(2026, 3, 2, 19, 58, 11, tzinfo=UTC)


def texts(values: list[RawValue]) -> list[str]:
    return [each.text for each in values]


def jid(number: str) -> str:
    return f"{number.removeprefix('+')}@s.whatsapp.net"


def refusal(reading: Reading, content: bytes, stated: str | None = None) -> EenmaligError:
    with pytest.raises(EenmaligError) as raised:
        reading(content, stated=stated)
    assert raised.value.__context__ is None
    return raised.value


@pytest.mark.parametrize("namespace", [ufed.NAMESPACE, None])
def test_the_numbers_of_a_contact_are_read_and_located(
    namespace: str | None, reading: Reading, mobile: str, other: str
) -> None:
    held = ufed.contact("Jan", ufed.phone(mobile), ufed.phone(other, "Work"))
    first, second = reading(
        ufed.report(ufed.model_type("Contact", held), namespace=namespace), stated="ufed"
    )
    assert (first.text, second.text) == (mobile, other)
    assert {first.field, second.field} == {FieldKind.PHONE}
    assert (first.label, second.label) == ("Jan Mobile", "Jan Work")
    assert first.last_used == MOMENT
    assert (first.locator.row, first.locator.column) == (second.locator.row, 1)
    assert second.locator.column == 2
    assert not first.owner
    assert not first.deleted


def test_a_report_is_recognised_alone_and_in_an_archive_by_its_content(
    reading: Reading, mobile: str
) -> None:
    content = ufed.report(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))
    for name in ("report.xml", "Report.xml", "toestel/REPORT.XML", "toestel\\report.xml"):
        held = ufed.archive(("files/1.jpg", b"x"), (name, content))
        assert texts(reading(held)) == [mobile]
    assert texts(reading(content)) == [mobile]
    assert texts(reading(content.decode().replace("utf-8", "utf-16").encode("utf-16"))) == [mobile]


@pytest.mark.parametrize("root", ["decodedData", "modelType", "model"])
def test_a_part_that_somebody_cut_out_of_a_report_is_read(
    root: str, reading: Reading, mobile: str
) -> None:
    held = ufed.contact("Jan", ufed.phone(mobile))
    held = held if root == "model" else ufed.model_type("Contact", held)
    held = f"<decodedData>{held}</decodedData>" if root == "decodedData" else held
    assert texts(reading(held.encode())) == [mobile]


def test_parties_of_calls_and_text_messages_are_telephones(
    reading: Reading, mobile: str, other: str
) -> None:
    held = ufed.call(ufed.party(mobile, name="Jan"), ufed.party(other, owner=True))
    message = ufed.sms(ufed.party("KPN"), ufed.party(None), ufed.party(None, owner=True))
    values = reading(ufed.report(ufed.model_type("Call", held), ufed.model_type("SMS", message)))
    assert texts(values) == [mobile, other, "KPN", ""]
    assert [each.owner for each in values] == [False, True, False, False]
    assert {each.field for each in values} == {FieldKind.PHONE}
    assert values[0].label == "Jan"
    assert {each.last_used for each in values} == {MOMENT}


def test_parties_of_applications_are_numbers_only_where_they_look_so(
    reading: Reading, mobile: str, other: str
) -> None:
    account = "612345678"
    parties = [
        ufed.party(jid(mobile)),
        ufed.party(f"{jid(other)} Jan"),
        ufed.party("jan@example.com"),
        ufed.party("120363000000000000@g.us"),
        ufed.party("31600000000000@lid"),
        ufed.party("System Message"),
        ufed.party(account),
        ufed.party(mobile),
    ]
    values = reading(ufed.report(ufed.model_type("Chat", ufed.chat(parties, []))))
    assert texts(values) == [jid(mobile), jid(other), account, mobile]
    assert {each.field for each in values} == {FieldKind.UNLABELLED}
    found = [normalize(each.text, each.field).e164 for each in values]
    assert found == [mobile, other, None, mobile]


def test_a_call_of_an_application_is_no_call_of_the_telephone_network(reading: Reading) -> None:
    call = ufed.call(ufed.party("612345678"), ufed.party("jan"), source="WhatsApp")
    (value,) = reading(ufed.report(ufed.model_type("Call", call)))
    assert normalize(value.text, value.field).e164 is None


def test_parties_of_messages_within_a_chat_are_read(
    reading: Reading, mobile: str, other: str
) -> None:
    message = ufed.instant_message(ufed.party(jid(mobile)), ufed.party(jid(other), owner=True))
    held = ufed.chat([ufed.party(jid(other))], [message, message])
    values = reading(ufed.report(ufed.model_type("Chat", held)))
    assert texts(values) == [jid(mobile), jid(other)] * 2 + [jid(other)]
    assert [each.owner for each in values] == [False, True, False, True, False]


def test_entries_of_other_kinds_count_when_they_are_numbers(
    reading: Reading, mobile: str, other: str
) -> None:
    entries = [
        ufed.model("UserID", ufed.field("Value", jid(mobile))),
        ufed.model("UserID", ufed.field("Value", "jan")),
        ufed.model("EmailAddress", ufed.field("Value", "jan@example.com")),
        ufed.model("ContactEntry", ufed.field("Domain", "Phone"), ufed.field("Value", other)),
    ]
    values = reading(ufed.report(ufed.model_type("Contact", ufed.contact("Jan", *entries))))
    assert texts(values) == [jid(mobile), other]
    assert [each.field for each in values] == [FieldKind.UNLABELLED, FieldKind.PHONE]


def test_an_empty_number_is_given_and_two_spellings_in_one_field_stay_together(
    reading: Reading, mobile: str
) -> None:
    both = f"{mobile}/0{mobile.removeprefix('+31')}"
    held = ufed.contact("Jan", ufed.phone(None), ufed.phone(both), ufed.phone("geen"))
    values = reading(ufed.report(ufed.model_type("Contact", held)))
    assert texts(values) == ["", both, "geen"]
    assert [normalize(each, FieldKind.PHONE).e164 for each in split(both)] == [mobile] * 2


def test_the_telephones_own_numbers_are_marked(reading: Reading, mobile: str, other: str) -> None:
    sections = [
        ufed.metadata(
            "Device Info",
            [("MSISDN", mobile), ("LastUsedMSISDN", mobile), ("IMEI", "356938035643809")],
        )
    ]
    sim = [
        ufed.model("SIMData", ufed.field("Name", "MSISDN 1"), ufed.field("Value", other)),
        ufed.model("SIMData", ufed.field("Name", "MSISDN 2"), ufed.field("Value", "N/A")),
        ufed.model("SIMData", ufed.field("Name", "ICCID"), ufed.field("Value", "8931000000")),
    ]
    account = ufed.model(
        "UserAccount",
        ufed.field("Name", "Jan"),
        ufed.field("Username", jid(mobile)),
        ufed.several("Entries", "ContactEntry", [ufed.phone(other)]),
    )
    values = reading(
        ufed.report(
            ufed.model_type("SIMData", *sim),
            ufed.model_type("UserAccount", account),
            metadata_sections=sections,
        )
    )
    assert texts(values) == [mobile, mobile, other, jid(mobile), other]
    assert all(each.owner for each in values)


@pytest.mark.parametrize(
    ("state", "more", "marks"),
    [
        ("Intact", "", [False]),
        ("Unknown", "", [False]),
        ("Deleted", "", [True]),
        ("Trash", "", [True]),
        ("Intact", ' iscarved="True"', [True]),
    ],
)
def test_deleted_and_carved_records_are_marked(
    state: str, more: str, marks: list[bool], reading: Reading, mobile: str
) -> None:
    held = ufed.contact("Jan", ufed.phone(mobile), state=state, more=more)
    values = reading(ufed.report(ufed.model_type("Contact", held)))
    assert [each.deleted for each in values] == marks


def test_a_message_of_a_deleted_chat_is_deleted(reading: Reading, mobile: str) -> None:
    message = ufed.instant_message(ufed.party(jid(mobile)))
    held = ufed.chat([], [message], state="Deleted")
    (value,) = reading(ufed.report(ufed.model_type("Chat", held)))
    assert value.deleted


def test_texts_service_centres_and_files_give_no_number(reading: Reading, mobile: str) -> None:
    message = ufed.sms(ufed.party("KPN"), body=f"bel {mobile}")
    held = ufed.chat([], [ufed.instant_message(ufed.party("jan"), body=mobile)])
    values = reading(ufed.report(ufed.model_type("SMS", message), ufed.model_type("Chat", held)))
    assert texts(values) == ["KPN"]


def test_a_party_outside_of_any_model_is_not_lost(reading: Reading, mobile: str) -> None:
    (value,) = reading(ufed.report(ufed.model_type("Party", ufed.party(mobile))))
    assert value.text == mobile


def test_a_protected_report_says_what_to_ask_for(reading: Reading) -> None:
    protected = b"\x2d\x06\x52\x6d" + bytes(range(256))
    for content in (protected, ufed.archive(("report.xml", protected))):
        error = refusal(reading, content)
        assert error.code is Code.SOURCE_FORMAT
        assert "is a protected report of Cellebrite UFED" in str(error)
        assert "ask the case team for a new, unprotected export" in str(error)


def test_an_archive_with_several_reports_is_refused(reading: Reading, mobile: str) -> None:
    content = ufed.report(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))
    error = refusal(
        reading, ufed.archive(("een/report.xml", content), ("twee/report.xml", content))
    )
    assert error.code is Code.SOURCE_UNREADABLE
    nearest = ufed.archive(("files/report.xml", b"x"), ("report.xml", content))
    assert texts(reading(nearest)) == [mobile]


def test_names_that_lead_out_of_an_archive_lead_nowhere(reading: Reading, mobile: str) -> None:
    content = ufed.report(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))
    assert texts(reading(ufed.archive(("/../../report.xml", content)))) == [mobile]


def test_an_archive_that_unpacks_to_far_too_much_is_refused(reading: Reading) -> None:
    bomb = ufed.report() + b" " * archive.LARGEST_RATIO * 1024**2
    error = refusal(reading, ufed.archive(("report.xml", bomb)))
    assert error.code is Code.SOURCE_UNREADABLE
    assert "unpacks to far more" in str(error)


def test_an_archive_with_too_large_a_directory_is_not_even_opened(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGEST_LISTED", 40)
    error = refusal(reading, ufed.archive(("report.xml", ufed.report())), stated="ufed")
    assert error.code is Code.SOURCE_FORMAT


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole.replace(b"</decodedData>", b""),
        lambda whole: whole[:-5],
        lambda whole: whole + b"<project/>",
        lambda whole: whole.replace(b"Jan", b"\xff\xfe"),
    ],
)
def test_a_damaged_report_is_refused_without_a_librarys_words(
    change: Callable[[bytes], bytes], reading: Reading, mobile: str
) -> None:
    content = ufed.report(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))
    error = refusal(reading, change(content))
    assert error.code is Code.SOURCE_UNREADABLE
    assert "source 1: the report of Cellebrite UFED is damaged" in str(error)
    assert mobile[3:] not in str(error)


def test_a_damaged_archive_is_refused_without_a_librarys_words(
    reading: Reading, mobile: str
) -> None:
    content = ufed.report(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))
    whole = bytearray(ufed.archive(("report.xml", content)))
    whole[200] ^= 0xFF
    error = refusal(reading, bytes(whole))
    assert error.code is Code.SOURCE_UNREADABLE
    assert "Cellebrite UFED is damaged or not complete; ask the case team" in str(error)


def test_a_report_with_an_undeclared_prefix_is_refused_rather_than_read_in_part(
    reading: Reading, mobile: str
) -> None:
    content = ufed.report(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))
    spoiled = content.replace(b'<model type="PhoneNumber"', b'<x:model type="PhoneNumber"')
    spoiled = spoiled.replace(
        b'</model></multiModelField><field name="Notes"',
        b'</x:model></multiModelField><field name="Notes"',
    )
    assert spoiled != content
    assert refusal(reading, spoiled).code is Code.SOURCE_UNREADABLE
