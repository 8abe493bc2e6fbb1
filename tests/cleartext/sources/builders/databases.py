"""Builds the databases of telephones with the tables and columns that the programs make.

Android: after ContactsProvider, CallLogProvider and TelephonyProvider of AOSP; the collations
PHONEBOOK and UNICODE exist on a telephone only. iOS: after an AddressBook of iOS 15, and the
columns that public forensic programs (iLEAPP, mvt, APOLLO) read from CallHistory and sms.db.
WhatsApp, Signal and Telegram: after the same programs and the published sources of the latter two.
Only tables that hold numbers, or lead to one, are built; the columns beside are kept where a
reader could take one for another.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Rows = dict[str, list[dict[str, Any]]]

PHONE_V2 = "vnd.android.cursor.item/phone_v2"
WHATSAPP_PROFILE = "vnd.android.cursor.item/vnd.com.whatsapp.profile"
EMAIL_V2 = "vnd.android.cursor.item/email_v2"
NICKNAME = "vnd.android.cursor.item/nickname"
ORGANIZATION = "vnd.android.cursor.item/organization"
POSTAL_ADDRESS = "vnd.android.cursor.item/postal-address_v2"
GROUP_MEMBERSHIP = "vnd.android.cursor.item/group_membership"
PROFILE_CARD = 9_223_372_034_707_292_160

CONTACTS2 = """
CREATE TABLE mimetypes (_id INTEGER PRIMARY KEY AUTOINCREMENT, mimetype TEXT NOT NULL);
CREATE TABLE raw_contacts (_id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER,
 contact_id INTEGER, deleted INTEGER NOT NULL DEFAULT 0, last_time_contacted INTEGER,
 display_name TEXT, display_name_alt TEXT, sort_key TEXT COLLATE PHONEBOOK);
CREATE TABLE data (_id INTEGER PRIMARY KEY AUTOINCREMENT, package_id INTEGER,
 mimetype_id INTEGER REFERENCES mimetypes(_id) NOT NULL,
 raw_contact_id INTEGER REFERENCES raw_contacts(_id) NOT NULL,
 is_primary INTEGER NOT NULL DEFAULT 0,
 data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data10 TEXT, data15 BLOB);
CREATE TABLE groups (_id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, system_id TEXT);
CREATE INDEX data_mimetype_data1_index ON data (mimetype_id, data1);
CREATE INDEX raw_contact_sort_key1_index ON raw_contacts (sort_key);
CREATE VIEW view_data AS SELECT data._id FROM data;
"""
CALLLOG = """
CREATE TABLE calls (_id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT,
 presentation INTEGER NOT NULL DEFAULT 1, post_dial_digits TEXT NOT NULL DEFAULT '',
 via_number TEXT NOT NULL DEFAULT '', date INTEGER, duration INTEGER, type INTEGER,
 phone_account_address TEXT, name TEXT, numbertype INTEGER, numberlabel TEXT,
 geocoded_location TEXT, deleted INTEGER NOT NULL DEFAULT 0, countryiso TEXT,
 normalized_number TEXT, formatted_number TEXT, subscription_id TEXT);
"""
MMSSMS = """
CREATE TABLE sms (_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, person INTEGER,
 date INTEGER, date_sent INTEGER DEFAULT 0, protocol INTEGER, read INTEGER DEFAULT 0, type INTEGER,
 subject TEXT, body TEXT, service_center TEXT, sub_id INTEGER DEFAULT -1);
CREATE TABLE pdu (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, date INTEGER,
 msg_box INTEGER, m_id TEXT, sub TEXT);
CREATE TABLE addr (_id INTEGER PRIMARY KEY, msg_id INTEGER, contact_id INTEGER, address TEXT,
 type INTEGER, charset INTEGER);
CREATE TABLE threads (_id INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER DEFAULT 0,
 message_count INTEGER DEFAULT 0, recipient_ids TEXT, snippet TEXT);
CREATE TABLE canonical_addresses (_id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT);
"""
TELEPHONY = """
CREATE TABLE siminfo (_id INTEGER PRIMARY KEY AUTOINCREMENT, icc_id TEXT NOT NULL,
 sim_id INTEGER DEFAULT -1, display_name TEXT, carrier_name TEXT, number TEXT, mcc INTEGER,
 phone_number_source_carrier TEXT, phone_number_source_ims TEXT);
"""
ADDRESS_BOOK = """
CREATE TABLE ABStore (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, Name TEXT,
 MeIdentifier INTEGER DEFAULT -1, guid TEXT NOT NULL DEFAULT (ab_generate_guid()));
