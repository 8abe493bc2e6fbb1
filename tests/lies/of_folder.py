"""Lies without the key in a folder of evidence: exchanged, rewritten, removed, added."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from tests.lies.statements import By, Row, Statement
from tests.lies.telling_home_lies import Two, in_closed

from eenmalig.evidence.ledger import LEDGER

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKED, SIGNED, TOLD = Statement.LOOKED, Statement.SIGNED, Statement.TOLD
LOOK, VERIFY = By.LOOK, By.VERIFY


def exchanged(two: Two) -> None:
    """Put each campaign's evidence in the other's place."""
    first, second = two.first.evidence, two.second.evidence
    beside = first.with_name("beside")
    first.rename(beside)
    second.rename(first)
    beside.rename(second)


def with_the_others(name: str) -> Callable[[Two], object]:
    return lambda two: shutil.copy(two.second.evidence / name, two.first.evidence / name)


def dossier_rewritten(two: Two) -> None:
    path = two.first.evidence / "dossier.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=1))


def changed(name: str) -> Callable[[Two], object]:
    def deed(two: Two) -> None:
        path = two.first.evidence / name
        path.write_bytes(path.read_bytes().replace(b"e", b"f", 1))

    return deed


def removed(name: str) -> Callable[[Two], object]:
    return lambda two: (two.first.evidence / name).unlink()


def record_missing(two: Two) -> None:
    path = two.first.evidence / LEDGER
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3] + lines[4:]))


def end_missing(two: Two) -> None:
    path = two.first.evidence / LEDGER
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def file_added(two: Two) -> None:
    (two.first.evidence / "notes.txt").write_bytes(b"x")


OF_FOLDER: list[Row] = [
    in_closed(LOOKED, "two campaigns' evidence exchanged", LOOK, "evidence (", exchanged),
    *(
        in_closed(SIGNED, f"another campaign's {name}", VERIFY, words, with_the_others(name))
        for name, words in {
            LEDGER: "was changed",
            "verifications.jsonl": "verifications.jsonl: record 1",
            "dossier.json": "dossier.json was changed",
            "certificate.json": "certificate.json was changed",
            "certificate.pdf": "certificate.pdf was changed",
            "report.json": "report.json was changed",
        }.items()
    ),
    in_closed(TOLD, "a dossier rewritten", VERIFY, "dossier.json was changed", dossier_rewritten),
    *(
        in_closed(TOLD, f"{name} changed", VERIFY, f"{name} was changed", changed(name))
        for name in ("certificate.pdf", "certificate.json", "report.html", "report.json")
    ),
    *(
        in_closed(TOLD, f"{name} removed", VERIFY, name, removed(name))
        for name in ("certificate.pdf", "certificate.json", "report.html", "dossier.json", LEDGER)
    ),
    in_closed(SIGNED, "a record missing", VERIFY, "does not follow", record_missing),
    in_closed(SIGNED, "the end missing", VERIFY, "end", end_missing),
    in_closed(TOLD, "a file added", VERIFY, "a file was added", file_added),
    *(
        in_closed(LOOKED, f"{what}, to the daily look", LOOK, "evidence (", deed)
        for what, deed in {
            "a record missing": record_missing,
            "a certificate changed": changed("certificate.pdf"),
            "a dossier rewritten": dossier_rewritten,
            "a file added": file_added,
        }.items()
    ),
]
