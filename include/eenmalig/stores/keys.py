"""The campaigns' keys: three a campaign, apart from the vault, useless after their deadline.

The number key opens sealed numbers, the ref key makes recipient refs, the journal key opens the
provider's message ids (SIDs). Destroying a key makes what it sealed unreadable at once.
"""

from __future__ import annotations

import base64
import binascii
import errno
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.private_files import (
    is_folder,
    let_us_in,
    make_folder,
    read_small,
    stay_removed,
    sync_file,
    write_new,
)
from eenmalig.stores.removing import remove_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from eenmalig.stores.folder_on_disk import FolderOnDisk

_KEY_BYTES = 32
_LONGEST_FILE = 4096


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
    def create(
        cls, folder: Path, deadline: datetime, working_copy: FolderOnDisk | None = None
    ) -> CampaignKeys:
        """Draw three new keys of 256 bits, each bound to ``deadline``, readable by us alone.

        With the place and the mark of the ``working_copy`` that is taken in, a key file alone
        tells the last guard what goes with it. What the copy held is told by no key that is
        destroyed after it.

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
            bound = {"deadline": deadline.isoformat(), "key": drawn}
            if working_copy is not None:
                bound["working_copy"] = working_copy.place
            if working_copy is not None and name is not KeyName.JOURNAL:
                bound["holds"] = working_copy.mark()
            text = json.dumps(bound)
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
            stored = json.loads(read_small(path, _LONGEST_FILE))
            deadline = datetime.fromisoformat(stored["deadline"])
            expired = now >= deadline
            key = base64.b64decode(stored["key"], validate=True)
        except FileNotFoundError:
            raise EenmaligError(Code.KEY_MISSING, f"the {name} key") from None
        except (OSError, ValueError, KeyError, TypeError, RecursionError, binascii.Error):
            raise EenmaligError(Code.KEY_MISSING, f"the {name} key is damaged") from None
        if len(key) != _KEY_BYTES:
            raise EenmaligError(Code.KEY_MISSING, f"the {name} key is damaged")
        if expired and not for_destruction:
            raise EenmaligError(Code.KEY_EXPIRED, f"the {name} key")
        return key

    def expired(self, now: datetime) -> bool | None:
        """Whether the keys are past the deadline in their files; None where no file tells it.

        What a link leads to may be another campaign's, and tells nothing.
        """
        deadlines = []
        for bound in [] if self._is_elsewhere() else self._bound():
            with suppress(ValueError, KeyError, TypeError):
                deadlines.append(now >= datetime.fromisoformat(bound["deadline"]))
        return any(deadlines) if deadlines else None

    def working_copies(self) -> tuple[set[str], set[str]]:
        """Return places and marks of what was taken in, as the key files tell them."""
        bound = list(self._bound())
        places, marks = (
            {str(each[name]) for each in bound if each.get(name)}
            for name in ("working_copy", "holds")
        )
        return places, marks

    def _bound(self) -> Iterator[dict[str, Any]]:
        """Yield what each key file that can be read is bound to, whoever could read it."""
        for name in KeyName:
            path = self.path(name)
            with suppress(OSError, ValueError, RecursionError):
                if path.is_symlink():
                    continue
                stored = json.loads(read_small(path, _LONGEST_FILE))
                if isinstance(stored, dict):
                    yield stored

    def path(self, name: KeyName) -> Path:
        """Return where a key stands, if it does."""
        return self.folder / f"{name}.key"

    def present(self) -> list[KeyName]:
        """Return the keys that still exist, of whatever kind of file."""
        return [name for name in KeyName if os.path.lexists(self.path(name))]

    def standing(self) -> list[KeyName]:
        """Return the keys that are there as files: a link is none, nor what one leads to."""
        if self._is_elsewhere():
            return []
        return [name for name in self.present() if not self.path(name).is_symlink()]

    def destroy(self, *names: KeyName) -> None:
        """Remove keys, durably. Removing one that is gone already changes nothing.

        A link in the folder's place goes with the journal key, which may be needed until then. What
        it leads to may be another campaign's, and is left alone. Fails with ``OSError`` when one is
        left, once the others are gone.
        """
        if not self._is_elsewhere():
            self._remove([self.path(name) for name in names])
        elif KeyName.JOURNAL in names:
            self._remove([self.folder])

    def destroy_others(self) -> None:
        """Remove all that stands beside the keys: it may be a copy of one. Fails as above."""
        ours = {f"{name}.key" for name in KeyName}
        let_us_in(self.folder)
        if is_folder(self.folder):
            self._remove([path for path in self.folder.iterdir() if path.name not in ours])
        elif not self._is_elsewhere():
            self._remove([self.folder])

    def _is_elsewhere(self) -> bool:
        """Whether a link stands in the folder's place."""
        return self.folder.is_symlink()

    def _remove(self, paths: Iterable[Path]) -> None:
        left = sum(remove_all(path) for path in paths)
        if is_folder(self.folder) and not any(self.folder.iterdir()):
            self.folder.rmdir()
        stay_removed(self.folder)
        if left:
            raise OSError(errno.EPERM, f"{left} left")