CREATE TABLE ABPerson (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, First TEXT, Last TEXT,
 Middle TEXT, Nickname TEXT, Organization TEXT, Department TEXT, JobTitle TEXT, Note TEXT,
 guid TEXT NOT NULL DEFAULT (ab_generate_guid()));
CREATE TABLE ABMultiValue (UID INTEGER PRIMARY KEY, record_id INTEGER, property INTEGER,
 identifier INTEGER, label INTEGER, value TEXT, guid TEXT NOT NULL DEFAULT (ab_generate_guid()),
 UNIQUE(guid));
CREATE TABLE ABMultiValueLabel (value TEXT, UNIQUE(value));
CREATE TABLE ABMultiValueEntry (parent_id INTEGER, key INTEGER, value TEXT,
 UNIQUE(parent_id, key));
CREATE TABLE ABMultiValueEntryKey (value TEXT, UNIQUE(value));
"""
CALL_HISTORY = """
CREATE TABLE ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER,
 ZANSWERED INTEGER, ZCALLTYPE INTEGER, ZHANDLE_TYPE INTEGER, ZORIGINATED INTEGER,
 ZDATE TIMESTAMP, ZDURATION FLOAT, ZADDRESS VARCHAR, ZISO_COUNTRY_CODE VARCHAR, ZNAME VARCHAR,
 ZSERVICE_PROVIDER VARCHAR, ZUNIQUE_ID VARCHAR, ZLOCALADDRESS VARCHAR);
CREATE TABLE ZHANDLE (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZTYPE INTEGER,
 ZNORMALIZEDVALUE VARCHAR, ZVALUE VARCHAR);
CREATE TABLE Z_2REMOTEPARTICIPANTHANDLES (Z_2REMOTEPARTICIPANTCALLS INTEGER,
 Z_4REMOTEPARTICIPANTHANDLES INTEGER,
 PRIMARY KEY (Z_2REMOTEPARTICIPANTCALLS, Z_4REMOTEPARTICIPANTHANDLES));
"""
OLD_CALL_HISTORY = """
CREATE TABLE call (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT, date INTEGER,
 duration INTEGER, flags INTEGER, id INTEGER, name TEXT, country_code TEXT);
"""
IOS_MESSAGES = """
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, id TEXT NOT NULL,
 country TEXT, service TEXT NOT NULL, uncanonicalized_id TEXT, UNIQUE (id, service));
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL,
 style INTEGER, chat_identifier TEXT, account_login TEXT, last_addressed_handle TEXT);
CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL,
 text TEXT, handle_id INTEGER DEFAULT 0, service TEXT, date INTEGER, is_from_me INTEGER DEFAULT 0,
 destination_caller_id TEXT, account TEXT, service_center TEXT, country TEXT);
CREATE TABLE chat_handle_join (chat_id INTEGER REFERENCES chat (ROWID),
 handle_id INTEGER REFERENCES handle (ROWID), UNIQUE (chat_id, handle_id));
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, message_date INTEGER,
 PRIMARY KEY (chat_id, message_id));
CREATE TABLE chat_recoverable_message_join (chat_id INTEGER, message_id INTEGER,
 delete_date INTEGER, ck_sync_state INTEGER DEFAULT 0, PRIMARY KEY (chat_id, message_id));
"""
OLD_IOS_MESSAGES = """
CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT, date INTEGER,
 text TEXT, flags INTEGER, group_id INTEGER, is_madrid INTEGER DEFAULT 0, madrid_handle TEXT,
 madrid_account TEXT, country TEXT);
CREATE TABLE madrid_chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, style INTEGER,
 chat_identifier TEXT, account_login TEXT);
CREATE TABLE group_member (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER, address TEXT,
 country TEXT);
"""
WA_CONTACTS = """
CREATE TABLE wa_contacts (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid TEXT NOT NULL,
 is_whatsapp_user BOOLEAN NOT NULL, status TEXT, number TEXT, raw_contact_id INTEGER,
 display_name TEXT, phone_type INTEGER, phone_label TEXT, wa_name TEXT, company TEXT);
CREATE TABLE wa_contact_storage_usage (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid TEXT NOT NULL,
 conversation_size INTEGER, conversation_message_count INTEGER);
CREATE TABLE wa_block_list (jid TEXT NOT NULL);
"""
MSGSTORE = """
CREATE TABLE jid (_id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, server TEXT NOT NULL,
 agent INTEGER, device INTEGER, type INTEGER, raw_string TEXT);
