"""One installation with one made-up hand-over, driven step by step as the DAG would, no Airflow."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from tenacity import wait_fixed

from eenmalig.cleartext.sending import twilio as clear_gateway
from eenmalig.cleartext.sending import waiting
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.approvals import AUTHORITIES, Decision, Standing
from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.evidence.verifying import verify_evidence
from eenmalig.settings import loading as config
from eenmalig.steps import provider_deletion, provider_look
from eenmalig.steps.approval import Question, answered, question
from eenmalig.steps.collect_delivery_reports import collect_delivery_reports
from eenmalig.steps.extract import extract
from eenmalig.steps.gate import gate
from eenmalig.steps.installation import Run, Stores
from eenmalig.steps.normalize import normalize
from eenmalig.steps.own_destruction import destroy
from eenmalig.steps.send import send
from eenmalig.steps.taking_answers import take_answer
from eenmalig.steps.verify_destruction import verify_destruction
from eenmalig.stores.answers import GivenAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pytest

    from eenmalig.cleartext.sending.provider import ListedMessage
    from eenmalig.domain.campaign import Campaign
    from eenmalig.evidence.records import Record
    from eenmalig.evidence.verdict import Verdict
    from eenmalig.steps.findings import Findings
    from eenmalig.stores.home import Home
    from rehearsal.gateway import Running
    from rehearsal.handovers import Expected

CITY = "lelystad"
HANDOVER = "overdracht"
CASE = "PL-2026-0001"
# Below those that a system gives to whoever asks for any.
_PORTS = range(20_000, 32_000)
RECIPIENTS = 40
APPROVERS = dict(
    zip(
        AUTHORITIES,
        ("police-lelystad", "municipality-lelystad", "prosecutor-lelystad"),
        strict=True,
    )
)
STAFF = {"data-team-lelystad": 2, **{staff: 11 + n for n, staff in enumerate(APPROVERS.values())}}
PROFILE: Mapping[str, Any] = {
    "window": {
        "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        "from": "00:00",
        "until": "24:00",
    },
    "segments_per_second": 100,
    "settle_seconds": 0,
    "receipt_window_seconds": 3,
    "approval_window_minutes": 60,
    "minutes_for_each_authority": 5,
    "destruction_deadline_hours": 2,
}


_WITH_CLOCKS = ("eenmalig.steps.", "eenmalig.evidence.checks.clock")


def free_port() -> int:
    """Return a port at which a gateway can come up again: a campaign is bound to its gateway's."""
    while True:
        with suppress(OSError), socket.create_server(("127.0.0.1", secrets.choice(_PORTS))) as one:
            return int(one.getsockname()[1])


def run_of(letter: str = "a", city: str = CITY) -> Run:
    return Run(f"sms_campaign_{city}", f"manual__{letter}", "data-team-lelystad")


