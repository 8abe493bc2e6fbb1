"""The steps of a small campaign as processes run them, each after those before it."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.bench import (
    APPROVERS,
    CASE,
    CITY,
    HANDOVER,
    PROFILE,
    STAFF,
    put_clock_forward,
    run_of,
    set_profile,
)
from tests.cleartext.sources.builders.databases import MMSSMS, database

from eenmalig.cli import main as command
from eenmalig.domain.approvals import Decision, Standing
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.approval import answered, question
from eenmalig.steps.collect_delivery_reports import collect_delivery_reports
from eenmalig.steps.extract import extract
from eenmalig.steps.gate import gate
from eenmalig.steps.installation import Stores
from eenmalig.steps.normalize import normalize
from eenmalig.steps.own_destruction import destroy
from eenmalig.steps.send import send
from eenmalig.steps.stop import stop_campaign, withdraw_approval
from eenmalig.steps.taking_answers import take_answer
from eenmalig.steps.verify_destruction import verify_destruction
from eenmalig.stores.answers import GivenAnswer
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.stores.home import Home

RECIPIENTS = 4
# Prepared homes are used for as long as a whole matrix takes.
LONG = {
    "approval_window_minutes": 600,
    "minutes_for_each_authority": 200,
    "destruction_deadline_hours": 24,
}
# From which step on a campaign is another one, and what is left of it then.
CAMPAIGN = (
    *("extract", "normalize", "ask", "answer", "sign", "municipality", "public_prosecutor"),
    *("gate", "send", "collect_delivery_reports", "destroy", "look"),
)
# Why a hand-over is refused while it is taken in: the same, in full, once a process was killed.
REFUSED = {
    "refused_list": (
        Code.LIST_UNREADABLE,
        (
            "exclusion list 1: 1 entry is no number, in row 3 of column 2; correct them, or state "
            "accept_unreadable: 1"
        ),
    ),
    "refused_place": (
        Code.PLACE_UNKNOWN,
        "source 1: also_text: work: no value stands at place 2 of its list",
    ),
}
ENDED_BEFORE = {
    "stop": "answer",
    "withdraw": "municipality",
    **dict.fromkeys(REFUSED, "extract"),
}
STEPS = (*CAMPAIGN[:-1], *ENDED_BEFORE, CAMPAIGN[-1])


def after(step: str) -> Sequence[str]:
    """Return the steps that follow one."""
    if step in REFUSED:
        return ("destroy", "look")
    return ("look",) if step in ENDED_BEFORE else CAMPAIGN[CAMPAIGN.index(step) + 1 :]


@dataclass(frozen=True)
class Working:
    """One process at work on the campaign: a home, and the gateway."""

    home: Home
    settings: GatewaySettings

    def run(self, step: str) -> None:
        """Run a step. Fails as it does, and when it came to something else than it should."""
        steps: Mapping[str, Callable[[], object]] = {
            "extract": self._extract,
            "normalize": lambda: normalize(self._stores, run_of(), self.settings),
            "ask": partial(self._ask, "police"),
            "answer": partial(self._answer, "police"),
            "sign": partial(self._sign, "police"),
            "municipality": partial(self._decide, "municipality"),
            "public_prosecutor": partial(self._decide, "public_prosecutor"),
            "gate": self._gate,
            "send": self._send,
            "collect_delivery_reports": self._collect,
            "destroy": lambda: destroy(self._stores, run_of(), self.settings),
            "stop": lambda: stop_campaign(self._stores, self._campaign, "somebody"),
            "withdraw": self._withdraw,
            **{refused: partial(self._refuse, refused) for refused in REFUSED},
            "look": self._look,
            "verify": self._verify,
        }
        steps[step]()

    @property
    def _stores(self) -> Stores:
        return Stores(self.home)

    @property
    def _campaign(self) -> str:
        return self._stores.of_run(run_of()).id

    def _extract(self) -> None:
        extract(self._stores, run_of(), CITY, {"handover": HANDOVER}, self.settings)

    def _refuse(self, step: str) -> None:
        with pytest.raises(EenmaligError) as told:
            self._extract()
        assert (told.value.code, *told.value.mistakes) == REFUSED[step]

    def _ask(self, authority: str) -> None:
        question(self._stores, run_of(), authority)

    def _answer(self, authority: str) -> None:
        staff = APPROVERS[authority]
        given = GivenAnswer(
            authority, str(STAFF[staff]), staff, Decision.APPROVE, datetime.now(UTC)
        )
        stores = self._stores
        take_answer(self.home, stores.answers, stores.of_run(run_of()).run, given)

    def _sign(self, authority: str) -> None:
        assert answered(self._stores, run_of(), authority)

    def _decide(self, authority: str) -> None:
        self._ask(authority)
        self._answer(authority)
        self._sign(authority)

    def _gate(self) -> None:
        assert gate(self._stores, run_of()) is Standing.APPROVED

    def _send(self) -> None:
        assert send(self._stores, run_of(), self.settings) is None

    def _collect(self) -> None:
        if not collect_delivery_reports(self._stores, run_of(), self.settings).ended:
            with pytest.MonkeyPatch.context() as patch:
                put_clock_forward(patch, seconds=PROFILE["receipt_window_seconds"])
                assert collect_delivery_reports(self._stores, run_of(), self.settings).ended

    def _withdraw(self) -> None:
        police = APPROVERS["police"]
        withdraw_approval(self._stores, self._campaign, "police", police, "somebody")

    def _look(self) -> None:
        findings = verify_destruction(self._stores, self.settings)
        assert (findings.wrong, findings.open) == ([], 0), findings

    def _verify(self) -> None:
        os.environ["EENMALIG_HOME"] = str(self.home.root)
        evidence = self.home.evidence / self._campaign
        command(["verify", str(evidence)], standalone_mode=False)


def be_quick(folder: Path) -> None:
    """Have every step of this process read a rehearsal's profile that waits for little."""
    set_profile(pytest.MonkeyPatch(), folder, **LONG)


