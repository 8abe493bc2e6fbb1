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
from difflib import SequenceMatcher
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
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, RecursionError)
# What is another in every campaign: times and durations, ids, and digests that hold either.
PASSING = {
    *("at", "seconds", "waited_seconds", "started_at", "ended_at", "created_at"),
    *("taken_in_at", "approve_by", "answer_by", "deadline"),
    *("campaign", "run", "recipient_set", "hand_over_digest", "handover_digest"),
    *("dossier", "digest", "port"),
}

Record = dict[str, Any]
Keys = dict[str, tuple[str, Ed25519PublicKey]]


def complaints(evidence: Path, trust: Path) -> list[str]:
    """Return all that does not hold in an evidence folder; nothing if all holds."""
    keys, wrong = _trusted(trust)
    records, head = _read(evidence / LEDGER, "0" * 64, keys, wrong)
    wrong += _times(records, LEDGER)
    if (evidence / LOOKS).exists():
        looks, _ = _read(evidence / LOOKS, head, keys, wrong)
        wrong += _times([*records[-1:], *looks], LOOKS)
    try:
        wrong.extend(_counts(records))
        wrong.extend(_closing(evidence, records))
    except (*MALFORMED, OSError) as error:
        wrong.append(f"something lacks what it must hold ({type(error).__name__})")
    return wrong


def differences(one: Path, other: Path) -> list[str]:
    """Return in what two ledgers differ, but for what every campaign has of its own.

    Times, durations, ids and keyed digests are left out. How many were accepted, delivered and
    unknown may differ by those in doubt, and by no more. No signature is looked at.
    """
    left, right = _records(one), _records(other)
    kinds = _kinds(left), _kinds(right)
    found = _beyond_doubt(left, right)
    for tag, start, end, begin, until in SequenceMatcher(None, *kinds).get_opcodes():
        if tag != "equal":
            found.append(
                f"from record {start + 1}: {kinds[0][start:end]}, the other {kinds[1][begin:until]}"
            )
            continue
        for first, second in zip(left[start:end], right[begin:until], strict=True):
            named = f"record {first['seq']} ({first['kind']})"
            found += _unlike(_lasting(first, left), _lasting(second, right), named)
    return found


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


def _trusted(folder: Path) -> tuple[Keys, list[str]]:
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


def _read(path: Path, before: str, keys: Keys, wrong: list[str]) -> tuple[list[Record], str]:
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
            must = {"seq": position, "prev": before, "campaign": path.parent.name}
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


def _times(records: Sequence[Record], name: str) -> list[str]:
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
    for data in _of("normalized", records):
        counts = data["counts"]
        recipients = counts["recipients"]
        unused = [sum(counts[name].values()) for name in ("refused", "excluded", "set_aside")]
        if counts["read"] != sum(unused) + counts["duplicates"] + recipients:
            yield "the candidates read are not those accounted for"
        for taken_in in _of("extracted", records):
            for name in sorted({"cells", "list_cells"} & set(taken_in) & set(data)):
                if taken_in[name] != data[name]:
                    yield f"{name}: others were normalized than extracted"
    for data in _of("outcomes", records):
        outcomes = dict(data["outcomes"])
        if outcomes.pop("recipients") != recipients or sum(outcomes.values()) != recipients:
            yield "the recipients are not those with an outcome"
    yield from _deletion(records)


def _deletion(records: Sequence[Record]) -> Iterator[str]:
    accepted = [data["accepted"] for data in _of("outcomes", records)]
    if _of("sending_began", records) and not accepted:
        yield "something was sent and no outcomes are on record"
    if any(data["what"] == "journal" for data in _of("lost", records)):
        return  # nobody knows any more which messages they were: the certificate says so
    destroyed = _of("destroyed", records)
    deleted = sum(data["count"] for data in destroyed if data["what"] == "provider_messages")
    if deleted != (accepted or [0])[-1]:
        yield "the messages deleted at the provider are not those it accepted"


def _of(kind: str, records: Sequence[Record]) -> list[dict[str, Any]]:
    return [record["data"] for record in records if record["kind"] == kind]


def _records(folder: Path) -> list[Record]:
    lines = (folder / LEDGER).read_bytes().split(b"\n")[:-1]
    return [json.loads(line)["record"] for line in lines]


def _kinds(records: Sequence[Record]) -> list[str]:
    """Return the kinds of records, each with what was destroyed or who was asked."""
    of = [(record["kind"], record["data"]) for record in records]
    return [f"{kind} {data.get('what', data.get('authority', ''))}".strip() for kind, data in of]


def _outcomes(records: Sequence[Record]) -> Mapping[str, Any]:
    """Return the last outcomes on record."""
    none = {"outcomes": {"delivered": 0}, "in_doubt": {"unknown": 0}}
    return [none, *_of("outcomes", records)][-1]


def _beyond_doubt(left: Sequence[Record], right: Sequence[Record]) -> list[str]:
    """Return a difference when more were delivered in one than the doubts of both explain."""
    one, other = _outcomes(left), _outcomes(right)
    doubts = one["in_doubt"]["unknown"] + other["in_doubt"]["unknown"]
    apart = abs(one["outcomes"]["delivered"] - other["outcomes"]["delivered"])
    return [f"{apart} more were delivered in one; {doubts} are in doubt"] if apart > doubts else []


def _lasting(record: Record, records: Sequence[Record]) -> Any:
    """Return a record's data without what is its own, with counts as if nothing were in doubt."""
    data = json.loads(json.dumps(record["data"]))
    if record["kind"] == "sent":
        data["accepted"] += data.pop("in_doubt")
    elif record["kind"] == "outcomes":
        data["accepted"] += data.pop("in_doubt")["unknown"]
        data["outcomes"]["delivered"] += data["outcomes"].pop("unknown")
    elif record["kind"] == "destroyed" and data["what"] == "provider_messages":
        data["count"] += _outcomes(records)["in_doubt"]["unknown"]
    elif record["kind"] == "closed":
        data["files"] = sorted(data["files"])
    return data


def _unlike(one: Any, other: Any, where: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted((set(one) | set(other)) - PASSING):
            if name not in one or name not in other:
                yield f"{where}: only one holds {name}"
            else:
                yield from _unlike(one[name], other[name], f"{where}, {name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for first, second in zip(one, other, strict=True):
            yield from _unlike(first, second, where)
    elif one != other or type(one) is not type(other):
        yield f"{where}: {one!r}, the other {other!r}"


if __name__ == "__main__":
    found = complaints(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
    sys.stdout.write("".join(f"{each}\n" for each in found) or "It holds.\n")
    sys.exit(bool(found))
