"""Counts how often a file is opened, by whomever, as the kernel tells (inotify)."""

from __future__ import annotations

import ctypes
import os
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_IN_OPEN = 0x20
# Watched too, because the kernel folds events that follow each other and are alike into one.
_IN_CLOSE = 0x10 | 0x08
_HEAD = struct.Struct("iIII")  # watch, mask, cookie, length of the name


@contextmanager
def counting_opens(path: Path) -> Iterator[list[int]]:
    """Give a list that holds, once the block has ended, how often ``path`` was opened in it."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(os.O_NONBLOCK)
    assert descriptor >= 0
    opens: list[int] = []
    try:
        assert libc.inotify_add_watch(descriptor, os.fsencode(path), _IN_OPEN | _IN_CLOSE) >= 0
        yield opens
        opens.append(_events(descriptor))
    finally:
        os.close(descriptor)


def _events(descriptor: int) -> int:
    events = 0
    while True:
        try:
            content = os.read(descriptor, 65536)
        except BlockingIOError:
            return events
        while content:
            _, mask, _, length = _HEAD.unpack_from(content)
            content = content[_HEAD.size + length :]
            events += bool(mask & _IN_OPEN)
