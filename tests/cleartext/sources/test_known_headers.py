"""The tables of known programs are read without a word about their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.numbers.number import usable
from eenmalig.cleartext.sources.tables.known_headers import PROGRAMS, folded, known

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]
    Mobiles = Callable[[int], list[str]]


class Written(NamedTuple):
    """A table as a program writes it: ``{a}`` and on are people's numbers, ``{x}`` the owner's.

    ``{y}`` is nobody's: a number of the network. Telephones at work are left empty, since their
    header sets them aside.
    """

    program: str
    header: str
    row: str
    people: int


TABLES = [
    Written(
        "Outlook in Dutch, as its importers know it",
        "Titel,Voornaam,Achternaam,Land/regio (thuis),Telefoon assistent,Fax op werk,Telefoon op "
        "werk,Telefoon op werk 2,Terugbellen,Autotelefoon,Hoofdtelefoon bedrijf,Fax thuis,Telefoon "
        "thuis,Telefoon thuis 2,ISDN,Mobiele telefoon,Andere fax,Andere telefoon,Pager,"
        "Hoofdtelefoon,Radiotelefoon,Teksttelefoon,Telex,Account,Sofinummer",
        ",Jan,A,,{a},,,,{b},{c},{d},,{e},{f},,{g},,{h},,{i},{j},,,,",
        10,
    ),
    Written(
        "Outlook in Dutch, later",
        "Voornaam,Terugbelnummer,Primaire telefoon,TTY-/TDD-telefoon,Telex",
        "Jan,{a},{b},,",
        2,
    ),
    Written(
        "Outlook in English",
        "First Name,Last Name,Company,Home Country/Region,Assistant's Phone,Business Fax,Business "
        "Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home "
        "Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD "
        "Phone,Telex,Account",
        "Jan,A,,Netherlands,{a},,{b},{c},{d},{e},,,{f},{g},,{h},,{i},,{j},{k},,,",
        11,
    ),
    Written(
        "Google Contacts until 2024",
        "Name,Given Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 "
        "- Value,Phone 2 - Type,Phone 2 - Value,Address 1 - Country",
        "Jan,Jan,* myContacts,,,Mobile,{a},Home,{b},NL",
        2,
    ),
    Written(
        "Google Contacts since",
        "First Name,Last Name,Organization Name,Labels,Phone 1 - Label,Phone 1 - Value",
        "Jan,A,,* myContacts,Mobile,{a}",
        1,
    ),
    Written(
        "contacts of an iPhone",
        "First name,Last name,Phone : home,Phone : mobile,Phone : iPhone",
        "Jan,A,{a},{b},{c}",
        3,
    ),
    Written(
        "iMazing, messages",
        "Chat Session,Message Date,Delivered Date,Read Date,Edited Date,Service,Type,Sender ID,"
        "Sender Name,Status,Replying to,Subject,Text,Attachment,Attachment type",
        "{a},2026-05-01 10:00:00,,,,SMS,Incoming,{a},,Read,,,hoi,,",
        1,
    ),
    Written(
        "iMazing, WhatsApp",
        "Chat Session,Message Date,Sent Date,Type,Sender ID,Sender Name,Status,Forwarded,Text",
        "Jan & co,2026-05-01 10:00:00,,Incoming,{a},Jan,Read,,hoi",
        1,
    ),
    Written(
        "ALEAPP, calls",
        "Call Date\tPhone Account Address\tPartner\tType\tDuration in Secs\tPartner Location\t"
        "Country ISO\tData\tMime Type\tTranscription\tDeleted",
        "2026-05-01 10:00:00\t{x}\t{a}\tIncoming\t12\t\tNL\t\t\t\tNo",
        1,
    ),
    Written(
        "AXIOM, calls",
        "Record\tPartner\tPartner Name\tDirection\tCall Date/Time\tDuration",
        "1\t{a}\tJan\tIncoming\t01/05/2026 10:00:00\t12",
        1,
    ),
    Written(
        "ALEAPP, text messages",
        "Date\tDate Sent\tType\tAddress\tBody\tMSG ID\tThread ID\tContact ID\tRead\tService Center",
        "2026-05-01\t2026-05-01\tReceived\t{a}\thoi\t1\t2\t3\t1\t{y}",
        1,
    ),
    Written(
        "ALEAPP, picture messages",
        "Date\tDate Sent\tDirection\tFrom Address\tBody\tMedia\tMSG ID\tThread ID\tRead\tTo "
        "Address\tCc\tBcc",
        "2026-05-01\t2026-05-01\tIncoming\t{a}\thoi\t\t1\t2\t1\t{x}\t\t",
        1,
    ),
    Written(
        "Truecaller, calls",
        "Timestamp\tNormalized Number\tRaw Number\tCached Name\tCountry Code\tNumber Type",
        "2026-05-01 10:00:00\t{a}\t{a}\tJan\tNL\tMOBILE",
        1,
    ),
    Written(
        "ALEAPP, Google Messages",
        "Message Timestamp\tDirection\tMessage Sender\tOther Participant/Conversation Name",
        "2026-05-01 10:00:00\tIncoming\t{a}\tJan",
        1,
    ),
    Written(
        "iLEAPP, calls",
        "Starting Timestamp\tEnding Timestamp\tService Provider\tCall Type\tCall Direction\tPhone "
        "Number\tAnswered\tCall Duration\tISO Country Code\tLocation",
        "2026-05-01\t2026-05-01\tTelephony\tAudio\tIncoming\t{a}\tYes\t12\tnl\t",
        1,
    ),
    Written(
        "iLEAPP, messages",
        "Message Timestamp\tFrom Me\tChat Contact ID\tMessage\tService\tMessage Direction\t"
        "Account\tAccount Login",
        "2026-05-01\t0\t{a}\thoi\tSMS\tIncoming\tp:{x}\tP:{x}",
        1,
    ),
    Written(
        "iLEAPP, WhatsApp",
        "Timestamp\tSender Name\tFrom ID\tTo ID\tMessage",
        "2026-05-01\tJan\t{n}@s.whatsapp.net\t\thoi",
        1,
    ),
    Written(
        "AXIOM, messages",
        "Sender,Sender Name,Recipient(s),Direction,Message,Message Sent Date/Time",
        "Local User <{x}>,,{a},Outgoing,hoi,2026-05-01 10:00:00",
        1,
    ),
    Written(
        "AXIOM, calls",
        "Local User,Partner(s),Call Status,Direction,Call Date/Time,Source,Deleted Source",
        "{x},{a},Answered,Incoming,2026-05-01 10:00:00,calllog.db,",
        1,
    ),
    Written(
        "UFED, contacts",
        "#,Name,Entries,Source,Account",
        '1,Jan,"Phone-Mobile: {a}",WhatsApp,{x}@s.whatsapp.net',
        0,
    ),
    Written(
        "UFED, messages",
        "#,Parties,Timestamp,Folder,Status,Message,SMSC,Source",
        '1,"From: {a} Jan\nTo: {x} (owner)",01/05/2026,Inbox,Read,hoi,{y},',
        1,
    ),
    Written("SMS as a table", "address,date,type,body,service_center", "{a},1777,1,hoi,{y}", 1),
    Written(
        "Asterisk and FreePBX",
        "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,"
        "disposition,accountcode,uniqueid,did,recordingfile,cnum,cnam,outbound_cnum",
        '2026-05-01,"""Jan"" <{a}>",{a},100,from-trunk,PJSIP/{a}-01,PJSIP/100-02,Dial,SIP/{a},'
        "12,10,ANSWERED,,17.1,{x},in-{a}.wav,{a},Jan,",
        1,
    ),
    Written(
        "3CX",
        "Call Time,Call ID,From,To,Direction,Status,Ringing,Talking,Cost,Call Activity Details",
        "2026-05-01,1,Jan ({a}),Balie ({x}),Inbound,Answered,00:01,00:02,,Inbound: Jan ({a})",
        1,
    ),
    Written(
        "3CX, earlier", "Call Time,Caller ID,Destination,Status,Ringing,Talking", "x,{a},100,,,", 1
    ),
    Written("Yeastar", "Time,Call From,Call To,Call Duration,Status,DID", "x,{a},100,12,,{x}", 1),
    Written(
        "FRITZ!Box in German",
        "Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer",
        "1;01.05.26 10:00;Jan;{a};x;{x};0:01",
        1,
    ),
    Written(
        "FRITZ!Box in Dutch",
        "Type;Datum;Naam;Telefoonnummer;Toestel;Eigen telefoonnummer;Duur",
        "1;01.05.26 10:00;Jan;{a};x;{x};0:01",
        1,
    ),
]


@pytest.mark.parametrize("table", TABLES, ids=[table.program for table in TABLES])
def test_the_numbers_of_people_are_read_and_the_owners_marked(
    table: Written, reading: Reading, mobiles: Mobiles
) -> None:
    own, network, *people = mobiles(14)
    numbers = dict(zip("abcdefghijkl", people, strict=True))
    numbers |= {"x": own, "y": network, "n": people[0].removeprefix("+")}
    values = reading(f"{table.header}\n{table.row.format(**numbers)}\n".encode())
    assert texted(values) == set(people[: table.people])
    owners = {usable(value.text, value.field) for value in values if value.owner}
    assert owners == ({own} if "{x}" in table.row else set())


def test_every_header_of_the_list_stands_as_it_is_compared_and_has_a_source() -> None:
    for program in PROGRAMS:
        assert program.name
        assert program.source
        names = [name for names in program.headers.values() for name in names]
        signs = [name for sign in program.signs for name in sign]
        assert [folded(name) for name in names + signs] == names + signs
        assert len(set(names)) == len(names)


def test_a_header_that_means_something_only_beside_others_is_not_known_alone() -> None:
    assert not known(["src", "dst"])
    assert known(["src", "dst", "duration"])
