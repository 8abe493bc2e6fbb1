"""Builds ``result.json`` with the members that Telegram Desktop's own source writes."""

from __future__ import annotations

import json
from typing import Any

Members = dict[str, Any]


def account(
    own: str, contacts: list[Members], chats: list[Members], *, left: tuple[Members, ...] = ()
) -> bytes:
    return as_json(
        {
            "about": "Here is the data you requested.",
            "personal_information": {"user_id": 1, "first_name": "D", "phone_number": own},
            "contacts": {"about": "Your contacts.", "list": contacts},
            "frequent_contacts": {
                "about": "Whom you write to.",
                "list": [{"id": 5, "category": "people", "type": "user", "name": "Jan"}],
            },
            "sessions": {"about": "Sessions.", "list": [{"last_ip": "127.0.0.1"}]},
            "chats": {"about": "Chats.", "list": chats},
            "left_chats": {"about": "Left.", "list": list(left)},
        }
    )


def contact(number: str, *, user_id: int | None = None, name: str = "Jan") -> Members:
    about: Members = {} if user_id is None else {"user_id": user_id}
    return {**about, "first_name": name, "last_name": "", "phone_number": number, "date": "1970"}


def chat(user_id: int, *messages: Members, kind: str = "personal_chat") -> Members:
    return {"name": "Jan", "type": kind, "id": user_id, "messages": list(messages)}


def message(text: str = "Tot zo", **more: Any) -> Members:
    return {
        "id": 1, "type": "message", "date": "2026-05-01T10:00:00", "date_unixtime": "1777622400",
        "from": "Jan", "from_id": "user5", "text": [text, {"type": "phone", "text": text}], **more,
    }  # fmt: skip


def card(number: str, name: str = "Piet") -> Members:
    return message(
        contact_information={"first_name": name, "last_name": "", "phone_number": number}
    )


def joined() -> Members:
    return {"id": 2, "type": "service", "date": "2026-05-01T10:00:00", "action": "joined_telegram"}


def as_json(value: object) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode()
