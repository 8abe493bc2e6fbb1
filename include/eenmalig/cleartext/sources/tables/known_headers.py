"""The headers of programs whose words alone do not tell what a column holds, in one place.

Most headers are told by their words (``labels.py``). Here stand those that are not, and those that
mean something only beside others: ``src`` and ``dst`` are who called in a telephone exchange's
list. Each program is known by headers that it has together, with where they are described.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.tables.role import Role
from eenmalig.cleartext.sources.words.labels import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Program(NamedTuple):
    """The headers of one program's tables, each in lower case with single spaces.

    ``source`` is where they are described. Of ``signs`` the table has all of at least one; without
    any, a header is known by itself.
    """

    name: str
    source: str
    signs: tuple[tuple[str, ...], ...]
    headers: Mapping[Role, tuple[str, ...]]


PROGRAMS = (
    Program(
        "Outlook, contacts, in English",
        "https://learn.microsoft.com/en-us/office/vba/api/outlook.olcontactphonenumber",
        (),
        {
            Role.NUMBER: (
                "assistant s phone", "business phone", "business phone 2", "callback",
                "car phone", "company main phone", "home phone", "home phone 2", "mobile phone",
                "mobile phone 2", "other phone", "primary phone", "radio phone",
            ),
            Role.ABOUT: (
                "business fax", "home fax", "other fax", "fax", "isdn", "pager", "telex",
                "tty tdd phone",
            ),
        },
    ),
    Program(
        "Outlook, contacts, in Dutch",
        "tests of Open-Xchange's importer of Outlook's contacts: CSVContactImporterTest.java",
        (),
        {
            Role.NUMBER: (
                "telefoon assistent", "telefoon op werk", "telefoon op werk 2", "terugbellen",
                "terugbelnummer", "autotelefoon", "hoofdtelefoon bedrijf", "hoofdtelefoon",
                "telefoon thuis", "telefoon thuis 2", "mobiele telefoon", "mobiele telefoon 2",
                "andere telefoon", "primaire telefoon", "radiotelefoon",
            ),
            Role.ABOUT: (
                "fax op werk", "fax thuis", "andere fax", "faxnummer", "semafoon",
                "teksttelefoon", "tty tdd telefoon",
            ),
        },
    ),
    Program(
        "Cellebrite UFED, tables of contacts, calls, messages and chats",
        "field notes on exports of UFED: the columns of its workbooks",
        (("entries", "source"), ("parties", "source"), ("participants", "source")),
        {Role.OWNER: ("account",), Role.PROGRAM: ("source",), Role.LEFT: ("smsc",)},
    ),
    Program(
        "Magnet AXIOM, tables of messages and calls",
        "the fragments of its XML, as IPED and Autopsy's users publish them",
        (),
        {
            Role.PARTY: (
                "recipient s", "receiver s", "receiver", "partner s", "participant s", "last sender"
            ),
            Role.OWNER: ("local user",),
        },
    ),
    Program(
        "Magnet AXIOM, tables of calls",
        "the fragments of its XML, as above",
        (("partner", "partner name"), ("partner", "direction")),
        {Role.PARTY: ("partner",)},
    ),
    Program(
        "iCloud's and macOS's contacts, as programs write them into a table",
        "https://developer.apple.com/documentation/contacts/cnlabelphonenumberiphone",
        (),
        {Role.ABOUT: ("iphone", "phone iphone")},
    ),
    Program(
        "iMazing, messages",
        "https://imazing.com/guides, and importers of its exports",
        (("chat session", "message date"), ("chat session", "sender id")),
        {Role.PARTLY: ("chat session", "sender id"), Role.PROGRAM: ("service",)},
    ),
    Program(
        "ALEAPP, calls (TSV)",
        "abrignoni/ALEAPP scripts/artifacts/calllog.py",
        (("partner", "call date"), ("partner", "phone account address")),
        {Role.PARTY: ("partner",)},
    ),
    Program(
        "ALEAPP, text messages (TSV)",
        "abrignoni/ALEAPP scripts/artifacts/smsmms.py",
        (("from address", "to address", "msg id"), ("address", "service center")),
        {Role.PARTY: ("from address", "to address", "cc", "bcc"), Role.LEFT: ("service center",)},
    ),
    Program(
        "ALEAPP, contacts (TSV)",
        "abrignoni/ALEAPP scripts/artifacts/contacts.py",
        (("mimetype", "data 1", "phone number"),),
        {Role.LEFT: ("data 1",)},
    ),
    Program(
        "ALEAPP, Google Messages (TSV)",
        "abrignoni/ALEAPP scripts/artifacts/googleMessages.py",
        (("message sender", "other participant conversation name"),),
        {Role.PARTLY: ("message sender", "other participant conversation name")},
    ),
    Program(
        "Truecaller, calls, as ALEAPP writes them (TSV)",
        "abrignoni/ALEAPP scripts/artifacts/truecaller.py",
        (("raw number", "normalized number"),),
        {Role.NUMBER: ("raw number",)},
    ),
    Program(
        "iLEAPP, messages (TSV)",
        "abrignoni/iLEAPP scripts/artifacts/sms.py",
        (("chat contact id", "message direction"), ("chat contact id", "from me")),
        {
            Role.PARTY: ("chat contact id",),
            Role.OWNER: ("account", "account login"),
            Role.PROGRAM: ("service",),
        },
    ),
    Program(
        "iLEAPP, WhatsApp (TSV)",
        "abrignoni/iLEAPP scripts/artifacts/whatsApp.py",
        (("from id", "to id", "sender name"),),
        {Role.PARTY: ("from id", "to id")},
    ),
    Program(
        "WhatsApp's databases as a table",
        "abrignoni/iLEAPP scripts/artifacts/whatsAppExtended.py",
        (),
        {Role.PARTY: ("chat jid", "from jid")},
    ),
    Program(
        "Masts, beside calls: a country of three figures that is no calling code",
        "ITU-T E.212",
        (("mobile country code", "mobile network code"), ("mobile country code", "mnc")),
        {Role.LEFT: ("mobile country code",)},
    ),
    Program(
        "SMS Backup and Restore, and other copies of Android's messages as a table",
        "https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/",
        (("address", "body"), ("address", "date")),
        {Role.PARTY: ("address",), Role.LEFT: ("service center",)},
    ),
    Program(
        "Asterisk and FreePBX, call detail records",
        "https://docs.asterisk.org/Configuration/Reporting/Call-Detail-Records-CDR/",
        (("src", "dst", "duration"), ("src", "dst", "calldate"), ("src", "dst", "channel")),
        {
            Role.PARTY: ("src", "dst"),
            Role.OWNER: ("did", "outbound cnum"),
            Role.LEFT: ("clid", "cnum", "channel", "dstchannel", "lastdata", "recordingfile"),
        },
    ),
    Program(
        "3CX, call log",
        "https://www.3cx.com/docs/manual/reports/",
        (("call time", "ringing", "talking"), ("caller id", "destination")),
        {Role.PARTY: ("caller id", "destination"), Role.LEFT: ("call activity details",)},
    ),
    Program(
        "Yeastar and other exchanges, call log",
        "https://help.yeastar.com/en/p-series-cloud-edition/administrator-guide/",
        (
            ("call from", "call to"), ("caller id", "callee id"),
            ("source", "destination", "duration"),
        ),
        {
            Role.PARTY: ("call from", "call to", "caller id", "callee id", "source", "destination"),
            Role.OWNER: ("did", "did number", "ddi"),
        },
    ),
    Program(
        "FRITZ!Box, call list",
        "https://en.avm.de/service/knowledge-base/, and importers of its call list",
        (("rufnummer",),),
        {Role.NUMBER: ("rufnummer",), Role.OWNER: ("eigene rufnummer",)},
    ),
    Program(
        "Lists of calls of several telephones",
        "3GPP TS 32.298, what a provider's records of calls hold",
        (),
        {
            Role.PARTY: (
                "caller id", "calling party", "called party", "other party",
                "bellende partij", "gebelde partij",
                "calling party number", "called party number", "other party number",
            )
        },
    ),
)  # fmt: skip


def folded(header: str) -> str:
    """Return a header as it stands in the list: ``from_address`` as ``From Address``."""
    return " ".join(words_of(header))


def known(header: Sequence[str]) -> dict[int, Role]:
    """Return what the list says about the columns of a table with this header, by their places."""
    texts = [folded(text) for text in header]
    roles: dict[str, Role] = {}
    for program in PROGRAMS:
        if not program.signs or any(set(sign) <= set(texts) for sign in program.signs):
            for role, names in program.headers.items():
                roles.update(dict.fromkeys(names, role))
    return {place: roles[text] for place, text in enumerate(texts) if text in roles}
