"""Changing an export as its format is made: words and tags, members of a zip, cells of a table.

Bytes changed at random seldom get past a checksum or the first line; these do.
"""

from __future__ import annotations

import io
import re
import sqlite3
import tempfile
import zipfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from tests.fuzz.database_exports import AND_ITS_WAL

from eenmalig.cleartext.sources.files.encoding import encoding_of

_PARTS = re.compile(r"<[^<>]*>|\"[^\"\n]*\"|[\w+@.-]+|\s+|.", re.DOTALL)
_ODD_WORDS = [
    *("", "0", "-1", "1e400", "9" * 400, "\ufeff", "\x1f", "\u2028", "\ud83d\ude00", "=C3=", "\\"),
    *("null", "true", "{}", "[]", '"@value"', "[" * 300, '{"a":' * 300, '"\\ud800"'),
    *("<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "<![CDATA[", "]]>", "<a>" * 300, "</a>", "<empty/>"),
    *("BEGIN:VCARD\n" * 300, "TEL:", "sep=\t\n", '"', "NaN", "tel:", "1048576", "16384"),
    *("2026-02-30T99:99:99Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
]
_CELLS = (
    st.none()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.binary(max_size=40)
    | st.text(st.characters(codec="utf-8"), max_size=20)
    # Half a character is no text for SQLite.
    | st.sampled_from([each for each in _ODD_WORDS if "\ud83d" not in each])
)


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """Draw a changed copy of an export, once in a while one with changed bytes."""
    whole, marked, wal = content.partition(AND_ITS_WAL)
    if draw(st.integers(0, 4)) == 0:
        return draw(_bytes(whole)) + marked + (draw(_bytes(wal)) if marked else b"")
    if whole.startswith(b"PK"):
        return draw(_archive(whole))
    if whole.startswith(b"SQLite") and not marked:
        return draw(_database(whole))
    encoding = _encoding(whole)
    if encoding is None or marked:
        return draw(_bytes(whole)) + marked + (draw(_bytes(wal)) if marked else b"")
    return draw(_words(whole.decode(encoding, errors="replace"))).encode(encoding, "replace")


@st.composite
def _words(draw: st.DrawFn, text: str) -> str:
    parts = _PARTS.findall(text)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(parts) - 1)))
        to = min(len(parts), at + draw(st.integers(0, 8)))
        elsewhere = draw(st.integers(0, max(0, len(parts) - 1)))
        by = draw(
            st.sampled_from(["drop", "repeat", "move", "replace", "odd", "cut"]),
        )
        if by == "drop":
            del parts[at:to]
        elif by == "repeat":
            parts[at:at] = parts[at:to] * draw(st.sampled_from([1, 2, 500]))
        elif by == "move":
            parts[elsewhere:elsewhere] = parts[at:to]
        elif by == "replace":
            parts[at:to] = [draw(st.text(st.characters(codec="utf-8"), max_size=12))]
        elif by == "odd":
            parts[at:to] = [draw(st.sampled_from(_ODD_WORDS))]
        else:
            del parts[at:]
    return "".join(parts)


@st.composite
def _archive(draw: st.DrawFn, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    changed = draw(st.sampled_from(sorted(members)))
    encoding = _encoding(members[changed])
    if encoding is None:
        members[changed] = draw(_bytes(members[changed]))
    else:
        text = members[changed].decode(encoding, errors="replace")
        members[changed] = draw(_words(text)).encode(encoding, "replace")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            odd = name == changed and draw(st.integers(0, 9)) == 0
            archive.writestr(f"../{name}" if odd else name, member)
    return held.getvalue()


@st.composite
def _database(draw: st.DrawFn, content: bytes) -> bytes:
    """Draw a database with changed cells: a column of SQLite holds a value of any type."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "changed"
        path.write_bytes(content)
        with closing(sqlite3.connect(path)) as connection:
            for _ in range(draw(st.integers(1, 4))):
                _change(draw, connection)
            connection.commit()
        return path.read_bytes()


def _change(draw: st.DrawFn, connection: sqlite3.Connection) -> None:
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    table = draw(st.sampled_from(sorted(row[0] for row in connection.execute(tables))))
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    column = draw(st.sampled_from(columns))
    cell: Any = draw(_CELLS)
    # A table may refuse a value; then this one stays as it is.
    with suppress(sqlite3.Error):
        if draw(st.integers(0, 5)) == 0:
            connection.execute(f'ALTER TABLE "{table}" RENAME COLUMN "{column}" TO "changed"')
        elif draw(st.booleans()):
            connection.execute(f'INSERT INTO "{table}" ("{column}") VALUES (?)', (cell,))
        else:
            connection.execute(f'UPDATE "{table}" SET "{column}" = ?', (cell,))


@st.composite
def _bytes(draw: st.DrawFn, content: bytes) -> bytes:
    held = bytearray(content)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(held) - 1)))
        to = at + draw(st.sampled_from([0, 1, 1, 2, 4, 64]))
        held[at:to] = draw(st.binary(max_size=8))
    return bytes(held[: draw(st.integers(0, len(held)))] if draw(st.integers(0, 5)) == 0 else held)


def _encoding(content: bytes) -> str | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text"
        path.write_bytes(content)
        return encoding_of(path)
