"""Checks evidence from its raw bytes, and shares no line of code with what wrote it.

It was written from the description of the format, with the standard library and Ed25519 only: if
writing and checking ever share a mistake, this one does not. ``python tests/second_checker.py
EVIDENCE TRUST`` prints what does not hold, and ends with 1 if anything does not.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LEDGER, LOOKS = "ledger.jsonl", "verifications.jsonl"
NAMES = {"seq", "prev", "at", "campaign", "kind", "rehearsal", "data"}
KINDS_OF_KEYS = ("rehearsal", "live")
MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError)
AUTHORITIES = ("police", "municipality", "public_prosecutor")

Record = dict[str, Any]
Keys = dict[str, tuple[str, Ed25519PublicKey]]


def complaints(evidence: Path, trust: Path) -> list[str]:
    """Return all that does not hold in an evidence folder; nothing if all holds."""
    keys, wrong = trusted(trust)
    records, head = read_lines(evidence / LEDGER, evidence.name, "0" * 64, keys, wrong)
    wrong += times(records, LEDGER)
    if (evidence / LOOKS).exists():
        looks, _ = read_lines(evidence / LOOKS, evidence.name, head, keys, wrong)
        wrong += times([*records[-1:], *looks], LOOKS)
    try:
        wrong.extend(_counts(records))
        wrong.extend(_closing(evidence, records))
        if records and records[0]["data"].get("format", 1) >= 3:
            wrong.extend(_assent(records))
            wrong.extend(_told(evidence, records))
    except (*MALFORMED, OSError) as error:
        wrong.append(f"something lacks what it must hold ({type(error).__name__})")
    return wrong


def sha256(content: bytes) -> str:
    """Return the SHA-256 as hex."""
    return hashlib.sha256(content).hexdigest()


def canonical(value: object) -> bytes:
    """Return the one way to write a value: sorted names, no blanks, UTF-8, nothing escaped."""
    if isinstance(value, dict):
        pairs = (canonical(name) + b":" + canonical(value[name]) for name in sorted(value))
        return b"{" + b",".join(pairs) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def trusted(folder: Path) -> tuple[Keys, list[str]]:
    """Return the keys by the name that signatures call them by: SHA-256 of the key, half of it."""
    keys: Keys = {}
    wrong = []
    for path in sorted(folder.glob("*.pem")):
        kind, _, name = path.stem.partition("-")
        try:
            key = serialization.load_pem_public_key(path.read_bytes())
        except ValueError:
            key = None
        if not isinstance(key, Ed25519PublicKey) or kind not in KINDS_OF_KEYS:
            wrong.append(f"{path.name} is no key of ours")
        elif sha256(key.public_bytes_raw())[:32] != name:
            wrong.append(f"{path.name} is called after another key")
        else:
            keys[name] = (kind, key)
    return keys, wrong


def read_lines(
    path: Path, campaign: str, before: str, keys: Keys, wrong: list[str]
) -> tuple[list[Record], str]:
    """Return the records that can be read and the last line's digest; add what is wrong."""
    *lines, rest = path.read_bytes().split(b"\n") if path.is_file() else [b""]
    if rest or not lines:
        wrong.append(f"{path.name} is missing, empty, or does not end with a whole line")
    records: list[Record] = []
    for position, line in enumerate(lines, start=1):
        try:
            record, problems = _line(line, keys)
        except MALFORMED as error:
            problems = [f"it cannot be read ({type(error).__name__})"]
        else:
            records.append(record)
            must = {"seq": position, "prev": before, "campaign": campaign}
            problems += [f"{name} is wrong" for name in must if record.get(name) != must[name]]
        wrong += [f"{path.name}, line {position}: {problem}" for problem in problems]
        before = sha256(line)
    return records, before


def _line(line: bytes, keys: Keys) -> tuple[Record, list[str]]:
    """Return the record of a line, and what is wrong with the line itself."""
    value = json.loads(line.decode())
    record: Record = value["record"]
    wrong: list[str] = []
    if canonical(value) != line:
        wrong.append("it is not written in the one way there is")
    if set(value) != {"record", "signature"} or set(record) != NAMES:
        wrong.append("it holds other names than a record")
    if type(record["seq"]) is not int or type(record["data"]) is not dict:
        wrong.append("its number or its data is of another kind")
    return record, wrong + _signature(canonical(record), record, value["signature"], keys)


def _signature(payload: bytes, record: Record, signature: str, keys: Keys) -> list[str]:
    """Check a detached JWS whose payload is signed as it is, not in base64 (RFC 7515, 7797)."""
    header, middle, signed = signature.split(".")
    protected = json.loads(_decoded(header))
    kid = protected.get("kid")
    fixed = {"alg": "EdDSA", "b64": False, "crit": ["b64"], "kid": kid, "typ": "JWT"}
    if canonical(protected) != canonical(fixed) or middle:
        return ["its signature is of another kind"]
    if kid not in keys:
        return ["it is signed by a key that is not trusted"]
    kind, key = keys[kid]
    try:
        key.verify(_decoded(signed), header.encode() + b"." + payload)
    except InvalidSignature:
        return ["its signature does not hold"]
    if kind == "rehearsal" and record["rehearsal"] is not True:
        return ["a key for rehearsals signed what is no rehearsal"]
    return []


