"""An installation with one campaign kept as it stood at each of its states, and others beside it.

Beside the subject, which something is wrong with: a healthy campaign as overdue as it, which must
be gone whatever is wrong; an innocent one that has time left; a working copy that nobody took in
and whose own clock has run out, and one whose clock runs. The two others are of another city.
"""

from __future__ import annotations

import json
import secrets
import shutil
import signal
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

import pytest
from tests.bench import CITY, HANDOVER, PROFILE, Bench, add_handover, be_impatient, run_of
from tests.faults.kills.steps import write_handover
from tests.guard.city_bench import OTHER_CITY, CityBench, installed
from tests.guard.meddling import build_meddling, command, environment, module, run
from tests.guard.moody_gateway import MoodyGateway

from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.settings import loading
from eenmalig.steps.installation import Run
from rehearsal.gateway import Running
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rehearsal.handovers import Expected

UNTAKEN, YOUNG = "niemand", "morgen"
# What stands for the id of what was never taken in.
NOBODY = "nobody"
# What a working copy that nobody takes in has at most, and more.
AHEAD_SECONDS = 80 * 3600
_PLENTY_OF_HOURS = 120
_BESIDE = 6
# The message that the provider takes and of which the killed sender does not hear.
_KILLED_AT = 3
_PAST = "provider.db"
_SECONDS = 120.0


class Age(StrEnum):
    """How far the subject was when its deadline came."""

    INSTALLED = "installed, nobody took it in"
    TAKING_IN = "taking in, killed"
    EXTRACTED = "extracted"
    ASKING = "asking, one answer taken in"
    APPROVED = "approved by all"
    SENDING = "sending, killed"
    SENT = "sent"
    OUTCOMES = "outcomes on record"
    WITHOUT_KEYS = "destroying, killed after the keys"
    WITHOUT_MESSAGES = "destroying, killed after the provider"
    CLOSED = "closed"


class DiedError(BaseException):
    """Stands for the end of the process: nothing in the product may catch it."""


@dataclass(frozen=True)
class Kin:
    """One campaign: its id, ``NOBODY`` before it was taken in; whom it texts; what its keys are."""

    name: str
    id: str
    city: str
    handover: str
    numbers: frozenset[str] = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)

    @property
    def working_copy(self) -> str:
        """Where its hand-over stands below the home."""
        return f"handover/{self.city}/{self.handover}"


@dataclass(frozen=True)
class World:
    """Homes by age below ``root``, each with what the gateway remembers."""

    root: Path
    gateway: MoodyGateway
    library: Path
    subjects: Mapping[Age, Kin]
    healthy: Kin
    innocent: Kin

    def home(self, age: Age) -> Path:
        """Return the home as it stood."""
        return self.root / age.name / "home"

    def copied(self, age: Age, folder: Path) -> Path:
        """Copy the home and what the gateway remembers; return where the home stands now."""
        place = folder / "copy"
        shutil.copytree(self.root / age.name, place, symlinks=True)
        self.gateway.remember(place / _PAST)
        shutil.copytree(self.root / YOUNG, place / "home" / "handover" / CITY / YOUNG)
        return place / "home"


def make_world(folder: Path) -> World:
    """Take a campaign from its beginning to its end, and keep what stands at each age."""
    gateway = MoodyGateway(f"AC{secrets.token_hex(16)}", secrets.token_hex(16))
    with pytest.MonkeyPatch.context() as patch:
        be_impatient(patch)
        return _Making(folder, gateway, patch).made()


