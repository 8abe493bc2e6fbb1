"""The campaigns' keys: three a campaign, apart from the vault, useless after their deadline.

The number key opens sealed numbers, the ref key makes recipient refs, the journal key opens the
provider's message ids (SIDs). Destroying a key makes what it sealed unreadable at once.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.private_files import make_folder, sync_file, sync_folder, write_new

if TYPE_CHECKING:
    from pathlib import Path

_KEY_BYTES = 32


class KeyName(StrEnum):
    """Which of a campaign's keys."""

    NUMBER = "number"
    REF = "ref"
    JOURNAL = "journal"


class Purpose(StrEnum):
    """What a key is opened for; after the deadline only destruction is left."""

    CAMPAIGN = "campaign"
    DESTRUCTION = "destruction"


@dataclass(frozen=True)
class CampaignKeys:
    """The keys of one campaign, in a folder of their own."""

    folder: Path

    @classmethod
    def create(cls, folder: Path, deadline: datetime) -> CampaignKeys:
        """Draw three new keys of 256 bits, each bound to ``deadline``, readable by us alone.

        What a killed process left is completed: a whole key is kept, and one that was cut short is
        drawn anew. Call it only as long as nothing that was sealed counts.
        """
        make_folder(folder)
        keys = cls(folder)
        for name in KeyName:
            path = folder / f"{name}.key"
            if path.exists() and keys.whole(name):
                sync_file(path)
                continue
            path.unlink(missing_ok=True)
            drawn = base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
            text = json.dumps({"deadline": deadline.isoformat(), "key": drawn})
            try:
                write_new(path, text.encode())
            except FileExistsError:
                raise EenmaligError(Code.STEP_OUT_OF_ORDER, "a key is never replaced") from None
        return keys

    def whole(self, name: KeyName) -> bool:
        """Whether a key can be read to its end, whatever its deadline."""
        try:
            self.open(name, datetime.min.replace(tzinfo=UTC))
        except EenmaligError as error:
            if error.code is not Code.KEY_MISSING:
                raise
            return False
        return True

    def open(self, name: KeyName, now: datetime, purpose: Purpose = Purpose.CAMPAIGN) -> bytes:
        """Return 32 bytes.

        Fails when the key is gone, readable by others, or past its deadline. For destruction the
        journal key opens whoever could read it, and after the deadline too.
        """
        path = self.folder / f"{name}.key"
        for_destruction = name is KeyName.JOURNAL and purpose is Purpose.DESTRUCTION
        try:
            if path.stat().st_mode & 0o077 and not for_destruction:
                raise EenmaligError(Code.KEY_EXPOSED, f"the {name} key of a campaign")
            stored = json.loads(path.read_text())
            deadline = datetime.fromisoformat(stored["deadline"])
            expired = now >= deadline
            key = base64.b64decode(stored["key"], validate=True)
        except FileNotFoundError:
            raise EenmaligError(Code.KEY_MISSING, f"the {name} key") from None
        except (ValueError, KeyError, TypeError, binascii.Error):
            raise EenmaligError(Code.KEY_MISSING, f"the {name} key is damaged") from None
        if len(key) != _KEY_BYTES:
            raise EenmaligError(Code.KEY_MISSING, f"the {name} key is damaged")
        if expired and not for_destruction:
            raise EenmaligError(Code.KEY_EXPIRED, f"the {name} key")
        return key

    def expired(self, name: KeyName, now: datetime) -> bool:
        """Whether a key is past the deadline in its own file; one that is damaged is not."""
        try:
            stored = json.loads((self.folder / f"{name}.key").read_text())
            return bool(now >= datetime.fromisoformat(stored["deadline"]))
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def present(self) -> list[KeyName]:
        """Return the keys that still exist."""
        return [name for name in KeyName if (self.folder / f"{name}.key").exists()]

    def destroy(self, *names: KeyName) -> None:
        """Remove keys, durably. Removing one that is gone already changes nothing."""
        for name in names:
            (self.folder / f"{name}.key").unlink(missing_ok=True)
        if self.folder.exists():
            sync_folder(self.folder)
            if not any(self.folder.iterdir()):
                self.folder.rmdir()
        if self.folder.parent.exists():
            sync_folder(self.folder.parent)
