"""What WhatsApp keeps about people beside its contacts, chats, calls and groups.

Who is named there only is a mere contact, unless the table itself counts messages or calls.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.files.sqlite_values import Part, text_of
from eenmalig.cleartext.sources.messengers.whatsapp_address import UNRESOLVED
from eenmalig.cleartext.sources.messengers.whatsapp_links import of_two

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.files.sqlite_values import StoredNumber
    from eenmalig.cleartext.sources.messengers.whatsapp_links import Links


class _Kept(NamedTuple):
    """A column with addresses, and what it makes of the people in it."""

    table: str
    column: str
    contact: bool = True
    group: bool = False


_LEFTOVERS = (
    # wa.db: how much was said with somebody, whom the address book may have forgotten.
    _Kept("wa_contact_storage_usage", "jid", contact=False),
    _Kept("wa_block_list", "jid"),
    _Kept("wa_vnames", "jid"),
    _Kept("wa_biz_profiles", "jid"),
    _Kept("wa_last_entry_point", "jid"),
    # msgstore.db before there was a table of addresses.
    _Kept("frequents", "jid", contact=False),
    _Kept("messages_vcards_jids", "vcard_jid"),
    _Kept("status_list", "key_remote_jid"),
    _Kept("group_participants_history", "jid", contact=False, group=True),
    _Kept("missed_call_log_participant", "jid", contact=False, group=True),
    # iOS: names and pictures of whoever was seen, cards that somebody passed on, calls by a link.
    _Kept("ZWAPROFILEPUSHNAME", "ZJID"),
    _Kept("ZWAPROFILEPICTUREITEM", "ZJID"),
    _Kept("ZWABLACKLISTITEM", "ZJID"),
    _Kept("ZWAVCARDMENTION", "ZWHATSAPPID"),
    _Kept("ZWAJOINABLECALLEVENTPARTICIPANT", "ZJIDSTRING", contact=False, group=True),
)


def parts(links: Links) -> tuple[Part, ...]:
    """Return a part for each column."""
    return tuple(
        Part(((kept.table, kept.column),), partial(_people, links, kept)) for kept in _LEFTOVERS
    )


def _people(links: Links, kept: _Kept, database: Database) -> Iterator[StoredNumber | None]:
    """Yield who is named by an address; an id without a number is counted where it is in touch."""
    for (jid,) in database.rows(kept.table, kept.column):
        text = text_of(jid)
        value = of_two(links, text, None) if "@" in text.strip("@") else None
        if value and (
            value.text.startswith("+") or (value.text == UNRESOLVED and not kept.contact)
        ):
            yield value._replace(contact=kept.contact, group=kept.group)
        else:
            yield None