@dataclass
class Bench:
    """One installation and the campaign of one run in it."""

    home: Home
    gateway: Running
    truth: Expected
    original: Path
    patch: pytest.MonkeyPatch
    run: Run
    city: str = CITY

    @property
    def stores(self) -> Stores:
        """Opened anew each time, as each task of a DAG does."""
        return Stores(self.home)

    @property
    def settings(self) -> GatewaySettings:
        its = self.gateway
        return GatewaySettings(its.base_url, its.account_sid, its.token)

    @property
    def campaign(self) -> Campaign:
        found = self.stores.inventory.of_run(self.run.dag_id, self.run.run_id)
        assert found is not None
        return found

    @property
    def evidence(self) -> Path:
        return self.home.evidence / self.campaign.id

    def extract(self, handover: str = HANDOVER) -> str:
        form = {"handover": handover}
        return extract(self.stores, self.run, self.city, form, self.settings)

    def normalize(self) -> None:
        normalize(self.stores, self.run, self.settings)

    def ask(self, authority: str) -> Question | None:
        return question(self.stores, self.run, authority)

    def answer(
        self, authority: str, decision: Decision = Decision.APPROVE, **other: str | datetime
    ) -> None:
        staff = str(other.get("staff_id", APPROVERS[authority]))
        at = other.get("at", datetime.now(UTC))
        assert isinstance(at, datetime)
        user_id = str(other.get("user_id", STAFF.get(staff, 0)))
        given = GivenAnswer(authority, user_id, staff, decision, at)
        take_answer(self.home, self.stores.answers, self.campaign.run, given)
        answered(self.stores, self.run, authority)

    def decide(self, authority: str, decision: Decision = Decision.APPROVE) -> None:
        """Ask an authority, and have it answer."""
        assert self.ask(authority) is not None
        self.answer(authority, decision)

    def approve(self) -> None:
        """Ask everybody, and have everybody approve."""
        for authority in AUTHORITIES:
            self.decide(authority)

    def gate(self) -> Standing:
        return gate(self.stores, self.run)

    def send(self) -> None:
        """Send, after the gate has spoken where everybody approved, as the DAG does."""
        if not self.records("gate") and len(self.records("approval_answered")) == len(AUTHORITIES):
            self.gate()
        while (again_in := send(self.stores, self.run, self.settings)) is not None:
            time.sleep(again_in.total_seconds())

    def collect(self) -> bool:
        return collect_delivery_reports(self.stores, self.run, self.settings).ended

    def collected(self) -> None:
        """Let the messages come to their end, and collect until it is over."""
        self.gateway.forward(600)
        if not self.collect():
            self.put_forward(seconds=PROFILE["receipt_window_seconds"])
            assert self.collect()

    def destroy(self) -> None:
        self.gateway.forward(600)
        destroy(self.stores, self.run, self.settings)

    def look(self) -> Findings:
        return verify_destruction(self.stores, self.settings)

    def verdict(self) -> Verdict:
        return verify_evidence(self.evidence, self.home.trust)

    def records(self, kind: str) -> list[Record]:
        found = self.stores.evidence(self.campaign.id).records()
        return [each for each in found if each.kind == kind]

    def kept(self, name: str) -> Any:
        return json.loads((self.evidence / name).read_text())

    def at_gateway(self) -> list[ListedMessage]:
        return list(Gateway(self.settings).messages("Politie"))

    def left(self) -> set[str]:
        """Return which stores still hold something of the campaign."""
        places = {
            "vault": self.home.vault / self.campaign.id,
            "keys": self.home.keys / self.campaign.id,
            "working copy": self.home.handover / self.city / self.campaign.handover,
        }
        return {name for name, place in places.items() if place.exists()}

    def put_forward(self, **by: float) -> None:
        """Put the clock of every step forward."""
        put_clock_forward(self.patch, **by)


def put_clock_forward(patch: pytest.MonkeyPatch, **by: float) -> None:
    ahead = timedelta(**by)
    for name, module in list(sys.modules.items()):
        if name.startswith(_WITH_CLOCKS) and hasattr(module, "now"):
            patch.setattr(module, "now", lambda: datetime.now(UTC) + ahead)


def set_profile(patch: pytest.MonkeyPatch, folder: Path, **other: Any) -> None:
    """Have every step read a rehearsal's profile of our own."""
    path = folder / "profile.yaml"
    path.write_text(yaml.safe_dump({**PROFILE, **other}))
    patch.setattr(config.load_profile, "__defaults__", (path,))


def be_impatient(patch: pytest.MonkeyPatch) -> None:
    """Shorten the waiting between calls that are made again, and nothing else."""
    patch.setattr(clear_gateway, "TIMEOUT_SECONDS", 1.5)
    patch.setattr("eenmalig.steps.send.PAUSE", timedelta(seconds=0.1))
    for step in (provider_deletion, provider_look):
        patch.setattr(step, "PATIENCE_SECONDS", 4.0)
    for module in (clear_gateway, waiting):
        patch.setattr(module, "wait_exponential_jitter", lambda **_: wait_fixed(0.01))


def cannot_be_removed(patch: pytest.MonkeyPatch, *stuck: Path) -> None:
    """Have these files stay, as if the disk would not let go of them."""
    real = os.unlink

    def unlink(path: Any, *, dir_fd: int | None = None) -> None:
        folder = "" if dir_fd is None else Path(f"/proc/self/fd/{dir_fd}").readlink()
        if Path(folder, path) in stuck:
            raise PermissionError(errno.EPERM, "stuck")
        real(path, dir_fd=dir_fd)

    patch.setattr(os, "unlink", unlink)


def add_handover(home: Home, original: Path, name: str = HANDOVER, city: str = CITY) -> None:
    place = home.handover / city / name
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copytree(original, place)


def at_call(bench: Bench, nth: int, happens: Callable[[], object]) -> None:
    """Have something happen just before the ``nth`` message is created."""
    real = Gateway.create
    calls: list[None] = []

    def create(self: Gateway, *args: Any) -> tuple[str, str]:
        calls.append(None)
        if len(calls) == nth:
            happens()
        return real(self, *args)

    bench.patch.setattr(Gateway, "create", create)


def ends_as(bench: Bench, ending: str) -> None:
    """Destroy, and check that nothing is left, that it is proved, and what the evidence says."""
    bench.destroy()
    assert not bench.left()
    assert bench.gateway.counts()["remaining"] == 0
    assert bench.look().wrong == []
    assert bench.verdict().ending == ending
    assert bench.kept("report.json")["ending"] == bench.kept("certificate.json")["ending"] == ending
