"""Objects as Apple's programs archive them (NSKeyedArchiver): a list of objects that name others.

Only texts are of use here: a text by itself, or the texts among an object's fields.
Described in Apple's documentation of NSKeyedArchiver and of property lists.
"""

from __future__ import annotations

import plistlib
from typing import Any

_BEGIN = b"bplist00"
_ARCHIVER = "NSKeyedArchiver"


def text_in(value: Any) -> str:
    """Return the text that a value holds, plain or archived; empty where it holds none."""
    if isinstance(value, str):
        return value
    root, _ = _opened(value)
    return root if isinstance(root, str) else ""


def fields_in(value: Any, *names: str) -> list[str]:
    """Return the texts of these fields of an archived object, of those that it has."""
    root, objects = _opened(value)
    if not isinstance(root, dict):
        return []
    held = (_meant(root.get(name), objects) for name in names)
    return [text for text in held if isinstance(text, str)]


def _opened(value: Any) -> tuple[Any, list[Any]]:
    """Return an archive's outermost object and all of its objects; nothing where it is none."""
    if not isinstance(value, bytes) or not value.startswith(_BEGIN):
        return None, []
    try:
        archive = plistlib.loads(value, fmt=plistlib.FMT_BINARY)
    except Exception:  # noqa: BLE001 - what is damaged holds no text, and the error may quote it
        return None, []
    if not isinstance(archive, dict) or archive.get("$archiver") != _ARCHIVER:
        return archive, []
    top, objects = archive.get("$top"), archive.get("$objects")
    if not isinstance(top, dict) or not isinstance(objects, list):
        return None, []
    return _meant(top.get("root"), objects), objects


def _meant(value: Any, objects: list[Any]) -> Any:
    """Return the object that a reference names, and anything else as it is."""
    if not isinstance(value, plistlib.UID):
        return value
    return objects[value.data] if value.data < len(objects) else None
