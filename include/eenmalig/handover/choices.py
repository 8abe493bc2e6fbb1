"""The words of a choice in a hand-over: what an export is, what it was taken from, its format."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an export is a list of."""

    CUSTOMER_LIST = "customer_list"
    ORDERING_MESSAGES = "ordering_messages"
    BROADCAST_LIST = "broadcast_list"
    CALLS = "calls"
    CONTACTS = "contacts"


class Device(StrEnum):
    """What an export was taken from."""

    DEALER_PHONE = "dealer_phone"
    PRIVATE_PHONE = "private_phone"
    OTHER = "other"


class Format(StrEnum):
    """An export's format, where a person states it."""

    CSV = "csv"
    XLSX = "xlsx"
    VCARD = "vcard"
    XLS = "xls"
    ODS = "ods"
    SPREADSHEETML = "spreadsheetml"
    HTML = "html"
    JCARD = "jcard"
    CASE = "case"
    UFED = "ufed"
    XRY = "xry"
    AXIOM = "axiom"
    ANDROID = "android"
    IOS = "ios"
    WHATSAPP = "whatsapp"
    SIGNAL = "signal"
    SIGNAL_IOS = "signal_ios"
    SIGNAL_DESKTOP = "signal_desktop"
    TELEGRAM = "telegram"
    SMS_BACKUP = "sms_backup"
    TELEGRAM_EXPORT = "telegram_export"
    WHATSAPP_CHAT = "whatsapp_chat"
    VMG = "vmg"
    GOOGLE_MESSAGES = "google_messages"
