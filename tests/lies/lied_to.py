"""A whole campaign at a lying gateway, step by step, and all that was said of it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from secrets import SystemRandom
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import PROFILE, Bench, be_impatient, run_of, set_profile
from tests.lies.lying_gateway import Liar, LyingGateway
from tests.lies.statements import By

from eenmalig.cleartext.sending import twilio
from eenmalig.errors import EenmaligError
from eenmalig.steps import provider_deletion, provider_look
from eenmalig.steps.own_destruction import destroy
from eenmalig.stores.home import Home
from rehearsal.numbers import mobiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.conftest import Template
    from tests.lies.lying_gateway import Falsehood

    from rehearsal.gateway.messages import Message

    Deed = Callable[["LiedTo"], object]


OTHER_TEXT = "Uw fiets is gevonden."


class Before(StrEnum):
    """The step before which something begins."""

    SENDING = "sending"
    COLLECTING = "collecting"
    DESTROYING = "destroying"
    LOOKING = "looking"


@dataclass
class LiedTo:
    """A campaign, its gateway, and what was said of it by whom."""

    bench: Bench
    liar: Liar
    said: list[tuple[By, str]] = field(default_factory=list)
    planted: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    # How many of the planted went to a recipient.
    seconds: int = 0
    others: list[LyingGateway] = field(default_factory=list)

    @property
    def dossier(self) -> Any:
        return self.bench.kept("dossier.json")

    @property
    def is_closed(self) -> bool:
        return not self.bench.campaign.open

    def at(self, gateway: LyingGateway) -> None:
        """Have the connection lead to another gateway from here on."""
        self.others.append(gateway)
        self.bench.gateway = gateway

    def another_number(self) -> str:
        """Return one that is no recipient's."""
        taken = self.bench.truth.recipient_numbers
        return next(number for number in mobiles(SystemRandom()) if number not in taken)

    def plant(self, number: str) -> None:
        """Have somebody else send this campaign's text from its sender."""
        its = self.dossier
        self.seconds += number in self.bench.truth.recipient_numbers
        self.planted.append(self.liar.plant(number, its["sender_id"], its["text"]))

    def there(self) -> list[Message]:
        """Return what is really there of this campaign, or looks like it."""
        return [each for each in self.liar.there() if each.sid not in self.strangers]

    def record(self, kind: str, **named: str) -> Mapping[str, Any] | None:
        """Return the data of the last such record."""
        found = [
            each.data for each in self.bench.records(kind) if named.items() <= each.data.items()
        ]
        return found[-1] if found else None

    def word(self) -> Mapping[str, Any]:
        """Return what the last look saw, if anybody looked."""
        looks = self.bench.stores.evidence(self.bench.campaign.id).verifications()
        return looks[-1].data["result"] if looks else {}

    def says(self, by: By, words: str) -> bool:
        return any(words in told for who, told in self.said if who is by)

    def play(self, before: Mapping[Before, Sequence[Deed]]) -> None:
        """Go through all steps; whatever one complains of is kept, and the next is taken."""
        self.bench.approve()
        self._strangers()
        steps = {
            Before.SENDING: (By.SENDING, self.bench.send),
            Before.COLLECTING: (By.SENDING, self._collect),
            Before.DESTROYING: (By.DESTRUCTION, self.destroy),
            Before.LOOKING: (By.LOOK, self.look),
        }
        for phase, (by, step) in steps.items():
            for deed in before.get(phase, ()):
                deed(self)
            try:
                step()
            except EenmaligError as error:
                self.said += [(by, told) for told in (str(error.code), *error.mistakes)]
        self._told()

    def destroy(self) -> None:
        destroy(self.bench.stores, self.bench.run, self.bench.settings)

    def look(self) -> None:
        """Look, and check as anybody else would."""
        self.said += [(By.LOOK, wrong) for wrong in self.bench.look().wrong]
        if not self.is_closed:
            return
        self.said += [(By.LOOK, f"{name}: {told}") for name, told in self.word().items()]
        try:
            verdict = self.bench.verdict()
        except EenmaligError as error:
            self.said += [(By.VERIFY, finding) for finding in error.mistakes]
        else:
            self.said.append((By.OUTCOMES, f"ending: {verdict.ending}"))
            for name in ("provider", "not_provable", "late_deleted"):
                self.said.append((By.VERIFY, f"{name}: {getattr(verdict, name)}"))

    def _told(self) -> None:
        outcomes = self.record("outcomes") or {}
        for name, count in {**outcomes.get("listing", {}), **outcomes.get("outcomes", {})}.items():
            self.said.append((By.OUTCOMES, f"{name}: {count}"))
        sent = self.record("sent") or {}
        self.said.append((By.SENDING, f"ended early: {sent.get('ended_early')}"))

    def _collect(self) -> None:
        if not self.bench.collect():
            self.bench.put_forward(seconds=PROFILE["receipt_window_seconds"])
            self.bench.collect()

    def _strangers(self) -> None:
        """Put in what is nobody's business: another sender's, and an older one of the same."""
        sender, text = self.dossier["sender_id"], self.dossier["text"]
        self.strangers = [
            self.liar.plant(self.another_number(), "Bakker", text),
            self.liar.plant(self.another_number(), sender, OTHER_TEXT, -3600.0),
        ]


def lying(*falsehoods: Falsehood) -> Deed:
    """Have the gateway lie from here on."""
    return lambda its: its.liar.lie(*falsehoods)


def second_message(its: LiedTo) -> None:
    """Have somebody text a recipient once more."""
    its.plant(min(its.bench.truth.recipient_numbers))


def strange_message(its: LiedTo) -> None:
    """Have somebody text a number that is no recipient's."""
    its.plant(its.another_number())


def twenty_minutes_later(its: LiedTo) -> None:
    its.bench.gateway.forward(1200)


@contextmanager
def lied_to(template: Template, folder: Path) -> Iterator[LiedTo]:
    """Give a campaign about which nobody was asked yet, at a gateway that can lie."""
    shutil.copytree(template.root, folder / "home", symlinks=True)
    account, token = template.credentials
    liar = Liar(account, token)
    gateway = LyingGateway(liar, token, template.port)
    try:
        with pytest.MonkeyPatch.context() as patch:
            be_impatient(patch)
            # Nothing here hangs: what is slow is the machine.
            patch.setattr(twilio, "TIMEOUT_SECONDS", 10.0)
            for step in (provider_deletion, provider_look):
                patch.setattr(step, "PATIENCE_SECONDS", 0.5)
            set_profile(patch, folder)
            home = Home(folder / "home")
            bench = Bench(home, gateway, template.truth, template.original, patch, run_of())
            its = LiedTo(bench, liar)
            try:
                yield its
            finally:
                for other in its.others:
                    other.stop()
    finally:
        gateway.stop()
