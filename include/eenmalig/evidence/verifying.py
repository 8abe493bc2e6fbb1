"""Checking evidence offline: whatever a folder holds, all that does not hold is told at once.

It needs the evidence folder and the trusted public keys, nothing else: no Airflow, no inventory.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from eenmalig.domain.canonical import canonical, digest
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence import rules_1, rules_2, rules_3
from eenmalig.evidence.checks.case import Case
from eenmalig.evidence.checks.looked import NOBODY_LOOKED, SOMETHING_LEFT
from eenmalig.evidence.ledger import (
    LEDGER,
    VERIFICATIONS,
    changed_files,
    end_is_missing,
    read_file,
)
from eenmalig.evidence.plain_files import read_plain
from eenmalig.evidence.reading import KEY_REPLACED, format_of, latest
from eenmalig.evidence.records import START, Chain
from eenmalig.evidence.rules_3 import MALFORMED
from eenmalig.evidence.signing import Trust
from eenmalig.evidence.verdict import Verdict, verdict_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from eenmalig.evidence.records import Record

# Their rules stay as they were: evidence is checked years later.
_EARLIER: Mapping[int, ModuleType] = {1: rules_1, 2: rules_2}
_NEWEST = 3
_CERTIFICATE = "certificate.json"
_TOLD = "a record or file lacks what it must hold"


def verify_evidence(folder: Path, trust_folder: Path) -> Verdict:
    """Check one campaign's evidence; return the verdict. Fails with all that does not hold.

    Where all holds and nobody but the destroyer has looked, the code is ``EVIDENCE_UNLOOKED``.
    """
    trust = Trust(trust_folder)
    try:
        ledger, looks = _read(folder, trust)
        wrong = _findings(folder, ledger, looks)
        verdict = None if wrong else verdict_on(ledger, looks, _certificate(folder))
    except (*MALFORMED, OSError):
        raise EenmaligError(Code.EVIDENCE_INVALID, _TOLD) from None
    if verdict is None:
        is_early = wrong == [NOBODY_LOOKED]
        raise EenmaligError(Code.EVIDENCE_UNLOOKED if is_early else Code.EVIDENCE_INVALID, *wrong)
    return verdict


def _certificate(folder: Path) -> Mapping[str, Any]:
    certificate: dict[str, Any] = json.loads(read_plain(folder / _CERTIFICATE, _CERTIFICATE))
    return certificate


def _read(folder: Path, trust: Trust) -> tuple[Chain, Chain]:
    """Return the ledger and the later looks, whatever is wrong with them."""
    if not (folder / LEDGER).exists():
        raise EenmaligError(
            Code.EVIDENCE_INVALID, f"there is no {LEDGER} here: name one campaign's folder"
        )
    ledger = read_file(folder / LEDGER, trust, START)
    looks = Chain([], [], [], ledger.head)
    if os.path.lexists(folder / VERIFICATIONS):
        looks = read_file(folder / VERIFICATIONS, trust, ledger.head)
        looks.wrong[:] = [
            wrong if wrong.startswith(VERIFICATIONS) else f"{VERIFICATIONS}: {wrong}"
            for wrong in looks.wrong
        ]
    return ledger, looks


def _findings(folder: Path, ledger: Chain, looks: Chain) -> list[str]:
    """Return all that does not hold. What would need what is missing is left out."""
    wrong = [*ledger.wrong, *looks.wrong]
    missing = [] if ledger.wrong else end_is_missing(ledger.records)
    if ledger.wrong or missing:
        return wrong + missing
    wrong += changed_files(folder, ledger.records[-1])
    number = format_of(ledger.records)
    if number is None:
        return [*wrong, "it is of a later format, or of none: use the program that wrote it"]
    # What this program closes, it closes by its own rules, whoever began it.
    if number in _EARLIER and not (number == _NEWEST - 1 and _closed_by_this(ledger.records)):
        return wrong or _by_earlier_rules(_EARLIER[number], folder, ledger.records, looks.records)
    wrong += _signed_by_several(ledger, looks)
    return wrong + rules_3.findings(_case(folder, ledger.records, looks.records))


def _closed_by_this(records: Sequence[Record]) -> bool:
    """Whether a campaign was closed by a program that has the rules of the newest format."""
    end = latest(records, "certified")
    return end is not None and "software" in end.data


def _by_earlier_rules(
    rules: ModuleType, folder: Path, records: Sequence[Record], looks: Sequence[Record]
) -> list[str]:
    """Return what does not hold by the rules of an earlier format: these stop at the first."""
    if not looks:
        return [NOBODY_LOOKED]
    if looks[-1].data["result"]["left"]:
        return [SOMETHING_LEFT]
    try:
        rules.check(folder, records, looks)
    except EenmaligError as error:
        return list(error.mistakes)
    return []


def _signed_by_several(ledger: Chain, looks: Chain) -> list[str]:
    """Tell where more than one key signed a ledger, or a key came back among the looks.

    A key that takes the place of another signs the later looks of what was closed before.
    """
    wrong = list(_untold_changes(ledger))
    signers = [key.fingerprint for key in (*ledger.keys[-1:], *looks.keys)]
    changes = sum(one != other for one, other in pairwise(signers))
    if changes >= len(set(signers)):
        wrong.append(f"{VERIFICATIONS}: a key signed again that another had replaced")
    if len({key.kind for key in (*ledger.keys, *looks.keys)}) > 1:
        wrong.append("keys of both kinds signed")
    return wrong


def _untold_changes(ledger: Chain) -> Iterator[str]:
    """Tell where another key begins to sign a ledger and its first record does not say so.

    So also where a record says so and none does, and where a key comes back.
    """
    signers = [key.fingerprint for key in ledger.keys]
    changes = 0
    for record, *its in zip(ledger.records, [*signers[:1], *signers[:-1]], signers, strict=True):
        is_other = its[0] != its[1]
        changes += is_other
        if record.kind != KEY_REPLACED:
            if is_other:
                yield "more than one key signed the ledger"
        elif not is_other or [record.data["old"], record.data["new"]] != its:
            yield f"record {record.seq} ({KEY_REPLACED}): these keys did not sign before and after"
    if changes >= len(set(signers)):
        yield "a key signed again that another had replaced"


def _case(folder: Path, records: Sequence[Record], looks: Sequence[Record]) -> Case:
    """Return what the checks look at: of the documents, those that are as they were."""
    documents = {}
    for name, named in records[-1].data["files"].items():
        with suppress(EenmaligError):
            content = read_plain(folder / name, name)
            if name.endswith(".json") and hashlib.sha256(content).hexdigest() == named:
                documents[name] = content
    return Case(records, looks, _dossier(records, documents.get("dossier.json")), documents)


def _dossier(records: Sequence[Record], content: bytes | None) -> Mapping[str, Any]:
    """Return the dossier, if it is written in the one way and is the one that was signed."""
    signed = latest(records, "dossier")
    try:
        dossier = json.loads(content or b"")
        written = canonical(dossier) + b"\n" == content
        its = signed is not None and digest(dossier) == signed.data["digest"]
    except MALFORMED:
        return {}
    return dossier if written and its and isinstance(dossier, dict) else {}
