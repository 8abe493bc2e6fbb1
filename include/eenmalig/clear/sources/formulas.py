"""Formulas of a workbook whose outcome was never stored: their cells read as empty."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from openpyxl.xml.functions import iterparse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

_CHUNK_BYTES = 1024 * 1024
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_LONGEST_TAG = 64


def holds_unsaved_formula(path: Path) -> bool:
    """Return whether a cell holds a formula without its outcome, in any part of the workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = [each for each in archive.namelist() if each.endswith(".xml")]
        return any(
            _unsaved(cell)
            for part in parts
            if _mentions_formula(archive, part)
            for cell in _cells(archive, part)
        )


def _mentions_formula(archive: zipfile.ZipFile, part: str) -> bool:
    """Return whether it is worth parsing this part: most hold no formula at all."""
    before = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK_BYTES):
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-_LONGEST_TAG:]
    return False


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[Element]:
    with archive.open(part) as file:
        for _, element in iterparse(file):
            name = _local(element)
            if name == "c":
                yield element
            # Emptied so that a large sheet does not stay in memory.
            if name in {"c", "row"}:
                element.clear()


def _unsaved(cell: Element) -> bool:
    """Return whether a formula stands without an outcome; an empty text is an outcome."""
    held = {_local(each): each for each in cell}
    value = held.get("v")
    stored = value is not None and (bool(value.text) or cell.get("t") == "str")
    return "f" in held and not stored


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
