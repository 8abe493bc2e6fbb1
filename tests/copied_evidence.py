"""Copies of kept evidence that a test damages, and signs again with a throw-away key."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.second_checker import LEDGER, LOOKS, canonical, complaints, sha256

if TYPE_CHECKING:
    from collections.abc import Callable

    Records = list[dict[str, Any]]

KEPT = Path(__file__).parent / "evidence" / "format_1"
CAMPAIGNS = sorted(path.parent for path in KEPT.glob(f"*/*/{LEDGER}"))
(COMPLETED,) = (path for path in CAMPAIGNS if "mwcl" in path.name)


class Copied:
    """A copy of a completed campaign, which a test damages, and keys to trust."""

    def __init__(self, root: Path) -> None:
        self.folder = root / COMPLETED.name
        self.trust = root / "trust"
        shutil.copytree(COMPLETED, self.folder)
        shutil.copytree(KEPT / "trust", self.trust)
        self.ledger = self.folder / LEDGER
        self.looks = self.folder / LOOKS

    def found(self) -> str:
        """Everything that the checker complains of, as one text."""
        return "; ".join(complaints(self.folder, self.trust))

    def sign_again(
        self, change: Callable[[Records], object], *, kind: str = "rehearsal", trusted: bool = True
    ) -> None:
        """Change the records, chain them anew, and sign all with a throw-away key."""
        key = Ed25519PrivateKey.generate()
        name = sha256(key.public_key().public_bytes_raw())[:32]
        if trusted:
            pem = key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            (self.trust / f"{kind}-{name}.pem").write_bytes(pem)
        files = [self.records(path) for path in (self.ledger, self.looks)]
        change(files[0])
        before = "0" * 64
        for path, records in zip((self.ledger, self.looks), files, strict=True):
            lines = []
            for position, record in enumerate(records, start=1):
                record.update(seq=position, prev=before)
                signature = signed(canonical(record), key, name)
                lines.append(canonical({"record": record, "signature": signature}))
                before = sha256(lines[-1])
            path.write_bytes(b"".join(line + b"\n" for line in lines))

    @staticmethod
    def records(path: Path) -> Records:
        return [json.loads(line)["record"] for line in path.read_bytes().splitlines()]

    def lines(self, change: Callable[[list[bytes]], object]) -> None:
        """Change the ledger's lines as they stand."""
        lines = self.ledger.read_bytes().splitlines(keepends=True)
        change(lines)
        self.ledger.write_bytes(b"".join(lines))


def signed(payload: bytes, key: Ed25519PrivateKey, name: str) -> str:
    header = {"alg": "EdDSA", "b64": False, "crit": ["b64"], "kid": name, "typ": "JWT"}
    first = base64.urlsafe_b64encode(canonical(header)).rstrip(b"=")
    signature = key.sign(first + b"." + payload)
    return f"{first.decode()}..{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def data_of(kind: str, records: Records) -> dict[str, Any]:
    data: dict[str, Any] = next(each["data"] for each in records if each["kind"] == kind)
    return data


def deleted(records: Records) -> dict[str, Any]:
    data = (each["data"] for each in records)
    return next(each for each in data if each.get("what") == "provider_messages")


def more(kind: str, *path: str, by: int = 1) -> Callable[[Records], None]:
    """Return a change that adds to one count."""

    def change(records: Records) -> None:
        data = data_of(kind, records)
        for name in path[:-1]:
            data = data[name]
        data[path[-1]] += by

    return change
