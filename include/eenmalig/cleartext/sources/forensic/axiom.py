"""Magnet AXIOM: the XML export of AXIOM Examine, artifacts with hits made of fragments.

Tried on exports built with the artifacts and fragments that a public parser reads, not on an
export of a known version.
Described in the source of that parser, casework/CASE-Implementation-AXIOM on GitHub; we know of
no schema that Magnet published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.xml_stream import HEAD_BYTES, Document, records, starts
from eenmalig.cleartext.sources.forensic import axiom_hits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "axiom"

_WHAT = "the XML export of Magnet AXIOM"
_ASK = "a new XML export, in English"


def recognises(path: Path) -> bool:
    """Return whether this is XML in which an artifact with a name holds hits."""
    with path.open("rb") as file:
        begun = starts(file.read(HEAD_BYTES))
    artifact = any(element.name == "Artifact" and "name" in element.attributes for element in begun)
    return artifact and any(element.name in {"Hits", "Hit"} for element in begun)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of every hit. A column means nothing here.

    Fails when the file is damaged or hostile (``SOURCE_UNREADABLE``).
    """
    document = Document(("Hit",), _never, _never, _WHAT, _ASK)
    with path.open("rb") as file:
        for number, hit in enumerate(records(file, document, asked.label), start=1):
            yield from axiom_hits.values(hit, number)


def _never(element: Element) -> bool:
    del element
    return False
