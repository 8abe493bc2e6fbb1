"""Lies in an installation: copies of keys, what came back, and what the inventory says."""

from __future__ import annotations

import gzip
import shutil
from typing import TYPE_CHECKING

from tests.bench import HANDOVER, add_handover
from tests.lies.statements import By, Row, Statement
from tests.lies.telling_home_lies import in_open
from tests.steps.key_disguises import DISGUISES, value

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
]
