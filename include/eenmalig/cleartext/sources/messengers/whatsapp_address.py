"""Addresses of WhatsApp (JIDs): which of them are telephone numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

# Stands for a person whose number is not known here: counted as no number, gives nothing away.
UNRESOLVED = "@lid"

_NUMBERS = {"s.whatsapp.net", "c.us", "hosted"}
_LINKED = {"lid", "hosted.lid"}
# 31600000000, also with an agent (.0) and a device (:12).
_USER = re.compile(r"\+?(\d+)(?:[._]\d+)?(?::\d+)?")


class Address(NamedTuple):
    """A JID as it was written."""

    text: str

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return "Address()"

    @property
    def user(self) -> str:
        """What stands before the at sign, without agent and device."""
        user = self.text.partition("@")[0]
        plain = _USER.fullmatch(user)
        return plain[1] if plain else user

    @property
    def server(self) -> str:
        """What stands behind the at sign."""
        return self.text.partition("@")[2].lower()

    @property
    def is_linked(self) -> bool:
        """Whether this is an id that only a table can turn into a number (a LID)."""
        return self.server in _LINKED

    def number(self) -> str | None:
        """Return the number in international form, the text if it is junk, None if another kind.

        Groups, broadcasts, channels and mail addresses are another kind.
        """
        if self.server in _NUMBERS:
            return f"+{self.user}" if self.user.isdecimal() else self.user
        return None
