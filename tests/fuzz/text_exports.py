"""Texts that programs of telephones write, from the builders: what fuzzing begins with."""

from __future__ import annotations

from tests.cleartext.sources.builders import (
    sms_backup,
    telegram_export,
    vmessage,
    whatsapp_chat,
)


def text_exports(one: str, two: str, own: str) -> dict[str, list[bytes]]:
    """Return the exports by their reader's name."""
    return {
        "sms_backup": _sms_backup(one, two, own),
        "telegram_export": _telegram_export(one, two, own),
        "whatsapp_chat": _whatsapp_chat(one, two),
        "vmg": [
            vmessage.vmg(one, own, text="TEL:1") + vmessage.vmg(own, two, box="SENT"),
            vmessage.vmg("", one, box="SENT").decode().encode("utf-16"),
        ],
    }


def _sms_backup(one: str, two: str, own: str) -> list[bytes]:
    sender, telephone = (one, sms_backup.FROM), (own, sms_backup.TO)
    return [
        sms_backup.messages(
            sms_backup.sms(one, name="Jansen &#55357;&#56834;"),
            sms_backup.sms(f"{one}~{two}", "3"),
            sms_backup.mms(one, sender, telephone, name="Oma", attached="QUJD" * 300),
            sms_backup.mms(f"{one}~{two}", sender, telephone, (two, sms_backup.COPY_TO)),
            sms_backup.mms(two, (sms_backup.SELF, sms_backup.FROM), (two, "151"), box="2"),
        ),
        sms_backup.calls(sms_backup.call(one, name="Huisarts"), sms_backup.call("", "3", "", "2")),
    ]


def _telegram_export(one: str, two: str, own: str) -> list[bytes]:
    contact = telegram_export.contact(one, user_id=5, name="Jansen")
    messages = (telegram_export.message(), telegram_export.card(two), telegram_export.joined())
    chat = telegram_export.chat(5, *messages)
    return [telegram_export.account(own, [contact], [chat]), telegram_export.as_json(chat)]


def _whatsapp_chat(one: str, two: str) -> list[bytes]:
    partner, other = whatsapp_chat.spaced(one), whatsapp_chat.spaced(two)
    forms = whatsapp_chat.FORMS
    messages = ((partner, "hoi"), ("Jansen", f"bel {two}\nof mail"))
    return [
        whatsapp_chat.chat(forms["nl on Android"], *messages),
        whatsapp_chat.chat(forms["en-US on iPhone"], *messages, told=(f"You added {other}",)),
        whatsapp_chat.chat(forms["ar on Android"], *messages),
    ]
