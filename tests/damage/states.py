"""One campaign, kept as it stood at each of its states: what damage is done to copies of.

The homes are of one campaign after another moment of its life, so that an earlier one is an older
copy of a later one. The stand-in for the provider is kept beside each.
"""

from __future__ import annotations

import secrets
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

import pytest
from tests.bench import (
    APPROVERS,
    CASE,
    CITY,
    STAFF,
    Bench,
    add_handover,
    be_impatient,
    free_port,
    run_of,
    set_profile,
)
from tests.conftest import empty_home

from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.approvals import AUTHORITIES, Decision
from eenmalig.steps import destruction
from eenmalig.steps.approval import answered
from eenmalig.steps.stop import stop_campaign
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import GivenAnswer
from eenmalig.stores.home import Home
from rehearsal.gateway import Running
from rehearsal.gateway.app import StandIn
from rehearsal.gateway.profiles import faults_from
from rehearsal.gateway.server import Server
from rehearsal.gateway.store import Store
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rehearsal.handovers import Expected

RECIPIENTS = 8
# The message that the provider takes and of which the killed sender does not hear.
KILLED_AT = 4
_STATE_FILE = "provider.db"


class Stage(StrEnum):
    """How far the campaign was when a store was damaged."""

    EXTRACTED = "extracted"
    ASKING = "asking, one answer taken in"
    APPROVED = "approved by all"
    SENDING = "sending, killed"
    SENT = "sent"
    DESTROYING = "destroying, killed"
    CLOSED = "closed"


# Older than the first of them: installed, with another campaign that was stopped.
INSTALLED = "installed"
STAGES = (INSTALLED, *Stage)


class KilledError(BaseException):
    """Stands for the end of the process: nothing in the product may catch it."""


@dataclass(frozen=True)
class Kept:
    """Homes by stage below ``root``, and what they were made of."""

    root: Path
    original: Path
    truth: Expected
    credentials: tuple[str, str]
    campaign: str
    other_campaign: str
    port: int

    def home(self, stage: str) -> Path:
        """Return the home as it stood at a stage."""
        return self.root / stage / "home"

    @property
    def elsewhere(self) -> Path:
        """Another installation, with a campaign of its own that asks."""
        return self.root / "elsewhere" / "home"

    @property
    def other_vault(self) -> Path:
        """The vault of the other campaign, as it stood before that one was stopped."""
        return self.root / "other_vault"


@contextmanager
def served(state: Path, credentials: tuple[str, str], port: int) -> Iterator[Running]:
    """Serve the provider that is kept in a file, from a thread of this process."""
    store = Store(state, key=credentials[1].encode())
    server = Server(StandIn(*credentials, store, faults_from("none")), port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        # It has no process of its own, and is stopped here.
        yield Running(server.base_url, *credentials, process=cast("Any", None))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def bench_at(kept: Kept, stage: str, folder: Path) -> Iterator[Bench]:
    """Give a copy of the campaign at a stage."""
    place = folder / "copy"
    shutil.copytree(kept.root / stage, place)
    with (
        served(place / _STATE_FILE, kept.credentials, kept.port) as gateway,
        pytest.MonkeyPatch.context() as patch,
    ):
        be_impatient(patch)
        set_profile(patch, folder)
        yield Bench(Home(place / "home"), gateway, kept.truth, kept.original, patch, run_of())


def make_stages(folder: Path) -> Kept:
    """Take one campaign from its beginning to its end, and keep what stands at each stage."""
    original, other = folder / "original", folder / "other"
    truth = make_handover(original, city=CITY, case_reference=CASE, recipients=RECIPIENTS)
    make_handover(other, city=CITY, case_reference="PL-2026-0002", recipients=RECIPIENTS)
    credentials = (f"AC{secrets.token_hex(16)}", secrets.token_hex(16))
    port = free_port()
    home, work = empty_home(folder / "home"), folder / "provider"
    work.mkdir()
    add_handover(home, other, "eerdere")
    with (
        served(work / _STATE_FILE, credentials, port) as gateway,
        pytest.MonkeyPatch.context() as patch,
    ):
        be_impatient(patch)
        set_profile(patch, folder)
        earlier = Bench(home, gateway, truth, other, patch, run_of("b"))
        _stopped(earlier, folder)
        bench = Bench(home, gateway, truth, original, patch, run_of())
        add_handover(home, original)
        kept = Kept(folder, original, truth, credentials, "", earlier.campaign.id, port=port)
        _keep(kept, INSTALLED)
        for stage in _stages(bench):
            _keep(kept, stage)
        _elsewhere(folder, other, gateway, patch, truth)
        return replace(kept, campaign=bench.campaign.id)


def _stopped(earlier: Bench, folder: Path) -> None:
    """Take another campaign so far that people are asked, keep its vault, and stop it."""
    earlier.extract("eerdere")
    earlier.normalize()
    earlier.decide("police")
    shutil.copytree(earlier.home.vault / earlier.campaign.id, folder / "other_vault")
    stop_campaign(earlier.stores, earlier.campaign.id, "tests")
    assert earlier.look().wrong == []


def _stages(bench: Bench) -> Iterator[Stage]:
    bench.extract()
    yield Stage.EXTRACTED
    bench.normalize()
    assert bench.ask("police") is not None
    staff = APPROVERS["police"]
    given = GivenAnswer("police", str(STAFF[staff]), staff, Decision.APPROVE, datetime.now(UTC))
    take_answer(bench.home, bench.stores.answers, bench.campaign.run, given)
    yield Stage.ASKING
    assert answered(bench.stores, bench.run, "police")
    for authority in AUTHORITIES[1:]:
        bench.decide(authority)
    yield Stage.APPROVED
    bench.gate()
    _killed_in_sending(bench)
    yield Stage.SENDING
    bench.send()
    yield Stage.SENT
    bench.collected()
    _killed_in_destruction(bench)
    yield Stage.DESTROYING
    bench.destroy()
    assert bench.look().wrong == []
    assert bench.verdict().ending == "completed"
    yield Stage.CLOSED


def _killed_in_sending(bench: Bench) -> None:
    """Die when the provider has taken a message and the journal does not say so."""
    real = Gateway.create
    calls: list[None] = []

    def create(self: Gateway, *args: Any) -> tuple[str, str]:
        accepted = real(self, *args)
        calls.append(None)
        if len(calls) == KILLED_AT:
            raise KilledError
        return accepted

    with bench.patch.context() as patch:
        patch.setattr(Gateway, "create", create)
        with pytest.raises(KilledError):
            bench.send()


def _killed_in_destruction(bench: Bench) -> None:
    """Die when the number key and the ref key are gone, and nothing else is."""

    def dying(*_: object) -> None:
        raise KilledError

    with bench.patch.context() as patch:
        patch.setattr(destruction._Destruction, "working_copy", dying)  # noqa: SLF001 - dies there
        with pytest.raises(KilledError):
            bench.destroy()


def _elsewhere(
    folder: Path, handover: Path, gateway: Running, patch: pytest.MonkeyPatch, truth: Expected
) -> None:
    """Make another installation, with a campaign that has an answer."""
    (folder / "elsewhere").mkdir()
    home = empty_home(folder / "elsewhere" / "home")
    add_handover(home, handover)
    bench = Bench(home, gateway, truth, handover, patch, run_of("c"))
    bench.extract()
    bench.normalize()
    bench.decide("police")


def _keep(kept: Kept, stage: str) -> None:
    shutil.copytree(kept.root / "home", kept.home(stage))
    shutil.copy(kept.root / "provider" / _STATE_FILE, kept.root / stage / _STATE_FILE)
