"""How a copy of a key may be written that is a copy all the same."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def value(path: Path) -> bytes:
    return base64.b64decode(json.loads(path.read_bytes())["key"])


def as_it_is(path: Path) -> bytes:
    return path.read_bytes()


def written_anew(path: Path) -> bytes:
    told = json.loads(path.read_bytes())
    return json.dumps({"key": told["key"], "deadline": told["deadline"]}, indent=8).encode()


def as_bytes(path: Path) -> bytes:
    return b"\0 something " + value(path) + b"something \xff"


def as_digits(path: Path) -> bytes:
    return b"sha256: " + value(path).hex().encode()


def as_capitals(path: Path) -> bytes:
    return value(path).hex().upper().encode()


def as_base64(path: Path) -> bytes:
    return b"the key is " + base64.b64encode(value(path)).rstrip(b"=")


def as_base64_for_addresses(path: Path) -> bytes:
    return b"?k=" + base64.urlsafe_b64encode(value(path))


def on_an_edge(path: Path) -> bytes:
    return b"." * (1024 * 1024 - 7) + value(path) + b"." * 100


DISGUISES = [
    as_it_is,
    written_anew,
    as_bytes,
    as_digits,
    as_capitals,
    as_base64,
    as_base64_for_addresses,
    on_an_edge,
]