def _decoded(text: str) -> bytes:
    """Return what base64url without padding stands for. Fails when it has another spelling."""
    content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(content).rstrip(b"=") != text.encode():
        raise ValueError
    return content


def times(records: Sequence[Record], name: str) -> list[str]:
    """Return which records are not later, in UTC, than those before."""
    wrong = []
    before = datetime.min.replace(tzinfo=UTC)
    for position, record in enumerate(records, start=1):
        try:
            moment = datetime.fromisoformat(record["at"])
            if moment < before or moment.utcoffset() != timedelta(0):
                wrong.append(f"{name}: record {position} is not later, in UTC, than those before")
            before = max(before, moment)
        except MALFORMED:
            wrong.append(f"{name}: the time of record {position} cannot be read")
    return wrong


def _closing(folder: Path, records: Sequence[Record]) -> Iterator[str]:
    kinds = [record["kind"] for record in records]
    if kinds.count("closed") != 1 or kinds[-1] != "closed":
        yield "the ledger does not end with its only record of kind closed"
        return
    files: Mapping[str, str] = records[-1]["data"]["files"]
    there = {path.name for path in folder.iterdir()} - {LEDGER, LOOKS}
    yield from (f"{name} is missing" for name in sorted(set(files) - there))
    yield from (f"{name} was added" for name in sorted(there - set(files)))
    for name in sorted(there & set(files)):
        if sha256((folder / name).read_bytes()) != files[name]:
            yield f"{name} was changed"


def _counts(records: Sequence[Record]) -> Iterator[str]:
    recipients = None
    for data in of_kind("normalized", records):
        counts = data["counts"]
        recipients = counts["recipients"]
        unused = [sum(counts[name].values()) for name in ("refused", "excluded", "set_aside")]
        if counts["read"] != sum(unused) + counts["duplicates"] + recipients:
            yield "the candidates read are not those accounted for"
        for taken_in in of_kind("extracted", records):
            for name in sorted({"cells", "list_cells"} & set(taken_in) & set(data)):
                if taken_in[name] != data[name]:
                    yield f"{name}: others were normalized than extracted"
    for data in of_kind("outcomes", records):
        outcomes = dict(data["outcomes"])
        if outcomes.pop("recipients") != recipients or sum(outcomes.values()) != recipients:
            yield "the recipients are not those with an outcome"
    yield from _deletion(records)


def _assent(records: Sequence[Record]) -> Iterator[str]:
    """Look for a question, a yes to the signed dossier and the gate before anything was sent."""
    began = [record["seq"] for record in records if record["kind"] == "sending_began"]
    if not began:
        return
    before = records[: began[0] - 1]
    dossier = of_kind("dossier", before)[0]["digest"]
    questions, answers = of_kind("approval_requested", before), of_kind("approval_answered", before)
    for authority in AUTHORITIES:
        asked = [each for each in questions if each["authority"] == authority]
        its = [each for each in answers if each["authority"] == authority]
        if not asked or {each["decision"] for each in its} != {"approve"}:
            yield f"{authority} was not asked, or did not approve"
        if {each["dossier"] for each in (*asked, *its)} != {dossier}:
            yield f"{authority} was asked about another dossier"
    if [gate["standing"] for gate in of_kind("gate", before)] != ["approved"]:
        yield "sending began without an open gate"


def _told(folder: Path, records: Sequence[Record]) -> Iterator[str]:
    """Look whether the certificate says what the records say."""
    certificate = json.loads((folder / "certificate.json").read_bytes())
    opened, certified = of_kind("opened", records)[0], of_kind("certified", records)[0]
    outcomes = [data["outcomes"] for data in of_kind("outcomes", records)]
    facts = {
        "taken_in_at": opened["taken_in_at"],
        "deadline": opened["deadline"],
        "case_reference": opened["case_reference"],
        "requested_by": opened["requested_by"],
        "destroyed_at": next(each["at"] for each in records if each["kind"] == "certified"),
        "destroyed_by": certified["by"],
        "ending": certified["ending"],
        "items": of_kind("destroyed", records),
        "outcomes": outcomes[-1] if outcomes else None,
        "ledger_head": records[-1]["prev"],
    }
    for name, fact in facts.items():
        if canonical(certificate[name]) != canonical(fact):
            yield f"certificate.json: {name} is not what the records say"


def _deletion(records: Sequence[Record]) -> Iterator[str]:
    accepted = [
        data["accepted"] + data.get("listing", {}).get("never_listed", 0)
        for data in of_kind("outcomes", records)
    ]
    if of_kind("sending_began", records) and not accepted:
        yield "something was sent and no outcomes are on record"
    if any(data["what"] == "journal" for data in of_kind("lost", records)):
        return  # nobody knows any more which messages they were: the certificate says so
    destroyed = of_kind("destroyed", records)
    deleted = sum(
        data["count"] + data.get("not_provable", 0)
        for data in destroyed
        if data["what"] == "provider_messages"
    )
    if deleted != (accepted or [0])[-1]:
        yield "the messages deleted at the provider are not those it accepted"


def of_kind(kind: str, records: Sequence[Record]) -> list[dict[str, Any]]:
    """Return the data of the records of a kind."""
    return [record["data"] for record in records if record["kind"] == kind]


if __name__ == "__main__":
    found = complaints(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
    sys.stdout.write("".join(f"{each}\n" for each in found) or "It holds.\n")
    sys.exit(bool(found))
