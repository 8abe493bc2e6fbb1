"""Schemas of databases of chats: Google Messages, Signal of iOS and Desktop, RCS of LG and Samsung.

Google Messages: after AOSP's Messaging, and with the columns that Google added and that are read.
Signal: after the published sources of both programs. LG: the columns that ALEAPP reads. Samsung:
after the providers of a telephone as they were published. ``databases.database`` writes them.
"""

from __future__ import annotations

import plistlib
from typing import Any

_CONVERSATIONS = """
CREATE TABLE conversations (_id INTEGER PRIMARY KEY AUTOINCREMENT, sms_thread_id INT DEFAULT(0),
 name TEXT, latest_message_id INT, snippet_text TEXT, archive_status INT DEFAULT(0),
 sort_timestamp INT DEFAULT(0), participant_normalized_destination TEXT, current_self_id TEXT,
 participant_count INT DEFAULT(0) {more});
CREATE TABLE messages (_id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id INT, sender_id INT,
 sent_timestamp INT DEFAULT(0), received_timestamp INT DEFAULT(0), message_protocol INT DEFAULT(0),
 message_status INT DEFAULT(0), self_id INT);
CREATE TABLE conversation_participants (_id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id INT,
 participant_id INT, UNIQUE (conversation_id, participant_id) ON CONFLICT FAIL);
"""
AOSP_MESSAGING = f"""{_CONVERSATIONS.format(more="")}
CREATE TABLE participants (_id INTEGER PRIMARY KEY AUTOINCREMENT, sub_id INT DEFAULT(-2),
 sim_slot_id INT DEFAULT(-1), normalized_destination TEXT, send_destination TEXT,
 display_destination TEXT, full_name TEXT, first_name TEXT, contact_destination TEXT,
 UNIQUE (normalized_destination, sub_id) ON CONFLICT FAIL);
"""
GOOGLE_MESSAGES = f"""
{_CONVERSATIONS.format(more=", delete_timestamp INT DEFAULT(0), rcs_group_self_msisdn TEXT")}
CREATE TABLE participants (_id INTEGER PRIMARY KEY AUTOINCREMENT, my_identity_token TEXT,
 sub_id INT DEFAULT(-2), sim_slot_id INT DEFAULT(-1), normalized_destination TEXT,
 send_destination TEXT, display_destination TEXT, comparable_destination TEXT, country_code TEXT,
 full_name TEXT, first_name TEXT, contact_destination TEXT, participant_type INT DEFAULT(0),
 alias TEXT, UNIQUE (normalized_destination, sub_id) ON CONFLICT FAIL);
"""
_SIGNAL_IOS = """
CREATE TABLE keyvalue (key TEXT NOT NULL, collection TEXT NOT NULL, value BLOB NOT NULL,
 PRIMARY KEY (key, collection));
CREATE TABLE model_TSThread (id INTEGER PRIMARY KEY AUTOINCREMENT, recordType INTEGER,
 uniqueId TEXT NOT NULL UNIQUE ON CONFLICT FAIL, creationDate DOUBLE, isArchived INTEGER,
 lastInteractionRowId INTEGER, contactPhoneNumber TEXT, contactUUID TEXT, groupModel BLOB);
CREATE TABLE model_TSInteraction (id INTEGER PRIMARY KEY AUTOINCREMENT, recordType INTEGER,
 uniqueId TEXT, receivedAtTimestamp INTEGER, timestamp INTEGER, uniqueThreadId TEXT,
 authorPhoneNumber TEXT, authorUUID TEXT, body TEXT, callType INTEGER);
CREATE TABLE model_OWSUserProfile (id INTEGER PRIMARY KEY AUTOINCREMENT, profileName TEXT,
 recipientPhoneNumber TEXT, recipientUUID TEXT, familyName TEXT);
CREATE TABLE model_TSGroupMember (id INTEGER PRIMARY KEY AUTOINCREMENT, groupThreadId TEXT,
 phoneNumber TEXT, uuidString TEXT, lastInteractionTimestamp INTEGER DEFAULT 0);
"""
SIGNAL_IOS = f"""{_SIGNAL_IOS}
CREATE TABLE model_SignalRecipient (id INTEGER PRIMARY KEY AUTOINCREMENT, recordType INTEGER,
 uniqueId TEXT, devices BLOB, recipientPhoneNumber TEXT, recipientUUID TEXT,
 unregisteredAtTimestamp INTEGER, pni TEXT, isPhoneNumberDiscoverable BOOLEAN);
CREATE TABLE model_SignalAccount (id INTEGER PRIMARY KEY AUTOINCREMENT, contact BLOB,
 recipientPhoneNumber TEXT, recipientUUID TEXT, givenName TEXT NOT NULL DEFAULT '',
 familyName TEXT NOT NULL DEFAULT '', nickname TEXT NOT NULL DEFAULT '',
 fullName TEXT NOT NULL DEFAULT '');
"""
OLD_SIGNAL_IOS = f"""{_SIGNAL_IOS}
CREATE TABLE model_SignalRecipient (id INTEGER PRIMARY KEY AUTOINCREMENT, recordType INTEGER,
 uniqueId TEXT, devices BLOB, recipientPhoneNumber TEXT, recipientUUID TEXT);
CREATE TABLE model_SignalAccount (id INTEGER PRIMARY KEY AUTOINCREMENT, contact BLOB,
 recipientPhoneNumber TEXT, recipientUUID TEXT);
"""
OWN_COLLECTION = "TSStorageUserAccountCollection"
_ITEMS = "CREATE TABLE items (id STRING PRIMARY KEY ASC, json TEXT);"
_PEOPLE = """
CREATE TABLE conversations (id STRING PRIMARY KEY ASC, json TEXT, active_at INTEGER, type STRING,
 members TEXT, name TEXT, profileName TEXT, profileFamilyName TEXT, profileFullName TEXT {more});
"""
OLD_SIGNAL_DESKTOP = f"""{_ITEMS}{_PEOPLE.format(more="")}
CREATE TABLE messages (id STRING PRIMARY KEY ASC, json TEXT, sent_at INTEGER,
 conversationId STRING, received_at INTEGER, source STRING, type STRING, body TEXT);
"""
SIGNAL_DESKTOP = f"""{_ITEMS}
{_PEOPLE.format(more=", e164 TEXT, serviceId TEXT, groupId TEXT, profileLastFetchedAt INTEGER")}
CREATE TABLE messages (rowid INTEGER PRIMARY KEY ASC, id STRING UNIQUE, json TEXT, sent_at INTEGER,
 conversationId STRING, received_at INTEGER, received_at_ms INTEGER, source TEXT,
 sourceServiceId TEXT, type STRING, body TEXT,
 isStory INTEGER GENERATED ALWAYS AS (type IS 'story'));
CREATE TABLE callsHistory (callId TEXT PRIMARY KEY, peerId TEXT NOT NULL, ringerId TEXT,
 mode TEXT NOT NULL, type TEXT NOT NULL, direction TEXT NOT NULL, status TEXT NOT NULL,
 timestamp INTEGER NOT NULL);
"""
LG_RCS = """
CREATE TABLE message (_id INTEGER PRIMARY KEY, message_id TEXT, thread_id INTEGER, address TEXT,
 date INTEGER, body TEXT, read INTEGER, is_file INTEGER);
CREATE TABLE file_info (_id INTEGER PRIMARY KEY, message_id TEXT, file_name TEXT, file_path TEXT,
 file_size INTEGER, thumb_file_path TEXT, thumb_file_size INTEGER, file_xml_path TEXT);
"""
_CHAT = """
CREATE TABLE {table} (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER DEFAULT 0,
 address TEXT, date INTEGER DEFAULT 0, date_sent INTEGER DEFAULT 0, type INTEGER DEFAULT 0,
 session_id TEXT, remote_uri TEXT, recipients TEXT, from_address TEXT);
"""
SAMSUNG_RCS = (
    "CREATE TABLE IF NOT EXISTS threads (_id INTEGER PRIMARY KEY, recipient_ids TEXT);"
    + "".join(_CHAT.format(table=table) for table in ("im", "ft", "bin_im", "bin_ft"))
)
SAMSUNG_RCS_SERVICE = """
CREATE TABLE message (_id INTEGER PRIMARY KEY AUTOINCREMENT, is_filetransfer INTEGER,
 direction INTEGER, chat_id TEXT NOT NULL, remote_uri TEXT, sender_alias TEXT,
 inserted_timestamp LONG, body TEXT);
CREATE TABLE session (_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id TEXT, is_group_chat INTEGER);
CREATE TABLE participant (_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id TEXT, status INTEGER,
 type INTEGER, uri TEXT, alias TEXT);
"""


def archived(text: str) -> bytes:
    """Return a text as Apple's programs archive it."""
    return _archive(["$null", text])


def archived_contact(**fields: str) -> bytes:
    """Return a contact of Signal as it was archived before its name had columns."""
    texts = list(fields.values())
    named: dict[str, Any] = {
        name: plistlib.UID(place) for place, name in enumerate(fields, start=2)
    }
    return _archive(["$null", named, *texts])


def _archive(objects: list[Any]) -> bytes:
    archive = {
        "$version": 100000,
        "$archiver": "NSKeyedArchiver",
        "$top": {"root": plistlib.UID(1)},
        "$objects": objects,
    }
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)
