"""One way to write a record down, so that a digest or signature of it means one thing."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return ``value`` as JSON with sorted keys and no spaces, in UTF-8.

    Floats are for durations only; NaN is refused.
    """
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def digest(value: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form, as hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
