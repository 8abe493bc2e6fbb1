"""What a table says about its numbers: it leaves the reader with them, to decide in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import ods, xls
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.sources.tables.told_columns import own_label
from eenmalig.domain.list_words import NOT_TEXTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]


def labels(values: list[RawValue]) -> list[str]:
    return [each.label for each in values]


def moments(values: list[RawValue]) -> list[datetime | None]:
    return [each.last_used for each in values]


@pytest.mark.parametrize(
    "header",
    [
        "Naam", "Voornaam", "ACHTERNAAM", "Bijnaam", "Alias", "Contact", "Contactnaam", "Name",
        "First Name", "Last name", "Nickname", "Display Name", "Omschrijving", "Label",
        "Naam contact", "Type", "Soort telefoon", "Telefoontype", "Phone - Type", "Categorie",
        "Relatie", "Bedrijf", "Organization Name", "Naam klant", "Opgeslagen als",
        "Naam in telefoon", "Weergavenaam", "Gebruikersnaam", "Party name", "Groep", "Titel",
        "Functie", "Organisatie", "Opmerking", "Notitie", "Notes", "Remarks", "Rol", "Role",
        "Hoedanigheid", "Relatie tot verdachte", "Relatie tot de eigenaar", "Naam in toestel",
        "Bijzonderheden", "Toelichting", "Aantekening", "Memo", "Comment", "Betrokkene",
        "Tenaamgestelde", "Wie", "Persoon", "Group Membership", "File As", "Status",
        "Classificatie", "Kwalificatie", "Beoordeling", "Betreft", "Gebruiker", "", " ",
    ],
)  # fmt: skip
def test_a_column_of_names_or_kinds_is_the_label(
    header: str, reading: Reading, mobile: str
) -> None:
    assert labels(reading(f"{header};Telefoon\nMama;{mobile}\n".encode())) == ["Mama"]


@pytest.mark.parametrize(
    "header",
    [
        "Bestandsnaam",
        "File name",
        "Device name",
        "Naam toestel",
        "File",
        "Plaats",
        "Opgeslagen op",
        "Saldo",
        "Email",
    ],
)
def test_another_column_is_none(header: str, reading: Reading, mobile: str) -> None:
    assert labels(reading(f"{header};Telefoon\nMama;{mobile}\n".encode())) == [""]


FORBIDDING = [
    "dit is een geheimhouder van de man om wie het gaat",
    "heeft in mei laten weten niet meer benaderd te worden",
    "stond in de lijst van februari en is sindsdien afgemeld",
]


@pytest.mark.parametrize("remark", FORBIDDING)
@pytest.mark.parametrize("header", ["Opmerking", "Notes", ""])
def test_of_a_long_remark_only_counts_that_somebody_may_not_be_texted(
    header: str, remark: str, reading: Reading, mobile: str
) -> None:
    other = "koopt elke vrijdag bij hem voor zijn moeder en zijn oom"
    rows = f"Telefoon;{header}\n{mobile};{remark}\n{mobile};{other}\n"
    assert labels(reading(rows.encode())) == [NOT_TEXTED, ""]


@pytest.mark.parametrize(
    ("header", "expected"),
    [("Telefoon partner", "Telefoon partner"), ("Partner telefoon", ""), ("Partner", "")],
)
def test_whose_partner_a_telephone_is_of_is_its_label(
    header: str, expected: str, reading: Reading, mobile: str, other: str
) -> None:
    assert own_label(header) == expected
    values = reading(f"Telefoon;Telefoon partner\n{mobile};{other}\n".encode())
    assert texted(values) == {mobile}


def test_several_labels_are_joined_and_empty_ones_leave_nothing(
    reading: Reading, mobile: str
) -> None:
    rows = f"Voornaam;Telefoon;Achternaam;Type\nJan;{mobile};Bakker;werk\nPiet;{mobile}\n"
    assert labels(reading(rows.encode())) == ["Jan\nBakker\nwerk", "Piet"]


@pytest.mark.parametrize("said", ["Eigen", "eigen nummer", "Toestel", "ik"])
def test_a_kind_that_is_the_telephones_own_is_judged_apart_from_a_name(
    said: str, reading: Reading, mobile: str, other: str
) -> None:
    rows = f"Naam;Telefoon;Type\nPiet;{mobile};{said}\nPiet;{other};mobiel\n"
    assert texted(reading(rows.encode())) == {other}


def test_a_column_stated_by_its_text_or_position_keeps_its_labels(
    reading: Reading, mobile: str
) -> None:
    rows = f"Naam;Mobiel;Datum\nMama;{mobile};2026-03-02\n".encode()
    for column in ("mobiel", "2"):
        (value,) = reading(rows, column=column)
        assert (value.label, value.last_used) == ("Mama", datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("header", "label"),
    [
        ("Telefoon werk", "Telefoon werk"),
        ("Mobiel moeder", "Mobiel moeder"),
        ("Business Phone", "Business Phone"),
        ("Telefoonnummer", ""),
        ("Phone 1 - Value", ""),
        ("Van", ""),
    ],
)
def test_what_the_header_of_a_number_says_beside_is_its_label(
    header: str, label: str, reading: Reading, mobile: str
) -> None:
    assert labels(reading(f"{header};Plaats\n{mobile};x\n".encode())) == [label]


def test_a_numbered_label_tells_about_its_own_number_only(
    reading: Reading, mobile: str, other: str
) -> None:
    header = "Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value"
    values = reading(f"{header}\nJan,Work,{mobile},Mobile,{other}\n".encode())
    assert labels(values) == ["Jan\nWork", "Jan\nMobile"]


def test_a_line_of_entries_gives_its_own_label(reading: Reading, mobile: str, other: str) -> None:
    entries = f"Phone-Work: {mobile}\nPhone-Mobile: {other}"
    content = ods.ods({"Contacts": [["#", "Name", "Entries"], [1.0, "Jan", entries]]})
    assert labels(reading(content)) == ["Jan\nPhone-Work", "Jan\nPhone-Mobile"]


def test_a_number_beyond_the_header_has_the_labels_of_its_row(
    reading: Reading, mobile: str, other: str
) -> None:
    values = reading(f"Naam,Datum,Tel\nMama,2026-03-02,{mobile},{other}\n".encode())
    assert labels(values) == ["Mama", "Mama"]
    assert moments(values)[0] == moments(values)[1] == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "header",
    [
        "Datum", "Date", "Datum/tijd", "Tijdstip", "Timestamp", "Time", "Laatst gebruikt",
        "Laatste contact", "Laatste bericht", "Last used", "Last contacted", "Last seen",
        "Start time", "Datum en tijd (UTC)", "Verzonden op datum",
    ],
)  # fmt: skip
def test_a_column_of_contact_is_the_moment(header: str, reading: Reading, mobile: str) -> None:
    content = f"{header};Telefoon\n2026-03-02 20:58:11;{mobile}\n"
    assert moments(reading(content.encode())) == [datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)]


@pytest.mark.parametrize(
    "header",
    ["Geboortedatum", "Date of birth", "Birthday", "Last name", "Time zone", "Datum aangemaakt"],
)
def test_a_moment_of_something_else_is_none(header: str, reading: Reading, mobile: str) -> None:
    assert moments(reading(f"{header};Telefoon\n2001-03-02;{mobile}\n".encode())) == [None]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T20:58:11+01:00", datetime(2026, 3, 2, 19, 58, 11, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("02-03-2026 20:58", datetime(2026, 3, 2, 20, 58, tzinfo=UTC)),
        ("02-03-2026", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2/3/2026", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2.3.2026 8:05:09", datetime(2026, 3, 2, 8, 5, 9, tzinfo=UTC)),
        ("02/03/2026 20:58:11(UTC+1)", datetime(2026, 3, 2, 19, 58, 11, tzinfo=UTC)),
        ("3/2/2026 8:58:11 PM", datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)),
        ("31-02-2026", None),
        ("02-03-20261", None),
        ("gisteren", None),
        ("20:58", None),
        ("", None),
    ],
)
def test_moments_are_read_as_the_dutch_and_programs_write_them(
    text: str, moment: datetime | None, reading: Reading, mobile: str
) -> None:
    assert moments(reading(f"Datum;Telefoon\n{text};{mobile}\n".encode())) == [moment]


def test_of_several_moments_the_latest_counts_and_a_time_alone_does_not(
    reading: Reading, mobile: str
) -> None:
    rows = f"Datum;Tijd;Telefoon;Last seen\n05-03-2026;20:58;{mobile};2026-03-04\n"
    assert moments(reading(rows.encode())) == [datetime(2026, 3, 5, tzinfo=UTC)]


def test_the_dates_of_a_workbook_are_moments(reading: Reading, mobile: str) -> None:
    days = 46_083.5
    content = xls.xls({"a": [["Datum", "Tel"], [xls.Date(days), mobile]]})
    assert moments(reading(content)) == [datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=days)]


@pytest.mark.parametrize("who", ["advocaat", "huisarts", "vriendin"])
def test_what_stands_beside_the_word_telephone_is_the_label(
    who: str, reading: Reading, mobile: str, other: str
) -> None:
    values = reading(f"Mobiel;Telefoon {who}\n{mobile};{other}\n".encode())
    assert labels(values) == ["", f"Telefoon {who}"]
    (value,) = reading(f"Naam;Telefoon {who}\nJan;{mobile}\n".encode(), column="2")
    assert value.label == f"Telefoon {who}\nJan"


def test_a_long_remark_is_no_label(reading: Reading, mobile: str) -> None:
    assert labels(reading(f"Notitie;Tel\n{'mama ' * 9};{mobile}\n".encode())) == [""]


@pytest.mark.parametrize("header", ["Contact", "Van", "Partij"])
def test_who_called_is_the_label_of_a_number_beside(
    header: str, reading: Reading, mobile: str
) -> None:
    for column in (None, "2"):
        (value,) = reading(f"{header};Nummer\nMama;{mobile}\n".encode(), column=column)
        assert (value.text, value.label) == (mobile, "Mama")


@pytest.mark.parametrize(
    ("header", "text", "deleted"),
    [
        ("Deleted", "Yes", True), ("Deleted - Contact", "Ja", True), ("Gewist", "1", True),
        ("Verwijderd", "True", True), ("Deleted state", "Deleted", True),
        ("Status", "Carved", True), ("Status", "Trash", True), ("Status", "Yes", False),
        ("Deleted", "Intact", False), ("Deleted", "No", False), ("Verwijderd", "", False),
    ],
)  # fmt: skip
def test_a_column_says_that_a_record_was_deleted(
    header: str,
    text: str,
    deleted: bool,  # noqa: FBT001 - drawn
    reading: Reading,
    mobile: str,
) -> None:
    (value,) = reading(f"{header};Tel\n{text};{mobile}\n".encode())
    assert value.deleted is deleted


@pytest.mark.parametrize(
    "header",
    [
        "Mob.", "Mob. nr", "Mobiele nr", "Mobiele nummers", "Belnummer", "Contactnummer",
        "A-nummer", "B-nummer", "Tegennummer", "Gebelde nummer", "Whatsapp nummer", "06nr", "06-nr",
    ],
)  # fmt: skip
def test_a_header_of_numbers_is_known(header: str, reading: Reading, mobile: str) -> None:
    for column in (None, "2"):
        (value,) = reading(f"Plaats;{header}\nx;{mobile}\n".encode(), column=column)
        assert (value.text, value.label) == (mobile, "")


def test_parties_are_taken_apart(reading: Reading, mobile: str) -> None:
    cell = f"From: {mobile}\nTo: {mobile} Kees\nFrom: {mobile[1:]}@s.whatsapp.net Piet"
    values = reading(ods.ods({"Call Log": [["#", "Parties"], [1.0, cell]]}))
    whatsapp = f"{mobile[1:]}@s.whatsapp.net"
    assert [(each.text, each.label) for each in values] == [
        (mobile, ""), (mobile, "Kees"), (whatsapp, "Piet"),
    ]  # fmt: skip
