"""What a skeleton of `handover.yaml` leaves for a person to decide, refused as long as it is open.

Nothing is guessed for a person: what nobody decided stays a placeholder, and that is no value.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from eenmalig.handover.explained import EXPLAINED

PLACEHOLDER = "FILL_IN"

Place: TypeAlias = tuple[int | str, ...]

# What is copied and not decided: a file's name may begin like that.
_COPIED = ("file", "sha256")


def is_open(value: object) -> bool:
    """Return whether this is the placeholder, or begins with it."""
    return isinstance(value, str) and value.strip().startswith(PLACEHOLDER)


def decided(declared: dict[str, Any]) -> tuple[dict[str, Any], list[Place]]:
    """Return what was declared without the keys that are still open, and where those stand."""
    open_keys: list[Place] = []
    return _decided(declared, (), open_keys), open_keys


def what_is_asked(key: int | str) -> str:
    """Return the sentence about a key that is still open: what a person is to fill in."""
    asked = EXPLAINED.get(str(key))
    return "is still to be filled in" + (f": {asked}" if asked else "")


def _decided(value: Any, place: Place, open_keys: list[Place]) -> Any:
    if isinstance(value, list):
        return [_decided(entry, (*place, n), open_keys) for n, entry in enumerate(value)]
    if not isinstance(value, dict):
        return value
    still_open = [(*place, key) for key in value if key not in _COPIED and is_open(value[key])]
    open_keys += still_open
    return {
        key: _decided(stated, (*place, key), open_keys)
        for key, stated in value.items()
        if (*place, key) not in still_open
    }
