"""Lies in an installation: copies of keys, what came back, and what was put in evidence's place."""

from __future__ import annotations

import gzip
import json
import shutil
from typing import TYPE_CHECKING

from tests.bench import HANDOVER, add_handover
from tests.lies.statements import By, Row, Statement
from tests.lies.telling_home_lies import Two, in_closed, in_open
from tests.steps.key_disguises import DISGUISES, value

from eenmalig.evidence.ledger import LEDGER
from eenmalig.stores.keys import KeyName

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench import Bench

LOOKED, SIGNED, TOLD = Statement.LOOKED, Statement.SIGNED, Statement.TOLD
LOOK, VERIFY, NOBODY = By.LOOK, By.VERIFY, By.NOBODY
COPY = "holds files with a copy of a key: 1"
PLACES = (
    "airflow/logs/deep/.hidden/task.log",
    "evidence/verifications.bak",
    "inventory/old/x",
    "answers/x",
    "handover/lelystad/overdracht/notes.txt",
    "lost/20260101T000000-number.key",
    "trust/sub/x",
    "signing/sub/x",
    "x/y/z",
)


def key_file(bench: Bench, name: str = "number") -> Path:
    return bench.home.keys / bench.campaign.id / f"{name}.key"


def copied(name: str, where: str, disguise: Callable[[Path], bytes]) -> Callable[[Bench], object]:
    """Put a copy of a key below the home."""

    def deed(bench: Bench) -> None:
        _put(bench.home.root / where, disguise(key_file(bench, name)))

    return deed


def evidence_key_copied(bench: Bench) -> None:
    _put(bench.home.root / "x", (bench.home.signing / "rehearsal.pem").read_bytes())


def packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes())


def encrypted(path: Path) -> bytes:
    return bytes(byte ^ 0x5A for byte in path.read_bytes())


def cut_apart(path: Path) -> bytes:
    key = value(path)
    return key[:16] + b" and " + key[16:]


def copied_outside(bench: Bench) -> None:
    _put(bench.home.root.parent / "number.key", key_file(bench).read_bytes())


def closed_value_kept(bench: Bench) -> None:
    key = value(key_file(bench))
    bench.destroy()
    _put(bench.home.root / "x", key.hex().encode())


def closed_file_kept(bench: Bench) -> None:
    content = key_file(bench).read_bytes()
    bench.destroy()
    _put(bench.home.root / "x", content)


def came_back(store: str) -> Callable[[Bench], object]:
    """Bring back a store's folder after destruction."""

    def deed(bench: Bench) -> None:
        folder = bench.home.root / store / bench.campaign.id
        shutil.copytree(folder, bench.home.root.parent / "kept")
        bench.destroy()
        shutil.copytree(bench.home.root.parent / "kept", folder)

    return deed


def copy_came_back(bench: Bench, name: str = HANDOVER) -> None:
    """Bring back the working copy of a campaign that texted nobody."""
    bench.destroy()
    add_handover(bench.home, bench.original, name)


def copy_of_texted_came_back(name: str) -> Callable[[Bench], object]:
    """Bring back the working copy of a campaign that texted."""

    def deed(bench: Bench) -> None:
        bench.approve()
        bench.send()
        copy_came_back(bench, name)

    return deed


def in_inventory(change: str) -> Callable[[Bench], object]:
    """Change what the inventory says of a campaign that has texted."""

    def deed(bench: Bench) -> None:
        bench.approve()
        bench.send()
        with bench.stores.inventory.changing() as changes:
            changes.connection.exec_driver_sql(f"UPDATE campaigns SET {change}")

    return deed


def after_destruction(change: str) -> Callable[[Bench], object]:
    """Change what the inventory says of a campaign that has texted, and is destroyed."""

    def deed(bench: Bench) -> None:
        bench.approve()
        bench.send()
        bench.destroy()
        bench.look()
        with bench.stores.inventory.changing() as changes:
            changes.connection.exec_driver_sql(f"UPDATE campaigns SET {change}")

    return deed


def stranger(store: str) -> Callable[[Bench], object]:
    return lambda bench: _put(bench.home.root / store / bench.campaign.id / "copy", b"x")


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


def _put(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


OF_HOME: list[Row] = [
    *(
        in_open(LOOKED, f"the {name} key copied {how.__name__}", LOOK, COPY, copied(name, "x", how))
        for name in KeyName
        for how in DISGUISES
    ),
    *(
        in_open(
            LOOKED, f"the number key copied to {where}", LOOK, COPY, copied("number", where, how)
        )
        for where in PLACES
        for how in DISGUISES[:1]
    ),
    in_open(LOOKED, "the evidence key copied", LOOK, COPY, evidence_key_copied),
    in_open(LOOKED, "a closed campaign's key file kept", LOOK, COPY, closed_file_kept),
    *(
        in_open(
            LOOKED,
            f"a key copied and {how.__name__.replace('_', ' ')}",
            NOBODY,
            "a value that is packed, encrypted or cut apart",
            copied("number", "x", how),
        )
        for how in (packed, encrypted, cut_apart)
    ),
    in_open(
        LOOKED,
        "a closed campaign's key kept as digits",
        NOBODY,
        "or of a campaign that is closed",
        closed_value_kept,
    ),
    in_open(
        LOOKED,
        "a key copied to outside of the home",
        NOBODY,
        "what stands outside `EENMALIG_HOME`",
        copied_outside,
    ),
    *(
        in_open(
            LOOKED,
            f"the {store} that came back",
            LOOK,
            f"{store} is not as it should be",
            came_back(store),
        )
        for store in ("vault", "keys")
    ),
    *(
        in_open(
            LOOKED,
            f"the working copy that came back as {name}",
            LOOK,
            "handover holds working copies of a case that was texted: 1",
            copy_of_texted_came_back(name),
        )
        for name in (HANDOVER, "elders")
    ),
    in_open(
        LOOKED,
        "the working copy that came back, of a campaign that texted nobody",
        NOBODY,
        "one that comes back when nobody was texted is a hand-over like another",
        copy_came_back,
    ),
    *(
        in_open(LOOKED, f"a stranger in {store}", LOOK, "not the campaign's", stranger(store))
        for store in ("vault", "keys")
    ),
    in_open(
        LOOKED,
        "an open campaign that the inventory calls closed",
        LOOK,
        "vault is not as it should be",
        in_inventory("state = 'closed'"),
    ),
    in_open(
        LOOKED,
        "an inventory that forgot that a campaign was sent",
        LOOK,
        "was unknown to the inventory",
        in_inventory("sending_began_at = NULL"),
    ),
    in_open(
        LOOKED,
        "an inventory that forgot that a destroyed campaign was sent",
        LOOK,
        "was unknown to the inventory",
        after_destruction("sending_began_at = NULL"),
    ),
    in_open(
        LOOKED,
        "an inventory that says that a destroyed campaign spent nothing",
        NOBODY,
        "it is not signed",
        after_destruction("spent_nothing = 1"),
    ),
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
