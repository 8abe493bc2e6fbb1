"""Cellebrite UFED: ``report.xml``, alone or within the zip archive that is a ``.ufdr``.

A report is a tree of models. Only telephone numbers of contacts, parties and the telephone
itself are looked at; a model's ``type`` and a field's ``name`` say what they are, in every
language of a report. Bodies of messages are never touched.

Tried on reports built as those of versions 5 to 7 of Physical Analyzer (``reportVersion``
5.2.0.0, namespace ``report/2.0`` or none), not on an export of a known version.
Described in the source of programs that read it: CASE-Implementation-UFED-XML, Autopsy, IPED and
UFEDLib, all on GitHub; we know of no schema that Cellebrite published.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files import archive
from eenmalig.cleartext.sources.files.xml_stream import HEAD_BYTES, Document, records, starts
from eenmalig.cleartext.sources.files.zip_directory import BEGIN
from eenmalig.cleartext.sources.forensic import ufed_fields, ufed_models
from eenmalig.cleartext.sources.forensic.ufed_groups import Groups
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.sources.files.xml_stream import Readable
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "ufed"

_NAMESPACE = "http://pa.cellebrite.com/report/"
_REPORT = "report.xml"
_PROTECTED = b"\x2d\x06\x52\x6d"
# A whole report, or a part of one that somebody cut out.
_ROOTS = ("project", "decodedData", "modelType", "model")
_OWN_WORDS = re.compile(
    rb"reportVersion=|extractionType=|deleted_state=|<(?:\w+:)?"
    rb"(?:decodedData|modelType|sourceExtractions|caseInformation|taggedFiles|multiModelField)\b"
)
_WHAT = "the report of Cellebrite UFED"
_ASK = "a new, unprotected export as report.xml or .ufdr"


def recognises(path: Path) -> bool:
    """Return whether this is a report, protected or not, or an archive that holds one."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(BEGIN):
        return bool(archive.named(path, _REPORT))
    return head.startswith(_PROTECTED) or _is_report(head)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of contacts, parties and the telephone. A column means nothing here.

    Fails when the report is protected or no report (``SOURCE_FORMAT``), and when it is damaged,
    hostile, or one of several in the archive (``SOURCE_UNREADABLE``).
    """
    whole = True
    try:
        with _opened(path, asked.label) as file:
            _refuse_unknown(file.read(HEAD_BYTES), asked.label)
        with _opened(path, asked.label) as file:
            yield from _values(file, asked.label)
    except archive.DAMAGED:
        # A library's words may quote the file, so they may not even be this error's context.
        whole = False
    if not whole:
        raise _unreadable(asked.label, f"is damaged or not complete; ask the case team for {_ASK}")


def _refuse_unknown(head: bytes, label: str) -> None:
    if head.startswith(_PROTECTED):
        raise EenmaligError(
            Code.SOURCE_FORMAT,
            f"{label}: is a protected report of Cellebrite UFED; ask the case team for {_ASK}",
        )
    if not _is_report(head):
        raise EenmaligError(
            Code.SOURCE_FORMAT,
            f"{label}: {_WHAT} is of no known kind; ask the case team for {_ASK}",
        )


def _values(file: Readable, label: str) -> Iterator[RawValue]:
    document = Document(
        ufed_models.RECORDS, ufed_models.is_part, ufed_fields.is_nested, _WHAT, _ASK
    )
    groups = Groups()
    for number, record in enumerate(records(file, document, label), start=1):
        yield from ufed_models.values(record, number, groups)


def _is_report(head: bytes) -> bool:
    begun = starts(head)
    if not begun or begun[0].name not in _ROOTS:
        return False
    if begun[0].namespace:
        return begun[0].namespace.startswith(_NAMESPACE)
    kinds = (element.attributes.get("type") for element in begun if element.name == "model")
    return _OWN_WORDS.search(head) is not None or any(kind in ufed_models.KINDS for kind in kinds)


@contextmanager
def _opened(path: Path, label: str) -> Iterator[Readable]:
    members = archive.named(path, _REPORT)
    if not members:
        with path.open("rb") as file:
            yield file
        return
    if len(members) > 1:
        raise _unreadable(label, "holds several reports; ask for each as a file of its own")
    why = archive.why_unreadable(members[0])
    if why is not None:
        raise _unreadable(label, f"{why}; ask the case team for {_ASK}")
    with archive.opened(path, members[0]) as file:
        yield file


def _unreadable(label: str, why: str) -> EenmaligError:
    return EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: the archive of Cellebrite UFED {why}")
