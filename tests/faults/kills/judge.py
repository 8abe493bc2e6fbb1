"""Judges how a campaign ended, in a process that shares nothing with what ran it.

It reads raw bytes and asks the gateway, with the standard library and the second checker only.
``python -m tests.faults.kills.judge`` reads cases from its input, one a line, and answers each
with what does not hold.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import sys
from base64 import b64encode
from contextlib import closing
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.compared_ledgers import differences
from tests.second_checker import complaints
from tests.second_trace_checker import trace_complaints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CITY = "lelystad"


@dataclass(frozen=True)
class Case:
    """What is to be judged. ``doubts`` is how many may be in doubt, one for a dead sender."""

    place: str
    undisturbed: str
    recipients: str
    address: str
    account: str
    token: str
    sends: bool
    doubts: int


def judged(case: Case) -> list[str]:
    """Return all that does not hold; nothing if all holds."""
    home, undisturbed = Path(case.place, "home"), Path(case.undisturbed, "home")
    folders, (other,) = _campaigns(home), _campaigns(undisturbed)
    if len(folders) != 1:
        return [f"{len(folders)} campaigns have evidence"]
    (folder,) = folders
    wrong = complaints(folder, home / "trust")
    wrong += trace_complaints(home / "evidence", home / "trust")
    wrong += differences(folder, other)
    wrong += _left(home)
    wrong += _documents(folder, other)
    wrong += _texted(case, _records(folder / "ledger.jsonl"))
    looks = _records(folder / "verifications.jsonl")
    if [look["data"]["result"]["left"] for look in looks] != [[]]:
        wrong.append(f"{len(looks)} looks, or one that found something")
    return wrong


def _campaigns(home: Path) -> list[Path]:
    """Return the campaigns' folders; beside them stands the trace of verifications."""
    return sorted(path for path in (home / "evidence").iterdir() if path.is_dir())


def _texted(case: Case, records: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield whom the gateway texted other than the ledger, or the truth, says."""
    counts = _asked(case)
    wanted = set(json.loads(Path(case.recipients).read_text(encoding="utf-8")))
    if counts["max_per_number"] > 1:
        yield "somebody was texted twice"
    if _known_to_the_gateway(case) - {_keyed(case, number) for number in wanted}:
        yield "somebody was texted who is no recipient"
    if not case.sends:
        yield from ["something was sent"] * bool(counts["posts"])
        return
    (outcomes,) = [record["data"] for record in records if record["kind"] == "outcomes"][-1:]
    told = outcomes["outcomes"]
    doubts = outcomes["in_doubt"]["unknown"]
    if told["recipients"] != len(wanted):
        yield f"{len(wanted)} should be texted, the ledger knows {told['recipients']}"
    if counts["distinct"] != told["delivered"]:
        yield f"{counts['distinct']} were texted, the ledger says {told['delivered']}"
    if told["recipients"] != counts["distinct"] + doubts + told["failed"] + told["not_sent"]:
        yield "somebody is lost: neither texted, nor in doubt, refused or left out"
    if doubts > case.doubts or told["failed"] or told["not_sent"]:
        yield f"{doubts} in doubt, {told['failed']} refused, {told['not_sent']} left out"
    if counts["remaining"]:
        yield "messages are left at the gateway"


def _documents(folder: Path, other: Path) -> Iterator[str]:
    names = [{path.name for path in each.iterdir()} for each in (folder, other)]
    if names[0] != names[1]:
        yield f"only one of both holds {sorted(names[0] ^ names[1])}"


def _left(home: Path) -> Iterator[str]:
    """Yield each place of a campaign in which something stands."""
    for place in (home / "vault", home / "keys", home / "handover" / CITY):
        if place.exists() and any(place.iterdir()):
            yield f"something is left below {place.relative_to(home)}"


def _records(path: Path) -> list[Any]:
    return [json.loads(line)["record"] for line in path.read_bytes().splitlines()]


def _asked(case: Case) -> Mapping[str, int]:
    """Return the gateway's own counts."""
    address = urlsplit(case.address)
    credentials = b64encode(f"{case.account}:{case.token}".encode()).decode()
    with closing(HTTPConnection(address.hostname or "", address.port, timeout=10)) as connection:
        headers = {"Authorization": f"Basic {credentials}"}
        connection.request("GET", "/_rehearsal/counts", headers=headers)
        counts: dict[str, int] = json.loads(connection.getresponse().read())
    return counts


def _known_to_the_gateway(case: Case) -> set[bytes]:
    """Return whom it ever texted, as it keeps them: keyed."""
    with closing(sqlite3.connect(Path(case.place, "gateway.db"))) as connection:
        return {number for (number,) in connection.execute("SELECT number FROM acceptances")}


def _keyed(case: Case, number: str) -> bytes:
    return hmac.digest(case.token.encode(), number.encode(), hashlib.sha256)


def main() -> None:
    """Judge each case of the input."""
    for line in sys.stdin:
        try:
            wrong = judged(Case(**json.loads(line)))
        except Exception as error:  # noqa: BLE001 - what cannot be judged does not hold
            wrong = [f"it cannot be judged ({type(error).__name__}: {error})"]
        sys.stdout.write(f"{json.dumps(wrong)}\n")
        sys.stdout.flush()


def as_line(case: Case) -> str:
    """Return a case as a line of the input."""
    return json.dumps(asdict(case))


if __name__ == "__main__":
    main()
