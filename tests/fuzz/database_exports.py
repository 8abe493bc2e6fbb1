"""Databases of telephones and messengers, from the builders: what fuzzing begins with."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.cleartext.sources.builders import databases
from tests.cleartext.sources.builders.telegram_user import LAYERS, telegram_user
from tests.fuzz.chat_exports import chat_exports

# Parts what is one export of two files: a database and its ``-wal``.
AND_ITS_WAL = b"\n--- and its -wal ---\n"

Tables = list[tuple[str, databases.Rows]]


def database_exports(one: str, two: str, own: str) -> dict[str, list[bytes]]:
    """Return every database closed, and of each program one whose rows stand in its ``-wal``."""
    tables = {
        "android": _android(one, two, own),
        "ios": _ios(one, own),
        "whatsapp": _whatsapp(one, own),
        "signal": _signal(one),
        "telegram": _telegram(one),
        **chat_exports(one, two, own),
    }
    tables["android"] += tables.pop("rcs")
    return {
        name: [*(_closed(*each) for each in made), _open(*made[0])] for name, made in tables.items()
    }


def _android(one: str, two: str, own: str) -> Tables:
    return [
        (
            databases.CONTACTS2,
            {
                "mimetypes": [
                    {"_id": 5, "mimetype": databases.PHONE_V2},
                    {"_id": 6, "mimetype": databases.GROUP_MEMBERSHIP},
                    {"_id": 7, "mimetype": databases.POSTAL_ADDRESS},
                ],
                "groups": [{"_id": 1, "title": "Familie"}],
                "raw_contacts": [{"_id": 1, "display_name": "Oma", "last_time_contacted": 1}],
                "data": [
                    {"raw_contact_id": 1, "mimetype_id": 5, "data1": one, "data3": "Thuis"},
                    {"raw_contact_id": 1, "mimetype_id": 6, "data1": "1"},
                    {"raw_contact_id": 1, "mimetype_id": 7, "data10": "Nederland"},
                ],
            },
        ),
        (
            databases.CALLLOG,
            {
                "calls": [
                    {"number": one, "date": 1, "phone_account_address": own, "countryiso": "NL"}
                ]
            },
        ),
        (
            databases.MMSSMS,
            {
                "sms": [{"thread_id": 1, "address": one, "date": 1}, {"thread_id": 2, "date": 1}],
                "pdu": [{"_id": 1, "date": 1, "msg_box": 1}],
                "addr": [
                    {"msg_id": 1, "address": two, "type": 137},
                    {"msg_id": 1, "address": own, "type": 151},
                ],
                "threads": [{"_id": 2, "recipient_ids": "1"}],
                "canonical_addresses": [{"_id": 1, "address": one}],
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
                "ABMultiValue": [
                    {"record_id": 1, "property": 3, "label": 1, "value": one},
                    {"record_id": 1, "property": 5},
                ],
                "ABMultiValueEntryKey": [{"value": "Country"}],
                "ABMultiValueEntry": [{"parent_id": 2, "key": 1, "value": "Nederland"}],
            },
        ),
        (
            databases.CALL_HISTORY,
            {
                "ZCALLRECORD": [{"ZADDRESS": one, "ZDATE": 1.5}],
                "ZHANDLE": [{"Z_PK": 1, "ZTYPE": 2, "ZVALUE": one}],
                "Z_2REMOTEPARTICIPANTHANDLES": [
                    {"Z_2REMOTEPARTICIPANTCALLS": 1, "Z_4REMOTEPARTICIPANTHANDLES": 1}
                ],
            },
        ),
        (
            databases.IOS_MESSAGES,
            {
                "handle": [{"ROWID": 1, "id": one, "service": "SMS", "country": "nl"}],
                "message": [{"guid": "1", "handle_id": 1, "date": 1, "destination_caller_id": own}],
                "chat": [{"ROWID": 1, "guid": "1", "style": 43, "account_login": f"P:{own}"}],
                "chat_handle_join": [{"chat_id": 1, "handle_id": 1}],
                "chat_recoverable_message_join": [{"chat_id": 1, "message_id": 1}],
            },
        ),
        (
            databases.OLD_IOS_MESSAGES,
            {"message": [{"address": one, "date": 1, "flags": 2, "madrid_account": own}]},
        ),
    ]


def _whatsapp(one: str, own: str) -> Tables:
    jid, lid = f"{one[1:]}@s.whatsapp.net", "70000000000001"
    return [
        (
            databases.WA_CONTACTS,
            {
                "wa_contacts": [{"jid": jid, "number": one, "is_whatsapp_user": 1}],
                "wa_contact_storage_usage": [{"jid": jid, "conversation_size": 1}],
            },
        ),
        (
            databases.MSGSTORE,
            {
                "jid": [
                    {"_id": 1, "user": one[1:], "server": "s.whatsapp.net", "raw_string": jid},
                    {"_id": 2, "user": lid, "server": "lid", "raw_string": f"{lid}@lid"},
                    {"_id": 3, "user": own[1:], "server": "s.whatsapp.net"},
                ],
                "jid_map": [{"lid_row_id": 2, "jid_row_id": 1}],
                "chat": [{"jid_row_id": each, "sort_timestamp": 1} for each in (1, 2)],
                "call_log": [{"_id": 1, "jid_row_id": 1, "timestamp": 1}],
                "call_log_participant_v2": [{"call_log_row_id": 1, "jid_row_id": 2}],
                "message": [{"chat_row_id": 1, "sender_jid_row_id": 2, "from_me": 1}],
                "message_details": [{"message_row_id": 1, "author_device_jid": 3}],
                "group_participant_user": [{"group_jid_row_id": 3, "user_jid_row_id": 1}],
            },
        ),
        (
            databases.OLD_MSGSTORE,
            {
                "chat_list": [{"key_remote_jid": jid}],
                "messages": [{"key_remote_jid": jid, "remote_resource": jid, "timestamp": 1}],
                "group_participants": [{"gjid": "1@g.us", "jid": jid}],
            },
        ),
        (
            databases.IOS_WHATSAPP_CALLS,
            {
                "ZWACDCALLEVENT": [{"Z_PK": 1, "ZDATE": 1.5, "ZGROUPJIDSTRING": "1@g.us"}],
                "ZWACDCALLEVENTPARTICIPANT": [{"Z1PARTICIPANTS": 1, "ZJIDSTRING": jid}],
            },
        ),
        (databases.CONTACTS_V2, {"ZWAADDRESSBOOKCONTACT": [{"ZWHATSAPPID": jid.encode()}]}),
        (
            databases.CHAT_STORAGE,
            {
                "ZWACHATSESSION": [{"Z_PK": 1, "ZCONTACTJID": jid, "ZREMOVED": 0}],
                "ZWAGROUPMEMBER": [{"ZCHATSESSION": 1, "ZMEMBERJID": jid, "ZCONTACTNAME": "Oma"}],
            },
        ),
    ]


def _signal(one: str) -> Tables:
    return [
        (
            databases.SIGNAL,
            {
                "recipient": [{"e164": one}],
                "thread": [{"recipient_id": 1, "meaningful_messages": 1}],
                "message": [{"from_recipient_id": 2, "type": 22}],
                "group_membership": [{"group_id": "1", "recipient_id": 1}],
            },
        ),
        (
            databases.OLD_SIGNAL,
            {"recipient": [{"phone": one}], "groups": [{"group_id": "1", "members": "1,2"}]},
        ),
    ]


def _telegram(one: str) -> Tables:
    return [
        (
            databases.TELEGRAM,
            {
                "user_contacts_v7": [{"key": "1", "uid": 7}],
                "user_phones_v7": [{"key": "1", "phone": one, "deleted": 0}],
                "users": [
                    {"uid": each, "data": telegram_user(each, layer, first_name="x", phone=one[1:])}
                    for each, layer in enumerate(LAYERS, start=7)
                ],
                "dialogs": [{"did": 7, "date": 1}],
                "messages_v2": [{"mid": 1, "uid": 7, "out": 1}],
                "enc_chats": [{"uid": 1, "user": 8}],
            },
        ),
        (databases.OLD_TELEGRAM, {"user_phones_v6": [{"uid": 1, "phone": one, "deleted": 0}]}),
    ]


def _closed(schema: str, rows: databases.Rows) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return databases.database(Path(folder) / "made", schema, rows).read_bytes()


def _open(schema: str, rows: databases.Rows) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = databases.write_ahead(Path(folder) / "made", schema, {}, rows)
        return made.read_bytes() + AND_ITS_WAL + made.with_name("made-wal").read_bytes()
