"""Writes what telephones keep as text, as large as wanted: messages, and a chat of WhatsApp."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from tests.benchmarks.texts import message
from tests.cleartext.sources.builders import sms_backup, telegram_export, whatsapp_chat

from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PEOPLE = 2_000
_ROWS = 1_000
_ACCOUNT_MESSAGES = 200


def write_messages(path: Path, size: int) -> None:
    """Write a back-up of at least so many bytes."""
    rng = Random()
    people = list(islice(numbers.mobiles(rng), _PEOPLE))

    def rows() -> str:
        return "".join(sms_backup.sms(rng.choice(people)) for _ in range(_ROWS))

    begin, _, end = sms_backup.messages("\0").partition(b"\0")
    _fill(path, size, (begin, end), rows)


def write_chat(path: Path, size: int) -> None:
    """Write a chat of one person with the telephone's owner, of at least so many bytes."""
    rng = Random()
    form = whatsapp_chat.FORMS["nl on Android"]
    partner = whatsapp_chat.spaced(next(numbers.mobiles(rng)))

    def rows() -> str:
        senders = (rng.choice((partner, "Eigenaar")) for _ in range(_ROWS))
        return "".join(f"{form.moments[1]}{sender}: {message(rng)}\n" for sender in senders)

    _fill(path, size, (whatsapp_chat.chat(form, (partner, "hoi")), b""), rows)


def write_account(path: Path, size: int) -> None:
    """Write an account's export of at least so many bytes: most of it is chats."""
    rng = Random()
    people = enumerate(islice(numbers.mobiles(rng), _PEOPLE), start=1)
    contacts = [telegram_export.contact(mobile, user_id=number) for number, mobile in people]
    made = telegram_export.account("", contacts, [telegram_export.chat(1)])
    begin, end = made.rsplit(b'"messages": []', 1)

    def rows() -> str:
        written = (telegram_export.message(message(rng)) for _ in range(_ACCOUNT_MESSAGES))
        return "".join(f",{telegram_export.as_json(each).decode()}" for each in written)

    first = telegram_export.as_json(telegram_export.message())
    _fill(path, size, (begin + b'"messages": [' + first, b"]" + end), rows)


def _fill(path: Path, size: int, around: tuple[bytes, bytes], rows: Callable[[], str]) -> None:
    with path.open("wb") as file:
        for part in _parts(size, around, rows):
            file.write(part)


def _parts(size: int, around: tuple[bytes, bytes], rows: Callable[[], str]) -> Iterator[bytes]:
    written = 0
    yield around[0]
    while written < size:
        part = rows().encode()
        written += len(part)
        yield part
    yield around[1]
