"""Databases of chats, from the builders: what fuzzing begins with."""

from __future__ import annotations

import json

from tests.cleartext.sources.builders import chat_databases as build
from tests.cleartext.sources.builders.databases import MMSSMS, Rows

_ACCOUNT = "0b0c6d5e-aaaa-4bbb-8ccc-00000000000a"


def chat_exports(one: str, two: str, own: str) -> dict[str, list[tuple[str, Rows]]]:
    """Return schema and rows of every database; under ``rcs`` those that Android's reader reads."""
    return {
        "google_messages": _google_messages(one, two, own),
        "signal_ios": _signal_ios(one, two, own),
        "signal_desktop": _signal_desktop(one, two, own),
        "rcs": _rcs(one, two),
    }


def _google_messages(one: str, two: str, own: str) -> list[tuple[str, Rows]]:
    spelt = ("normalized_destination", "send_destination", "display_destination")
    rows: Rows = {
        "participants": [
            {"_id": 1, **dict.fromkeys(spelt, one)},
            {"_id": 2, **dict.fromkeys(spelt, two)},
            {"_id": 3, **dict.fromkeys(spelt, own), "sub_id": 1},
        ],
        "conversations": [
            {"_id": 1, "participant_count": 1},
            {"_id": 2, "participant_count": 2},
        ],
        "conversation_participants": [
            {"conversation_id": conversation, "participant_id": person}
            for conversation, person in ((1, 1), (2, 1), (2, 2))
        ],
        "messages": [
            {"conversation_id": 1, "sender_id": 1, "received_timestamp": 1, "message_status": 100},
            {"conversation_id": 2, "sender_id": 3, "sent_timestamp": 1, "message_status": 1},
        ],
    }
    return [(build.GOOGLE_MESSAGES, rows), (build.AOSP_MESSAGING, rows)]


def _signal_ios(one: str, two: str, own: str) -> list[tuple[str, Rows]]:
    rows: Rows = {
        "keyvalue": [
            {
                "key": "TSStorageRegisteredNumberKey",
                "collection": build.OWN_COLLECTION,
                "value": build.archived(own),
            }
        ],
        "model_SignalRecipient": [
            {"recipientPhoneNumber": one, "recipientUUID": _ACCOUNT},
            {"recipientPhoneNumber": two},
        ],
        "model_SignalAccount": [
            {"recipientPhoneNumber": one, "contact": build.archived_contact(firstName="Jan")}
        ],
        "model_TSThread": [{"uniqueId": "1", "contactUUID": _ACCOUNT}, {"uniqueId": "g"}],
        "model_TSInteraction": [
            {"uniqueThreadId": "1", "recordType": 19, "timestamp": 1},
            {"uniqueThreadId": "g", "recordType": 19, "authorPhoneNumber": two},
        ],
        "model_TSGroupMember": [{"groupThreadId": "g", "phoneNumber": two}],
    }
    return [(build.SIGNAL_IOS, rows), (build.OLD_SIGNAL_IOS, rows)]


def _signal_desktop(one: str, two: str, own: str) -> list[tuple[str, Rows]]:
    items = [{"id": "number_id", "json": json.dumps({"id": "number_id", "value": f"{own}.2"})}]
    call = {"callId": "1", "peerId": _ACCOUNT, "mode": "Direct", "type": "Audio"}
    rows: Rows = {
        "items": items,
        "conversations": [
            {"id": "a", "type": "private", "e164": one, "serviceId": _ACCOUNT},
            {"id": "b", "type": "private", "e164": two},
            {"id": "g", "type": "group", "members": f"a {_ACCOUNT}"},
        ],
        "messages": [{"conversationId": "a", "type": "incoming", "sent_at": 1}],
        "callsHistory": [call | {"direction": "Incoming", "status": "Accepted", "timestamp": 1}],
    }
    old: Rows = {
        "items": items,
        "conversations": [{"id": one, "type": "private"}, {"id": two, "type": "private"}],
        "messages": [{"conversationId": one, "type": "outgoing", "sent_at": 1}],
    }
    return [(build.SIGNAL_DESKTOP, rows), (build.OLD_SIGNAL_DESKTOP, old)]


def _rcs(one: str, two: str) -> list[tuple[str, Rows]]:
    chat = {"thread_id": 1, "address": one, "date": 1, "type": 1, "session_id": "1"}
    return [
        (MMSSMS + build.LG_RCS, {"message": [{"address": one, "date": 1}]}),
        (
            MMSSMS + build.SAMSUNG_RCS,
            {"im": [chat], "ft": [{"remote_uri": f"tel:{two}"}], "bin_im": [chat]},
        ),
        (
            build.SAMSUNG_RCS_SERVICE,
            {
                "session": [{"chat_id": "1", "is_group_chat": 0}],
                "message": [{"chat_id": "1", "remote_uri": f"tel:{one}"}],
                "participant": [{"chat_id": "1", "uri": f"sip:{two}@ims.example;user=phone"}],
            },
        ),
    ]
