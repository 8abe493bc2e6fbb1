"""What a power cut would undo, told from the operations of a step: no machine need be switched off.

A file's content and a folder's names are written first, and survive once they are synced. Whenever
the inventory's commit ends, and when a step does, all before it must have survived.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.faults.kills.tracing import Operation

_JOURNAL = "-journal"
_COMMITS = f"inventory/inventory.db{_JOURNAL}"
# What counts for nothing until its database's commit ends or it is renamed, is anybody's, or is
# thrown away anyway.
_EXCEPT = re.compile(r"-journal$|\.new$|\.lock$|(^|/)scratch(/|$)")
_COPY = re.compile(r"evidence/([^/]+/ledger|([^/]+/)?verifications)\.jsonl$")
_OF_ANOTHER_WRITER = re.compile(r"^answers/")
_CAMPAIGN = re.compile(r"[a-z-]+-\d{4}-\d\d-\d\d-[a-z]{4}")
_DRAFT = re.compile(r"\.[0-9a-f]{16}\.new$")


@dataclass(frozen=True, order=True)
class Unsynced:
    """What a power cut at an operation would undo, though it is relied on there."""

    step: str
    operation: int
    undone: str

    def __str__(self) -> str:
        return f"{self.step}, operation {self.operation}: {self.undone} is not synced"


@dataclass
class _Disk:
    """What was written and named, and would not survive yet."""

    contents: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def apply(self, operation: Operation) -> None:
        """Follow one operation."""
        path = operation.path
        match operation.what:
            case "create" | "mkdir" | "link":
                self.names.add(path)
            case "write" | "truncate" | "empty" | "chmod":
                self.contents.add(path)
            case "sync":
                self.contents.discard(path)
                self.names = {name for name in self.names if _folder(name) != path}
            case "rename":
                self._forget(path)
                if operation.source in self.contents:
                    self.contents.add(path)
                self._forget(operation.source)
                self.names |= {path, operation.source}
            case "unlink" | "rmdir":
                self._forget(path)
                self.names.add(path)
            case other:
                raise ValueError(other)

    def _forget(self, path: str) -> None:
        """Drop what was under a name, and below it."""
        for of in (self.contents, self.names):
            of.difference_update(
                [each for each in of if each == path or each.startswith(f"{path}/")]
            )

    def unsynced(self) -> Iterator[str]:
        """Yield the kind of each thing that would be undone."""
        for what, paths in (("the content of", self.contents), ("the name", self.names)):
            for path in sorted(paths):
                if not _EXCEPT.search(path):
                    yield f"{what} {_kind(path)}"


def unsynced(
    step: str, operations: Iterable[Operation], of_the_dead: Iterable[Operation] = ()
) -> list[Unsynced]:
    """Return what a power cut would undo, each once, where it is first relied on.

    ``of_the_dead`` is what a process did that died in the same step before: whoever goes on from
    there has made sure of it when the step ends. A ledger's file is left out there: it is a copy
    of what is committed, which whoever writes next completes and syncs.
    """
    ours, all_of_it = _Disk(), _Disk()
    for operation in of_the_dead:
        if not _COPY.match(operation.path):
            all_of_it.apply(operation)
    found: dict[str, int] = {}
    number = 0
    for operation in operations:
        number = operation.number
        for undone in _relied_on(ours, operation):
            found.setdefault(undone, number)
        ours.apply(operation)
        all_of_it.apply(operation)
    for undone in all_of_it.unsynced():
        found.setdefault(undone, number + 1)
    return sorted(Unsynced(step, at, undone) for undone, at in found.items())


def _relied_on(disk: _Disk, operation: Operation) -> Iterator[str]:
    """Yield what would be undone though this operation relies on it."""
    if operation.what == "rename" and operation.source in disk.contents:
        yield f"the content of {_kind(operation.source)}"
    if operation.what not in ("empty", "unlink") or not operation.path.endswith(_JOURNAL):
        return
    database = operation.path.removesuffix(_JOURNAL)
    if operation.path == _COMMITS:
        for undone in disk.unsynced():
            if not _OF_ANOTHER_WRITER.search(undone.rpartition(" ")[2]):
                yield undone
    elif database in disk.contents:
        yield f"the content of {_kind(database)}"


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "."


def _kind(path: str) -> str:
    return _DRAFT.sub(" (a draft)", _CAMPAIGN.sub("CAMPAIGN", path))
