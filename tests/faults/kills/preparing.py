"""What cases begin from: a home before each step, and how the campaign ends undisturbed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import CITY, HANDOVER, add_handover
from tests.conftest import empty_home
from tests.faults.kills.forking import Ended, Server
from tests.faults.kills.standing_in import Gateway, credentials
from tests.faults.kills.steps import (
    CAMPAIGN,
    ENDED_BEFORE,
    REFUSED,
    after,
    as_json,
    spoil,
    write_handover,
)
from tests.faults.kills.tracing import Operation, build, read

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Prepared:
    """Where the prepared homes stand, and who the gateway knows."""

    folder: Path
    account: str
    token: str

    @property
    def library(self) -> Path:
        """The library that counts operations."""
        return self.folder / "durable.so"

    @property
    def truth(self) -> Path:
        """Who must be texted."""
        return self.folder / "recipients.json"

    def before(self, step: str) -> Path:
        """Return where home and gateway stand as they were before a step."""
        return self.folder / "before" / step

    def undisturbed(self, step: str) -> Path:
        """Return where they stand as they end when nothing dies in a step."""
        return self.folder / "ended" / (step if step in ENDED_BEFORE else "campaign")

    def trace(self, step: str) -> Sequence[Operation]:
        """Return the operations of a step when nothing dies."""
        return read(self.folder / "traces" / step)


class Worker:
    """What runs cases one after another: a server that forks, and a gateway."""

    def __init__(self, prepared: Prepared) -> None:
        self._server = Server(prepared.folder, prepared.library)
        self.gateway = Gateway(prepared.account, prepared.token)

    def run(self, place: Path, steps: Sequence[str], **how: object) -> Ended:
        """Run steps in a process on the home that stands in ``place``."""
        return self._server.run(steps, place / "home", self.gateway.settings, **how)  # type: ignore[arg-type]

    def stop(self) -> None:
        """End both."""
        self._server.stop()
        self.gateway.stop()


def copied(place: Path, to: Path) -> Path:
    """Copy a home with its gateway; return where the copy stands."""
    return Path(shutil.copytree(place, to, symlinks=True))


def prepare(folder: Path) -> Prepared:
    """Run the campaign undisturbed, traced, and keep a copy from before each step."""
    prepared = Prepared(folder, *credentials())
    build(folder)
    recipients = write_handover(folder / "original")
    prepared.truth.write_text(as_json(recipients), encoding="utf-8")
    (folder / "traces").mkdir()
    (folder / "before" / CAMPAIGN[0]).mkdir(parents=True)
    home = empty_home(prepared.before(CAMPAIGN[0]) / "home")
    add_handover(home, folder / "original")
    worker = Worker(prepared)
    try:
        _run_through(prepared, worker, CAMPAIGN)
        for step, instead_of in ENDED_BEFORE.items():
            before = copied(prepared.before(instead_of), prepared.before(step))
            if step in REFUSED:
                spoil(step, before / "home" / "handover" / CITY / HANDOVER)
            _run_through(prepared, worker, (step, *after(step)))
    finally:
        worker.stop()
    return prepared


def _run_through(prepared: Prepared, worker: Worker, steps: Sequence[str]) -> None:
    place = prepared.undisturbed(steps[0])
    place.parent.mkdir(exist_ok=True)
    for step in steps:
        before = prepared.before(step)
        if place.exists() and not before.exists():
            place.rename(before)
        # As in a case: the files of a copy are others, of which a step takes note.
        if not place.exists():
            copied(before, place)
        worker.gateway.remember(place / "gateway.db")
        trace = prepared.folder / "traces" / step
        # The look after a stop is not the one that is traced.
        ended = worker.run(place, [step], trace=None if trace.exists() else trace)
        assert not ended.wrong, ended.wrong
    ended = worker.run(place, ["verify"])
    assert not ended.wrong, ended.wrong
