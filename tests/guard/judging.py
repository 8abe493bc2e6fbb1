"""Judges what stands in a home, in a process that shares nothing with what made it so.

It reads raw bytes, unpacks those of a PDF, and asks the gateway, with the standard library only.
``python judging.py`` reads what is to be looked at from its input, one a line, and answers each
with what it saw.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import sys
import zlib
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Enough of a number to know it by, however it is spelled in front.
_TAIL = 9
_STREAM = re.compile(rb"stream\r?\n")


def seen(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the home and at the gateway, campaign by campaign.

    ``asked`` holds home, gateway and campaigns: of each its name, numbers, keys as they were drawn,
    and working copy.
    """
    home = Path(asked["home"])
    files = {str(path.relative_to(home)): _content(path) for path in _files(home)}
    listed = _listed(asked["gateway"])
    return {
        "campaigns": {
            campaign["name"]: _seen_of(campaign, home, files, listed)
            for campaign in asked["campaigns"]
        },
        "handover": sorted(name for name in files if name.startswith("handover/")),
        "innocent": _digest(files, asked["innocent"]),
        "young": _digest(files, asked["young"]),
    }


def _seen_of(
    its: Mapping[str, Any], home: Path, files: Mapping[str, bytes], listed: Sequence[str]
) -> dict[str, Any]:
    tails = [number[-_TAIL:].encode() for number in its["numbers"]]
    drawn = [form for key in its["keys"] for form in (key.encode(), base64.b64decode(key))]
    evidence = home / "evidence" / its["id"]
    copy = its["working_copy"]
    return {
        "id": its["id"],
        "clear": _holding(files, tails),
        "opens": _holding(files, drawn),
        "keys": _names(home / "keys" / its["id"]),
        "working_copy": sorted(name for name in files if name.startswith(f"{copy}/")),
        "stands": [name for name in (copy, f"vault/{its['id']}") if os.path.lexists(home / name)],
        "scratch": sorted(name for name in files if f"{its['id']}/scratch" in name),
        "vault": sorted(name for name in files if name.startswith(f"vault/{its['id']}/")),
        "messages": sum(number in its["numbers"] for number in listed),
        "closed": _last_kind(evidence / "ledger.jsonl") == "closed",
        "certificate": (evidence / "certificate.json").is_file(),
    }


def _files(home: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(home):
        for name in names:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _content(path: Path) -> bytes:
    """Return a file's bytes, and what those of a PDF are once they are unpacked."""
    content = path.read_bytes()
    if not content.startswith(b"%PDF"):
        return content
    begins = [match.end() for match in _STREAM.finditer(content)]
    return b"".join([content, *(_unpacked(content[at:]) for at in begins)])


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content)
    except zlib.error:
        return b""


def _holding(files: Mapping[str, bytes], parts: Sequence[bytes]) -> list[str]:
    return sorted(name for name, content in files.items() if any(part in content for part in parts))


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _last_kind(ledger: Path) -> str:
    try:
        return str(json.loads(ledger.read_bytes().splitlines()[-1])["record"]["kind"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _digest(files: Mapping[str, bytes], parts: Sequence[str]) -> str:
    """Return one digest of all files that have one of these parts in their path."""
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        if any(part in name for part in parts):
            whole.update(name.encode() + hashlib.sha256(content).digest())
    return whole.hexdigest()


def _listed(gateway: Mapping[str, Any]) -> list[str]:
    """Return to whom each message is that the gateway has."""
    account, token = gateway["account"], gateway["token"]
    credentials = base64.b64encode(f"{account}:{token}".encode()).decode()
    path = f"/2010-04-01/Accounts/{account}/Messages.json?PageSize=1000"
    with closing(HTTPConnection("127.0.0.1", gateway["port"], timeout=10)) as connection:
        connection.request("GET", path, headers={"Authorization": f"Basic {credentials}"})
        page = json.loads(connection.getresponse().read())
    assert page["next_page_uri"] is None
    return [message["to"] for message in page["messages"]]


def main() -> None:
    """Look at each installation of the input."""
    for line in sys.stdin:
        try:
            told = seen(json.loads(line))
        except Exception as error:  # noqa: BLE001 - what cannot be judged is told to whoever asked
            told = {"failed": f"{type(error).__name__}: {error}"}
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
