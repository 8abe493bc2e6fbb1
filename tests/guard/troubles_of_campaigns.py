"""What may be wrong with a campaign's own: its vault, keys and evidence; and strangers beside."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from tests.guard.doing_harm import (
    a_file,
    a_folder,
    emptied,
    evidence,
    garbled,
    gone,
    key,
    ledger,
    mode,
    vault,
)
from tests.guard.scene import OPEN, TAKEN_IN, WITH_KEYS, Left, Scene, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.guard.doing_harm import Do

# Nobody knows any more who was texted.
_LOST = partial(Trouble, ages=OPEN, spares=(Left.MESSAGES,), loses="journal")


def of_campaign() -> Iterator[Trouble]:
    """Yield all of them."""
    yield from _of_vault()
    yield from _of_keys()
    yield from _of_evidence()
    yield from _strangers()


def _of_vault() -> Iterator[Trouble]:
    lost = partial(_LOST, place="vault")
    yield lost("vault without its tables", do=_without_tables)
    yield lost("vault damaged", do=garbled(vault))
    yield lost("vault empty", do=emptied(vault))
    yield lost("vault missing", do=gone(vault))
    yield lost("vault a folder", do=a_folder(vault))
    yield lost("vault's folder missing", do=gone(lambda scene: scene.vault))
    yield lost("vault's folder a file", do=a_file(lambda scene: scene.vault))
    yield Trouble("vault exposed", "vault", mode(vault), ages=OPEN)


def _of_keys() -> Iterator[Trouble]:
    lost, journal = partial(_LOST, place="journal key"), key("journal")
    yield lost("journal key empty", do=emptied(journal))
    yield lost("journal key damaged", do=garbled(journal))
    yield lost("journal key missing", do=gone(journal))
    yield lost("journal key a folder", do=a_folder(journal))
    yield Trouble("journal key of mode 0644", "journal key", mode(journal), ages=OPEN)
    its = partial(Trouble, place="number key", ages=WITH_KEYS)
    number = key("number")
    yield its("number key of mode 0644", do=mode(number))
    yield its("number key empty", do=emptied(number), hides="key")
    yield its("number key damaged", do=garbled(number), hides="key")
    yield its("number key a folder", do=a_folder(number), hides="key")


def _of_evidence() -> Iterator[Trouble]:
    of_it = partial(Trouble, place="evidence", ages=OPEN)
    yield of_it("evidence missing", do=gone(evidence), loses="evidence")
    yield of_it("ledger missing", do=gone(ledger))
    yield of_it("ledger empty", do=emptied(ledger))
    yield of_it("ledger cut", do=_cut)
    yield of_it("ledger changed", do=_changed)
    unwritten = partial(of_it, spares=(Left.RECORDS,))
    yield unwritten("ledger a folder", do=a_folder(ledger), cure=gone(ledger))
    yield unwritten("evidence a file", do=a_file(evidence), cure=_evidence_restored)
    yield of_it(
        "evidence read-only",
        do=_read_only,
        cure=_writable,
        ages=TAKEN_IN,
        spares_all=(Left.RECORDS,),
    )


def _strangers() -> Iterator[Trouble]:
    for store in ("vault", "keys", "evidence"):
        stranger = _below(store)
        yield Trouble(
            f"a stranger in {store}",
            f"stranger in {store}",
            _made(stranger),
            gone(stranger),
            says=store,
            alarms=True,
        )
    copied = partial(Trouble, place="copied key", ages=WITH_KEYS)
    yield copied("a key file copied beside", do=_copied("keys/{id}/number.key.bak"))
    yield copied("keys copied as another campaign's", do=_copied("keys/kopie/number.key"))


def _without_tables(scene: Scene) -> None:
    with closing(sqlite3.connect(vault(scene))) as connection:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
        for (name,) in connection.execute(tables).fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        connection.commit()


def _cut(scene: Scene) -> None:
    lines = ledger(scene).read_bytes().splitlines(keepends=True)
    ledger(scene).write_bytes(b"".join(lines[:-1]))


def _changed(scene: Scene) -> None:
    content = ledger(scene).read_bytes()
    ledger(scene).write_bytes(content.replace(b'"at":"2', b'"at":"1', 1))


def _evidence_restored(scene: Scene) -> None:
    scene.restore(f"evidence/{scene.subject.id}")


def _read_only(scene: Scene) -> None:
    scene.meddle("read_only", scene.home.evidence)


def _writable(scene: Scene) -> None:
    scene.unmeddle("read_only", scene.home.evidence)


def _below(store: str) -> Callable[[Scene], Path]:
    return lambda scene: scene.home.root / store / "vreemd"


def _made(stranger: Callable[[Scene], Path]) -> Do:
    return lambda scene: stranger(scene).mkdir()


def _copied(where: str) -> Do:
    def do(scene: Scene) -> None:
        path = scene.home.root / where.format(id=scene.subject.id)
        path.parent.mkdir(exist_ok=True)
        shutil.copy2(scene.keys / "number.key", path)

    return do
