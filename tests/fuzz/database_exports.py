"""Databases of telephones and messengers, from the builders: what fuzzing begins with."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.clear.sources.builders import databases

# Parts what is one export of two files: a database and its ``-wal``.
AND_ITS_WAL = b"\n--- and its -wal ---\n"

Tables = list[tuple[str, databases.Rows]]


def database_exports(one: str, two: str, own: str) -> dict[str, list[bytes]]:
    """Return every database closed, and of each program one whose rows stand in its ``-wal``."""
    tables = {
        "android": _android(one, two, own),
        "ios": _ios(one, own),
        "whatsapp": _whatsapp(one),
        "signal": _signal(one),
        "telegram": _telegram(one),
    }
    return {
        name: [*(_closed(*each) for each in made), _open(*made[0])] for name, made in tables.items()
    }


def _android(one: str, two: str, own: str) -> Tables:
    return [
        (
            databases.CONTACTS2,
            {
                "mimetypes": [{"_id": 5, "mimetype": databases.PHONE_V2}],
                "raw_contacts": [{"_id": 1, "display_name": "Oma", "last_time_contacted": 1}],
                "data": [{"raw_contact_id": 1, "mimetype_id": 5, "data1": one, "data3": "Thuis"}],
            },
        ),
        (databases.CALLLOG, {"calls": [{"number": one, "date": 1, "phone_account_address": own}]}),
        (
            databases.MMSSMS,
            {
                "sms": [{"thread_id": 1, "address": one, "date": 1}],
                "pdu": [{"_id": 1, "date": 1}],
                "addr": [{"msg_id": 1, "address": two}],
            },
        ),
        (databases.TELEPHONY, {"siminfo": [{"icc_id": "1", "number": own}]}),
    ]


def _ios(one: str, own: str) -> Tables:
    return [
        (
            databases.ADDRESS_BOOK,
            {
                "ABPerson": [{"ROWID": 1, "First": "Oma"}],
                "ABMultiValueLabel": [{"value": "_$!<Mobile>!$_"}],
                "ABMultiValue": [{"record_id": 1, "property": 3, "label": 1, "value": one}],
            },
        ),
        (databases.CALL_HISTORY, {"ZCALLRECORD": [{"ZADDRESS": one, "ZDATE": 1.5}]}),
        (
            databases.IOS_MESSAGES,
            {
                "handle": [{"ROWID": 1, "id": one, "service": "SMS"}],
                "message": [{"guid": "1", "handle_id": 1, "date": 1, "destination_caller_id": own}],
                "chat": [{"guid": "1", "account_login": f"P:{own}"}],
            },
        ),
    ]


def _whatsapp(one: str) -> Tables:
    jid, lid = f"{one[1:]}@s.whatsapp.net", "70000000000001"
    return [
        (
            databases.WA_CONTACTS,
            {"wa_contacts": [{"jid": jid, "number": one, "is_whatsapp_user": 1}]},
        ),
        (
            databases.MSGSTORE,
            {
                "jid": [
                    {"_id": 1, "user": one[1:], "server": "s.whatsapp.net", "raw_string": jid},
                    {"_id": 2, "user": lid, "server": "lid", "raw_string": f"{lid}@lid"},
                ],
                "jid_map": [{"lid_row_id": 2, "jid_row_id": 1}],
                "chat": [{"jid_row_id": each, "sort_timestamp": 1} for each in (1, 2)],
            },
        ),
        (databases.CONTACTS_V2, {"ZWAADDRESSBOOKCONTACT": [{"ZWHATSAPPID": jid.encode()}]}),
        (databases.CHAT_STORAGE, {"ZWACHATSESSION": [{"ZCONTACTJID": jid, "ZREMOVED": 0}]}),
    ]


def _signal(one: str) -> Tables:
    return [
        (databases.SIGNAL, {"recipient": [{"e164": one}], "thread": [{"recipient_id": 1}]}),
        (databases.OLD_SIGNAL, {"recipient": [{"phone": one}]}),
    ]


def _telegram(one: str) -> Tables:
    return [(databases.TELEGRAM, {"user_phones_v7": [{"key": "1", "phone": one, "deleted": 0}]})]


def _closed(schema: str, rows: databases.Rows) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return databases.database(Path(folder) / "made", schema, rows).read_bytes()


def _open(schema: str, rows: databases.Rows) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = databases.write_ahead(Path(folder) / "made", schema, {}, rows)
        return made.read_bytes() + AND_ITS_WAL + made.with_name("made-wal").read_bytes()