def write_handover(folder: Path) -> frozenset[str]:
    """Write a small hand-over; return the numbers that must be texted.

    One source, in which one recipient stands twice, one value is no number and one number stands
    on the list of exclusions.
    """
    folder.mkdir(mode=0o700, parents=True)
    fresh = numbers.mobiles(SystemRandom())
    recipients = [next(fresh) for _ in range(RECIPIENTS)]
    excluded = next(fresh)
    texts = [*recipients, recipients[0], "geen", excluded]
    rows = [{"address": text, "type": 1, "date": 0, "body": "hoi"} for text in texts]
    database(folder / "berichten.db", MMSSMS, {"sms": rows})
    (folder / "geheimhouders.csv").write_text(f"naam;nummer\nX;{excluded}\n", encoding="utf-8")
    source = {"kind": "ordering_messages", "device": "dealer_phone"}
    declared: Mapping[str, Any] = {
        "city": CITY,
        "case_reference": CASE,
        "criterion": "Wie bestelberichten stuurde.",
        "legal_basis": {"public_prosecutor": "toestemming", "exemption": "niet nodig"},
        "sources": [{**_entry(folder / "berichten.db"), **source}],
        "exclusions": [{**_entry(folder / "geheimhouders.csv"), "category": "privileged"}],
    }
    (folder / "handover.yaml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    for file in folder.iterdir():
        file.chmod(0o600)
    return frozenset(recipients)


def spoil(step: str, handover: Path) -> None:
    """Have a hand-over be refused as this step is: by its list, or by a place of its source."""
    declared = yaml.safe_load((handover / "handover.yaml").read_text(encoding="utf-8"))
    if step == "refused_list":
        listed = handover / declared["exclusions"][0]["file"]
        with listed.open("a", encoding="utf-8") as file:
            file.write("X;onbekend\n")
        declared["exclusions"][0] |= _entry(listed)
    else:
        declared["sources"][0]["also_text"] = {"work": ["4/1", "4/999"]}
    (handover / "handover.yaml").write_text(yaml.safe_dump(declared), encoding="utf-8")


def _entry(path: Path) -> Mapping[str, str]:
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def as_json(recipients: frozenset[str]) -> str:
    """Return the truth about the hand-over, for a judge."""
    return json.dumps(sorted(recipients))