class _Making:
    def __init__(self, folder: Path, gateway: MoodyGateway, patch: pytest.MonkeyPatch) -> None:
        self._folder, self._gateway, self._patch = folder, gateway, patch
        self._library = build_meddling(folder)
        self._home = installed(folder / "home")
        gateway.remember(folder / _PAST)
        self._numbers = write_handover(folder / "original")
        self._keys: tuple[str, ...] = ()

    def made(self) -> World:
        others = [self._other(name) for name in ("healthy", "innocent")]
        for name in (UNTAKEN, YOUNG):
            make_handover(
                self._folder / name, city=CITY, case_reference="PL-2026-0099", recipients=2
            )
        add_handover(self._home, self._folder / UNTAKEN, UNTAKEN)
        add_handover(self._home, self._folder / "original")
        self._profile()
        # From now on their clock runs, as somebody has seen them.
        self._child(command("destroy", "--overdue"))
        subject = self._bench(CITY, run_of())
        subjects = {age: self._kept(age, subject) for age in self._ages(subject)}
        return World(self._folder, self._gateway, self._library, subjects, *others)

    def _ages(self, bench: CityBench) -> Iterator[Age]:
        yield Age.INSTALLED
        self._child(module("tests.guard.own_run", "extract"), dies_at="/scratch/")
        yield Age.TAKING_IN
        bench.extract()
        yield Age.EXTRACTED
        bench.normalize()
        assert bench.ask("police") is not None
        bench.give("police")
        yield Age.ASKING
        bench.sign("police")
        for authority in AUTHORITIES[1:]:
            bench.decide(authority)
        yield Age.APPROVED
        bench.gate()
        self._killed_in_sending(bench)
        yield Age.SENDING
        bench.send()
        yield Age.SENT
        bench.collected()
        yield Age.OUTCOMES
        own = module("tests.guard.own_run", "destroy")
        self._child(own, dies_at=f"/{bench.campaign.handover}/")
        yield Age.WITHOUT_KEYS
        self._child(own, dies_at="/journal.key")
        yield Age.WITHOUT_MESSAGES
        bench.destroy()
        yield Age.CLOSED

    def _killed_in_sending(self, bench: Bench) -> None:
        """Die when the provider has taken a message and the journal does not say so."""
        real = Gateway.create
        calls: list[None] = []

        def create(self: Gateway, *args: Any) -> tuple[str, str]:
            accepted = real(self, *args)
            calls.append(None)
            if len(calls) == _KILLED_AT:
                raise DiedError
            return accepted

        with self._patch.context() as patch:
            patch.setattr(Gateway, "create", create)
            with pytest.raises(DiedError):
                bench.send()

    def _other(self, name: str) -> Kin:
        """Take another campaign so far that it has sent."""
        truth = make_handover(
            self._folder / name, city=OTHER_CITY, case_reference=f"PL-{name}", recipients=_BESIDE
        )
        hours = _PLENTY_OF_HOURS if name == "innocent" else PROFILE["destruction_deadline_hours"]
        self._profile(destruction_deadline_hours=hours)
        add_handover(self._home, self._folder / name, name)
        place = self._home.handover / OTHER_CITY
        place.mkdir(mode=0o700, exist_ok=True)
        (self._home.handover / CITY / name).rename(place / name)
        run_ = Run(f"sms_campaign_{OTHER_CITY}", f"manual__{name}", f"data-team-{OTHER_CITY}")
        bench = self._bench(OTHER_CITY, run_, truth)
        bench.extract(name)
        bench.normalize()
        bench.approve()
        bench.gate()
        bench.send()
        return _kin(name, bench, truth.recipient_numbers, _drawn(bench))

    def _bench(self, city: str, run_: Run, truth: Expected | None = None) -> CityBench:
        its = self._gateway
        # It has no process of its own.
        running = Running(its.base_url, its.account, its.token, process=cast("Any", None))
        original = self._folder / "original"
        return CityBench(
            self._home, running, cast("Any", truth), original, self._patch, run_, city=city
        )

    def _profile(self, **other: Any) -> None:
        """Have every step, and those of the processes that are started here, read our profile."""
        path = self._folder / "profile.yaml"
        path.write_text(json.dumps({**PROFILE, **other}))
        self._patch.setattr(loading.load_profile, "__defaults__", (path,))

    def _child(self, words: Any, **meddled: str) -> None:
        """Run a process of the product on the home; it dies where that is asked for."""
        made = environment(self._library, self._home.root, self._gateway.connection(), **meddled)
        done = run(words, made, _SECONDS)
        expected = -signal.SIGKILL if meddled else 0
        assert done.returncode == expected, (done.returncode, done.stdout, done.stderr[-2000:])

    def _kept(self, age: Age, bench: CityBench) -> Kin:
        place = self._folder / age.name
        shutil.copytree(self._home.root, place / "home", symlinks=True)
        shutil.copy(self._folder / _PAST, place / _PAST)
        if age is Age.INSTALLED:
            return Kin("subject", NOBODY, CITY, HANDOVER, self._numbers, ())
        self._keys = self._keys or _drawn(bench)
        return _kin("subject", bench, self._numbers, self._keys)


def _kin(name: str, bench: CityBench, numbers: frozenset[str], keys: tuple[str, ...]) -> Kin:
    its = bench.campaign
    return Kin(name, its.id, its.city, its.handover, numbers, keys)


def _drawn(bench: CityBench) -> tuple[str, ...]:
    """Return number key and ref key as they stand in their files."""
    folder = bench.home.keys / bench.campaign.id
    texts = [(folder / f"{name}.key").read_text() for name in ("number", "ref")]
    return tuple(json.loads(text)["key"] for text in texts)