CREATE TABLE jid_map (lid_row_id INTEGER PRIMARY KEY NOT NULL, jid_row_id INTEGER NOT NULL,
 sort_id INTEGER);
CREATE TABLE chat (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER UNIQUE,
 hidden INTEGER, subject TEXT, created_timestamp INTEGER, sort_timestamp INTEGER);
CREATE TABLE call_log (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER, from_me INTEGER,
 call_id TEXT, transaction_id INTEGER, timestamp INTEGER, video_call INTEGER, duration INTEGER,
 call_result INTEGER, group_jid_row_id INTEGER NOT NULL DEFAULT 0,
 call_creator_device_jid_row_id INTEGER NOT NULL DEFAULT 0);
CREATE TABLE message (_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL,
 from_me INTEGER, sender_jid_row_id INTEGER, message_type INTEGER, timestamp INTEGER,
 text_data TEXT);
CREATE TABLE message_details (message_row_id INTEGER PRIMARY KEY, author_device_jid INTEGER);
CREATE TABLE group_participant_user (_id INTEGER PRIMARY KEY AUTOINCREMENT,
 group_jid_row_id INTEGER NOT NULL, user_jid_row_id INTEGER NOT NULL, rank INTEGER);
CREATE TABLE group_past_participant_user (_id INTEGER PRIMARY KEY AUTOINCREMENT,
 group_jid_row_id INTEGER NOT NULL, user_jid_row_id INTEGER NOT NULL, is_leave INTEGER,
 timestamp INTEGER);
CREATE TABLE call_log_participant_v2 (_id INTEGER PRIMARY KEY AUTOINCREMENT,
 call_log_row_id INTEGER, jid_row_id INTEGER, call_result INTEGER);
"""
OLD_MSGSTORE = """
CREATE TABLE chat_list (_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT UNIQUE,
 message_table_id INTEGER, subject TEXT, creation INTEGER, sort_timestamp INTEGER);
CREATE TABLE messages (_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT NOT NULL,
 key_from_me INTEGER, key_id TEXT, status INTEGER, data TEXT, timestamp INTEGER,
 remote_resource TEXT);
CREATE TABLE group_participants (_id INTEGER PRIMARY KEY AUTOINCREMENT, gjid TEXT NOT NULL,
 jid TEXT NOT NULL, admin INTEGER, pending INTEGER);
"""
CONTACTS_V2 = """
CREATE TABLE ZWAADDRESSBOOKCONTACT (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER,
 ZPHONESTATUS INTEGER, ZABOUTTEXT VARCHAR, ZFULLNAME VARCHAR, ZGIVENNAME VARCHAR, ZLID VARCHAR,
 ZLOCALIZEDPHONENUMBER VARCHAR, ZPHONENUMBER VARCHAR, ZPHONENUMBERLABEL VARCHAR,
 ZWHATSAPPID VARCHAR);
"""
CHAT_STORAGE = """
CREATE TABLE ZWACHATSESSION (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER,
 ZREMOVED INTEGER, ZSESSIONTYPE INTEGER, ZLASTMESSAGEDATE TIMESTAMP, ZCONTACTIDENTIFIER VARCHAR,
 ZCONTACTJID VARCHAR, ZPARTNERNAME VARCHAR, ZLASTMESSAGETEXT VARCHAR);
CREATE TABLE ZWAGROUPMEMBER (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER,
 ZISACTIVE INTEGER, ZCHATSESSION INTEGER, ZMEMBERJID VARCHAR, ZCONTACTNAME VARCHAR,
 ZFIRSTNAME VARCHAR);
"""
CHAT_MESSAGES = """
CREATE TABLE ZWAMESSAGE (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER,
 ZISFROMME INTEGER, ZMESSAGETYPE INTEGER, ZCHATSESSION INTEGER, ZMESSAGEDATE TIMESTAMP,
 ZFROMJID VARCHAR, ZTOJID VARCHAR, ZTEXT VARCHAR);
"""
IOS_WHATSAPP_CALLS = """
CREATE TABLE ZWACDCALLEVENT (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER,
 ZOUTCOME INTEGER, Z1CALLEVENTS INTEGER, ZDATE TIMESTAMP, ZDURATION FLOAT,
 ZGROUPJIDSTRING VARCHAR);
CREATE TABLE ZWACDCALLEVENTPARTICIPANT (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER,
 ZOUTCOME INTEGER, Z1PARTICIPANTS INTEGER, ZJIDSTRING VARCHAR);
"""
LID = """
CREATE TABLE ZWAPHONENUMBERLIDPAIR (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER,
 ZTIMESTAMP TIMESTAMP, ZLID VARCHAR, ZPHONENUMBER VARCHAR);
"""
SIGNAL = """
CREATE TABLE recipient (_id INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER DEFAULT 0,
 e164 TEXT UNIQUE DEFAULT NULL, aci TEXT UNIQUE, pni TEXT UNIQUE, username TEXT, email TEXT,
 group_id TEXT UNIQUE, distribution_list_id INTEGER, call_link_room_id TEXT,
 system_joined_name TEXT, profile_joined_name TEXT);
CREATE TABLE thread (_id INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER DEFAULT 0,
 recipient_id INTEGER NOT NULL UNIQUE, snippet TEXT, meaningful_messages INTEGER);
CREATE TABLE message (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER,
 from_recipient_id INTEGER, to_recipient_id INTEGER, type INTEGER, body TEXT);
CREATE TABLE group_membership (_id INTEGER PRIMARY KEY, group_id TEXT NOT NULL,
 recipient_id INTEGER NOT NULL, UNIQUE (group_id, recipient_id));
"""
OLD_SIGNAL = """
CREATE TABLE recipient (_id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT UNIQUE, username TEXT,
 phone TEXT UNIQUE DEFAULT NULL, email TEXT, group_id TEXT UNIQUE, system_display_name TEXT);
CREATE TABLE thread (_id INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER DEFAULT 0,
 recipient_ids TEXT);
CREATE TABLE groups (_id INTEGER PRIMARY KEY, group_id TEXT, title TEXT, members TEXT);
CREATE TABLE sms (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, address INTEGER,
 date INTEGER, date_sent INTEGER, body TEXT, type INTEGER);
"""
SIGNAL_KEY_VALUE = """
CREATE TABLE key_value (_id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, value TEXT,
 type INTEGER);
"""
OLD_TELEGRAM = """
CREATE TABLE user_contacts_v6 (uid INTEGER PRIMARY KEY, fname TEXT, sname TEXT);
CREATE TABLE user_phones_v6 (uid INTEGER, phone TEXT, sphone TEXT, deleted INTEGER,
 PRIMARY KEY (uid, phone));
"""
TELEGRAM = """
CREATE TABLE user_contacts_v7 (key TEXT PRIMARY KEY, uid INTEGER, fname TEXT, sname TEXT,
 imported INTEGER);
CREATE TABLE dialogs (did INTEGER PRIMARY KEY, date INTEGER, unread_count INTEGER);
CREATE TABLE users (uid INTEGER PRIMARY KEY, name TEXT, status INTEGER, data BLOB);
CREATE TABLE messages_v2 (mid INTEGER, uid INTEGER, read_state INTEGER, send_state INTEGER,
 date INTEGER, data BLOB, out INTEGER, ttl INTEGER, PRIMARY KEY (mid, uid));
CREATE TABLE enc_chats (uid INTEGER PRIMARY KEY, user INTEGER, name TEXT, data BLOB);
CREATE TABLE user_phones_v7 (key TEXT, phone TEXT, sphone TEXT, deleted INTEGER,
 PRIMARY KEY (key, phone));
"""


def database(path: Path, schema: str, rows: Rows) -> Path:
    """Write a database that its program closed: one file, nothing beside it."""
    with closing(_on_a_telephone(path)) as connection:
        connection.executescript(schema)
        _fill(connection, rows)
        connection.commit()
    return path


def write_ahead(path: Path, schema: str, before: Rows, after: Rows) -> Path:
    """Write a database that its program had open: ``after`` stands in the ``-wal`` file alone.

    With nothing ``before``, the tables themselves stand there too.
    """
    live = path.with_name(f"live-{path.name}")
    with closing(_on_a_telephone(live)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.executescript(schema)
        if before:
            _fill(connection, before)
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _fill(connection, after)
        connection.commit()
        for ending in ("", "-wal", "-shm"):
            shutil.copyfile(f"{live}{ending}", f"{path}{ending}")
    live.unlink()
    return path


def _on_a_telephone(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    for name in ("PHONEBOOK", "UNICODE"):
        connection.create_collation(name, lambda one, other: (one > other) - (one < other))
    made = iter(range(1_000_000))
    connection.create_function("ab_generate_guid", 0, lambda: f"guid-{next(made)}")
    return connection


def _fill(connection: sqlite3.Connection, rows: Rows) -> None:
    for table, each in rows.items():
        for row in each:
            columns = ", ".join(row)
            marks = ", ".join("?" * len(row))
            connection.execute(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values())
            )
